"""Portfolio: the quadrant in points and words, and the table under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from signals.views.contexts.common import BandKey, Choice, Link, Money, Paging, ScoreCell, Side

CornerKey = Literal["save", "reset", "part", "keep"]


@dataclass(frozen=True, slots=True)
class Point:
    """A client in the quadrant. Sealed or unknown clients never become points."""

    name: str
    url: str
    churn: int
    fire: int
    monthly: Money | None
    corner: CornerKey
    band: BandKey
    churn_word: str
    fire_word: str


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner in words. ``clients`` are the few that are named; ``count`` is all of them."""

    key: CornerKey
    count: int
    revenue: Money | None
    clients: Sequence[Link] = ()

    @property
    def rest(self) -> int:
        """How many are not named."""
        return self.count - len(self.clients)


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the two strongest reasons, in points of the named side."""

    points: Decimal
    text: str
    side: Side = "churn"


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One client of the table. ``gap`` replaces the reasons when there is not enough data: what is missing."""

    client: Link
    churn: ScoreCell
    fire: ScoreCell
    owner: str
    monthly: Money | None
    coverage: int | None
    reasons: Sequence[Reason] = ()
    gap: str = ""
    deadline: date | None = None
    days_left: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A sortable head. ``url`` asks for this order (or the other direction if it is current)."""

    key: str
    label: str
    url: str
    sort: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; ``off_url`` is this page without it."""

    label: str
    value: str
    off_url: str


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter that can be set: a select of choices, the empty value first."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """The quadrant and the table under it.

    ``columns`` has the keys name, churn, fire, coverage, owner, monthly, deadline. ``keep`` are the query pairs a
    filter form must carry along. ``unplaced`` names clients without a place, the reason in the link's note.
    """

    as_of: date
    scored_at: datetime | None
    total: int
    revenue: Money | None
    rows: Sequence[PortfolioRow]
    columns: Mapping[str, Column]
    paging: Paging
    export_url: str
    clear_url: str
    points: Sequence[Point] = ()
    corners: Sequence[Corner] = ()
    unplaced: Sequence[Link] = ()
    unplaced_more: int = 0
    views: Sequence[Choice] = ()
    chips: Sequence[Chip] = ()
    filters: Sequence[FilterField] = ()
    keep: Sequence[tuple[str, str]] = ()
    query: str = ""
    add_url: str = ""
    limit: int = 66
