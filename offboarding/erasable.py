"""What an erasure takes out of the cases. Letters, and what proves that they arrived, are kept as the law asks."""

from __future__ import annotations

from django.db.models import Q

from clienthealth.core.erasure import Eraser, Plan, blank, blank_bytes, own_number, stand_in, without

CASE = "parting__client"


def of_case(model: str, *kept: str, **erased: Eraser) -> Plan:
    return Plan(f"offboarding.{model}", erased, frozenset(kept), client=CASE)


def proofs() -> Q:
    """Files that prove the delivery of a letter."""
    from offboarding.models import WrittenWarning

    return Q(pk__in=WrittenWarning.objects.exclude(proof_file=None).values("proof_file"))


ERASABLE = (
    Plan(
        "offboarding.Parting",
        {
            "why": stand_in, "paused_why": stand_in, "their_view": stand_in, "skipped_why": stand_in,
            "gaps_discussed": stand_in, "decision_why": stand_in, "date_why": stand_in, "door_terms": stand_in,
            "fault_parts": without("records"),
        },
        frozenset({"token", "worth_inputs", "worth", "date_candidates"}),  # figures and dates
    ),
    of_case("PartingStep", "key", why=blank),
    Plan(
        "offboarding.CaseFile",
        {"name": stand_in, "content": blank_bytes},
        frozenset({"kind", "sha256"}),
        client=CASE,
        spared=proofs,
    ),
    of_case("EvidenceItem", "factor", "title", sentence=blank, records=without("text", "source"), note=stand_in),
    of_case("FaultReason", reason=own_number, evidence=stand_in),
    of_case("HandoverItem", "key", title=stand_in, help=blank, proof=stand_in),
    of_case("Repair", "before", agreed=stand_in, outcome_note=blank),
    # A warning is a letter, with its proof of delivery and the client's reply; only what we thought of it goes.
    of_case(
        "WrittenWarning", "topic", "items", "standard", "sent_how", "proof", "reply", "before", outcome_note=blank
    ),
    of_case("Review", why=blank),
    of_case("SecondLook", why=stand_in),
    Plan(
        "offboarding.Retrospective",
        {"cause_note": stand_in, "done_differently": stand_in, "keep_doing": stand_in},
        frozenset({"signs", "weeks"}),  # keys, dates and figures
    ),
    Plan("offboarding.Checklist", {}, frozenset({"lines", "note"}), client=""),
)  # fmt: skip
