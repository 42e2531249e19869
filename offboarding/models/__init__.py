"""Cases for parting, and what belongs to them."""

from __future__ import annotations

from offboarding.models.case import CaseFile, Parting, PartingStep
from offboarding.models.evidence import EvidenceItem, FaultReason
from offboarding.models.handover import Checklist, HandoverItem
from offboarding.models.repair import Outcome, Repair, WrittenWarning
from offboarding.models.report import CaseReport
from offboarding.models.review import ASSESSMENTS, GAP, Review

__all__ = [
    "ASSESSMENTS", "GAP", "CaseFile", "CaseReport", "Checklist", "EvidenceItem", "FaultReason", "HandoverItem",
    "Outcome", "Parting", "PartingStep", "Repair", "Review", "WrittenWarning",
]  # fmt: skip
