from dataclasses import astuple
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from signals.bands import Band, BandState, HeldBack, plain_band, step
from signals.priors import Side
from signals.scoring import ScoreArrays
from signals.statistics import BoolArray, FloatArray, IntArray
from tests.signals.columns import assert_same_bytes

UNKNOWN, LOW, RAISED, HIGH, CRITICAL = Band


def scored(score: npt.ArrayLike, *, coverage: npt.ArrayLike = 1000, dimensions: int = 2) -> ScoreArrays:
    scores: IntArray = np.atleast_1d(np.asarray(score, dtype=np.int64))
    n, zero = len(scores), np.zeros(len(scores), dtype=np.int64)
    points = np.zeros((n, 3), dtype=np.int64)
    points[:, :dimensions] = 100
    points[:, dimensions:] = 99
    return ScoreArrays(
        points=points,
        level=0,
        fault=zero,
        cap=zero,
        clip=zero,
        rounding=zero,
        score=scores,
        coverage=np.broadcast_to(np.asarray(coverage, dtype=np.int64), n),
        dimensions=("money", "effort", "conduct"),
        dimension_points=points,
    )


def weeks(
    scores: list[int], side: Side = "churn", state: BandState | None = None, **given: Any
) -> tuple[list[Band], list[HeldBack], BandState]:
    """Bands and reasons of one client over closed weeks, and the state after the last."""
    state = state or BandState.absent(1)
    bands, reasons = [], []
    for score in scores:
        now = step(state, scored(score, **given), side=side, week_closes=True)
        state = now.state
        bands.append(Band(now.band[0]))
        reasons.append(HeldBack(now.held_back[0]))
    return bands, reasons, state


def on_a_tuesday(
    score: int, state: BandState, side: Side = "churn", *, fault: list[float] | None = None, **given: Any
) -> tuple[Band, HeldBack]:
    now = step(state, scored(score, **given), side=side, week_closes=False, fault=fault)
    assert now.state is state
    return Band(now.band[0]), HeldBack(now.held_back[0])


def test_plain_bands_begin_where_the_design_says() -> None:
    assert_array_equal(
        plain_band([0, 51, 52, 65, 66, 78, 79, 100]), [LOW, LOW, RAISED, RAISED, HIGH, HIGH, CRITICAL, CRITICAL]
    )


def test_without_a_predecessor_the_plain_band_holds() -> None:
    sides: tuple[Side, ...] = ("churn", "fire")
    for side in sides:
        for score, band in ((40, LOW), (60, RAISED), (70, HIGH), (85, CRITICAL)):
            assert on_a_tuesday(score, BandState.absent(1), side) == (band, HeldBack.NOTHING)
            assert weeks([score], side)[0] == [band]


def test_high_begins_after_two_closed_weeks() -> None:
    bands, reasons, _ = weeks([40, 70, 70])
    assert bands == [LOW, RAISED, HIGH]
    assert reasons == [HeldBack.NOTHING, HeldBack.TOO_SOON, HeldBack.NOTHING]


def test_the_two_weeks_must_follow_each_other() -> None:
    assert weeks([40, 70, 60, 70, 70])[0] == [LOW, RAISED, RAISED, RAISED, HIGH]


def test_one_critical_week_is_enough() -> None:
    assert weeks([40, 80, 70])[0] == [LOW, CRITICAL, HIGH]


def test_critical_shows_at_once_but_begins_nothing_before_the_week_closes() -> None:
    state = weeks([40])[2]
    assert on_a_tuesday(80, state) == (CRITICAL, HeldBack.NOTHING)
    assert on_a_tuesday(70, state) == (RAISED, HeldBack.TOO_SOON)


def test_high_ends_after_four_weeks_below_ten_percent() -> None:
    assert weeks([70, 59, 59, 59, 59, 59])[0] == [HIGH, HIGH, HIGH, HIGH, RAISED, RAISED]
    assert weeks([70, 30, 30, 30, 30])[0] == [HIGH, HIGH, HIGH, HIGH, LOW]


def test_one_week_at_ten_percent_starts_the_four_anew() -> None:
    assert weeks([70, 59, 59, 59, 60, 59, 59, 59, 59])[0] == [HIGH] * 8 + [RAISED]


