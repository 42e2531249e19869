"""How much later a client, or we, answer than before.

Pure. A wait is log(1 + working hours), so that minutes do not decide and a doubling counts alike at any pace. SQL sums
waits in thousandths. Source: design, Communication.
"""

import numpy as np
import numpy.typing as npt

from signals.statistics import FloatArray, clip01, column

PSEUDO_WEEKS, BASE_WEEKS = 4.0, 25.0
FEWEST_PSEUDO = 4.0  # answers: what the pseudo-weeks are worth at least, so that few answers prove little
FEWEST_RECENT, FEWEST_BASE = 3, 12  # answers
SHIPPED_SPREAD, SPREAD_WORTH = 1.0, 8.0  # standard deviation of a wait, and how many answers that is worth
THOUSANDTHS = 1000.0


def mean_wait(total: npt.ArrayLike, answers: npt.ArrayLike) -> FloatArray:
    """Mean of log(1 + hours) from SQL's sum of thousandths; NaN without an answer."""
    n = column(answers)
    return column(total) / THOUSANDTHS / np.where(n > 0, n, np.nan)


def hours_of(wait: npt.ArrayLike) -> FloatArray:
    """The typical working hours behind a mean wait: its geometric mean."""
    return np.expm1(column(wait))


def reply_shift(
    answers: npt.ArrayLike,
    total: npt.ArrayLike,
    answers_base: npt.ArrayLike,
    total_base: npt.ArrayLike,
    squares_base: npt.ArrayLike,
    trend: float = 0.0,
) -> FloatArray:
    """How far the recent waits stand above the client's own, in standard deviations of a single wait.

    shift = (m − m_b − trend)/s · n/(n + k): k is what four weeks of the baseline's pace bring, at least 4 answers, so
    the shift is shrunk to "as before", by half for a client who keeps the pace. s is the baseline's own spread, held by
    the shipped one (8 answers' worth). `trend` is the portfolio's own change. NaN for fewer than 3 recent or 12
    earlier answers. By chance alone 3.6, 0.8 and 0.05 % of clients with 3, 8 and 16 answers in four weeks reach 0.5
    (100,000 simulated clients each, log-normal waits).
    """
    n, n_base = column(answers), column(answers_base)
    told = (n >= FEWEST_RECENT) & (n_base >= FEWEST_BASE)
    mean, base = mean_wait(total, n), mean_wait(total_base, n_base)
    left = np.maximum(column(squares_base) / THOUSANDTHS**2 - n_base * base * base, 0.0)
    spread = np.sqrt((left + SPREAD_WORTH * SHIPPED_SPREAD**2) / np.where(told, n_base - 1.0 + SPREAD_WORTH, np.nan))
    pseudo = np.maximum(PSEUDO_WEEKS / BASE_WEEKS * n_base, FEWEST_PSEUDO)
    return np.where(told, (mean - base - trend) / spread * n / (n + pseudo), np.nan)


def reply_strength(shift: npt.ArrayLike, from_shift: npt.ArrayLike, full_over: npt.ArrayLike) -> FloatArray:
    """Evidence that answers come later: c((shift − from)/over); shipped .2 and .6, so ½ at half a deviation."""
    return clip01((column(shift) - column(from_shift)) / column(full_over))
