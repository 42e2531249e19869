import math
from dataclasses import astuple
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit, logit

from signals import scoring
from signals.priors import CHURN, DIMENSIONS, FIRE, Dimension, Factor, Side
from signals.scoring import DIMENSION_CAP, ScoreArrays, ScorecardSpec, judge
from signals.statistics import FloatArray
from tests.signals.columns import assert_same_bytes

evidence = st.one_of(st.just(math.nan), st.floats(0, 1), st.sampled_from([0.0, 1.0]))
intercepts = st.floats(-6, 2)


def tables(factors: tuple[Factor, ...]) -> st.SearchStrategy[FloatArray]:
    shape = st.tuples(st.integers(1, 12), st.just(len(factors)))
    return arrays.arrays(np.float64, shape, elements=evidence)


def factor(weight: float, dimension: Dimension = "money", side: Side = "churn") -> Factor:
    return Factor("any", side, dimension, weight, 1.0, 0.1, 0.2)


def churn(
    x: npt.ArrayLike, *, weights: list[float] | None = None, intercept: float | None = None, means: float = 0.0
) -> ScoreArrays:
    factors = CHURN if weights is None else tuple(factor(w) for w in weights)
    level = logit(0.054) if intercept is None else intercept
    ones = np.ones(len(factors))
    return judge(factors, x, means * ones, 0.2 * ones, level)


def rows_add_up(scores: ScoreArrays) -> bool:
    rows = 5_000 + scores.level + scores.points.sum(axis=1) + scores.fault + scores.cap + scores.clip + scores.rounding
    return bool((rows == 100 * scores.score).all())


@given(tables(CHURN), intercepts)
def test_churn_rows_add_up_exactly(x: FloatArray, intercept: float) -> None:
    scores = judge(CHURN, x, *scoring.shipped_statistics(CHURN), intercept)
    assert rows_add_up(scores)
    assert ((scores.score >= 0) & (scores.score <= 100)).all()
    assert (np.abs(scores.rounding) <= 50).all()


@given(tables(FIRE), intercepts, evidence)
def test_fire_rows_add_up_exactly(x: FloatArray, intercept: float, fault: float) -> None:
    scores = judge(FIRE, x, *scoring.shipped_statistics(FIRE), intercept, fault=np.full(len(x), fault))
    assert rows_add_up(scores)
    assert (scores.fault <= 0).all()


@given(tables(CHURN), st.data())
def test_cannot_tell_is_no_points_and_less_coverage(x: FloatArray, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(CHURN) - 1))
    x[:, column] = 0.5
    told = judge(CHURN, x, *scoring.shipped_statistics(CHURN), -3.0)
    x[:, column] = math.nan
    untold = judge(CHURN, x, *scoring.shipped_statistics(CHURN), -3.0)
    assert (untold.points[:, column] == 0).all()
    assert (untold.coverage < told.coverage).all()


def test_fine_is_not_the_same_as_cannot_tell() -> None:
    means, spreads = scoring.shipped_statistics(CHURN)
    fine = judge(CHURN, np.zeros((1, len(CHURN))), means, spreads, -3.0)
    untold = judge(CHURN, np.full((1, len(CHURN)), math.nan), means, spreads, -3.0)
    assert fine.points[0, 0] < 0 == untold.points[0, 0]
    assert (fine.coverage[0], untold.coverage[0]) == (1000, 0)


def test_the_reference_client_stands_at_fifty() -> None:
    assert churn(np.full((1, len(CHURN)), math.nan)).score == 50
    assert judge(FIRE, np.full((1, len(FIRE)), math.nan), *scoring.shipped_statistics(FIRE), logit(0.1)).score == 50


def test_points_are_those_of_the_design() -> None:
    scores = churn([[1.0, 0.25]], weights=[0.9, -0.6], means=0.1)
    assert_array_equal(scores.points, [[round(1443 * 0.9 * 0.9 - 0.33), round(-1442.695 * 0.6 * 0.15)]])


def test_ten_points_double_the_odds() -> None:
    assert churn([[1.0]], weights=[math.log(2)]).score == 60
    p = scoring.probability([50, 60, 70], "churn")
    assert_allclose(p / (1 - p), 0.054 / 0.946 * np.array([1, 2, 4]))


