"""The rhythm of a client's messages: what is usual for them, and how far the last weeks stand from it.

Pure. The unit of exposure is one ordinary week of the portfolio: a week without effects has exposure 1, a quiet
Christmas week perhaps 0.2, a week the client's office is closed 0. SQL sums exposure in integer millionths; divide by
a million (a million squared for squares) before calling. Rates are messages per ordinary week.

Model: the weekly count of client i is over-dispersed Poisson with mean λ_i·e_w and variance φ_i·λ_i·e_w, and
λ_i ~ Gamma(a0, b0) over the portfolio. Source: design, Communication; Gelman et al., Bayesian Data Analysis, 2.6.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from signals.statistics import (
    BoolArray,
    Figure,
    FloatArray,
    IntArray,
    beta_binomial_mid_tail,
    clip01,
    column,
    mean_of,
    negative_binomial_cdf,
    negative_binomial_quantile,
    negative_binomial_sf,
    shrink,
    variance_of,
)

SHIPPED_MEAN = 4.0  # messages per ordinary week
SHIPPED_VARIANCE = 10.0  # between clients
SHIPPED_KAPPA = 0.15
ALERT_TAIL = 0.02  # an alert of silence asks for a chance as small as this besides a strength of half
SHIPPED_QUESTION_SHARE = 0.25
SHIPPED_OUTSIDE_SHARE = 0.08  # of messages outside office hours
LONGEST_PRIOR = 52.0  # weeks: the prior never outweighs a year of the client's own record
HIGHEST_KAPPA = 2.0
PSEUDO_MESSAGES = 20.0
FEWEST_MESSAGES = 3
LONELY_SURGE = 0.4  # what a surge counts without more questions in it


@dataclass(frozen=True, slots=True)
class GammaPrior:
    """Gamma(a0, b0) of the clients' rates: mean a0/b0 messages a week, worth b0 weeks of record."""

    a0: float
    b0: float


@dataclass(frozen=True, slots=True)
class Posterior:
    """Gamma(a, b) of each client's own rate; arrays (n,)."""

    a: FloatArray
    b: FloatArray


# --- frame only ----------------------------------------------------------------------------------------------------


def gamma_poisson_prior(counts: npt.ArrayLike, exposures: npt.ArrayLike) -> GammaPrior:
    """Prior of the rates by moments, b0 = m/v and a0 = m·b0, over the clients with exposure. Frame only.

    v is the variance of the clients' rates less what chance alone gives them (m/E each). Mean and variance shrink to
    shipped values under 30 clients; v ≤ 0 (all alike) gives the longest prior allowed; a portfolio that never writes
    gives the shipped prior. The result does not depend on the order of the clients.
    """
    y, e = column(counts), column(exposures)
    y, e = y[e > 0], e[e > 0]
    rates = y / e
    n = len(rates)
    pooled_mean = mean_of(rates)
    chance = mean_of(pooled_mean / e)
    mean = shrink(pooled_mean, SHIPPED_MEAN, n)
    variance = shrink(variance_of(rates) - chance, SHIPPED_VARIANCE, n)
    if mean <= 0:
        mean, variance = SHIPPED_MEAN, SHIPPED_VARIANCE
    b0 = mean / max(variance, mean / LONGEST_PRIOR)
    return GammaPrior(a0=mean * b0, b0=b0)


