"""What an erasure takes out of the cases. Letters, and what proves that they arrived, are kept as the law asks."""

from __future__ import annotations

from django.db.models import Q

from clienthealth.core.erasure import (
    Eraser,
    Plan,
    blank,
    blank_bytes,
    empty_list,
    empty_table,
    own_number,
    stand_in,
    without,
)

CASE = "parting__client"


def of_case(model: str, *kept: str, **erased: Eraser) -> Plan:
    return Plan(f"offboarding.{model}", erased, frozenset(kept), client=CASE)


def proofs() -> Q:
    """Files that prove the delivery of a letter."""
    from offboarding.models import LetterSending, WrittenWarning

    files = (model.objects.exclude(proof_file=None).values("proof_file") for model in (WrittenWarning, LetterSending))
    return Q(pk__in=next(files)) | Q(pk__in=next(files))


def final_letters() -> Q:
    return Q(state__in=["final", "sent"])


def ours(model: str, *kept: str) -> Plan:
    """A model that is of no client: the agency's own paper and wording."""
    return Plan(f"offboarding.{model}", {}, frozenset(kept), client="")


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
    Plan(
        "offboarding.ContractTerms",
        {"address": blank},
        frozenset({
            "termination_clause", "breach_clause", "nonpayment_clause", "renewal_clause", "suspension_clause",
            "confidentiality_clause", "work_product_clause", "interest_clause",
        }),
        client="contract__client",
    ),
    # A letter that was made final stays, with its files and what proves that it left and arrived; a draft goes.
    Plan(
        "offboarding.Letter",
        {
            "corrections": empty_table, "tables": empty_table, "facts": empty_table, "pieces": empty_list,
            "subject": blank,
        },
        frozenset({"left_out", "token"}),
        spared=final_letters,
    ),
    Plan("offboarding.LetterFile", {}, frozenset({"content", "sha256"}), client="letter__client"),
    # The report goes with the letter, and stays with it: it is what they were given to read.
    of_case("CaseReport", "name", "language", "note", "choices", "pdf", "sha256"),
    Plan(
        "offboarding.LetterSending",
        {},
        frozenset({"to", "subject", "body", "proof", "token"}),
        client="letter__client",
    ),
    ours("LetterPiece", "kind", "key", "text", "items", "checked_by", "token"),
    ours(
        "AgencyLetterhead", "legal_name", "mark", "accent", "return_line", "bank_line", "signatory", "words", "logo"
    ),
    ours("Checklist", "lines", "note"),
)  # fmt: skip
