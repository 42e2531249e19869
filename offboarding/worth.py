"""Keep, restructure or part: what each comes to over two years, with its doubt. Pure NumPy.

Every input is a three-point estimate, drawn 2,000 times; the three ways share the draws, so that they are compared
under the same luck. Amounts are in the agency's base currency, a month where nothing else is said, discounted by
`DISCOUNT` a month. Month t = 0 is the one that begins now.

    keep         Σ m·q^t                                     q  = δ(1 − h)
    restructure  −cost + p·Σ m′·q′^t + (1 − p)·part          q′ = δ(1 − h′)
    part         Σ_{t<n} δ^t·m + exit fee − write-off − reputation
                 + Σ_{t≥n} δ^t·(F(t)·m_new + (1 − F(t))·freed) − CAC·F(T)

F(t) = 1 − (1 − 1/w)^t is the chance that the capacity is sold again by month t, if that takes w months on average.
m counts our hours as a cost that ends with them. `freed` = hours × what an hour is worth beyond its cost until it is
sold again: below zero where people would sit idle, above it where others wait for them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from offboarding.draws import Draws, Three, triangular, uniform

MONTHS = 24
DRAWS = 2_000
DISCOUNT = 0.992  # δ: some 10 % a year
OPTIONS = ("keep", "restructure", "part")  # the milder first: a tie goes to it

# Every estimate with the range it may lie in. Their order is part of the seed: add new ones at the end.
LIMITS: Mapping[str, tuple[float, float]] = {
    "margin": (-math.inf, math.inf),  # m: what they leave us after our hours
    "leaving": (0.0, 1.0),  # h: chance in a month that they leave by themselves
    "new_terms_margin": (-math.inf, math.inf),  # m′
    "new_terms_leaving": (0.0, 1.0),  # h′
    "accepting": (0.0, 1.0),  # p: chance that they accept new terms
    "talks": (0.0, math.inf),  # cost of the talks, once
    "notice_months": (0.0, MONTHS),  # n: a part of a month counts as such
    "exit_fee": (-math.inf, math.inf),  # once; below zero if we pay it
    "write_off": (0.0, math.inf),  # of what they owe us, lost because we part
    "reputation": (0.0, math.inf),  # once
    "new_margin": (-math.inf, math.inf),  # m_new: of whoever comes instead
    "refill_months": (1.0, math.inf),  # w
    "winning": (0.0, math.inf),  # CAC: cost of winning them
    "freed_hours": (0.0, math.inf),
    "freed_hour": (-math.inf, math.inf),
}
Estimates = Mapping[str, Three]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way comes to, in whole units of the base currency; chances in ten-thousandths.

    `low` and `high` hold four fifths of the draws; `regret` is what choosing it loses on average against the best
    way of each draw; `path` (MONTHS,) is the expected sum after each month.
    """

    option: str
    mean: int
    low: int
    high: int
    p_best: int
    regret: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    seed: int
    draws: int
    outcomes: tuple[Outcome, ...]

    def of(self, option: str) -> Outcome:
        return self.outcomes[OPTIONS.index(option)]


def checked(estimates: Estimates) -> Estimates:
    """The estimates, if each is there and within its range; else ValueError names the first that is not."""
    for name, (low, high) in LIMITS.items():
        if name not in estimates:
            raise ValueError(f"{name} is missing")
        one = estimates[name]
        if not all(math.isfinite(value) and low <= value <= high for value in (one.low, one.likely, one.high)):
            raise ValueError(f"{name} is out of range")
    return estimates


def compare(estimates: Estimates, seed: int, draws: int = DRAWS) -> Worth:
    """Draw, add up month by month and compare. The same estimates and seed give the same bytes."""
    known = checked(estimates)
    x = {name: triangular(known[name], uniform(seed, place, draws)) for place, name in enumerate(LIMITS)}
    part = _parting(x)
    paths = (
        _running(x["margin"], x["leaving"]),
        _restructured(x, part),
        part,
    )
    totals = np.stack([path[-1] for path in paths])
    best = np.argmax(totals, axis=0)
    top = totals.max(axis=0)
    return Worth(
        seed, draws,
        tuple(
            _outcome(option, path, int((best == k).sum()), top - path[-1])
            for k, (option, path) in enumerate(zip(OPTIONS, paths, strict=True))
        ),
    )  # fmt: skip


def _running(margin: Draws, leaving: Draws) -> Draws:
    """Sums after each month (MONTHS, n) of a margin that lasts as long as they stay."""
    q, weight = DISCOUNT * (1.0 - leaving), np.ones_like(margin)
    total, sums = np.zeros_like(margin), []
    for _ in range(MONTHS):
        total = total + margin * weight
        weight = weight * q
        sums.append(total)
    return np.stack(sums)


def _restructured(x: Mapping[str, Draws], part: Draws) -> Draws:
    stays = _running(x["new_terms_margin"], x["new_terms_leaving"])
    return -x["talks"] + x["accepting"] * stays + (1.0 - x["accepting"]) * part


def _parting(x: Mapping[str, Draws]) -> Draws:
    """Sums after each month (MONTHS, n): the notice runs, then what comes instead; what falls once falls between them.

    A month in which the notice ends counts for both in proportion.
    """
    once = x["exit_fee"] - x["write_off"] - x["reputation"]
    freed = x["freed_hours"] * x["freed_hour"]
    empty, misses = np.ones_like(once), 1.0 - 1.0 / x["refill_months"]  # 1 − F(t)
    total, discount, sums = np.zeros_like(once), 1.0, []
    for t in range(MONTHS):
        ours = np.clip(x["notice_months"] - t, 0.0, 1.0)
        over = (x["notice_months"] <= t + 1) & ((x["notice_months"] > t) | (t == 0))
        instead = (1.0 - empty) * x["new_margin"] + empty * freed
        total = total + discount * (ours * x["margin"] + (1.0 - ours) * instead) + np.where(over, once, 0.0)
        empty, discount = empty * misses, discount * DISCOUNT
        sums.append(total - x["winning"] * (1.0 - empty))
    return np.stack(sums)


def _outcome(option: str, path: Draws, wins: int, lost: Draws) -> Outcome:
    """Means by exact summation: the result does not depend on how a processor adds up in parallel."""
    ordered, n = np.sort(path[-1]), path.shape[1]
    return Outcome(
        option=option,
        mean=_mean(path[-1]),
        low=round(float(ordered[(n - 1) // 10])),
        high=round(float(ordered[n - 1 - (n - 1) // 10])),
        p_best=round(10_000 * wins / n),
        regret=_mean(lost),
        path=tuple(_mean(month) for month in path),
    )


def _mean(values: Draws) -> int:
    return round(math.fsum(values.tolist()) / len(values))