def pooled_kappa(
    y: npt.ArrayLike,
    yy: npt.ArrayLike,
    e: npt.ArrayLike,
    ee: npt.ArrayLike,
    ye: npt.ArrayLike,
    prior: GammaPrior,
) -> float:
    """κ of φ_i = 1 + κ·λ_i over the portfolio, by moments, between 0 and 2. Frame only.

    Per client over the weeks w of the baseline: `y` Σ y_w, `yy` Σ y_w², `e` Σ e_w, `ee` Σ e_w², `ye` Σ y_w·e_w; all
    five are integer sums in SQL. With λ̂ = y/e the squared residuals Σ(y_w − λ̂e_w)² expect φλ(e − ee/e), and λ² is
    estimated without bias by (y² − y)/e². Clients are weighted by 1/(λ̃φ̃)² at the shipped κ, about the inverse variance
    of their residuals, so that a few loud clients do not decide. Shrinks to the shipped value under 30 clients; does
    not depend on their order.
    """
    counts, squares, exposure, exposure2, cross = column(y), column(yy), column(e), column(ee), column(ye)
    usable = exposure * exposure > exposure2
    counts, squares, exposure = counts[usable], squares[usable], exposure[usable]
    exposure2, cross = exposure2[usable], cross[usable]
    rate = counts / exposure
    freedom = exposure - exposure2 / exposure
    residuals = squares - 2.0 * rate * cross + rate * rate * exposure2
    working = (prior.a0 + counts) / (prior.b0 + exposure)
    weight = (working * (1.0 + SHIPPED_KAPPA * working)) ** -2.0
    above = math.fsum(weight * (residuals - rate * freedom))
    below = math.fsum(weight * freedom * (counts * counts - counts) / (exposure * exposure))
    pooled = above / below if below > 0 else math.nan
    return min(max(shrink(pooled, SHIPPED_KAPPA, len(counts)), 0.0), HIGHEST_KAPPA)


def pooled_share(hits: npt.ArrayLike, messages: npt.ArrayLike, shipped: float) -> float:
    """Share of messages that are of some kind (ask, come at night), over the portfolio; never 0 or 1. Frame only.

    One pseudo-message of each kind keeps the beta prior proper; shrinks to the shipped share under 30 clients.
    """
    asked, sent = column(hits), column(messages)
    n = int(np.count_nonzero(sent > 0))
    pooled = (math.fsum(asked) + 1.0) / (math.fsum(sent) + 2.0)
    return shrink(pooled, shipped, n)


# --- judging -------------------------------------------------------------------------------------------------------


def dispersion(y_base: npt.ArrayLike, e_base: npt.ArrayLike, prior: GammaPrior, kappa: float) -> FloatArray:
    """φ_i = 1 + κ·λ_i, with the rate shrunk to the prior so that an empty record has a φ too."""
    return 1.0 + kappa * (prior.a0 + column(y_base)) / (prior.b0 + column(e_base))


def posterior(y_base: npt.ArrayLike, e_base: npt.ArrayLike, phi: npt.ArrayLike, prior: GammaPrior) -> Posterior:
    """a = a0 + Y/φ, b = b0 + E/φ: an over-dispersed week is worth 1/φ of a week."""
    phis = column(phi)
    return Posterior(a=prior.a0 + column(y_base) / phis, b=prior.b0 + column(e_base) / phis)


def expected(e_recent: npt.ArrayLike, post: Posterior) -> FloatArray:
    """μ = E_r·a/b, messages expected in the recent weeks."""
    return column(e_recent) * post.a / post.b


def z_rhythm(y: npt.ArrayLike, e_recent: npt.ArrayLike, phi: npt.ArrayLike, post: Posterior) -> FloatArray:
    """Distance of `y` recent messages from the expected μ, in standard deviations; below zero is quieter.

    z = 2(√(y+⅜) − √(μ+⅜)) / √(φ(1 + E_r/b)): Anscombe's root makes counts near normal (Biometrika 35, 1948), the
    divisor adds the uncertainty about the client's rate. NaN where no exposure was expected: nothing can be told then.
    """
    exposure = column(e_recent)
    mu = expected(exposure, post)
    spread = np.sqrt(column(phi) * (1.0 + exposure / post.b))
    z = 2.0 * (np.sqrt(column(y) + 0.375) - np.sqrt(mu + 0.375)) / spread
    return np.where(exposure > 0, z, np.nan)


def quiet_strength(z: npt.ArrayLike, *, start: Figure = 0.8, full: Figure = 2.5) -> FloatArray:
    """Evidence of a silence: c((−z − 0.8)/1.7), so ½ at z = −1.65 and 1 from z = −2.5.

    Measured on 200,000 stationary Gamma–Poisson clients with a weekly noise of κ = 0, .1, .3: by chance 6.0, 4.9 and
    3.9 % reach ½ in a given month. Points may be that forgiving; an alert may not, so it asks for a `lower_tail` of at
    most `ALERT_TAIL` as well, which leaves 1.1, 1.0 and 0.9 %.
    """
    return clip01((-column(z) - start) / (full - start))


