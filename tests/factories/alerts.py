from signals.models import Alert
from tests.factories.base import Factory, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, NOON


class AlertFactory(Factory[Alert]):
    """A client gone quiet since DAY, that nobody was told of yet."""

    class Meta:
        model = Alert

    client = SubFactory(ClientFactory)
    sign = "gone_quiet"
    side = "churn"
    opened_on = DAY
    opened_at = NOON
    strength = 6_000
    peak = 6_000
    factor = "gone_quiet"
    reading = {"y": 1}
    score = 60
    loss_cents = 250_000
