from accounts.models import Click, Deliverable, DeliverableFile, Link, LinkTerms, Opening, VisitorSalt
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


class DeliverableFileFactory(Factory[DeliverableFile]):
    class Meta:
        model = DeliverableFile

    deliverable = SubFactory(DeliverableFactory)
    name = "report.pdf"
    kind = "application/pdf"
    content = b"%PDF-1.7"
    size = 8
    sha256 = "0" * 64


class OpeningFactory(Factory[Opening]):
    class Meta:
        model = Opening

    link = SubFactory(LinkFactory)
    at = NOON


class VisitorSaltFactory(Factory[VisitorSalt]):
    class Meta:
        model = VisitorSalt

    day = DAY
    salt = "salt"


class LinkTermsFactory(Factory[LinkTerms]):
    class Meta:
        model = LinkTerms
