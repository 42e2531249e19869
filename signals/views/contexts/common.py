"""What several pages share: money, links, scores, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from django.utils.translation import gettext as _

Side = Literal["churn", "fire"]
BandKey = Literal["low", "raised", "high", "critical", "unknown"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Amounts of different currencies are never added here."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere. ``note`` is said after it, more quietly."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few views of the same thing, or an option of a filter."""

    label: str
    url: str = ""
    value: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """One score as a cell shows it: 0 to 100, higher is riskier.

    ``delta4`` is the change over four closed weeks; ``spark`` the last twelve weeks, oldest first, gaps as ``None``;
    ``coverage`` whole per cent of the weight we have data for; ``held_back`` why the band waits, one sentence each;
    ``note`` stands beside a seal and says what would open it; ``by_hand`` who set the score and what was computed.
    """

    score: int | None
    band: BandKey
    word: str
    sealed: bool = False
    delta4: int | None = None
    spark: Sequence[int | None] = ()
    coverage: int | None = None
    held_back: Sequence[str] = ()
    note: str = ""
    by_hand: str = ""
    by_hand_why: str = ""

    @classmethod
    def sealed_cell(cls) -> Self:
        """What a reviewer who has not handed in sees: the seal and nothing that could give the score away."""
        return cls(score=None, band="unknown", word=_("Sealed"), sealed=True, note=_("until you review"))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what moved. ``points`` is signed and shown rounded; ``when`` is a day."""

    icon: str
    text: str
    client: Link | None = None
    points: Decimal | None = None
    when: date | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where we are in a list; urls are empty at the ends."""

    number: int
    pages: int
    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""
