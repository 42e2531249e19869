"""What a playbook is, wherever it comes from: a file of ours or a row of the agency's own. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Side = Literal["churn", "fire"]
Kind = Literal["call", "email", "meeting", "work", "decide"]
Who = Literal["manager", "lead", "owner", "rescuer"]

KINDS: tuple[Kind, ...] = ("call", "email", "meeting", "work", "decide")
WHO: tuple[Who, ...] = ("manager", "lead", "owner", "rescuer")
LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
CHURN_SIGNS = (
    "new_account_user", "contact_departed", "low_nps", "gone_quiet", "sudden_questions", "budget_cut", "slow_replies",
    "results_down", "renewal_near", "deliverables_unopened", "rival_agency", "churn_high",
)  # fmt: skip
FIRE_SIGNS = (
    "late_payments", "growing_debt", "refuses_prepayment", "haggling", "scope_creep", "time_thief", "unprofitable",
    "micromanagement", "out_of_hours", "disrespect", "ignores_advice", "unrealistic_expectations", "unclear_goals",
    "internal_politics", "grass_is_greener", "erratic_behaviour", "unresponsive", "unethical_request", "fire_high",
)  # fmt: skip
DUNNING_SIGNS = frozenset({"late_payments", "growing_debt", "refuses_prepayment"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An e-mail to a client in one language, with placeholders."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `due` is working days after the start; `hours` caps it, whatever the calendar says.

    `script` is for our own ears, in our language; `draft` names the e-mail in the client's.
    """

    number: int
    title: str
    kind: Kind
    who: Who
    due: int
    help: str = ""
    script: str = ""
    draft: str = ""
    hours: int | None = None


@dataclass(frozen=True)
class Playbook:
    """`row` is the agency's own record behind it, None for a built-in one; `replaces` the built-in it stands in for."""

    key: str
    name: str
    about: str
    side: Side
    signs: tuple[str, ...]
    steps: tuple[Step, ...]
    drafts: Mapping[str, Mapping[str, Draft]] = field(default_factory=dict)
    row: int | None = None
    replaces: str = ""
    active: bool = True

    @property
    def is_own(self) -> bool:
        return self.row is not None

    @property
    def is_dunning(self) -> bool:
        """Whether it is about money that is owed: only then may a draft name amounts."""
        return bool(DUNNING_SIGNS.intersection(self.signs))

    @cached_property
    def longest(self) -> int:
        """Working days from the start to the last step."""
        return max((step.due for step in self.steps), default=0)

    def draft_of(self, step: Step, *languages: str) -> tuple[str, Draft] | None:
        """The first of these languages in which the step's e-mail is written, else any; None without an e-mail."""
        written = self.drafts.get(step.draft, {})
        for language in (*languages, "en", *written):
            if language in written:
                return language, written[language]
        return None
