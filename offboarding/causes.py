"""Which cause the signs speak for. Pure; a person confirms it or names another, and only that is learnt from.

A sign that says *that* something is wrong and not *what* (silence, slow replies, sudden questions, a renewal, unopened
reports) speaks for nothing. Each of the others adds its weight times its greatest strength to its cause, half of that
where it was gone again when notice came. Insolvency, a merger and doing it in-house leave no sign of their own: a
person knows. The table is the agency trade's judgement, not measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

GONE_AGAIN = 0.5

CAUSE_OF: dict[str, str] = {
    "new_account_user": "rival",
    "rival_agency": "rival",
    "grass_is_greener": "rival",
    "contact_departed": "contact_left",
    "low_nps": "service",
    "low_pulse": "service",
    "own_lapses": "service",
    "results_down": "results",
    "budget_cut": "price",
    "haggling": "price",
    "unprofitable": "price",
    "scope_creep": "scope",
    "time_thief": "scope",
    "late_payments": "payment",
    "growing_debt": "payment",
    "refuses_prepayment": "payment",
    "disrespect": "conduct",
    "erratic_behaviour": "conduct",
    "micromanagement": "conduct",
    "out_of_hours": "conduct",
    "ignores_advice": "fit",
    "unrealistic_expectations": "fit",
    "unclear_goals": "fit",
    "internal_politics": "fit",
    "unresponsive": "fit",
    "unethical_request": "ethics",
}
BY_ENDING = {"nonpayment": "payment", "expiry": "ran_out"}


class Trace(Protocol):
    """What is asked of a sign: strength in ten-thousandths, weight in hundredths on the side that ended it."""

    @property
    def sign(self) -> str: ...
    @property
    def strongest(self) -> int: ...
    @property
    def weight(self) -> int: ...
    @property
    def at_notice(self) -> bool: ...


def suggested(signs: Iterable[Trace], *, side: str, ending: str = "") -> str:
    """A cause, or an empty word where nothing speaks for one. How it was ended on paper goes before every sign."""
    if side == "completed":
        return "ran_out"
    if ending in BY_ENDING:
        return BY_ENDING[ending]
    said: dict[str, float] = defaultdict(float)
    for one in signs:
        if one.sign in CAUSE_OF:
            said[CAUSE_OF[one.sign]] += one.weight * one.strongest * (1.0 if one.at_notice else GONE_AGAIN)
    best = max(said.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0.0))
    return best[0] if best[1] > 0 else ""
