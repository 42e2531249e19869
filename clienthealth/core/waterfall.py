"""The geometry of points that add up: a bar a row, from where the sum stood to where it stands.

Rows keep their exact points; they are *shown* as whole numbers, and what whole numbers leave over is shown in the
rounding row, so that the column a reader adds up by hand comes to the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from clienthealth.core.formats import whole

EDGE = Decimal(4)


class Row(Protocol):
    """A line of the sum; *average* and *total* carry the score, the others a difference."""

    @property
    def kind(self) -> str: ...
    @property
    def points(self) -> Decimal: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Bar(Generic[R]):
    """A row with the whole number to show and, in hundredths of the width, its bar and where the sum stood before."""

    row: R
    shown: int
    x: float
    width: float
    start: float

    @property
    def relief(self) -> bool:
        """Points that lower the score."""
        return self.row.points < 0


@dataclass(frozen=True, slots=True)
class Waterfall(Generic[R]):
    """All rows of one side."""

    rows: Sequence[R]
    limit: Decimal

    def _steps(self) -> Iterator[tuple[R, Decimal, Decimal]]:
        """Each row with the sum before and after it; the total spans from the average to itself."""
        stood = average = Decimal(0)
        for row in self.rows:
            if row.kind == "average":
                stood = average = row.points
                yield row, stood, stood
            elif row.kind == "total":
                yield row, average, row.points
            else:
                yield row, stood, stood + row.points
                stood += row.points

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Lowest and highest score drawn, with a little room, the limit included."""
        reached = [edge for _, before, after in self._steps() for edge in (before, after)] + [self.limit]
        return min(reached) - EDGE, max(reached) + EDGE

    def place(self, score: Decimal) -> float:
        """Hundredths of the width."""
        low, high = self.bounds()
        return round(float((score - low) / (high - low)) * 100, 2)

    def _left_over(self) -> int:
        """What the whole numbers shown leave over."""
        total = sum(whole(row.points) for row in self.rows if row.kind == "total")
        return total - sum(whole(row.points) for row in self.rows if row.kind not in ("total", "rounding"))

    def bars(self) -> list[Bar[R]]:
        """Every row to be shown; a rounding row with nothing to say is left out."""
        left_over = self._left_over()
        drawn = []
        for row, before, after in self._steps():
            shown = left_over if row.kind == "rounding" else whole(row.points)
            if row.kind == "rounding" and not shown:
                continue
            x, end = self.place(min(before, after)), self.place(max(before, after))
            drawn.append(Bar(row=row, shown=shown, x=x, width=round(end - x, 2), start=self.place(before)))
        return drawn
