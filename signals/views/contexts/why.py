"""Why a score is what it is: points that add up, and the records behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from signals.views.contexts.common import Choice, Link, ScoreCell, Side

WhyKind = Literal["average", "level", "factor", "fine", "fault", "cap", "clip", "rounding", "total"]


@dataclass(frozen=True, slots=True)
class WhyRow:
    """A line of the sum. Points keep two decimals and add up exactly; they are shown rounded.

    Rows without ``evidence_url`` cannot be opened. The rows *average* and *total* carry the score, not a difference.
    """

    kind: WhyKind
    key: str
    icon: str
    title: str
    points: Decimal
    sentence: str = ""
    evidence_url: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The sum of one side. ``sides`` are the two links of the switch; ``rows`` is empty when sealed or unknown.

    ``looked_at`` names signs that were looked at and are fine; ``cannot_tell`` says, a sentence each, what is missing.
    """

    side: Side
    cell: ScoreCell
    sides: Sequence[Choice]
    rows: Sequence[WhyRow] = ()
    looked_at: Sequence[str] = ()
    cannot_tell: Sequence[str] = ()

    @property
    def computed(self) -> Decimal | None:
        """What the rows add up to, which a score set by hand is not."""
        return self.rows[-1].points if self.rows else None

    @property
    def says_what_is_fine(self) -> bool:
        """Whether a row already names the signs that are fine."""
        return any(row.kind == "fine" for row in self.rows)


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One dated record behind a number."""

    on: date
    text: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The records behind one row; shown inside the row, or as a page of its own without scripts.

    ``foot`` says how the sign fades and what was ruled out; ``more`` counts records that are not listed.
    """

    client: Link
    side: Side
    title: str
    sentence: str
    points: Decimal
    as_of: date
    records: Sequence[EvidenceRecord]
    foot: str = ""
    more: int = 0
