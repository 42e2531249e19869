"""The book: who the clients are, and every dated fact about them."""

from accounts.models.advertising import AccountAccess, AdAccount, AdResult, Budget, ManagerLink, Relation
from accounts.models.agency import Agency, ExchangeRate, Holiday
from accounts.models.billing import Invoice, Payment, PaymentPromise
from accounts.models.clients import Client, Contact, Period, Request
from accounts.models.contracts import Contract
from accounts.models.deliverables import Click, Deliverable, DeliverableFile, Link
from accounts.models.effort import ScopeRequest, TimeEntry
from accounts.models.imports import ClientAlias, ImportBatch, ImportMapping, ImportRefusal
from accounts.models.keys import ApiKey
from accounts.models.marks import Mark
from accounts.models.messages import Message
from accounts.models.observations import Lapse, Note, Observation, Pulse, Severity, Win
from accounts.models.openings import LinkTerms, Opening, VisitorSalt
from accounts.models.people import Role, Team, User
from accounts.models.privacy import DataExport, Erasure, Retention
from accounts.models.standards import StandardsVersion
from accounts.models.voice import SurveyInvitation, SurveyResponse

__all__ = [
    "AccountAccess", "AdAccount", "AdResult", "Agency", "ApiKey", "Budget", "Click", "Client", "ClientAlias",
    "Contact", "Contract", "DataExport", "Deliverable", "DeliverableFile", "Erasure", "ExchangeRate", "Holiday",
    "ImportBatch", "ImportMapping", "ImportRefusal", "Invoice", "Lapse", "Link", "LinkTerms", "ManagerLink",
    "Mark", "Message", "Note", "Observation", "Opening", "Payment", "PaymentPromise", "Period", "Pulse",
    "Relation", "Request", "Retention", "Role", "ScopeRequest", "Severity", "StandardsVersion",
    "SurveyInvitation", "SurveyResponse", "Team", "TimeEntry", "User", "VisitorSalt", "Win",
]  # fmt: skip
