"""From strengths of evidence to points, a score and its coverage.

Pure NumPy/SciPy. Evidence adds up in log-odds: intercept + Σ w(x − x̄), less 1.5·fault for fire pressure. A score is
50 + 10·log2(odds / reference odds), clipped to 0–100; higher is worse; +10 doubles the odds. Each contribution is
rounded once to a hundredth of a point; everything after that is integer arithmetic, so that the rows of the page add
up exactly and a chunk of clients gives the same bytes as all of them.

Shapes: n clients, f factors of one side, d dimensions of that side. All amounts of points are int64 hundredths.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from signals.priors import CHURN, FIRE, Dimension, Factor, Side
from signals.statistics import FloatArray, IntArray, column, mean_of, shrink

POINTS_PER_LOG_ODD = 10.0 / math.log(2.0)  # 14.4269504…: ten points double the odds
HUNDREDTHS = 100.0 * POINTS_PER_LOG_ODD
AVERAGE = 5_000  # the reference client stands at 50.00 points
HIGHEST = 10_000
DIMENSION_CAP = round(2.0 * HUNDREDTHS)
FAULT_WEIGHT = 1.5
SMALLEST_SPREAD = 0.02  # a sign nobody shows just now still counts towards coverage
Parameters: TypeAlias = Mapping[str, Mapping[str, float]]  # by sign and name
REFERENCE: Mapping[Side, float] = MappingProxyType({"churn": 0.054, "fire": 0.10})  # fixed for ever
RAISED, HIGH, CRITICAL = 52, 66, 79  # displayed scores at which the bands begin, on both sides


@dataclass(frozen=True, slots=True)
class Weight:
    """A factor's weight in one segment, the doubt about it, and the ground it stands on."""

    weight: float
    sigma: float
    ground: str = ""


@dataclass(frozen=True, slots=True)
class SegmentSpec:
    """What differs for the clients of one segment: weights by factor, parameters by sign and name."""

    weights: Mapping[str, Weight] = field(default_factory=dict)
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScorecardSpec:
    """What a scorecard version freezes: the factors in the order of every array, base rates, parameters, segments.

    What `parameters` do not name is as shipped; what a segment does not name is as for everyone.
    """

    factors: tuple[Factor, ...] = CHURN + FIRE
    base_rates: Mapping[Side, float] = field(default_factory=lambda: REFERENCE)
    parameters: Parameters = field(default_factory=dict)
    segments: Mapping[str, SegmentSpec] = field(default_factory=dict)

    def side(self, side: Side) -> tuple[Factor, ...]:
        """Factors of one side, in order."""
        return tuple(f for f in self.factors if f.side == side)

    def weights(self, side: Side, segment: npt.ArrayLike | None) -> FloatArray:
        """Weights of one side: (f,), or (n, f) where segments differ.

        `segment` (n,) is each client's place in the order of `segments`, −1 for none; None for nobody in particular.
        """
        factors = self.side(side)
        common = column([f.weight for f in factors])
        if segment is None or not any(f.key in one.weights for one in self.segments.values() for f in factors):
            return common
        table = np.array(
            [[one.weights[f.key].weight if f.key in one.weights else f.weight for f in factors]
             for one in self.segments.values()] + [common]
        )  # fmt: skip
        return column(table[np.asarray(segment, dtype=np.int64)])


@dataclass(frozen=True, slots=True)
class ScoreArrays:
    """Scores of n clients and the rows that add up to them, in hundredths of a point unless said otherwise.

    For every client: 5000 + level + Σ points + fault + cap + clip + rounding == 100 · score.
    """

    points: IntArray  # (n, f)
    level: int  # the portfolio's level, the same for all
    fault: IntArray  # (n,), 0 or below
    cap: IntArray  # (n,), what the caps of the dimensions take back
    clip: IntArray  # (n,)
    rounding: IntArray  # (n,), −49 to 50
    score: IntArray  # (n,), 0 to 100, whole points
    coverage: IntArray  # (n,), per mille, rounded down
    dimensions: tuple[Dimension, ...]  # d of them, in order of first appearance
    dimension_points: IntArray  # (n, d), after the caps

    def log_odds(self) -> FloatArray:
        """Log-odds each client adds to the intercept, as shown: rounded, capped, fault included: (n,)."""
        added: IntArray = self.points.sum(axis=1) + self.cap + self.fault
        return column(added) / HUNDREDTHS


