import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from signals import statistics
from tests.signals.columns import assert_same_bytes

counts = st.integers(0, 400)
sizes = st.floats(0.05, 500)
chances = st.floats(0.01, 0.99)
shares = st.floats(-2, 3)


def test_clip_keeps_cannot_tell_apart_from_fine() -> None:
    assert_array_equal(statistics.clip01([None, -1.0, 0.0, 0.4, 7.0]), [math.nan, 0.0, 0.0, 0.4, 1.0])


def test_settled_strengths_forget_the_last_bits() -> None:
    x = np.array([0.1 + 0.2, 1 / 3, 0.0, math.nan])
    assert_array_equal(statistics.settled(x), [0.3, 0.333333, 0.0, math.nan])
    assert statistics.settled(np.nextafter(x, 1)).tobytes() == statistics.settled(x).tobytes()


def test_half_life_halves() -> None:
    assert_allclose(statistics.half_life([0, 60, 120, -5, math.nan], 60), [1, 0.5, 0.25, 1, math.nan])


def test_half_life_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        statistics.half_life([1], 0)


def test_decay_table_is_integers_from_a_million_down() -> None:
    table = statistics.decay_table(60, 180)
    assert len(table) == 181
    assert (table[0], table[60], table[120], table[180]) == (1_000_000, 500_000, 250_000, 125_000)
    assert all(type(weight) is int for weight in table)
    assert sorted(table, reverse=True) == list(table)


def test_decay_table_refuses_negative_ages() -> None:
    with pytest.raises(ValueError, match="negative"):
        statistics.decay_table(60, -1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_pooled_moments_do_not_depend_on_order(values: list[float], random: Random) -> None:
    shuffled = values.copy()
    random.shuffle(shuffled)
    assert statistics.mean_of(values) == statistics.mean_of(shuffled)
    assert statistics.variance_of(values) == statistics.variance_of(shuffled)


def test_pooled_moments_leave_out_what_is_not_known() -> None:
    assert statistics.mean_of([1.0, math.nan, 3.0]) == 2.0
    assert statistics.variance_of([1.0, math.nan, 3.0]) == 2.0
    assert math.isnan(statistics.mean_of([]))
    assert math.isnan(statistics.variance_of([1.0]))


@pytest.mark.parametrize(("n", "result"), [(0, 8.0), (15, 6.0), (30, 4.0), (300, 4.0)])
def test_shrink_trusts_thirty_clients(n: int, result: float) -> None:
    assert statistics.shrink(4.0, 8.0, n) == pytest.approx(result)


def test_shrink_without_a_pooled_value_ships() -> None:
    assert statistics.shrink(math.nan, 8.0, 100) == 8.0


@given(counts, sizes, chances)
def test_negative_binomial_tails_are_those_of_scipy(y: int, size: float, p: float) -> None:
    assert_allclose(statistics.negative_binomial_cdf(y, size, p), stats.nbinom.cdf(y, size, p), rtol=1e-9, atol=1e-290)
    assert_allclose(
        statistics.negative_binomial_sf(y, size, p), stats.nbinom.sf(y - 1, size, p), rtol=1e-9, atol=1e-290
    )


def test_negative_binomial_at_the_edges() -> None:
    assert_array_equal(statistics.negative_binomial_cdf([-1, 0, 3], [2, 0, 0], [0.5, 0.5, 0.5]), [0, 1, 1])
    assert_array_equal(statistics.negative_binomial_sf([0, 0, 1], [2, 0, 0], [0.5, 0.5, 0.5]), [1, 1, 0])


@given(st.floats(0.01, 0.99), sizes, chances)
def test_negative_binomial_quantile_is_the_smallest_count_that_reaches_it(q: float, size: float, p: float) -> None:
    count = statistics.negative_binomial_quantile(q, size, p)
    assert statistics.negative_binomial_cdf(count, size, p) >= q
    assert count == 0 or statistics.negative_binomial_cdf(count - 1, size, p) < q


def test_negative_binomial_quantile_of_cannot_tell() -> None:
    assert_array_equal(statistics.negative_binomial_quantile(0.5, [math.nan, 3.0], [0.5, 0.5]), [-1, 2])
    with pytest.raises(ValueError, match="between"):
        statistics.negative_binomial_quantile(1.0, 1, 0.5)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.2, 200), st.floats(0.2, 200))
