"""Cases for parting, and what belongs to them."""

from __future__ import annotations

from offboarding.models.case import CaseFile, Parting, PartingStep
from offboarding.models.evidence import EvidenceItem, FaultReason
from offboarding.models.handover import Checklist, HandoverItem
from offboarding.models.lessons import Cause, Retrospective, SecondLook
from offboarding.models.letters import (
    AgencyLetterhead,
    ContractTerms,
    Delivery,
    Letter,
    LetterFile,
    LetterPiece,
    LetterSending,
)
from offboarding.models.repair import Outcome, Repair, WrittenWarning
from offboarding.models.report import CaseReport
from offboarding.models.review import ASSESSMENTS, GAP, Review

__all__ = [
    "ASSESSMENTS",
    "GAP",
    "AgencyLetterhead",
    "CaseFile",
    "CaseReport",
    "Cause",
    "Checklist",
    "ContractTerms",
    "Delivery",
    "EvidenceItem",
    "FaultReason",
    "HandoverItem",
    "Letter",
    "LetterFile",
    "LetterPiece",
    "LetterSending",
    "Outcome",
    "Parting",
    "PartingStep",
    "Repair",
    "Retrospective",
    "Review",
    "SecondLook",
    "WrittenWarning",
]