@pytest.mark.parametrize(("threshold", "chance"), [(scoring.RAISED, 0.06), (scoring.HIGH, 0.15), (79, 0.30)])
def test_thresholds_are_the_probabilities_of_the_design(threshold: int, chance: float) -> None:
    assert round(float(scoring.score_of(chance, "churn")[0])) == threshold
    assert scoring.probability(threshold, "churn")[0] == pytest.approx(chance, abs=0.003)


@given(st.floats(0.001, 0.999), st.sampled_from(["churn", "fire"]))
def test_score_and_probability_are_inverse(p: float, side: Side) -> None:
    assert_allclose(scoring.probability(scoring.score_of(p, side), side), p)


def test_fire_has_its_own_reference() -> None:
    assert scoring.probability(50, "fire") == pytest.approx(0.10)


@given(tables(FIRE))
def test_no_dimension_exceeds_two_log_odds(x: FloatArray) -> None:
    loud = [Factor(f.key, f.side, f.dimension, 3 * f.weight, 0.0, f.mean, f.sd) for f in FIRE]
    scores = judge(loud, x, np.zeros(len(FIRE)), np.ones(len(FIRE)), -3.0)
    assert (np.abs(scores.dimension_points) <= DIMENSION_CAP).all()
    assert_array_equal(scores.dimension_points.sum(axis=1), scores.points.sum(axis=1) + scores.cap)


def test_the_cap_works_both_ways_and_per_dimension() -> None:
    factors = [factor(3.0), factor(-3.0, "voice"), factor(1.0, "effort")]
    scores = judge(factors, [[1, 0, 1], [0, 1, 0], [1, 1, 0]], np.zeros(3), np.ones(3), logit(0.054))
    assert scores.dimensions == ("money", "voice", "effort")
    assert_array_equal(scores.cap, [2885 - 4328, -2885 + 4328, 0])


def test_fault_relieves_fire_pressure() -> None:
    x = np.full((4, len(FIRE)), math.nan)
    scores = judge(FIRE, x, *scoring.shipped_statistics(FIRE), logit(0.1), fault=[0.0, 0.5, 1.0, math.nan])
    assert_array_equal(scores.fault, [0, -1082, -2164, 0])


def test_the_clip_is_a_row_of_its_own() -> None:
    scores = churn([[1.0], [0.0]], weights=[1.9], intercept=0.0)
    assert_array_equal(scores.score, [100, 91])
    assert scores.clip[0] < 0 == scores.clip[1]
    assert rows_add_up(scores)


@given(tables(CHURN), st.integers(0, len(CHURN) - 1), st.floats(0, 1), st.floats(0, 1))
def test_more_evidence_never_lowers_the_score_of_a_bad_sign(
    x: FloatArray, column: int, less: float, more: float
) -> None:
    less, more = sorted((less, more))
    x[:, column] = less
    before = judge(CHURN, x, *scoring.shipped_statistics(CHURN), -3.0).score
    x[:, column] = more
    after = judge(CHURN, x, *scoring.shipped_statistics(CHURN), -3.0).score
    assert (after >= before).all() if CHURN[column].weight > 0 else (after <= before).all()


