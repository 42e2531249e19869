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
from tests.factories.observations import LapseFactory, NoteFactory, ObservationFactory, PulseFactory, WinFactory
from tests.factories.partings import (
    CaseFileFactory,
    CaseReportFactory,
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
from tests.factories.voice import MessageFactory, SurveyInvitationFactory, SurveyResponseFactory

__all__ = [
    "AccountAccessFactory",
    "AdAccountFactory",
    "AdResultFactory",
    "AgencyFactory",
    "AlertFactory",
    "BudgetFactory",
    "CaseFileFactory",
    "CaseReportFactory",
    "ChecklistFactory",
    "ClickFactory",
    "ClientAliasFactory",
    "ClientFactory",
    "ContactFactory",
    "ContractFactory",
    "CreditNoteFactory",
    "DeliverableFactory",
    "EvidenceItemFactory",
    "ExchangeRateFactory",
    "FaultReasonFactory",
    "HandoverItemFactory",
    "HolidayFactory",
    "ImportBatchFactory",
    "ImportMappingFactory",
    "ImportRefusalFactory",
    "InvoiceFactory",
    "LapseFactory",
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
    "PulseFactory",
    "RepairFactory",
    "RequestFactory",
    "ReviewFactory",
    "ScopeRequestFactory",
    "SurveyInvitationFactory",
    "SurveyResponseFactory",
    "TaskFactory",
    "TeamFactory",
    "TimeEntryFactory",
    "UserFactory",
    "WinFactory",
    "WrittenWarningFactory",
]
