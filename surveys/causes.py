"""What low answers were about, and how fast people heard from us: a year of closed and open loops, for learning."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass

from signals.statistics import wilson
from surveys.models import Loop
from surveys.models.loop import LoopQuerySet

YEAR = dt.timedelta(days=365)
FEWEST = 5  # of fewer no share is said


@dataclass(frozen=True, slots=True)
class Cause:
    """`share`: of the loops whose cause is known, 0 to 1."""

    key: str
    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Causes:
    """`hours`: the median from opening to reply; `in_time` of `timed` were within the clock, with a 95 % interval in %.

    Timed are those that wanted to hear from us and were replied to, or whose clock has run out. `hours` is of the
    replied ones alone, and None where there are fewer than FEWEST.
    """

    total: int
    rows: tuple[Cause, ...]
    unknown: int
    quiet: int
    replied: int
    hours: float | None
    in_time: int
    timed: int
    low: int
    high: int

    @property
    def enough(self) -> bool:
        return self.timed >= FEWEST


def causes_of(loops: LoopQuerySet, now: dt.datetime) -> Causes:
    """One query, of the loops opened in the twelve months before."""
    fields = ("cause", "quiet", "opened_at", "due_at", "replied_at")
    found = list(loops.filter(opened_at__gt=now - YEAR, opened_at__lte=now).values_list(*fields))
    counts = Counter(cause for cause, *_rest in found if cause)
    known = sum(counts.values())
    labels = dict(Loop.Cause.choices)
    owed = [row for row in found if not row[1]]
    spans = [(replied - opened).total_seconds() / 3600 for _c, _q, opened, _due, replied in owed if replied]
    timed = [row for row in owed if row[4] or row[3] < now]
    in_time = sum(1 for row in timed if row[4] and row[4] <= row[3])
    low, high = _interval(in_time, len(timed))
    return Causes(
        total=len(found),
        rows=tuple(Cause(key, str(labels[key]), n, n / known) for key, n in counts.most_common()),
        unknown=len(found) - known,
        quiet=len(found) - len(owed),
        replied=len(spans),
        hours=statistics.median(spans) if len(spans) >= FEWEST else None,
        in_time=in_time,
        timed=len(timed),
        low=low,
        high=high,
    )


def _interval(k: int, n: int) -> tuple[int, int]:
    """95 %, in percent; everything is possible where nothing is known."""
    if not n:
        return 0, 100
    low, high = wilson(k, n)
    return round(100 * low.item()), round(100 * high.item())
