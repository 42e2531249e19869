from accounts.models import ScopeRequest, TimeEntry
from tests.factories.base import Factory, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY


class TimeEntryFactory(Factory[TimeEntry]):
    class Meta:
        model = TimeEntry

    client = SubFactory(ClientFactory)
    occurred_on = DAY
    minutes = 90


class ScopeRequestFactory(Factory[ScopeRequest]):
    class Meta:
        model = ScopeRequest

    client = SubFactory(ClientFactory)
    asked_on = DAY
    what = "A second landing page"
    minutes = 240
