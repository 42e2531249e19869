"""The geometry of the comparison's pictures, in hundredths of their width and height. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from offboarding.worth import Outcome

ROOM = 0.04  # of the span, on both sides


@dataclass(frozen=True, slots=True)
class Bar:
    """An outcome from zero to its mean, with a whisker round it."""

    outcome: Outcome
    x: float
    width: float
    low: float
    high: float
    mean: float

    @property
    def loses(self) -> bool:
        return self.outcome.mean < 0


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome month by month, as the points of a polyline; `end` is how far from the top it ends."""

    outcome: Outcome
    points: str
    end: float


@dataclass(frozen=True, slots=True)
class Scale:
    """From the least to the greatest amount drawn, zero included."""

    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[int]) -> Scale:
        least, most = min(0, *values), max(0, *values)
        room = ROOM * ((most - least) or 1)
        return cls(least - room, most + room)

    def place(self, amount: float) -> float:
        return round(100 * (amount - self.least) / (self.most - self.least), 2)


def bars(outcomes: Sequence[Outcome]) -> tuple[list[Bar], float]:
    """A bar each, on one scale, and where zero lies."""
    scale = Scale.of([value for one in outcomes for value in (one.low, one.high, one.mean)])
    zero = scale.place(0)
    drawn = []
    for one in outcomes:
        mean = scale.place(one.mean)
        drawn.append(
            Bar(one, min(zero, mean), round(abs(mean - zero), 2), scale.place(one.low), scale.place(one.high), mean)
        )
    return drawn, zero


def lines(outcomes: Sequence[Outcome]) -> tuple[list[Line], float]:
    """A line each from zero today to the sum after every month, and how far from the top zero lies."""
    scale = Scale.of([value for one in outcomes for value in one.path])
    drawn = []
    for one in outcomes:
        path = (0, *one.path)
        step = 100 / (len(path) - 1)
        places = [(round(step * month, 2), round(100 - scale.place(amount), 2)) for month, amount in enumerate(path)]
        drawn.append(Line(one, " ".join(f"{x},{y}" for x, y in places), places[-1][1]))
    return drawn, round(100 - scale.place(0), 2)
