from accounts.models import ClientAlias, ImportBatch, ImportMapping, ImportRefusal
from tests.factories.base import Factory, Sequence, SubFactory
from tests.factories.clients import ClientFactory


class ImportBatchFactory(Factory[ImportBatch]):
    """A file that was sent and checked, and of which nothing is written yet."""

    class Meta:
        model = ImportBatch

    name = "invoices.csv"
    source = "ledger"
    state = ImportBatch.State.CHECKED


class ImportRefusalFactory(Factory[ImportRefusal]):
    class Meta:
        model = ImportRefusal

    batch = SubFactory(ImportBatchFactory)
    row = 7
    reason = "This is not a date."


class ImportMappingFactory(Factory[ImportMapping]):
    class Meta:
        model = ImportMapping

    headings = Sequence(lambda n: f"{n:064d}")
    mapping = {"number": "Invoice no."}


class ClientAliasFactory(Factory[ClientAlias]):
    class Meta:
        model = ClientAlias

    client = SubFactory(ClientFactory)
    system = "ledger"
    alias = Sequence(lambda n: f"id:{n}")
