from accounts.models import Click, Deliverable, Link
from tests.factories.base import Factory, SelfAttribute, Sequence, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, NOON


class DeliverableFactory(Factory[Deliverable]):
    class Meta:
        model = Deliverable

    client = SubFactory(ClientFactory)
    kind = Deliverable.Kind.REPORT
    title = "Report of February"
    delivered_on = DAY


class LinkFactory(Factory[Link]):
    class Meta:
        model = Link

    deliverable = SubFactory(DeliverableFactory)
    client = SelfAttribute("deliverable.client")
    slug = Sequence(lambda n: f"report-{n}")
    target = "https://files.example/report.pdf"
    made_on = DAY


class ClickFactory(Factory[Click]):
    class Meta:
        model = Click

    link = SubFactory(LinkFactory)
    client = SelfAttribute("link.client")
    occurred_at = NOON