def judge(
    factors: Sequence[Factor],
    x: npt.ArrayLike,
    means: npt.ArrayLike,
    spreads: npt.ArrayLike,
    intercept: float,
    fault: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> ScoreArrays:
    """Score the clients of `x` (n, f) on the one side that all `factors` (f of them) are on.

    `means` and `spreads` (f,) are x̄ and sd(x) of the frame, `intercept` its log-odds. NaN in `x` is "cannot tell": 0
    points and less coverage. `fault` (n,) is for fire only; NaN is 0 points. `weights` (f,) or (n, f) go before those
    of the factors. Raises ValueError on a mix of sides or on shapes that do not fit.
    """
    evidence = np.atleast_2d(column(x))
    side = _only_side(factors)
    n, f = evidence.shape
    if f != len(factors):
        raise ValueError(f"{len(factors)} factors need as many columns, not {f}")
    if fault is not None and side != "fire":
        raise ValueError("our fault relieves fire pressure only")
    points = factor_points(factors, evidence, means, weights)
    dimensions, dimension_points, cap = _capped(factors, points)
    fault_points = np.zeros(n, dtype=np.int64) if fault is None else _hundredths(-FAULT_WEIGHT * column(fault))
    level = level_points(intercept, side)
    raw = AVERAGE + level + points.sum(axis=1) + cap + fault_points
    clipped = np.clip(raw, 0, HIGHEST)
    score = (clipped + 50) // 100
    return ScoreArrays(
        points=points,
        level=level,
        fault=fault_points,
        cap=cap,
        clip=clipped - raw,
        rounding=100 * score - clipped,
        score=score,
        coverage=coverage(factors, evidence, spreads, weights),
        dimensions=dimensions,
        dimension_points=dimension_points,
    )


def factor_points(
    factors: Sequence[Factor], x: npt.ArrayLike, means: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> IntArray:
    """Hundredths of a point per factor, (n, f): 1442.695·w·(x − x̄), each rounded once; NaN gives 0.

    `weights` (f,) or (n, f) go before those of the factors.
    """
    return _hundredths(_weights(factors, weights) * (np.atleast_2d(column(x)) - column(means)))


def level_points(intercept: float, side: Side) -> int:
    """Hundredths of a point by which the portfolio's average client stands above the reference client."""
    return round(HUNDREDTHS * (intercept - _logit(REFERENCE[side])))


def coverage(
    factors: Sequence[Factor], x: npt.ArrayLike, spreads: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> IntArray:
    """Share of Σ|w|·sd(x) there is evidence for, in per mille rounded down: (n,); 0 without any weight.

    `weights` (f,) or (n, f) go before those of the factors.
    """
    shares = np.rint(1e6 * np.abs(_weights(factors, weights)) * column(spreads)).astype(np.int64)
    known = ~np.isnan(np.atleast_2d(column(x)))
    told: IntArray = np.where(known, shares, 0).sum(axis=1)
    total: IntArray = np.maximum(shares.sum(axis=-1), 1)
    return told * 1000 // total


# --- scores and probabilities --------------------------------------------------------------------------------------


def probability(score: npt.ArrayLike, side: Side) -> FloatArray:
    """Probability that a score stands for: of notice within 90 days for churn, on the fixed scale for both sides."""
    reference = REFERENCE[side] / (1.0 - REFERENCE[side])
    odds = reference * np.exp2((column(score) - 50.0) / 10.0)
    return odds / (1.0 + odds)


def score_of(probability: npt.ArrayLike, side: Side) -> FloatArray:
    """Score of a probability strictly between 0 and 1, neither clipped nor rounded."""
    p = column(probability)
    reference = REFERENCE[side] / (1.0 - REFERENCE[side])
    return 50.0 + 10.0 * np.log2(p / (1.0 - p) / reference)


def expected_loss(monthly_revenue: Decimal, score: int) -> Decimal:
    """12 months of revenue times the probability of notice within 90 days, to the cent, in the same currency."""
    chance = Decimal(f"{float(probability(score, 'churn')[0]):.6f}")
    return (12 * monthly_revenue * chance).quantize(Decimal("0.01"))


# --- frame only ----------------------------------------------------------------------------------------------------


def strength_statistics(factors: Sequence[Factor], x: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """x̄ and sd(x) of each factor over the clients with evidence: two arrays (f,). Frame only.

    Both shrink to the shipped values where fewer than 30 clients have evidence. sd has divisor n and is at least 0.02.
    The sums are correctly rounded, so the order of the clients does not matter.
    """
    evidence = np.atleast_2d(column(x))
    means, spreads = np.empty(len(factors)), np.empty(len(factors))
    for j, factor in enumerate(factors):
        known = evidence[~np.isnan(evidence[:, j]), j]
        mean = mean_of(known)
        spread = math.sqrt(mean_of((known - mean) ** 2)) if len(known) else math.nan
        means[j] = shrink(mean, factor.mean, len(known))
        spreads[j] = max(shrink(spread, factor.sd, len(known)), SMALLEST_SPREAD)
    return means, spreads


def shipped_statistics(factors: Sequence[Factor]) -> tuple[FloatArray, FloatArray]:
    """x̄ and sd(x) as shipped, for a portfolio without a frame of its own: two arrays (f,)."""
    return column([factor.mean for factor in factors]), column([factor.sd for factor in factors])


def solve_intercept(log_odds: npt.ArrayLike, base_rate: float) -> float:
    """Intercept at which the mean probability of the portfolio is `base_rate`. Frame only.

    `log_odds` (n,) is what each client adds (`ScoreArrays.log_odds`). Under 30 clients it shrinks to logit(base_rate).
    Rounded to a millionth, far below a hundredth of a point. Raises ValueError unless 0 < base_rate < 1.
    """
    added = column(log_odds)
    target = _logit(base_rate)
    if not len(added):
        return round(target, 6)

    def excess(intercept: float) -> float:
        return mean_of(special.expit(intercept + added)) - base_rate

    lowest, highest = target - float(added.max()), target - float(added.min())
    solved = lowest if lowest == highest else float(optimize.brentq(excess, lowest - 1e-6, highest + 1e-6, xtol=1e-10))
    return round(shrink(solved, target, len(added)), 6)


# --- inside --------------------------------------------------------------------------------------------------------


def _weights(factors: Sequence[Factor], weights: npt.ArrayLike | None) -> FloatArray:
    return column([factor.weight for factor in factors] if weights is None else weights)


def _hundredths(log_odds: FloatArray) -> IntArray:
    """Log-odds as hundredths of a point, rounded once, halves to even; NaN is 0."""
    return np.nan_to_num(np.rint(HUNDREDTHS * log_odds), nan=0.0).astype(np.int64)


def _capped(factors: Sequence[Factor], points: IntArray) -> tuple[tuple[Dimension, ...], IntArray, IntArray]:
    """Dimensions, their points within ±2.0 log-odds (n, d), and what the caps take back in all (n,)."""
    dimensions = tuple(dict.fromkeys(factor.dimension for factor in factors))
    sums = np.zeros((points.shape[0], len(dimensions)), dtype=np.int64)
    for j, factor in enumerate(factors):
        sums[:, dimensions.index(factor.dimension)] += points[:, j]
    capped = np.clip(sums, -DIMENSION_CAP, DIMENSION_CAP)
    return dimensions, capped, (capped - sums).sum(axis=1)


def _only_side(factors: Sequence[Factor]) -> Side:
    sides = {factor.side for factor in factors}
    if len(sides) != 1:
        raise ValueError("the two scores are never mixed: all factors must be on one side")
    return sides.pop()


def _logit(p: float) -> float:
    if not 0.0 < p < 1.0:
        raise ValueError("a base rate lies strictly between 0 and 1")
    return math.log(p / (1.0 - p))
