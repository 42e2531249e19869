"""Disagreements: what people say of a client, and what was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from signals.views.contexts.common import Link, Money, Paging, ScoreCell


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said: ``icon``, the claim in a few words, who and when, their note."""

    icon: str
    what: str
    by: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """One client. ``cells`` are the computed scores in dispute by name; ``steps`` what this person may do."""

    client: Link
    owner: str
    monthly: Money | None
    loss: Money | None
    cells: Sequence[tuple[str, ScoreCell]]
    said: Sequence[Said]
    reasons: Sequence[str]
    steps: Sequence[tuple[str, Link]]


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """The queue, the largest expected loss first."""

    as_of: date
    rows: Sequence[DisagreementRow]
    paging: Paging
