"""Bands of both scores: when High begins and ends, and what holds fire pressure back.

Pure. All arrays have shape (n,), one entry a client, integers and booleans only. The state of a series is computed
from the previous *closed* snapshot alone and advances when a week closes; a "month" is four closed weeks.
"""

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Self

import numpy as np
import numpy.typing as npt

from signals.priors import Side
from signals.scoring import CRITICAL, HIGH, RAISED, ScoreArrays
from signals.statistics import BoolArray, IntArray, column

RELEASE = 60  # displayed churn risk below this is a probability below .10
WEEKS_TO_BEGIN: dict[Side, int] = {"churn": 2, "fire": 8}
WEEKS_TO_END = 4
ENOUGH_COVERAGE = 400  # per mille: below it the page says "not enough data"
FIRE_COVERAGE = 600
FIRE_DIMENSIONS = 2
FIRE_DIMENSION_POINTS = 100  # hundredths: a dimension counts from one whole point
FIRE_FAULT = 0.5


class Band(IntEnum):
    """Range of a score, the same for both; UNKNOWN reads "Not enough data" and is never green."""

    UNKNOWN = 0
    LOW = 1
    RAISED = 2
    HIGH = 3
    CRITICAL = 4


class HeldBack(IntFlag):
    """Why a score of 66 or more is shown as Raised."""

    NOTHING = 0
    TOO_SOON = 1  # not enough closed weeks in a row
    ONE_DIMENSION = 2
    COVERAGE = 4
    OUR_FAULT = 8  # "mend ours first"


@dataclass(frozen=True, slots=True)
class BandState:
    """What the next day needs to know of the last closed week; arrays (n,)."""

    known: BoolArray  # is there a predecessor at all
    held: BoolArray  # High has begun and not ended
    above: IntArray  # closed weeks in a row at 66 or more
    below: IntArray  # closed weeks in a row below 60, while held

    @classmethod
    def absent(cls, n: int) -> Self:
        """State of n clients without a predecessor."""
        none, zero = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.int64)
        return cls(known=none, held=none, above=zero, below=zero)


@dataclass(frozen=True, slots=True)
class BandStep:
    """The shown bands (Band values), the reasons held back (HeldBack bits), and the state to store; arrays (n,)."""

    band: IntArray
    held_back: IntArray
    state: BandState


def plain_band(score: npt.ArrayLike) -> IntArray:
    """Band of a displayed score alone, as Band values."""
    edges = np.array([RAISED, HIGH, CRITICAL], dtype=np.int64)
    return Band.LOW + np.searchsorted(edges, np.asarray(score, dtype=np.int64), side="right").astype(np.int64)


def step(
    previous: BandState,
    scores: ScoreArrays,
    *,
    side: Side,
    week_closes: bool,
    fault: npt.ArrayLike | None = None,
) -> BandStep:
    """Bands of one day, after the last closed week `previous`.

    1. Too little coverage: UNKNOWN, and the state is carried on as it was.
    2. When the week closes the state advances by this score; on other days it stands.
    3. While High is held the band is at least High, otherwise at most Raised; one Critical churn risk shows at once.
       Without a predecessor the plain band holds.
    4. Fire pressure is High or Critical only with two dimensions of a point or more, coverage of 60 % and our `fault`
       (n,) below ½, where NaN is no fault.
    """
    score, plain = scores.score, plain_band(scores.score)
    told = scores.coverage >= ENOUGH_COVERAGE
    state = _advance(previous, score, told, side) if week_closes else previous
    begun = state.held | ~previous.known
    if side == "churn":
        begun = begun | (plain == Band.CRITICAL)
    reasons = np.where((plain >= Band.HIGH) & ~begun, HeldBack.TOO_SOON, HeldBack.NOTHING).astype(np.int64)
    if side == "fire":
        conditions = _fire_reasons(scores, fault)
        reasons |= np.where(plain >= Band.HIGH, conditions, HeldBack.NOTHING)
        begun = begun & (conditions == HeldBack.NOTHING)
    at_least = np.where(state.held & previous.known, np.maximum(plain, Band.HIGH), plain)
    shown = np.where(begun, at_least, np.minimum(plain, Band.RAISED))
    return BandStep(
        band=np.where(told, shown, Band.UNKNOWN).astype(np.int64),
        held_back=np.where(told, reasons, HeldBack.NOTHING).astype(np.int64),
        state=state,
    )


def _advance(previous: BandState, score: IntArray, told: BoolArray, side: Side) -> BandState:
    """State after a closed week. High begins after two weeks (fire: eight) or one Critical churn risk."""
    above = np.where(score >= HIGH, previous.above + 1, 0)
    below = np.where(previous.held & (score < RELEASE), previous.below + 1, 0)
    begins = above >= WEEKS_TO_BEGIN[side]
    if side == "churn":
        begins = begins | (score >= CRITICAL)
    goes_on = np.where(previous.held, below < WEEKS_TO_END, begins)
    held = np.where(previous.known, goes_on, score >= HIGH)
    return BandState(
        known=previous.known | told,
        held=np.where(told, held, previous.held),
        above=np.where(told, above, previous.above),
        below=np.where(told & held, below, np.where(told, 0, previous.below)),
    )


def _fire_reasons(scores: ScoreArrays, fault: npt.ArrayLike | None) -> IntArray:
    """HeldBack bits of the conditions that fire pressure must meet besides time."""
    dimensions = (scores.dimension_points >= FIRE_DIMENSION_POINTS).sum(axis=1)
    ours = np.zeros(len(dimensions)) if fault is None else column(fault)
    return (
        np.where(dimensions < FIRE_DIMENSIONS, HeldBack.ONE_DIMENSION, 0)
        | np.where(scores.coverage < FIRE_COVERAGE, HeldBack.COVERAGE, 0)
        | np.where(ours >= FIRE_FAULT, HeldBack.OUR_FAULT, 0)
    ).astype(np.int64)
