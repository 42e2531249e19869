"""Tail probabilities, shrinkage, decay and robust slopes, for whole columns of clients at once.

Pure NumPy/SciPy. Every argument that is a column has shape (n,), one entry a client; results have the same shape.
A judging function works element by element, so that one client alone, any chunk and the whole portfolio give the
same bytes. NaN means "cannot tell" and stays NaN; zero means "fine". Functions that look across clients say
"frame only": they may build the frame, never judge a client.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, SupportsFloat, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
Figure: TypeAlias = float | FloatArray  # a tunable one: the same for all clients, or each their own (n,)
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Fetched: TypeAlias = Sequence[SupportsFloat | None]  # a column as the database driver hands it over

MILLIONTHS = 1_000_000
ENOUGH_CLIENTS = 30


def column(values: npt.ArrayLike | Fetched) -> FloatArray:
    """Values as a contiguous float64 array of at least one dimension; None becomes NaN, Decimal its nearest float.

    NumPy computes powers and exponentials of bare scalars and of strided views by other code than those of contiguous
    arrays, with other last bits; results that must be equal to the byte start here.
    """
    numbers: Any = values
    return np.ascontiguousarray(numbers, dtype=np.float64)


def clip01(x: npt.ArrayLike | Fetched) -> FloatArray:
    """Clip to [0, 1]: c(·) of the design; NaN stays NaN."""
    values = column(x)
    # One NaN for all: which sign it carries out of a sum of two depends on where in the array it stood.
    return np.where(np.isnan(values), np.nan, np.clip(values, 0.0, 1.0))


def settled(strength: npt.ArrayLike) -> FloatArray:
    """Strengths rounded to a millionth, before they are stored, pooled or turned into points.

    Processors differ in the last bits of powers and logarithms; a replay on another machine must not.
    """
    return np.rint(column(strength) * MILLIONTHS) / MILLIONTHS


# --- decay by age ------------------------------------------------------------------------------------------------


def half_life(age_days: npt.ArrayLike, half_life_days: float | FloatArray) -> FloatArray:
    """Weight ½^(age / half-life) of something that old; 1 for ages below zero. One half-life, or one each: (n,).

    Raises ValueError unless every half-life is positive.
    """
    if not np.all(np.asarray(half_life_days) > 0):
        raise ValueError("a half-life must be positive")
    return np.exp2(-np.maximum(column(age_days), 0.0) / half_life_days)


@cache
def decay_table(half_life_days: float, days: int) -> tuple[int, ...]:
    """Weights in millionths for the ages 0, 1, …, `days` (so `days` + 1 entries), as integers that SQL can sum exactly.

    Raises ValueError unless the half-life is positive and `days` is not negative.
    """
    if days < 0:
        raise ValueError("an age cannot be negative")
    weights = half_life(np.arange(days + 1), half_life_days)
    return tuple(int(w) for w in np.rint(MILLIONTHS * weights))


# --- pooled statistics (frame only) --------------------------------------------------------------------------------


def mean_of(values: Iterable[float]) -> float:
    """Mean of the known values, correctly rounded and so independent of their order; NaN without any. Frame only."""
    known = [float(v) for v in values if not math.isnan(v)]
    return math.fsum(known) / len(known) if known else math.nan


def variance_of(values: Iterable[float]) -> float:
    """Variance of the known values (divisor n − 1), independent of their order; NaN for fewer than 2. Frame only."""
    known = [float(v) for v in values if not math.isnan(v)]
    if len(known) < 2:
        return math.nan
    mean = math.fsum(known) / len(known)
    return math.fsum((v - mean) ** 2 for v in known) / (len(known) - 1)


def shrink(pooled: float, shipped: float, n_clients: int) -> float:
    """A pooled statistic trusted in proportion to the clients behind it: weight min(1, n/30), the rest is `shipped`.

    A pooled value that is not finite counts as not there.
    """
    if not math.isfinite(pooled):
        return shipped
    weight = min(1.0, n_clients / ENOUGH_CLIENTS)
    return weight * pooled + (1.0 - weight) * shipped


# --- discrete tails ------------------------------------------------------------------------------------------------


def negative_binomial_cdf(y: npt.ArrayLike, size: npt.ArrayLike, p: npt.ArrayLike) -> FloatArray:
    """P(Y ≤ y) of a negative binomial with real `size` and success probability `p` (mean size·(1 − p)/p).

    I_p(size, ⌊y⌋ + 1), DLMF 8.17.24. Below zero the answer is 0; a size of 0 means that Y is always 0.
    """
    counts, sizes, probs = column(np.floor(column(y))), column(size), column(p)
    inside = special.betainc(np.maximum(sizes, 1e-300), np.maximum(counts, 0.0) + 1.0, probs)
    return np.where(counts < 0, 0.0, np.where(sizes <= 0, 1.0, inside))


def negative_binomial_sf(y: npt.ArrayLike, size: npt.ArrayLike, p: npt.ArrayLike) -> FloatArray:
    """P(Y ≥ y), the tail that includes y itself; exact far out, where 1 − cdf would be all rounding."""
    counts, sizes, probs = column(np.ceil(column(y))), column(size), column(p)
    inside = special.betainc(np.maximum(counts, 1.0), np.maximum(sizes, 1e-300), 1.0 - probs)
    return np.where(counts <= 0, 1.0, np.where(sizes <= 0, 0.0, inside))


def negative_binomial_quantile(q: float, size: npt.ArrayLike, p: npt.ArrayLike) -> IntArray:
    """Smallest count y with P(Y ≤ y) ≥ q, by bisection; −1 where `size` or `p` is NaN.

    Raises ValueError unless 0 < q < 1.
    """
    if not 0.0 < q < 1.0:
        raise ValueError("a quantile lies strictly between 0 and 1")
    sizes, probs = np.broadcast_arrays(column(size), column(p))
    known = ~(np.isnan(sizes) | np.isnan(probs))
    safe_size, safe_p = np.where(known, sizes, 1.0), np.where(known, probs, 0.5)
    low = np.full(safe_size.shape, -1.0)
    high = np.ones(safe_size.shape)
    while (short := negative_binomial_cdf(high, safe_size, safe_p) < q).any():
        high = np.where(short, 2.0 * high, high)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2.0)
        enough = negative_binomial_cdf(middle, safe_size, safe_p) >= q
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(known, high, -1.0).astype(np.int64)


def beta_binomial_mid_tail(k: npt.ArrayLike, n: npt.ArrayLike, alpha: npt.ArrayLike, beta: npt.ArrayLike) -> FloatArray:
    """P(K > k) + ½·P(K = k) for k of n cases, whose share is Beta(alpha, beta).

    Terms are summed upwards from k by their ratio, so small tails keep their digits; at or below the mean, where
    nobody needs the tail exactly, the answer is ½ or more and may lose digits for thousands of cases.
    """
    hits, cases, a, b = np.broadcast_arrays(column(k), column(n), column(alpha), column(beta))
    log_first = (
        special.betaln(hits + a, cases - hits + b)
        - special.betaln(a, b)
        - special.betaln(hits + 1.0, cases - hits + 1.0)
        - np.log1p(cases)
    )
    term = np.exp(log_first)
    total: FloatArray = 0.5 * term
    j = hits.copy()
    while (going := (j < cases) & (term > 1e-18 * total)).any():
        ratio = (cases - j) / (j + 1.0) * (j + a) / (np.maximum(cases - j - 1.0, 0.0) + b)
        term = np.where(going, term * ratio, 0.0)
        total = total + term
        j = j + 1.0
    return np.where(hits * (a + b) <= cases * a, np.maximum(total, 0.5), total)


# --- slopes and intervals ------------------------------------------------------------------------------------------


def theil_sen(values: npt.ArrayLike) -> FloatArray:
    """Slope of each row of `values` (n × k, equally spaced, oldest first), in value per step: (n,).

    The median of all pairwise slopes (Theil 1950, Sen 1968): up to 29 % of wild points do not move it. NaN entries are
    left out; a row with fewer than three known entries has slope NaN.
    """
    rows = np.atleast_2d(column(values))
    first, second = np.triu_indices(rows.shape[1], k=1)
    slopes = np.sort((rows[:, second] - rows[:, first]) / (second - first), axis=1)
    pairs = np.count_nonzero(~np.isnan(slopes), axis=1)
    if slopes.shape[1] < 3:
        return np.full(rows.shape[0], np.nan)
    lower = np.take_along_axis(slopes, np.maximum(pairs - 1, 0)[:, None] // 2, axis=1)[:, 0]
    upper = np.take_along_axis(slopes, (pairs // 2)[:, None].clip(max=slopes.shape[1] - 1), axis=1)[:, 0]
    return np.where(pairs >= 3, (lower + upper) / 2.0, np.nan)


def wilson(k: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Interval (low, high) for the share behind k of n (Wilson 1927); (0, 1) where n is 0."""
    hits, cases = column(k), column(n)
    z = float(special.ndtri(0.5 + level / 2.0))
    safe = np.maximum(cases, 1.0)
    share = hits / safe
    centre = (share + z * z / (2.0 * safe)) / (1.0 + z * z / safe)
    half = z * np.sqrt(share * (1.0 - share) / safe + z * z / (4.0 * safe * safe)) / (1.0 + z * z / safe)
    low = np.where(hits <= 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(hits >= cases, 1.0, np.minimum(centre + half, 1.0))
    return np.where(cases > 0, low, 0.0), np.where(cases > 0, high, 1.0)


def nps_interval(
    promoters: npt.ArrayLike, passives: npt.ArrayLike, detractors: npt.ArrayLike, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Interval (low, high) of a Net Promoter Score, −100 to 100, for a portfolio or segment; (−100, 100) for nobody.

    Promoters and detractors are shares of one multinomial, so the Wilson limits of each are squared and added with
    their correlation (Newcombe 1998, method 10; Zou & Donner 2008).
    """
    pro, con = column(promoters), column(detractors)
    n = pro + con + column(passives)
    safe = np.maximum(n, 1.0)
    p, d = pro / safe, con / safe
    p_low, p_high = wilson(pro, n, level)
    d_low, d_high = wilson(con, n, level)
    spread = (1.0 - p) * (1.0 - d)
    correlation = -np.sqrt(np.where(spread > 0, p * d / np.where(spread > 0, spread, 1.0), 0.0))

    def reach(up: FloatArray, down: FloatArray) -> FloatArray:
        return np.sqrt(np.maximum(up * up + down * down - 2.0 * correlation * up * down, 0.0))

    low = np.maximum(p - d - reach(p - p_low, d_high - d), -1.0)
    high = np.minimum(p - d + reach(p_high - p, d - d_low), 1.0)
    return 100.0 * np.where(n > 0, low, -1.0), 100.0 * np.where(n > 0, high, 1.0)
