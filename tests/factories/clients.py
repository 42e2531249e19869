from decimal import Decimal

from accounts.models import Client, Contact, Contract, Period, Request
from tests.factories.base import Factory, LazyAttribute, Sequence, SubFactory
from tests.factories.days import DAY, day
from tests.factories.people import UserFactory


class ClientFactory(Factory[Client]):
    """A client of two years, looked after by a manager, in that manager's team."""

    class Meta:
        model = Client

    name = Sequence(lambda n: f"Client {n:04d}")
    owner = SubFactory(UserFactory)
    team = LazyAttribute(lambda made: made.owner.team if made.owner else None)
    started_on = day(-730)


class ContactFactory(Factory[Contact]):
    class Meta:
        model = Contact

    client = SubFactory(ClientFactory)
    name = Sequence(lambda n: f"Contact {n}")
    email = Sequence(lambda n: f"contact{n}@client.example")


class ContractFactory(Factory[Contract]):
    """A retainer of 2,000 euros a month that has run for two years."""

    class Meta:
        model = Contract

    client = SubFactory(ClientFactory)
    monthly_fee = Decimal(2000)
    starts = day(-730)


class PeriodFactory(Factory[Period]):
    class Meta:
        model = Period

    client = SubFactory(ClientFactory)
    kind = Period.Kind.PAUSE
    starts = DAY


class RequestFactory(Factory[Request]):
    class Meta:
        model = Request

    client = SubFactory(ClientFactory)
    kind = Request.Kind.APPROVAL
    what = "The spring campaign"
    asked_on = DAY
