"""What the retrospectives add up to. Pure; nothing is claimed of fewer than FEWEST."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from signals.statistics import wilson

FEWEST = 5
IN_TIME = 28  # days: what a play of the first weeks takes


@dataclass(frozen=True, slots=True)
class Past:
    """One retrospective, as far as it is counted. `warned_days` is None for nobody was warned.

    Without a `first_week` no score of that time is on record: whether a warning was due cannot be told.
    """

    side: str
    cause: str
    cause_suggested: str
    warned_days: int | None
    signs: list[dict[str, Any]]
    first_week: str | None = ""

    @property
    def is_told(self) -> bool:
        return self.first_week is not None or self.warned_days is not None


@dataclass(frozen=True, slots=True)
class Share:
    """k of n, and the 95 % interval of the share (Wilson 1927) in whole per cent."""

    k: int
    n: int

    @property
    def enough(self) -> bool:
        return self.n >= FEWEST

    @property
    def low(self) -> int:
        return round(100 * wilson(self.k, self.n)[0].item())

    @property
    def high(self) -> int:
        return round(100 * wilson(self.k, self.n)[1].item())


@dataclass(frozen=True, slots=True)
class SignSum:
    """Among n: where it fired, was still there at the notice, opened an alert, and where nobody acted on it."""

    sign: str
    there: int
    at_notice: int
    alerted: int
    missed: int


@dataclass(frozen=True, slots=True)
class Sums:
    count: int
    causes: list[tuple[str, dict[str, int]]]
    warned: list[tuple[str, Share, float | None]]
    agreed: Share
    signs: list[SignSum]


def sums(past: Collection[Past], sides: Iterable[str]) -> Sums:
    return Sums(
        count=len(past),
        causes=_causes(past),
        warned=[_warned(side, [one for one in past if one.side == side and one.is_told]) for side in sides],
        agreed=_agreed(past),
        signs=_signs(past),
    )


def _causes(past: Iterable[Past]) -> list[tuple[str, dict[str, int]]]:
    """By cause the count of each side, the most frequent first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in past:
        found[one.cause][one.side] += 1
    return sorted(((cause, dict(by)) for cause, by in found.items()), key=lambda row: (-sum(row[1].values()), row[0]))


def _warned(side: str, past: Collection[Past]) -> tuple[str, Share, float | None]:
    """How often at least IN_TIME days before, and the median days among those that were warned at all."""
    leads = [one.warned_days for one in past if one.warned_days is not None]
    share = Share(sum(days >= IN_TIME for days in leads), len(past))
    return side, share, float(median(leads)) if len(leads) >= FEWEST else None


def _agreed(past: Iterable[Past]) -> Share:
    """How often a person confirmed what the signs had suggested, where they suggested anything."""
    said = [one.cause == one.cause_suggested for one in past if one.cause_suggested]
    return Share(sum(said), len(said))


def _signs(past: Iterable[Past]) -> list[SignSum]:
    there, at_notice, alerted, missed = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in past:
        for sign in one.signs:
            key = sign["sign"]
            there[key] += 1
            at_notice[key] += bool(sign["at_notice"])
            alerted[key] += sign["alerted"] is not None
            missed[key] += sign["acknowledged"] is None and sign["play"] is None
    return [SignSum(key, n, at_notice[key], alerted[key], missed[key]) for key, n in sorted(
        there.items(), key=lambda pair: (-pair[1], pair[0]))]  # fmt: skip


# --- the picture of one relationship --

STRONG = 7_500  # ten-thousandths
SEEN = 1_000
WIDE = 520.0  # units of the whole picture; the last week ends at the notice
TALL = 20.0


@dataclass(frozen=True, slots=True)
class Week:
    """A week close as a box. `kind`: strong, firing, faint, or unknown where the sign could not be told."""

    x: float
    y: float
    width: float
    height: float
    kind: str


def boxes(days: Collection[dt.date], column: Iterable[int | None], until: dt.date, weeks: int) -> list[Week]:
    """A box a week, ending on its last day, as high as the sign was strong; weeks without any sign have none."""
    wide = WIDE / weeks
    drawn = []
    for day, value in zip(days, column, strict=False):
        x = round(WIDE - ((until - day).days / 7) * wide - 0.8 * wide, 2)
        if value is None:
            drawn.append(Week(x, TALL - 2, round(0.8 * wide, 2), 1, "unknown"))
        elif value >= SEEN:
            height = round(TALL * value / 10_000, 2)
            kind = "strong" if value >= STRONG else "firing" if value >= 5_000 else "faint"
            drawn.append(Week(x, round(TALL - height, 2), round(0.8 * wide, 2), height, kind))
    return drawn


def mark_at(day: dt.date | None, until: dt.date, weeks: int) -> float | None:
    """Where a day lies; None outside the picture."""
    if day is None or not 0 <= (until - day).days <= 7 * weeks:
        return None
    return round(WIDE - ((until - day).days / 7) * (WIDE / weeks), 2)
