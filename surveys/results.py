"""What answers add up to: the Net Promoter Score, the share of the satisfied, who answered at all. Pure sums.

Each figure comes with the interval in which it could as well lie, had the same clients been asked on another day.
Everyone is asked, so the interval is not of a sample drawn from the clients: it is of answers that could have come out
otherwise. A correction for a finite portfolio would make it shorter the more of them answer, and claim a certainty
that a second round of the same question does not have (Cochran 1977, §2.9, on inference about the cause behind a
finite population). The score's interval is that of `signals.statistics.nps_interval` (Newcombe 1998, method 10),
which `tests/surveys/test_results.py` tries by simulation down to five answers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from signals.statistics import nps_interval, wilson

FEWEST = 5  # answers below which nothing is said of a group
FEWEST_CLIENTS = 2  # one client's answers are read, not summed up
PASSIVE, PROMOTER = 7, 9  # from which score on
SATISFIED = 4  # of five
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Voice:
    """One answer: 0 to 10 for the question of recommendation, 1 to 5 for satisfaction."""

    client: int
    day: dt.date
    score: int


@dataclass(frozen=True, slots=True)
class Share:
    """k of n, with its 95 % interval (Wilson 1927); shares of 1."""

    k: int
    n: int

    @property
    def value(self) -> float | None:
        return self.k / self.n if self.n else None

    @property
    def low(self) -> float:
        return float(wilson(self.k, self.n)[0].item())

    @property
    def high(self) -> float:
        return float(wilson(self.k, self.n)[1].item())

    @property
    def is_enough(self) -> bool:
        return self.n >= FEWEST


@dataclass(frozen=True, slots=True)
class Nps:
    """Counts of answers, of how many clients. The score runs from −100 to 100."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    clients: int = 0

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def is_enough(self) -> bool:
        """Whether anything is said at all: neither of a handful, nor of one client alone."""
        return self.n >= FEWEST and self.clients >= FEWEST_CLIENTS

    @property
    def value(self) -> int | None:
        return _whole(100 * (self.promoters - self.detractors) / self.n) if self.is_enough else None

    @property
    def low(self) -> int | None:
        return self._limits()[0] if self.is_enough else None

    @property
    def high(self) -> int | None:
        return self._limits()[1] if self.is_enough else None

    def _limits(self) -> tuple[int, int]:
        low, high = nps_interval(self.promoters, self.passives, self.detractors)
        return _whole(low.item()), _whole(high.item())


def nps_of(voices: Iterable[Voice]) -> Nps:
    """Sums of scores from 0 to 10. Zero is an answer."""
    said = list(voices)
    promoters = sum(one.score >= PROMOTER for one in said)
    detractors = sum(one.score < PASSIVE for one in said)
    return Nps(promoters, len(said) - promoters - detractors, detractors, len({one.client for one in said}))


def satisfied(voices: Iterable[Voice]) -> Share:
    """Who pressed 4 or 5 of five, among all who answered."""
    scores = [one.score for one in voices]
    return Share(sum(score >= SATISFIED for score in scores), len(scores))


def by_group(voices: Iterable[Voice], key: Callable[[Voice], K]) -> dict[K, Nps]:
    groups: dict[K, list[Voice]] = defaultdict(list)
    for one in voices:
        groups[key(one)].append(one)
    return {name: nps_of(group) for name, group in groups.items()}


def by_month(voices: Iterable[Voice], months: Sequence[dt.date], span: int = 6) -> list[tuple[dt.date, Nps, Nps]]:
    """For each of `months` (first days, oldest first) its own figure, and that of the `span` months up to its end.

    A small agency has few answers a month. Neighbours of the longer figure share most of their answers: it moves
    slowly, and two dots side by side are no two observations.
    """
    said: dict[dt.date, list[Voice]] = defaultdict(list)
    for one in voices:
        said[one.day.replace(day=1)].append(one)
    return [
        (month, nps_of(said[month]), nps_of(one for before in last_months(month, span) for one in said[before]))
        for month in months
    ]


def last_months(today: dt.date, count: int) -> list[dt.date]:
    """The first days of the last `count` months, this one included, oldest first."""
    month = today.year * 12 + today.month - 1
    return [dt.date(number // 12, number % 12 + 1, 1) for number in range(month - count + 1, month + 1)]


def _whole(value: float) -> int:
    """Half away from zero, as people round."""
    return int(value + 0.5) if value >= 0 else -int(-value + 0.5)
