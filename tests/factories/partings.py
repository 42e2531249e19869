import datetime as dt

from offboarding.models import (
    CaseFile,
    CaseReport,
    Checklist,
    EvidenceItem,
    FaultReason,
    HandoverItem,
    Parting,
    Repair,
    Retrospective,
    Review,
    SecondLook,
    WrittenWarning,
)
from tests.factories.base import Factory, Sequence, SubFactory
from tests.factories.clients import ClientFactory
from tests.factories.days import DAY, day
from tests.factories.people import UserFactory


class PartingFactory(Factory[Parting]):
    """A case that was opened on DAY."""

    class Meta:
        model = Parting

    client = SubFactory(ClientFactory)
    why = "Invoices stay open and every talk ends in a quarrel."
    opened_on = DAY


class CaseFileFactory(Factory[CaseFile]):
    class Meta:
        model = CaseFile

    parting = SubFactory(PartingFactory)
    name = "receipt.pdf"
    kind = "application/pdf"
    content = b"%PDF-1.7 receipt"
    size = 16
    sha256 = "0" * 64


class CaseReportFactory(Factory[CaseReport]):
    class Meta:
        model = CaseReport

    parting = SubFactory(PartingFactory)
    name = "Performance report, January to March 2026"
    language = "en"
    first = DAY.replace(month=1, day=1)
    last = DAY
    pdf = b"%PDF-1.7 report"
    sha256 = "1" * 64
    made_by = SubFactory(UserFactory)


class EvidenceItemFactory(Factory[EvidenceItem]):
    class Meta:
        model = EvidenceItem

    parting = SubFactory(PartingFactory)
    known_on = DAY
    factor = "late_payments_fire"
    title = "Pays late"
    sentence = "41 days beyond terms."
    points = 812
    records = [{"on": DAY.isoformat(), "text": "Invoice 1007", "kind": "invoice"}]


class FaultReasonFactory(Factory[FaultReason]):
    class Meta:
        model = FaultReason

    parting = SubFactory(PartingFactory)
    reason = Sequence(lambda n: f"We let {n + 1} late invoices pass")
    evidence = "No reminder before May."


class ChecklistFactory(Factory[Checklist]):
    class Meta:
        model = Checklist

    lines = [{"key": "files", "kind": "asset", "side": "ours", "days": -7, "title": "Files"}]


class HandoverItemFactory(Factory[HandoverItem]):
    class Meta:
        model = HandoverItem

    parting = SubFactory(PartingFactory)
    key = "files"
    kind = "asset"
    title = "Files to the client's own place"
    due_on = DAY


class RepairFactory(Factory[Repair]):
    class Meta:
        model = Repair

    parting = SubFactory(PartingFactory)
    kind = "talk"
    on = DAY
    agreed = "Invoices are paid within fourteen days from now on."


class WrittenWarningFactory(Factory[WrittenWarning]):
    class Meta:
        model = WrittenWarning

    parting = SubFactory(PartingFactory)
    topic = "Open invoices"
    items = ["Settle invoices 1007 and 1011"]
    cure_by = DAY + dt.timedelta(days=30)
    reply_by = DAY + dt.timedelta(days=14)


class ReviewFactory(Factory[Review]):
    """Asked for, not begun."""

    class Meta:
        model = Review

    parting = SubFactory(PartingFactory)
    reviewer = SubFactory(UserFactory)


class RetrospectiveFactory(Factory[Retrospective]):
    """A client who left on DAY, of whom nobody had been warned."""

    class Meta:
        model = Retrospective

    client = SubFactory(ClientFactory)
    ended_on = DAY
    until = DAY
    side = "client"
    cause = "price"
    due_on = day(30)
    confirmed_on = day(3)


class SecondLookFactory(Factory[SecondLook]):
    """Asked of somebody on DAY, not answered."""

    class Meta:
        model = SecondLook

    parting = SubFactory(PartingFactory, state="closed", ended_on=DAY)
    due_on = DAY
    asked_of = SubFactory(UserFactory)
    asked_on = DAY
