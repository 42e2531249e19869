from offboarding.models import AgencyLetterhead, ContractTerms, Letter, LetterFile, LetterPiece, LetterSending
from tests.factories.base import Factory, LazyFunction, SelfAttribute, SubFactory
from tests.factories.clients import ContractFactory
from tests.factories.days import DAY
from tests.factories.partings import PartingFactory


class ContractTermsFactory(Factory[ContractTerms]):
    """Everything that a letter asks of a contract."""

    class Meta:
        model = ContractTerms

    contract = SubFactory(ContractFactory)
    signed_on = DAY
    address = "Alder & Finch Ltd\n218 Quay Street\nBristol"
    delivery = "registered"
    termination_clause = "12.1"
    breach_clause = "12.2"
    nonpayment_clause = "12.3"
    confidentiality_clause = "9"
    work_product_clause = "8.2"


class AgencyLetterheadFactory(Factory[AgencyLetterhead]):
    class Meta:
        model = AgencyLetterhead

    legal_name = "Fjordlight ApS"
    mark = "Fjordlight"
    signatory = "Ingrid Solberg"
    words = LazyFunction(
        lambda: {
            "en": {"place": "Copenhagen", "title": "Managing Director", "footer": "Fjordlight ApS"},
            "da": {"place": "København", "title": "Direktør", "footer": "Fjordlight ApS"},
        }
    )


class LetterFactory(Factory[Letter]):
    """A draft that ends an agreement without a reason, in English."""

    class Meta:
        model = Letter

    parting = SubFactory(PartingFactory)
    client = SelfAttribute("parting.client")
    kind = "convenience"
    language = "en"


class LetterFileFactory(Factory[LetterFile]):
    class Meta:
        model = LetterFile

    letter = SubFactory(LetterFactory)
    format = "pdf"
    content = b"%PDF"
    size = 4
    sha256 = "0" * 64


class LetterSendingFactory(Factory[LetterSending]):
    class Meta:
        model = LetterSending

    letter = SubFactory(LetterFactory)
    how = "post"
    to = "Alder & Finch Ltd"
    on = DAY


class LetterPieceFactory(Factory[LetterPiece]):
    class Meta:
        model = LetterPiece

    language = "en"
    kind = "convenience"
    key = "door"
    version = 1
    text = "Goodbye, {client_name}."