def test_after_its_end_high_must_begin_again() -> None:
    assert weeks([70, 50, 50, 50, 50, 70, 70])[0][-3:] == [LOW, RAISED, HIGH]


def test_other_days_show_todays_score_within_the_closed_weeks_state() -> None:
    held, not_held = weeks([70])[2], weeks([60])[2]
    assert on_a_tuesday(30, held)[0] == HIGH
    assert on_a_tuesday(90, held)[0] == CRITICAL
    assert on_a_tuesday(70, not_held)[0] == RAISED


def test_too_little_coverage_is_not_enough_data_and_carries_the_state_on() -> None:
    state = weeks([70])[2]
    blind = step(state, scored(10, coverage=399), side="churn", week_closes=True)
    assert blind.band == UNKNOWN
    assert blind.held_back == HeldBack.NOTHING
    assert [part[0] for part in astuple(blind.state)] == [part[0] for part in astuple(state)]
    assert weeks([10], coverage=400)[0] == [LOW]


def test_a_first_week_without_coverage_is_no_predecessor() -> None:
    state = weeks([70], coverage=100)[2]
    assert not state.known[0]
    assert weeks([70], state=state)[0] == [HIGH]


def test_fire_needs_two_months_in_a_row() -> None:
    bands, reasons, _ = weeks([40] + [70] * 8, "fire")
    assert bands == [LOW] + [RAISED] * 7 + [HIGH]
    assert reasons[7] == HeldBack.TOO_SOON
    assert weeks([40] + [90] * 3, "fire")[0][-1] == RAISED
    assert weeks([40] + [70] * 7 + [65] + [70] * 7, "fire")[0][-1] == RAISED


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"dimensions": 1}, HeldBack.ONE_DIMENSION),
        ({"coverage": 599}, HeldBack.COVERAGE),
        ({"fault": [0.5]}, HeldBack.OUR_FAULT),
        ({"dimensions": 0, "coverage": 500, "fault": [1.0]}, ~HeldBack.TOO_SOON),
    ],
)
def test_fire_is_held_back_and_says_why(given: dict[str, Any], reason: HeldBack) -> None:
    for state in (BandState.absent(1), weeks([90], "fire")[2]):
        assert on_a_tuesday(90, state, "fire", **given) == (RAISED, reason)


@pytest.mark.parametrize("fault", [[0.49], [float("nan")], None])
def test_fire_is_high_when_nothing_holds_it_back(fault: list[float] | None) -> None:
    assert on_a_tuesday(90, BandState.absent(1), "fire", fault=fault) == (CRITICAL, HeldBack.NOTHING)


def test_conditions_hold_back_nothing_that_is_not_high() -> None:
    assert on_a_tuesday(60, BandState.absent(1), "fire", dimensions=0) == (RAISED, HeldBack.NOTHING)
    held = weeks([90], "fire")[2]
    assert on_a_tuesday(40, held, "fire") == (HIGH, HeldBack.NOTHING)
    assert on_a_tuesday(40, held, "fire", dimensions=0) == (LOW, HeldBack.NOTHING)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30), st.sampled_from(["churn", "fire"]))
def test_counters_and_bands_stay_consistent(scores: list[int], side: Side) -> None:
    bands, _, state = weeks(scores, side)
    assert 0 <= state.below[0] < 4
    assert state.below[0] == 0 or state.held[0]
    assert UNKNOWN not in bands
    assert bands[-1] <= RAISED or state.held[0]


def test_bands_are_byte_equal_for_any_cut() -> None:
    rng = np.random.default_rng(1)
    n = 40
    columns = [
        rng.integers(0, 101, n),
        rng.integers(0, 1001, n),
        rng.uniform(size=n),
        rng.uniform(size=n) < 0.7,
        rng.uniform(size=n) < 0.4,
        rng.integers(0, 9, n),
        rng.integers(0, 4, n),
    ]

    def judge(
        score: IntArray,
        coverage: IntArray,
        fault: FloatArray,
        known: BoolArray,
        held: BoolArray,
        above: IntArray,
        below: IntArray,
    ) -> tuple[npt.NDArray[Any], ...]:
        state = BandState(known, known & held, above, np.where(known & held, below, 0))
        now = step(state, scored(score, coverage=coverage), side="fire", week_closes=True, fault=fault)
        return now.band, now.held_back, *astuple(now.state)

    assert_same_bytes(judge, columns, rng)
