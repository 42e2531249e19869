"""Today: who needs me, what is due, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from signals.views.contexts.common import Change, Choice, Link, Money, ScoreCell
from signals.views.contexts.tasks import TaskRow


@dataclass(frozen=True, slots=True)
class MoneyFigure:
    """A sum at the top of a page with twelve weeks behind it; ``note`` says what moved it."""

    value: Money | None
    note: str
    trend: Sequence[Decimal | None] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class NpsFigure:
    """NPS (−100 to 100) with the half-width of its 95 % interval; ``value`` is None without answers."""

    value: int | None
    margin: int | None
    answers: int
    asked: int | None
    note: str = ""
    trend: Sequence[Decimal | None] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class TodayFigures:
    """The four figures."""

    monthly_revenue: MoneyFigure
    revenue_at_risk: MoneyFigure
    overdue: MoneyFigure
    nps: NpsFigure


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one button of a row: a verb, and where it leads. ``note`` is a quiet line under it."""

    label: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A client who needs someone.

    ``probability`` (0 to 1, notice within 90 days) goes with an expected loss; other amounts say themselves in
    ``amount_note`` ("unbilled since Sep"). ``why`` is one or two sentences, newest fact first.
    """

    client: Link
    monthly: Money | None
    owner: str
    score: ScoreCell
    why: str
    amount: Money | None
    next_step: NextStep | None = None
    probability: float | None = None
    amount_note: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a client can give notice."""

    client: Link
    on: date
    days_left: int
    monthly: Money | None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """An alert this person was told of this week. ``taken``: someone is on it."""

    client: Link
    url: str
    title: str
    sentence: str
    icon: str
    loss: Money | None
    action: str
    taken: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class TodayWork:
    """One's own alerts and tasks; ``held`` counts alerts that nobody was told of yet."""

    told: Sequence[ToldRow] = ()
    held: int = 0
    held_url: str = ""
    tasks: Sequence[TaskRow] = ()
    tasks_total: int = 0
    tasks_note: str = ""


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Who needs me, in order of expected loss; what is due; what changed.

    ``state``: *ready*; *empty* when there is no client yet; *unscored* when there are clients but no pass has run.
    ``losing_more`` and ``costly_more`` count the rows not listed.
    """

    as_of: date
    scored_at: datetime | None
    state: Literal["ready", "empty", "unscored"]
    scopes: Sequence[Choice] = ()
    figures: TodayFigures | None = None
    work: TodayWork | None = None
    losing: Sequence[QueueRow] = ()
    losing_more: int = 0
    costly: Sequence[QueueRow] = ()
    costly_more: int = 0
    deadlines: Sequence[Deadline] = ()
    changes_by_clients: Sequence[Change] = ()
    changes_by_us: Sequence[Change] = ()