def test_beta_binomial_tail_is_that_of_scipy(k: int, extra: int, alpha: float, beta: float) -> None:
    n = k + extra
    known = stats.betabinom(n, alpha, beta)
    tail = float(known.sf(k) + 0.5 * known.pmf(k))
    ours = statistics.beta_binomial_mid_tail(k, n, alpha, beta)
    if k * (alpha + beta) > n * alpha:
        assert_allclose(ours, tail, rtol=1e-7, atol=1e-12)
    else:
        assert_allclose(ours, max(tail, 0.5), rtol=1e-7)


def test_beta_binomial_tail_of_thousands_of_messages() -> None:
    tail = statistics.beta_binomial_mid_tail([1, 4000, 5000], [5000, 5000, 5000], 50.0, 50.0)
    assert_allclose(tail[1], stats.betabinom(5000, 50, 50).sf(4000), atol=1e-9)
    assert tail[0] >= 0.5
    assert tail[2] < 1e-12


def test_theil_sen_is_that_of_scipy() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 6)).cumsum(axis=1)
    assert_allclose(statistics.theil_sen(rows), [stats.theilslopes(row).slope for row in rows])


def test_theil_sen_is_not_moved_by_one_wild_month() -> None:
    assert_allclose(statistics.theil_sen([[0, 10, 20, 9_999, 40, 50]]), [10])


def test_theil_sen_leaves_out_unknown_months() -> None:
    gaps = [[0, math.nan, 2, 3, math.nan, 5], [math.nan, math.nan, 1, math.nan, math.nan, 3], [math.nan] * 6]
    assert_allclose(statistics.theil_sen(gaps), [1, math.nan, math.nan])
    assert_array_equal(statistics.theil_sen([[1.0, 2.0]]), [math.nan])


@given(st.integers(0, 50), st.integers(1, 50), st.sampled_from([0.8, 0.9, 0.95]))
def test_wilson_is_that_of_scipy(k: int, extra: int, level: float) -> None:
    known = stats.binomtest(k, k + extra).proportion_ci(level, method="wilson")
    low, high = statistics.wilson(k, k + extra, level)
    assert_allclose([low[0], high[0]], [known.low, known.high], atol=1e-12)


def test_wilson_of_nobody_is_everything() -> None:
    assert_array_equal(statistics.wilson(0, 0), [[0.0], [1.0]])
    assert_array_equal(statistics.nps_interval(0, 0, 0), [[-100.0], [100.0]])


@given(counts, counts, counts)
def test_nps_interval_holds_the_score_and_mirrors(promoters: int, passives: int, detractors: int) -> None:
    low, high = statistics.nps_interval(promoters, passives, detractors)
    if n := promoters + passives + detractors:
        assert -100 <= low <= 100 * (promoters - detractors) / n <= high + 1e-9 <= 100 + 1e-9
    mirrored_low, mirrored_high = statistics.nps_interval(detractors, passives, promoters)
    assert_allclose([mirrored_low, mirrored_high], [-high, -low], atol=1e-9)


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.34, 0.33, 0.33)])
def test_nps_interval_covers_as_often_as_it_says(shares: tuple[float, float, float]) -> None:
    answers = np.random.default_rng(2).multinomial(40, shares, size=20_000)
    low, high = statistics.nps_interval(*answers.T)
    truth = 100 * (shares[0] - shares[2])
    assert 0.935 < ((low <= truth) & (truth <= high)).mean() < 0.97


def test_every_statistic_is_byte_equal_for_any_cut() -> None:
    rng = np.random.default_rng(3)
    n = 61
    y, size, p = rng.integers(0, 60, n).astype(float), rng.uniform(0.1, 40, n), rng.uniform(0.05, 0.95, n)
    size[::9] = math.nan
    for judge in (
        statistics.negative_binomial_cdf,
        statistics.negative_binomial_sf,
        lambda y, size, p: statistics.negative_binomial_quantile(0.95, size, p),
        lambda y, size, p: statistics.beta_binomial_mid_tail(y, y + np.floor(size), size, 40 * p),
        lambda y, size, p: statistics.half_life(size, 60),
        lambda y, size, p: statistics.theil_sen(np.column_stack([y, size, p, y * p])),
        lambda y, size, p: statistics.wilson(y, y + 3),
        lambda y, size, p: statistics.nps_interval(y, y + 3, np.floor(40 * p)),
    ):
        assert_same_bytes(judge, [y, size, p], rng)


def test_a_strided_column_gives_the_same_bytes_as_a_copy() -> None:
    table = np.random.default_rng(4).uniform(0, 400, size=(200, 7))
    strided = table[:, 3]
    assert statistics.half_life(strided, 60).tobytes() == statistics.half_life(strided.copy(), 60).tobytes()
