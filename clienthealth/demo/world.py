"""What all clients of a world share: calendar, economy, seasons and our own people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from clienthealth.demo.calendar import Calendar, Floats, Ints

DAYS_A_MONTH = 30.4375
WORLD = 2_147_483_647  # the stream of what is shared; clients have their own number


@dataclass(frozen=True)
class Volume:
    """How much is written down. Rates of the world itself do not depend on it."""

    messages: float = 1.0
    entries: float = 1.0
    ad_days: int | None = None
    pulses: float = 1.0


@dataclass(frozen=True)
class World:
    seed: int
    calendar: Calendar
    volume: Volume
    managers: int
    strain: Floats  # (weeks,) what the economy adds to every client's finance stress
    departures: tuple[Ints, ...]  # per manager, the days on which their clients change hands
    diligence: Floats  # (managers,) share of what they see that they write down
    market: Floats  # (weeks,) log cost of a result, which rises and falls for everybody

    @property
    def length(self) -> int:
        return self.calendar.length

    def stream(self, client: int, topic: int) -> np.random.Generator:
        """A generator of its own for each client and topic, so that no result depends on the others."""
        return np.random.default_rng([self.seed, client, topic])

    def season(self, industry: str) -> Floats:
        """Demand of an industry over the year, around 1 (length,)."""
        peak = sum(map(ord, industry)) % 365
        strength = 0.08 + 0.02 * (len(industry) % 8)
        year = np.arange(self.length) + self.calendar.start.timetuple().tm_yday
        return np.asarray(1 + strength * np.cos(2 * np.pi * (year - peak) / 365.25))


def build(seed: int, months: int, today: dt.date, *, managers: int = 4, volume: Volume | None = None) -> World:
    """The world of `months` months that end on the day before `today`."""
    length = round(months * DAYS_A_MONTH)
    calendar = Calendar(today - dt.timedelta(days=length), length)
    rng = np.random.default_rng([seed, WORLD])
    departures = tuple(
        np.sort(rng.integers(0, length, rng.poisson(0.3 * length / 365.25))).astype(np.int64) for _ in range(managers)
    )
    return World(
        seed=seed,
        calendar=calendar,
        volume=volume or Volume(),
        managers=managers,
        strain=_strain(rng, calendar.weeks),
        departures=departures,
        diligence=np.clip(rng.normal(0.7, 0.2, managers), 0.15, 1.0),
        market=stray(rng, calendar.weeks, 0.95, 0.025),
    )


def _strain(rng: np.random.Generator, weeks: int) -> Floats:
    """One downturn somewhere in the world: it comes within weeks and takes half a year to fade."""
    begins = rng.uniform(0.25, 0.8) * weeks
    week = np.arange(weeks)
    return np.asarray(0.9 * rng.uniform(0.4, 1.0) * np.where(week < begins, 0, np.exp(-(week - begins) / 18)))


def stray(rng: np.random.Generator, weeks: int, keeps: float, step: float) -> Floats:
    """A series that strays and comes back: an autoregression of order one, begun in its steady state."""
    noise = rng.normal(0, step, weeks)
    series = np.empty(weeks)
    value = rng.normal(0, step / np.sqrt(1 - keeps**2))
    for week in range(weeks):
        value = keeps * value + noise[week]
        series[week] = value
    return series
