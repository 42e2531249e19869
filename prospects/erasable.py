"""What an erasure takes out of the prospect that a client once was. Who never became a client is deleted whole.

Figures of the fit stay, so that “were we right?” can be asked. The letter of acceptance is kept as the law asks.
"""

from __future__ import annotations

from clienthealth.core.erasure import Eraser, Plan, blank, empty_table, numbered, stand_in


def of_prospect(model: str, *kept: str, **erased: Eraser) -> Plan:
    return Plan(f"prospects.{model}", erased, frozenset(kept), client="prospect__client")


def ours(model: str, *kept: str) -> Plan:
    """A model that is of no client: what we ask, and what answers are worth."""
    return Plan(f"prospects.{model}", {}, frozenset(kept), client="")


ERASABLE = (
    Plan(
        "prospects.Prospect",
        {"company": numbered("Prospect"), "name": blank, "email": blank, "source": blank},
        frozenset({"zone", "segment", "questionnaires", "entry_key"}),
    ),
    of_prospect("Invitation", "nonce", "asked", "currency", "edges", "mail_key"),
    of_prospect("Answers", "part", "language", data=empty_table),
    of_prospect("RubricMark", "rubric"),
    of_prospect("GutFeeling", note=blank),
    of_prospect("FitResult", "rows", "flags"),  # keys of rules and questions, points
    of_prospect("Decision", why=stand_in),
    of_prospect("Letter", "language", "recipient", "subject", "body", "sha256", "mail_key"),
    ours("Entry", "slug", "name", "questionnaires"),
    ours("Questionnaire", "key", "changes"),
    ours("WeightSet", "points", "evidence", "notes"),
    ours("ScreeningTerms"),
)
