from decimal import Decimal

from accounts.models import Agency, ExchangeRate, Holiday
from tests.factories.base import Factory, LazyFunction, Sequence
from tests.factories.days import day


class AgencyFactory(Factory[Agency]):
    """The agency; there is only one, so a second call gives the first."""

    class Meta:
        model = Agency
        django_get_or_create = ("source", "external_id")

    source = "hand"
    external_id = "agency"
    name = "Nordlys Marketing"
    currency = "EUR"
    zone = "Europe/Copenhagen"
    country = "DK"
    domains = LazyFunction(lambda: ["agency.example"])


class HolidayFactory(Factory[Holiday]):
    class Meta:
        model = Holiday

    on = Sequence(day)
    name = "A day off"


class ExchangeRateFactory(Factory[ExchangeRate]):
    class Meta:
        model = ExchangeRate

    currency = "DKK"
    starts = Sequence(day)
    rate = Decimal("0.134")