def surge_strength(z: npt.ArrayLike, *, start: Figure = 0.8, full: Figure = 2.5) -> FloatArray:
    """Evidence of a surge: the mirror of `quiet_strength`."""
    return clip01((column(z) - start) / (full - start))


def question_strength(
    asked_recent: npt.ArrayLike,
    messages_recent: npt.ArrayLike,
    asked_base: npt.ArrayLike,
    messages_base: npt.ArrayLike,
    share: float,
    *,
    start: Figure = 0.8,
    full: Figure = 2.5,
    pseudo: Figure = PSEUDO_MESSAGES,
    fewest: Figure = FEWEST_MESSAGES,
) -> FloatArray:
    """Evidence that more of the recent messages ask (or are of another kind) than of the client's own before.

    Beta-binomial: own baseline plus 20 pseudo-messages of the portfolio's `share`. The mid-tail becomes a z and that
    a strength on the scale of a surge. NaN for fewer than 3 recent messages.
    """
    recent, base, asked = column(messages_recent), column(messages_base), column(asked_base)
    alpha = pseudo * share + asked
    beta = pseudo * (1.0 - share) + base - asked
    tail = beta_binomial_mid_tail(asked_recent, recent, alpha, beta)
    return np.where(recent >= fewest, surge_strength(-special.ndtri(tail), start=start, full=full), np.nan)


def sudden_questions_strength(
    surge: npt.ArrayLike, questions: npt.ArrayLike, excused: BoolArray, *, lonely: Figure = LONELY_SURGE
) -> FloatArray:
    """Evidence that a client suddenly writes and asks much more: surge·(0.4 + 0.6·questions).

    A surge counts in full only when its share of questions rises too; where that is not known it counts as a surge
    alone, which stays below the ½ that opens an alert. `excused` (onboarding or launch) is looked at and fine: 0.
    """
    asked = np.nan_to_num(column(questions), nan=0.0)
    strength = column(surge) * (lonely + (1.0 - lonely) * asked)
    return np.where(excused & ~np.isnan(strength), 0.0, strength)


# --- exact tails, for alerts and sentences ---------------------------------------------------------------------------


def gap_tail(gap: npt.ArrayLike, post: Posterior) -> FloatArray:
    """P(G > g) = (b/(b + g))^a: chance of a gap between messages longer than `gap`, in exposure (ordinary weeks)."""
    return np.exp(-post.a * np.log1p(column(gap) / post.b))


def lower_tail(y: npt.ArrayLike, e_recent: npt.ArrayLike, phi: npt.ArrayLike, post: Posterior) -> FloatArray:
    """P(Y ≤ y): chance of as few messages as these; the exact predictive tail that opens an alert of silence.

    Negative binomial with the predictive mean μ and variance μ(φ + E_r/b). For φ = 1 it is exactly the Gamma–Poisson
    mixture, NB(a, b/(b + E_r)); for φ > 1 the family that matches both moments.
    """
    return negative_binomial_cdf(y, *_predictive(e_recent, phi, post))


def upper_tail(y: npt.ArrayLike, e_recent: npt.ArrayLike, phi: npt.ArrayLike, post: Posterior) -> FloatArray:
    """P(Y ≥ y): chance of as many messages as these, under the same predictive distribution."""
    return negative_binomial_sf(y, *_predictive(e_recent, phi, post))


def usual_range(
    e_recent: npt.ArrayLike, phi: npt.ArrayLike, post: Posterior, level: float = 0.9
) -> tuple[IntArray, IntArray]:
    """Counts (low, high) between which the recent weeks usually fall: "5 to 14 would be usual"; −1 for cannot tell."""
    size, p = _predictive(e_recent, phi, post)
    return (
        negative_binomial_quantile((1.0 - level) / 2.0, size, p),
        negative_binomial_quantile((1.0 + level) / 2.0, size, p),
    )


def _predictive(e_recent: npt.ArrayLike, phi: npt.ArrayLike, post: Posterior) -> tuple[FloatArray, FloatArray]:
    """Size and success probability of the predictive negative binomial; size 0 where nothing is expected."""
    ratio = column(e_recent) / post.b
    excess = column(phi) - 1.0 + ratio
    size = np.where(excess > 0, ratio * post.a / np.where(excess > 0, excess, 1.0), 0.0)
    return np.where(np.isnan(excess), np.nan, size), 1.0 / (1.0 + excess)
