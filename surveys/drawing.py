"""A person's answers as a small picture: where each point stands. Pure sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 240.0, 64.0, 6.0
LEAST_DAYS = 180  # a picture of less would spread a few weeks over its whole width
TOP = 10


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    score: int
    tone: str


@dataclass(frozen=True, slots=True)
class Plot:
    """`line` as SVG writes points; `base`: zero; `low` and `high`: where detractors end and promoters begin."""

    dots: tuple[Dot, ...]
    line: str
    base: float
    low: float
    high: float


def plot(points: Sequence[tuple[dt.date, int, str]], since: dt.date, today: dt.date) -> Plot:
    """`points`: day, score from 0 to 10 and tone, the oldest first. One scale of days for all pictures of a page."""
    first = min(since, today - dt.timedelta(days=LEAST_DAYS))
    span = (today - first).days
    dots = tuple(
        Dot(_x((on - first).days / span), _y(score), score, tone) for on, score, tone in points if first <= on <= today
    )
    line = " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in dots)
    return Plot(dots, line, _y(0), _y(6.5), _y(8.5))


def _x(share: float) -> float:
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def _y(score: float) -> float:
    return round(HEIGHT - EDGE - score / TOP * (HEIGHT - 2 * EDGE), 1)
