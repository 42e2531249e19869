from decimal import Decimal

from accounts.models import AccountAccess, AdAccount, AdResult, Budget, ManagerLink, Relation
from tests.factories.base import Factory, SelfAttribute, Sequence, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, day


class AdAccountFactory(Factory[AdAccount]):
    class Meta:
        model = AdAccount

    client = SubFactory(ClientFactory)
    number = Sequence(lambda n: f"123-456-{n:04d}")


class AccountAccessFactory(Factory[AccountAccess]):
    class Meta:
        model = AccountAccess

    ad_account = SubFactory(AdAccountFactory)
    client = SelfAttribute("ad_account.client")
    email = Sequence(lambda n: f"user{n}@other.example")
    granted_on = DAY
    relation = Relation.AGENCY


class ManagerLinkFactory(Factory[ManagerLink]):
    class Meta:
        model = ManagerLink

    ad_account = SubFactory(AdAccountFactory)
    client = SelfAttribute("ad_account.client")
    manager_number = "987-654-3210"
    linked_on = DAY


class BudgetFactory(Factory[Budget]):
    class Meta:
        model = Budget

    ad_account = SubFactory(AdAccountFactory)
    client = SelfAttribute("ad_account.client")
    starts = DAY
    monthly = Decimal(5000)
    currency = "EUR"


class AdResultFactory(Factory[AdResult]):
    class Meta:
        model = AdResult

    ad_account = SubFactory(AdAccountFactory)
    client = SelfAttribute("ad_account.client")
    occurred_on = Sequence(day)
    cost = Decimal(120)
    clicks = 60
    conversions = Decimal(4)
    value = Decimal(480)
    currency = "EUR"
