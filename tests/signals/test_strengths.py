import math
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from signals import strengths
from signals.statistics import MILLIONTHS, BoolArray, FloatArray
from tests.signals.columns import assert_same_bytes

Judge: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray, BoolArray], FloatArray]

NO, YES = np.array([False]), np.array([True])
numbers = st.one_of(st.just(math.nan), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)))


def test_days_beyond_terms_from_integer_sums_of_any_length() -> None:
    huge = 3 * 10**24
    above: list[Decimal | int | None] = [15 * huge, Decimal(40), 0, None]
    below: list[Decimal | int | None] = [huge, Decimal(10), 0, None]
    assert_allclose(strengths.days_beyond_terms(above, below), [15.0, 4.0, math.nan, math.nan])


def test_days_beyond_terms_of_a_small_book_agree_with_a_spreadsheet() -> None:
    amounts, late, weights = [100_00, 300_00], [10, 30], [1_000_000, 500_000]
    above = sum(a * d * w for a, d, w in zip(amounts, late, weights, strict=True))
    below = sum(a * w for a, w in zip(amounts, weights, strict=True))
    assert strengths.days_beyond_terms(above, below) == pytest.approx((100 * 10 + 150 * 30) / 250)


def test_a_payer_who_is_slow_by_policy_is_not_accused_of_leaving() -> None:
    assert_allclose(strengths.late_strength([45, 45, 45, math.nan, 45], [45, 27.5, 10, 5, math.nan])[:3], [0, 0.5, 1])
    assert np.isnan(strengths.late_strength([math.nan, 45], [5, math.nan])).all()


def test_but_chronic_lateness_is_fire_pressure() -> None:
    assert_allclose(strengths.chronic_lateness_strength([0, 15, 37.5, 60, 90, math.nan]), [0, 0, 0.5, 1, 1, math.nan])


@pytest.mark.parametrize(
    ("overdue", "fee", "slope", "strength"),
    [
        (0, 1000, 0, 0.0),
        (1000, 1000, 0, 0.5),
        (1000, 1000, 250, 1.0),
        (500, 1000, 125, 0.375),
        (1000, 1000, -400, 0.5),
        (1000, 1000, math.nan, 0.5),
        (0, math.nan, math.nan, 0.0),
        (1, math.nan, 0, math.nan),
        (math.nan, 1000, 0, math.nan),
        (1, 0, 0, 0.5),
        (1, 0, 10, 1.0),
        (-50, 1000, 100, 0.0),
    ],
)
def test_debt(overdue: float, fee: float, slope: float, strength: float) -> None:
    assert_allclose(strengths.debt_strength(overdue, fee, slope), [strength])


def test_broken_promises_start_at_one_in_five() -> None:
    assert_allclose(strengths.broken_promise_rate([0, 0, 5, math.nan], [0, 15, 5, 3]), [0.2, 0.05, 0.6, math.nan])


def test_a_cut_explained_by_cheaper_results_is_benign() -> None:
    ours = np.zeros(5, dtype=bool)
    strength = strengths.budget_strength([-0.5, -0.5, -0.5, -0.05, math.nan], [0.0, -0.4, math.nan, 0, 0], ours)
    assert_allclose(strength, [1.0, 0.0, 1.0, 0.0, math.nan], atol=1e-12)


def test_dearer_results_do_not_deepen_a_cut() -> None:
    assert strengths.budget_strength(-0.3, 0.4, NO) == strengths.budget_strength(-0.3, 0.0, NO) == pytest.approx(0.5)


def test_a_cut_of_our_own_is_none() -> None:
    assert strengths.budget_strength(-0.9, 0.0, YES) == 0
    assert np.isnan(strengths.budget_strength(math.nan, 0.0, YES))


def test_results_down() -> None:
    assert_allclose(strengths.results_strength([0.1, 0.3, 0.5, -1, math.nan]), [0, 0.5, 1, 0, math.nan], atol=1e-12)


@pytest.mark.parametrize(
    ("who", "strength"),
    [({}, 0.5), ({"other_agency": YES}, 0.8), ({"own_domain_announced": YES}, 0.2), ({"ours": YES}, 0.0)],
)
def test_a_new_user_by_who_it_is(who: dict[str, BoolArray], strength: float) -> None:
    nobody = {"ours": NO, "other_agency": NO, "own_domain_announced": NO}
    assert_allclose(strengths.access_strength(60, **(nobody | who)), [strength])
    assert np.isnan(strengths.access_strength(math.nan, **(nobody | who)))


def test_a_senior_contact_without_others_weighs_longest() -> None:
    none = {"senior": NO, "alone": NO, "introduced": NO}
    assert strengths.departure_strength(0, **none) == 1
    assert strengths.departure_strength(90, **none) == 0.5
    assert_allclose(strengths.departure_strength(90, **(none | {"senior": YES, "alone": YES})), [0.72])
    assert strengths.departure_strength(0, **(none | {"introduced": YES})) == 0.5


def test_renewal_ramps_up_until_the_last_day_to_give_notice() -> None:
    assert_allclose(
        strengths.renewal_strength([200, 90, 60, 30, 0, -1, math.nan]), [0, 0, 0.5, 1, 1, 0, math.nan], atol=1e-12
    )


def test_tenure() -> None:
    days = [0, 243, 244, 3 * 365.25, 10 * 365.25, math.nan]
    assert_allclose(strengths.tenure_new_strength(days), [1, 1, 0, 0, 0, math.nan])
    assert_allclose(strengths.tenure_mature_strength(days), [0, 0, 0, 0.5, 1, math.nan], atol=1e-12)


