from accounts.models import DataExport, Erasure, Retention, StandardsVersion
from tests.factories.base import Factory, Sequence, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, NOON
from tests.factories.people import UserFactory


class RetentionFactory(Factory[Retention]):
    class Meta:
        model = Retention


class ErasureFactory(Factory[Erasure]):
    class Meta:
        model = Erasure

    client = SubFactory(ClientFactory)
    why = Erasure.Why.TIME
    by = SubFactory(UserFactory)
    counts = {"accounts.Contact": 2}


class DataExportFactory(Factory[DataExport]):
    class Meta:
        model = DataExport

    client = SubFactory(ClientFactory)
    by = SubFactory(UserFactory)


class StandardsVersionFactory(Factory[StandardsVersion]):
    """Published and in force since DAY."""

    class Meta:
        model = StandardsVersion

    number = Sequence(lambda n: n + 1)
    language = "en"
    text = "# How we work\n\nWe answer within **one day**.\n"
    in_force_from = DAY
    published_at = NOON
    published_by = SubFactory(UserFactory)