def test_coverage_is_the_share_of_weight_with_evidence() -> None:
    factors = [factor(0.9), factor(-0.6), factor(0.5)]
    x = [[0.1, 0.2, 0.3], [0.0, math.nan, math.nan], [math.nan, 0.0, math.nan]]
    assert_array_equal(scoring.coverage(factors, x, [0.2, 0.1, 0.4]), [1000, 1000 * 18 // 44, 1000 * 6 // 44])
    assert_array_equal(scoring.coverage(factors, x, np.zeros(3)), [0, 0, 0])


def test_scores_are_byte_equal_for_any_cut() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(size=(50, len(FIRE)))
    x[rng.uniform(size=x.shape) < 0.3] = math.nan
    fault = rng.uniform(size=50)
    fault[::5] = math.nan

    def scored(x: FloatArray, fault: FloatArray) -> tuple[npt.NDArray[Any], ...]:
        scores = judge(FIRE, x, *scoring.shipped_statistics(FIRE), -2.0, fault=fault)
        return tuple(part for part in astuple(scores) if isinstance(part, np.ndarray))

    assert_same_bytes(scored, [x, fault], rng)
    assert_same_bytes(lambda score: scoring.probability(score, "churn"), [rng.integers(0, 101, 50)], rng)


def test_the_two_sides_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="one side"):
        judge(CHURN + FIRE, np.zeros((1, len(CHURN + FIRE))), 0.1, 0.1, -3.0)
    with pytest.raises(ValueError, match="fire pressure only"):
        judge(CHURN, np.zeros((1, len(CHURN))), 0.1, 0.1, -3.0, fault=[0.0])
    with pytest.raises(ValueError, match="columns"):
        judge(CHURN, np.zeros((1, 3)), 0.1, 0.1, -3.0)


@given(arrays.arrays(np.float64, st.integers(30, 80), elements=st.floats(-4, 6)), st.floats(0.01, 0.5))
def test_the_intercept_gives_the_portfolio_its_base_rate(log_odds: FloatArray, base: float) -> None:
    intercept = scoring.solve_intercept(log_odds, base)
    assert expit(intercept + log_odds).mean() == pytest.approx(base, abs=1e-5)
    assert scoring.solve_intercept(log_odds[::-1], base) == intercept


def test_the_intercept_of_few_clients_leans_on_the_base_rate() -> None:
    full = scoring.solve_intercept(np.full(30, 1.0), 0.1)
    assert full == pytest.approx(logit(0.1) - 1)
    assert scoring.solve_intercept(np.full(15, 1.0), 0.1) == pytest.approx(logit(0.1) - 0.5)
    assert scoring.solve_intercept([], 0.1) == pytest.approx(logit(0.1))
    with pytest.raises(ValueError, match="base rate"):
        scoring.solve_intercept([0.0], 0.0)


def test_the_frame_closes_the_loop() -> None:
    """Judge with a neutral intercept, solve, judge again: the mean probability shown is the base rate."""
    rng = np.random.default_rng(2)
    x = np.where(rng.uniform(size=(400, len(CHURN))) < 0.15, rng.uniform(size=(400, len(CHURN))), 0.0)
    means, spreads = scoring.strength_statistics(CHURN, x)
    neutral = judge(CHURN, x, means, spreads, 0.0)
    final = judge(CHURN, x, means, spreads, scoring.solve_intercept(neutral.log_odds(), 0.054))
    unrounded = (100 * final.score - final.rounding) / 100
    assert scoring.probability(unrounded, "churn").mean() == pytest.approx(0.054, abs=1e-4)
    assert final.level < 0


@given(tables(CHURN), st.randoms(use_true_random=False))
def test_strength_statistics_do_not_depend_on_order(x: FloatArray, random: Random) -> None:
    order = list(range(len(x)))
    random.shuffle(order)
    here, there = scoring.strength_statistics(CHURN, x), scoring.strength_statistics(CHURN, x[order])
    assert [part.tobytes() for part in here] == [part.tobytes() for part in there]


def test_strength_statistics_shrink_to_what_is_shipped() -> None:
    x = np.column_stack([np.tile([0.0, 1.0], 30), np.full(60, math.nan), np.full(60, math.nan), np.zeros(60)])
    x[:15, 2] = 1.0
    means, spreads = scoring.strength_statistics([factor(1.0)] * 4, x)
    assert_allclose(means, [0.5, 0.1, 0.55, 0.0])
    assert_allclose(spreads, [0.5, 0.2, 0.1, scoring.SMALLEST_SPREAD])


def test_expected_loss_is_a_year_of_revenue_times_the_probability() -> None:
    assert scoring.expected_loss(Decimal("1000.00"), 50) == Decimal("648.00")
    assert scoring.expected_loss(Decimal(0), 90) == Decimal("0.00")


def test_a_scorecard_lists_each_factor_once() -> None:
    spec = ScorecardSpec()
    keys = [f.key for f in spec.factors]
    assert len(set(keys)) == len(keys)
    assert spec.side("churn") == CHURN
    assert spec.side("fire") == FIRE
    assert all(f.key.startswith("fire_") == (f.side == "fire") for f in spec.factors)
    assert {f.dimension for f in spec.factors} == set(DIMENSIONS)
    assert spec.base_rates == {"churn": 0.054, "fire": 0.10}


def test_every_prior_is_plausible() -> None:
    for f in ScorecardSpec().factors:
        assert 0 < f.mean < 0.5
        assert 0 < f.sd <= math.sqrt(f.mean * (1 - f.mean)) + 1e-9
        assert f.ground
        assert f.sigma > 0 if f.side == "churn" else f.sigma == 0