def test_pulse() -> None:
    assert_allclose(strengths.low_pulse_strength([1, 2, 3, 5, math.nan]), [1, 0.5, 0, 0, math.nan])


def test_nps_zero_is_an_answer() -> None:
    assert_allclose(strengths.detractor_strength([0, 6, 7, math.nan], [0, 122, 0, math.nan]), [1, 0.5, 0, math.nan])
    assert_allclose(strengths.promoter_strength([8, 9, 10, math.nan], [0, 122, 0, math.nan]), [0, 0.5, 1, math.nan])


def test_a_drop_from_their_own_earlier_answer() -> None:
    drop = strengths.nps_drop([9, 9, 9, 3, math.nan], [9, 8, 5, 9, 0], [0, 0, 0, 0, 0])
    assert_allclose(drop, [0, 0, 1, 0, math.nan])
    assert_allclose(strengths.nps_drop(10, 0, 122), [0.5])


def test_two_unanswered_surveys_make_a_mute() -> None:
    assert_array_equal(strengths.mute_strength([0, 1, 2, 5, math.nan]), [0, 0, 1, 1, math.nan])


def test_scope() -> None:
    assert_allclose(
        strengths.scope_strength([30, 33, 40.5, 60, 10, 10], [30, 30, 30, 30, 0, math.nan]),
        [0, 0, 0.5, 1, math.nan, math.nan],
        atol=1e-12,
    )


def test_conduct_needs_two_dated_cases() -> None:
    load = [0, 1_400_000, 1_400_000, math.nan]
    assert_allclose(strengths.observation_strength(load, [0, 1, 2, 0], fewest=2), [0, 0, 0.7534, math.nan], atol=1e-4)
    assert_allclose(strengths.observation_strength(load, [0, 1, 2, 0], fewest=1)[1], 0.7534, atol=1e-4)


@given(st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=6))
def test_observations_combine_as_independent_cases(severities: list[int]) -> None:
    load = sum(strengths.SEVERITY_LOAD[s] for s in severities)
    alone = [strengths.observation_strength(strengths.SEVERITY_LOAD[s], 1, fewest=1)[0] for s in severities]
    together = 1 - math.prod(1 - x for x in alone)
    assert_allclose(strengths.observation_strength(load, len(severities), fewest=1), [together])


def test_two_halves_are_stronger_together_and_either_speaks_alone() -> None:
    nan = math.nan
    assert_allclose(
        strengths.either_strength([0.5, 0.5, nan, 0, nan], [0.5, nan, 0.5, nan, nan]), [0.75, 0.5, 0.5, 0, nan]
    )


def test_fault_adds_what_is_known() -> None:
    misses = np.array([MILLIONTHS / 2, math.nan, math.nan, 3 * MILLIONTHS])
    late_replies = np.array([1.0, 0.4, math.nan, 0.0])
    assert_allclose(strengths.fault(misses, (late_replies, 0.25)), [0.75, 0.1, math.nan, 1.0])
    assert_allclose(strengths.fault([0.0]), [0.0])


JUDGES: tuple[Judge, ...] = (
    lambda x, y, z, flag: strengths.late_strength(x, y),
    lambda x, y, z, flag: strengths.chronic_lateness_strength(x),
    lambda x, y, z, flag: strengths.debt_strength(x, y, z),
    lambda x, y, z, flag: strengths.broken_promise_rate(abs(x), abs(x) + abs(y)),
    lambda x, y, z, flag: strengths.budget_strength(x, y, flag),
    lambda x, y, z, flag: strengths.results_strength(x),
    lambda x, y, z, flag: strengths.access_strength(x, ours=flag, other_agency=~flag, own_domain_announced=flag),
    lambda x, y, z, flag: strengths.departure_strength(x, senior=flag, alone=~flag, introduced=flag),
    lambda x, y, z, flag: strengths.renewal_strength(x),
    lambda x, y, z, flag: strengths.tenure_new_strength(x),
    lambda x, y, z, flag: strengths.tenure_mature_strength(x),
    lambda x, y, z, flag: strengths.low_pulse_strength(x),
    lambda x, y, z, flag: strengths.detractor_strength(x, y),
    lambda x, y, z, flag: strengths.promoter_strength(x, y),
    lambda x, y, z, flag: strengths.nps_drop(x, y, z),
    lambda x, y, z, flag: strengths.mute_strength(x),
    lambda x, y, z, flag: strengths.scope_strength(x, y),
    lambda x, y, z, flag: strengths.observation_strength(abs(x), np.floor(abs(y)), fewest=2),
    lambda x, y, z, flag: strengths.either_strength(x, y),
    lambda x, y, z, flag: strengths.fault(abs(x), (abs(y), 0.25), (abs(z), 0.2)),
)


@pytest.mark.parametrize("judge", JUDGES)
@given(numbers, numbers, numbers, st.booleans())
def test_every_strength_lies_between_zero_and_one_or_cannot_be_told(
    judge: Judge, x: float, y: float, z: float, flag: bool
) -> None:
    (strength,) = judge(np.array([x]), np.array([y]), np.array([z]), np.array([flag]))
    assert 0 <= strength <= 1 or math.isnan(strength)


@pytest.mark.parametrize("judge", JUDGES)
def test_every_strength_is_byte_equal_for_any_cut(judge: Judge) -> None:
    rng = np.random.default_rng(1)
    columns = [rng.normal(scale=30, size=50) for _ in range(3)]
    for column in columns:
        column[rng.uniform(size=50) < 0.15] = math.nan
    assert_same_bytes(judge, [*columns, rng.uniform(size=50) < 0.5], rng)
