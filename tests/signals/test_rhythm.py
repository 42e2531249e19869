import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Generator
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from signals import rhythm
from signals.rhythm import GammaPrior, Posterior
from signals.statistics import FloatArray, IntArray
from tests.signals.columns import assert_same_bytes

BASELINE, RECENT = 25, 4  # weeks
PRIOR = GammaPrior(1.6, 0.4)


class Portfolio:
    """Stationary Gamma–Poisson clients: rates of mean m and variance v, weekly noise of variance κ, exposure uneven."""

    def __init__(self, n: int, *, mean: float = 4.0, variance: float = 10.0, kappa: float = 0.1, seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        rates = rng.gamma(mean**2 / variance, variance / mean, n)
        self.weeks = rng.uniform(0.5, 1.5, BASELINE)
        weekly = np.stack([self._week(rng, rates * e, kappa) for e in self.weeks], axis=1)
        self.recent = np.stack([self._week(rng, rates, kappa) for _ in range(RECENT)]).sum(axis=0)
        self.y, self.yy, self.ye = weekly.sum(axis=1), (weekly**2).sum(axis=1), (weekly * self.weeks).sum(axis=1)
        self.e, self.ee = np.full(n, self.weeks.sum()), np.full(n, (self.weeks**2).sum())
        self.prior = rhythm.gamma_poisson_prior(self.y, self.e)
        self.kappa = rhythm.pooled_kappa(self.y, self.yy, self.e, self.ee, self.ye, self.prior)

    @staticmethod
    def _week(rng: Generator, means: FloatArray, kappa: float) -> IntArray:
        return rng.poisson(means * rng.gamma(1 / kappa, kappa, len(means)) if kappa else means)

    def judged(self) -> tuple[FloatArray, FloatArray, Posterior]:
        phi = rhythm.dispersion(self.y, self.e, self.prior, self.kappa)
        return np.full(len(self.y), float(RECENT)), phi, rhythm.posterior(self.y, self.e, phi, self.prior)


@pytest.mark.parametrize(("mean", "variance"), [(4, 10), (1, 1), (12, 60)])
def test_prior_finds_the_portfolio_it_came_from(mean: float, variance: float) -> None:
    prior = Portfolio(20_000, mean=mean, variance=variance, kappa=0).prior
    assert_allclose([prior.a0, prior.b0], [mean**2 / variance, mean / variance], rtol=0.06)


@pytest.mark.parametrize("kappa", [0.0, 0.1, 0.3])
def test_kappa_finds_the_noise_it_came_from(kappa: float) -> None:
    assert Portfolio(5_000, kappa=kappa).kappa == pytest.approx(kappa, abs=0.02)


def test_the_frame_does_not_depend_on_the_order_of_clients() -> None:
    p = Portfolio(400)
    order = np.random.default_rng(1).permutation(400)
    assert rhythm.gamma_poisson_prior(p.y[order], p.e[order]) == p.prior
    y, yy, e, ee, ye = (s[order] for s in (p.y, p.yy, p.e, p.ee, p.ye))
    assert rhythm.pooled_kappa(y, yy, e, ee, ye, p.prior) == p.kappa


def test_clients_all_alike_give_the_longest_prior() -> None:
    prior = rhythm.gamma_poisson_prior(np.full(50, 100), np.full(50, 25))
    assert_allclose([prior.a0, prior.b0], [208, 52])


def test_a_portfolio_without_messages_gives_the_shipped_prior() -> None:
    shipped = rhythm.gamma_poisson_prior([], [])
    assert shipped.a0 / shipped.b0 == pytest.approx(rhythm.SHIPPED_MEAN)
    assert rhythm.gamma_poisson_prior(np.zeros(50), np.full(50, 25)) == shipped
    assert rhythm.pooled_kappa([], [], [], [], [], shipped) == rhythm.SHIPPED_KAPPA
    assert rhythm.pooled_share([], [], rhythm.SHIPPED_QUESTION_SHARE) == rhythm.SHIPPED_QUESTION_SHARE


def test_few_clients_lean_on_shipped_values() -> None:
    own = np.full(15, 20.0)
    prior = rhythm.gamma_poisson_prior(25 * own, np.full(15, 25.0))
    assert prior.a0 / prior.b0 == pytest.approx((20 + rhythm.SHIPPED_MEAN) / 2)


def test_question_share_is_never_zero_or_one() -> None:
    shipped = rhythm.SHIPPED_QUESTION_SHARE
    assert 0 < rhythm.pooled_share(np.zeros(40), np.full(40, 100), shipped) < 0.001
    assert rhythm.pooled_share(np.full(40, 30), np.full(40, 100), shipped) == pytest.approx(0.3, abs=0.001)


def test_posterior_weighs_an_over_dispersed_week_less() -> None:
    post = rhythm.posterior([100], [25], [2.0], PRIOR)
    assert_allclose([post.a[0], post.b[0]], [1.6 + 50, 0.4 + 12.5])
    assert_allclose(rhythm.expected([4], post), 4 * 51.6 / 12.9)


def test_z_is_that_of_the_design() -> None:
    post = Posterior(np.array([50.0]), np.array([12.5]))
    z = rhythm.z_rhythm([5], [4.0], [1.5], post)
    assert_allclose(z, 2 * (math.sqrt(5.375) - math.sqrt(16.375)) / math.sqrt(1.5 * (1 + 4 / 12.5)))


def test_nothing_can_be_told_of_weeks_without_exposure() -> None:
    post = rhythm.posterior([100], [25], [1.0], PRIOR)
    z = rhythm.z_rhythm([0], [0.0], [1.0], post)
    assert_array_equal(rhythm.quiet_strength(z), [math.nan])
    assert_array_equal(rhythm.surge_strength(z), [math.nan])


def test_strength_of_a_silence_by_z() -> None:
    assert_allclose(rhythm.quiet_strength([2, -0.8, -1.65, -2.5, -9]), [0, 0, 0.5, 1, 1], atol=1e-12)
    assert_allclose(rhythm.surge_strength([-2, 0.8, 1.65, 2.5, 9]), [0, 0, 0.5, 1, 1], atol=1e-12)


@given(st.integers(0, 300), st.integers(0, 60), st.floats(0.1, 30), st.floats(0.1, 6), st.floats(1, 4))
def test_fewer_messages_are_never_less_quiet(y_base: int, y: int, e_base: float, e_recent: float, phi: float) -> None:
    post = rhythm.posterior(y_base, e_base, phi, PRIOR)
    now, fewer = (rhythm.z_rhythm(c, e_recent, phi, post) for c in (y + 1, y))
    assert rhythm.quiet_strength(fewer) >= rhythm.quiet_strength(now)
    assert rhythm.surge_strength(fewer) <= rhythm.surge_strength(now)
    assert rhythm.lower_tail(y, e_recent, phi, post) <= rhythm.lower_tail(y + 1, e_recent, phi, post)


@given(st.integers(0, 100), st.floats(0.2, 100), st.floats(0.2, 40), st.floats(0.1, 6))
def test_without_over_dispersion_the_tail_is_the_gamma_poisson_mixture(
    y: int, a: float, b: float, e_recent: float
) -> None:
    post = Posterior(np.array([a]), np.array([b]))
    known = stats.nbinom(a, b / (b + e_recent))
    assert_allclose(rhythm.lower_tail(y, e_recent, 1.0, post), known.cdf(y), rtol=1e-7)
    assert_allclose(rhythm.upper_tail(y, e_recent, 1.0, post), known.sf(y - 1), rtol=1e-7, atol=1e-200)


def test_tails_agree_with_simulation() -> None:
    rng = np.random.default_rng(5)
    a, b, e, phi = 20.0, 5.0, 4.0, 1.8
    rates = rng.gamma(a, 1 / b, 200_000)
    noise = rng.negative_binomial(rates * e / (phi - 1), 1 / phi)  # mean λe, variance φλe
    post = Posterior(np.array([a]), np.array([b]))
    for y in (4, 8, 12, 16, 24):
        assert rhythm.lower_tail(y, e, phi, post)[0] == pytest.approx((noise <= y).mean(), abs=0.006)
        assert rhythm.upper_tail(y, e, phi, post)[0] == pytest.approx((noise >= y).mean(), abs=0.006)


def test_gap_tail_agrees_with_simulation() -> None:
    rng = np.random.default_rng(6)
    gaps = rng.exponential(1 / rng.gamma(6.0, 1 / 2.0, 200_000))
    post = Posterior(np.array([6.0]), np.array([2.0]))
    assert rhythm.gap_tail(0.0, post) == 1.0
    for gap in (0.1, 0.5, 1.5):
        assert rhythm.gap_tail(gap, post)[0] == pytest.approx((gaps > gap).mean(), abs=0.005)


def test_usual_range_holds_nine_of_ten() -> None:
    portfolio = Portfolio(20_000)
    low, high = rhythm.usual_range(*portfolio.judged())
    inside = (portfolio.recent >= low) & (portfolio.recent <= high)
    assert 0.90 <= inside.mean() < 0.94
    assert_array_equal(rhythm.usual_range([math.nan], [1.0], Posterior(np.ones(1), np.ones(1))), [[-1], [-1]])


def test_nothing_expected_makes_nothing_usual() -> None:
    post = Posterior(np.ones(1), np.ones(1))
    assert_array_equal(rhythm.usual_range([0.0], [1.0], post), [[0], [0]])
    assert rhythm.lower_tail([0], [0.0], [1.0], post) == 1.0
    assert rhythm.upper_tail([1], [0.0], [1.0], post) == 0.0


@pytest.mark.parametrize("kappa", [0.0, 0.1, 0.3])
def test_false_alarms_of_stationary_clients_stay_rare(kappa: float) -> None:
    """Measured on 200,000 clients, κ = 0, .1, .3: strength ½ by chance 6.0, 4.9, 3.9 %; the alert 1.1, 1.0, 0.9 %."""
    portfolio = Portfolio(40_000, kappa=kappa)
    e, phi, post = portfolio.judged()
    strong = rhythm.quiet_strength(rhythm.z_rhythm(portfolio.recent, e, phi, post)) >= 0.5
    alert = strong & (rhythm.lower_tail(portfolio.recent, e, phi, post) <= rhythm.ALERT_TAIL)
    assert strong.mean() < 0.065
    assert alert.mean() < 0.013


def test_more_questions_than_before_are_evidence() -> None:
    strength = rhythm.question_strength([1, 6, 9], [10, 10, 10], [20, 20, 20], [100, 100, 100], 0.2)
    assert strength[0] == 0
    assert 0 < strength[1] <= strength[2] == 1


def test_two_messages_are_too_few_to_tell() -> None:
    assert_array_equal(rhythm.question_strength([2], [2], [0], [100], 0.2), [math.nan])


@given(st.integers(3, 40), st.integers(0, 40), st.integers(0, 60), st.floats(0.05, 0.6))
def test_one_more_question_never_weakens_the_evidence(messages: int, asked: int, base: int, share: float) -> None:
    asked = min(asked, messages - 1)
    fewer, more = rhythm.question_strength([asked, asked + 1], [messages] * 2, [base] * 2, [100] * 2, share)
    assert 0 <= fewer <= more <= 1


def test_a_surge_counts_in_full_only_with_questions() -> None:
    surge, no = np.array([1.0, 1.0, 1.0, 0.0, math.nan]), np.zeros(5, dtype=bool)
    strength = rhythm.sudden_questions_strength(surge, [1.0, 0.0, math.nan, 1.0, 1.0], no)
    assert_allclose(strength, [1.0, 0.4, 0.4, 0.0, math.nan])


def test_onboarding_excuses_a_surge() -> None:
    strength = rhythm.sudden_questions_strength([1.0, math.nan], [1.0, 1.0], np.array([True, True]))
    assert_array_equal(strength, [0.0, math.nan])


def test_rhythm_is_byte_equal_for_any_cut() -> None:
    portfolio = Portfolio(60)
    y, e, recent = portfolio.y.astype(float), portfolio.e.copy(), portfolio.recent.astype(float)
    e[::11], recent[::13] = 0.0, 0.0
    asked = np.floor(recent / 2)

    def judge(y: FloatArray, e: FloatArray, recent: FloatArray, asked: FloatArray) -> tuple[npt.NDArray[Any], ...]:
        phi = rhythm.dispersion(y, e, portfolio.prior, portfolio.kappa)
        post = rhythm.posterior(y, e, phi, portfolio.prior)
        z = rhythm.z_rhythm(recent, 4.0, phi, post)
        questions = rhythm.question_strength(asked, recent, np.floor(y / 3), y, 0.25)
        tails = rhythm.lower_tail(recent, 4.0, phi, post), rhythm.upper_tail(recent, 4.0, phi, post)
        gap = rhythm.gap_tail(1.3, post)
        return z, rhythm.quiet_strength(z), questions, *tails, gap, *rhythm.usual_range(4.0, phi, post)

    assert_same_bytes(judge, [y, e, recent, asked], np.random.default_rng(8))
