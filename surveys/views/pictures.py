"""The score by month as a picture drawn here: a dot with its whisker a month, of the half year up to then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from clienthealth.core import formats
from clienthealth.core.templatetags.formats import language
from surveys.results import Nps

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 480, 190, 44, 12, 26
LINES = (100, 50, 0, -50, -100)


@dataclass(frozen=True, slots=True)
class Mark:
    """A month: `half_year` is what was said in the six months up to its end, `nps` in the month alone.

    Few clients answer in one month: the dot and its whisker are of the half year. Without enough answers, no dot.
    """

    month: dt.date
    name: str
    nps: Nps
    half_year: Nps
    x: float
    y: float | None
    y_low: float | None
    y_high: float | None
    is_named: bool


@dataclass(frozen=True, slots=True)
class MonthsPicture:
    """`lines` are the heights of the axis, with their figures."""

    marks: list[Mark]
    lines: list[tuple[int, float]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def drawn(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.y is not None]

    @property
    def right(self) -> int:
        return self.width - 4

    @property
    def baseline(self) -> int:
        return self.height - 8


def months_picture(months: Sequence[tuple[dt.date, Nps, Nps]]) -> MonthsPicture:
    """Of each month its first day, its own figure and that of the half year, oldest first."""
    step = (WIDTH - LEFT - 8) / max(1, len(months))
    marks = [
        Mark(
            month,
            formats.month_name(month, language()),
            nps,
            half_year,
            x=round(LEFT + step * (place + 0.5), 1),
            y=_y(half_year.value),
            y_low=_y(half_year.low),
            y_high=_y(half_year.high),
            is_named=place % 2 == 1,
        )
        for place, (month, nps, half_year) in enumerate(months)
    ]
    return MonthsPicture(marks, [(value, _height(value)) for value in LINES])


def _height(value: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (100 - value) / 200, 1)


def _y(value: int | None) -> float | None:
    return None if value is None else _height(value)
