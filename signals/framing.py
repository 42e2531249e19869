"""The frame as the pure functions see it. Building one is in `signals.frames`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from signals.rhythm import (
    SHIPPED_KAPPA,
    SHIPPED_MEAN,
    SHIPPED_OUTSIDE_SHARE,
    SHIPPED_QUESTION_SHARE,
    SHIPPED_VARIANCE,
    GammaPrior,
)
from signals.statistics import IntArray

WORKDAY, DAY_OFF = 1_380_000, 50_000  # millionths of an average day, as shipped: five working days and a quiet weekend


SHIPPED_PRIOR = GammaPrior(SHIPPED_MEAN**2 / SHIPPED_VARIANCE, SHIPPED_MEAN / SHIPPED_VARIANCE)


@dataclass(frozen=True, slots=True)
class FrameData:
    """Every figure that needs other clients. Day effects are integer millionths of an average day.

    `days` are the effects of single days up to the cut-off, from `first_day` on; after it, and before it, the
    weekday's effect holds (or `holiday`). `spoke` is the last day on which each source was heard of, anywhere in
    the portfolio, as a date. `means`, `spreads` by factor; `intercepts` by side.
    """

    first_day: str = ""
    days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = (WORKDAY,) * 5 + (DAY_OFF,) * 2
    holiday: int = DAY_OFF
    prior: GammaPrior = SHIPPED_PRIOR
    kappa: float = SHIPPED_KAPPA
    question_share: float = SHIPPED_QUESTION_SHARE
    outside_share: float = SHIPPED_OUTSIDE_SHARE
    spend_trend: float = 0.0
    cpa_trend: float = 0.0
    reply_trend: float = 0.0
    prepaid_share: float = 0.0
    support_minutes: int = 0
    revenue_cents: int = 0
    spoke: Mapping[str, str] = field(default_factory=dict)
    means: Mapping[str, float] = field(default_factory=dict)
    spreads: Mapping[str, float] = field(default_factory=dict)
    intercepts: Mapping[str, float] = field(default_factory=dict)
    statistics_of: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FrameData:
        kept = dict(data)
        kept["prior"] = GammaPrior(**kept["prior"])
        kept["days"], kept["weekdays"] = tuple(kept["days"]), tuple(kept["weekdays"])
        return cls(**kept)

    def effects(self, start: dt.date, count: int, days_off: frozenset[dt.date]) -> IntArray:
        """Effects of `count` days from `start`, in millionths: the day's own, else the weekday's or a holiday's."""
        effects = np.array([self.weekdays[(start + dt.timedelta(days=i)).weekday()] for i in range(count)], np.int64)
        for i in range(count):
            if start + dt.timedelta(days=i) in days_off:
                effects[i] = self.holiday
        if self.days:
            shift = (dt.date.fromisoformat(self.first_day) - start).days
            low, high = max(shift, 0), min(shift + len(self.days), count)
            if low < high:
                effects[low:high] = self.days[low - shift : high - shift]
        return effects

    def last_spoke(self, source: str, today: dt.date) -> dt.date:
        """The last day a source was heard of; a source never heard of is not late."""
        return dt.date.fromisoformat(self.spoke[source]) if source in self.spoke else today
