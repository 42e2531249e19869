"""One factory a record of the book. What a test does not name is ordinary and valid."""

from tests.factories.advertising import (
    AccountAccessFactory,
    AdAccountFactory,
    AdResultFactory,
    BudgetFactory,
    ManagerLinkFactory,
)
from tests.factories.agency import AgencyFactory, ExchangeRateFactory, HolidayFactory
from tests.factories.alerts import AlertFactory
from tests.factories.billing import CreditNoteFactory, InvoiceFactory, PaymentFactory, PaymentPromiseFactory
from tests.factories.clients import ClientFactory, ContactFactory, ContractFactory, PeriodFactory, RequestFactory
from tests.factories.deliverables import ClickFactory, DeliverableFactory, LinkFactory
from tests.factories.effort import ScopeRequestFactory, TimeEntryFactory
from tests.factories.imports import (
    ClientAliasFactory,
    ImportBatchFactory,
    ImportMappingFactory,
    ImportRefusalFactory,
)
from tests.factories.letters import (
    AgencyLetterheadFactory,
    ContractTermsFactory,
    LetterFactory,
    LetterFileFactory,
    LetterPieceFactory,
    LetterSendingFactory,
)
from tests.factories.observations import LapseFactory, NoteFactory, ObservationFactory, PulseFactory, WinFactory
from tests.factories.partings import (
    CaseFileFactory,
    ChecklistFactory,
    EvidenceItemFactory,
    FaultReasonFactory,
    HandoverItemFactory,
    PartingFactory,
    RepairFactory,
    ReviewFactory,
    WrittenWarningFactory,
)
from tests.factories.people import TeamFactory, UserFactory
from tests.factories.plays import PlaybookFactory, PlaybookRuleFactory, PlayFactory, TaskFactory
from tests.factories.privacy import DataExportFactory, ErasureFactory, RetentionFactory, StandardsVersionFactory
from tests.factories.prospects import (
    AnswersFactory,
    DecisionFactory,
    EntryFactory,
    FitResultFactory,
    GutFeelingFactory,
    InvitationFactory,
    ProspectFactory,
    ProspectLetterFactory,
    QuestionnaireFactory,
    RubricMarkFactory,
    ScreeningTermsFactory,
    WeightSetFactory,
)
from tests.factories.voice import MessageFactory, SurveyInvitationFactory, SurveyResponseFactory

__all__ = [
    "AccountAccessFactory",
    "AdAccountFactory",
    "AdResultFactory",
    "AgencyFactory",
    "AgencyLetterheadFactory",
    "AlertFactory",
    "AnswersFactory",
    "BudgetFactory",
    "CaseFileFactory",
    "ChecklistFactory",
    "ClickFactory",
    "ClientAliasFactory",
    "ClientFactory",
    "ContactFactory",
    "ContractFactory",
    "ContractTermsFactory",
    "CreditNoteFactory",
    "DataExportFactory",
    "DecisionFactory",
    "DeliverableFactory",
    "EntryFactory",
    "ErasureFactory",
    "EvidenceItemFactory",
    "ExchangeRateFactory",
    "FaultReasonFactory",
    "FitResultFactory",
    "GutFeelingFactory",
    "HandoverItemFactory",
    "HolidayFactory",
    "ImportBatchFactory",
    "ImportMappingFactory",
    "ImportRefusalFactory",
    "InvitationFactory",
    "InvoiceFactory",
    "LapseFactory",
    "LetterFactory",
    "LetterFileFactory",
    "LetterPieceFactory",
    "LetterSendingFactory",
    "LinkFactory",
    "ManagerLinkFactory",
    "MessageFactory",
    "NoteFactory",
    "ObservationFactory",
    "PartingFactory",
    "PaymentFactory",
    "PaymentPromiseFactory",
    "PeriodFactory",
    "PlayFactory",
    "PlaybookFactory",
    "PlaybookRuleFactory",
    "ProspectFactory",
    "ProspectLetterFactory",
    "PulseFactory",
    "QuestionnaireFactory",
    "RepairFactory",
    "RequestFactory",
    "RetentionFactory",
    "ReviewFactory",
    "RubricMarkFactory",
    "ScopeRequestFactory",
    "ScreeningTermsFactory",
    "StandardsVersionFactory",
    "SurveyInvitationFactory",
    "SurveyResponseFactory",
    "TaskFactory",
    "TeamFactory",
    "TimeEntryFactory",
    "UserFactory",
    "WeightSetFactory",
    "WinFactory",
    "WrittenWarningFactory",
]
