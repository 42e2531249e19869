"""What answers add up to, and whether the intervals keep what they promise."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from signals.statistics import nps_interval
from surveys.results import FEWEST, Nps, Share, Voice, by_group, by_month, last_months, nps_of, satisfied

DAY = dt.date(2026, 11, 20)


def voices(*scores: int, client: int | None = None) -> list[Voice]:
    return [Voice(number if client is None else client, DAY, score) for number, score in enumerate(scores)]


def test_zero_is_an_answer_and_six_still_a_detractor() -> None:
    assert nps_of(voices(0, 6, 7, 8, 9, 10)) == Nps(promoters=2, passives=2, detractors=2, clients=6)


def test_the_score_is_promoters_less_detractors_in_hundredths() -> None:
    found = nps_of(voices(9, 10, 9, 7, 3))
    assert found.value == 40
    assert found.low is not None
    assert found.high is not None
    assert -100 <= found.low < 40 < found.high <= 100


def test_a_handful_gets_no_figure() -> None:
    found = nps_of(voices(*[10] * (FEWEST - 1)))
    assert (found.value, found.low, found.high) == (None, None, None)


def test_one_client_never_gets_an_interval_however_often_it_answers() -> None:
    found = nps_of(voices(*[10] * 30, client=7))
    assert (found.n, found.clients) == (30, 1)
    assert (found.value, found.low, found.high) == (None, None, None)


def test_all_promoters_may_still_have_been_fewer() -> None:
    found = nps_of(voices(*[10] * 8))
    assert (found.value, found.high) == (100, 100)
    assert 20 < (found.low or 0) < 75


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.25, 0.5, 0.25), (0.9, 0.08, 0.02)])
@pytest.mark.parametrize("n", [5, 10, 24, 60])
def test_the_interval_holds_the_truth_about_nineteen_times_of_twenty(shares: tuple[float, ...], n: int) -> None:
    """Of 4,000 rounds in which n clients answer. Small counts cannot hit 95 % exactly; below 90 % would be a lie."""
    drawn = np.random.default_rng(20261120).multinomial(n, shares, size=4000)
    low, high = nps_interval(drawn[:, 0], drawn[:, 1], drawn[:, 2])
    truth = 100 * (shares[0] - shares[2])
    held = float(np.mean((low <= truth) & (truth <= high)))
    assert 0.90 <= held <= 1.0
    if min(shares) * n >= 5:
        assert 0.93 <= held <= 0.98


def test_the_response_rate_carries_wilsons_interval() -> None:
    share = Share(9, 20)
    assert share.value == pytest.approx(0.45)
    assert (round(share.low, 3), round(share.high, 3)) == (0.258, 0.658)
    assert Share(0, 0).value is None
    assert not Share(2, 4).is_enough


def test_four_of_five_is_satisfied() -> None:
    assert satisfied(voices(1, 3, 4, 5)) == Share(2, 4)


def test_months_without_answers_stand_in_the_row() -> None:
    months = last_months(DAY, 3)
    assert months == [dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2026, 11, 1)]
    assert [nps.n for _month, nps, _half_year in by_month(voices(9, 9), months)] == [0, 0, 2]


def test_the_longer_figure_of_a_month_reaches_back_half_a_year() -> None:
    said = [Voice(1, dt.date(2026, 5, 31), 0), Voice(2, dt.date(2026, 6, 1), 9), Voice(3, DAY, 9)]
    [(_month, alone, half_year)] = by_month(said, [dt.date(2026, 11, 1)])
    assert (alone.n, half_year.n) == (1, 2)


def test_months_cross_the_year() -> None:
    assert last_months(dt.date(2027, 1, 3), 2) == [dt.date(2026, 12, 1), dt.date(2027, 1, 1)]


def test_groups_are_summed_apart() -> None:
    found = by_group(voices(9, 2), lambda one: one.client)
    assert found == {0: Nps(promoters=1, clients=1), 1: Nps(detractors=1, clients=1)}
