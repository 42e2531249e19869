"""Which answers went with relationships that ended early: proposals for other points. Pure; it applies nothing.

A rule is looked at where at least FEWEST of those it held for, and FEWEST of the others, have an outcome. The share of
bad outcomes in both groups and the interval of their difference (Newcombe 1998, from Wilson's of each share) are the
evidence. Only where that interval leaves out zero is something proposed, and never more than STEP at once: the clients
of one year do not overthrow what experience says. POINTS_PER_SHARE is judgement: all good against all bad would be
worth 20.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from prospects.content import Rule
from signals.statistics import wilson

FEWEST = 10
STEP = 2
SHRINK = 20  # as many imagined clients without a difference
POINTS_PER_SHARE = 20
FARTHEST = 12  # points of one rule, either way


@dataclass(frozen=True, slots=True)
class Case:
    """One converted prospect whose outcome is known: the rules that held, the questions asked, and how it went."""

    held: frozenset[str]
    asked: frozenset[str]
    bad: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bad outcomes among those a rule held for, and among the others; the difference of the shares and its interval."""

    bad_with: int
    n_with: int
    bad_without: int
    n_without: int
    low: float
    high: float

    @property
    def difference(self) -> float:
        return self.bad_with / self.n_with - self.bad_without / self.n_without

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "low": round(self.low, 3), "high": round(self.high, 3)}


@dataclass(frozen=True, slots=True)
class Proposal:
    rule: str
    now: int
    proposed: int
    evidence: Evidence


def propose(cases: Collection[Case], rules: Iterable[Rule], points: Mapping[str, int]) -> list[Proposal]:
    """What the outcomes speak for, by rule; nothing for what they leave open."""
    found = []
    for rule in rules:
        evidence = None if rule.flag else weigh(cases, rule)
        if evidence is None or evidence.low <= 0 <= evidence.high:
            continue
        now = points.get(rule.key, rule.points)
        proposed = _towards(now, _target(evidence))
        if proposed != now:
            found.append(Proposal(rule.key, now, proposed, evidence))
    return found


def weigh(cases: Collection[Case], rule: Rule) -> Evidence | None:
    """The evidence on one rule; None with too few clients on either side."""
    asked = [case for case in cases if rule.question in case.asked]
    held = [case.bad for case in asked if rule.key in case.held]
    others = [case.bad for case in asked if rule.key not in case.held]
    if len(held) < FEWEST or len(others) < FEWEST:
        return None
    low, high = difference_interval(sum(held), len(held), sum(others), len(others))
    return Evidence(sum(held), len(held), sum(others), len(others), low, high)


def difference_interval(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """The 95 % interval of a difference of two shares (Newcombe 1998, method 10)."""
    (low1, high1), (low2, high2) = share_interval(k1, n1), share_interval(k2, n2)
    p1, p2 = k1 / n1, k2 / n2
    gap = p1 - p2
    return gap - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2), gap + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)


def share_interval(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    low, high = wilson(k, n)
    return low.item(), high.item()


def _target(evidence: Evidence) -> int:
    """What the difference would be worth by itself, drawn towards nothing where there are few clients."""
    n = min(evidence.n_with, evidence.n_without)
    worth = -POINTS_PER_SHARE * evidence.difference * n / (n + SHRINK)
    return max(-FARTHEST, min(FARTHEST, round(worth)))


def _towards(now: int, target: int) -> int:
    """At most STEP nearer. What points already say in the same direction, and more of it, is left alone."""
    if target == 0 or (now * target > 0 and abs(now) >= abs(target)):
        return now
    return now + max(-STEP, min(STEP, target - now))
