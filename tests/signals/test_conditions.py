"""From a judged chunk to what alerts open and end on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from signals import runs
from signals.bands import Band
from signals.conditions import BAND_SIGNS, ENDS, OPENS, UNTOLD, Conditions, conditions
from signals.detectors import BY_KEY, DETECTORS
from signals.judging import Judged
from signals.models import Series
from signals.populations import served
from signals.scoring import ScorecardSpec, expected_loss
from tests.signals import portfolio as world


@pytest.fixture
def made(portfolio: None, at: Callable[[dt.datetime], None]) -> tuple[Judged, ScorecardSpec]:
    at(world.NOON)
    run = runs.prepare(world.agency_day(world.TODAY), Series.LIVE)
    return runs.judge_clients(run, served(run.day, run.known)), run.spec


def place(found: Conditions, key: str) -> int:
    return [sign.key for sign in found.signs].index(key)


def test_every_sign_with_alerts_is_there_and_the_two_bands(made: tuple[Judged, ScorecardSpec]) -> None:
    keys = [sign.key for sign in conditions(*made).signs]
    assert keys[-2:] == ["churn_high", "fire_high"]
    assert not {"tenure", "low_pulse", "own_lapses"} & set(keys)
    assert {"gone_quiet", "low_nps", "late_payments", "contact_departed"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_a_sign_is_as_strong_as_its_strongest_factor_of_that_side(made: tuple[Judged, ScorecardSpec]) -> None:
    judged, spec = made
    found = conditions(judged, spec)
    k = place(found, "low_nps")
    own = [j for j, factor in enumerate(spec.factors) if factor.key in ("nps_detractor", "nps_drop", "nps_mute")]
    table = judged.measured.strengths[:, own]
    told = ~np.isnan(table).all(axis=1)
    expected = np.rint(10_000 * np.nanmax(table[told], axis=1))
    assert found.signs[k].factors == ("nps_detractor", "nps_drop", "nps_mute")  # a promoter speaks against it
    assert (found.strength[told, k] == expected).all()
    assert (found.strength[~told, k] == UNTOLD).all()
    strongest = int(found.strength[:, k].argmax())
    assert spec.factors[own[int(np.nanargmax(table[strongest]))]].key == found.factor(strongest, k)
    assert set(found.reading(strongest, k)) == set(BY_KEY["low_nps"].reading)


def test_a_detectors_own_alert_goes_before_its_factors(made: tuple[Judged, ScorecardSpec]) -> None:
    judged, spec = made
    own = np.full(len(judged.measured.fault), np.nan)
    own[3] = 0.75
    judged = replace(judged, measured=replace(judged.measured, alerts={"gone_quiet": own}))
    found = conditions(judged, spec)
    k = place(found, "gone_quiet")
    assert found.strength[3, k] == 7_500
    assert (np.delete(found.strength[:, k], 3) == UNTOLD).all()


def test_urgency_and_side_are_the_detectors_own(made: tuple[Judged, ScorecardSpec]) -> None:
    urgent = tuple(replace(d, urgent=True) if d.key == "gone_quiet" else d for d in DETECTORS)
    found = conditions(*made, urgent)
    assert [sign.key for sign in found.signs if sign.urgent] == ["gone_quiet", "unethical_request"]
    assert all(sign.side == BY_KEY[sign.key].side for sign in found.signs[:-2])


@pytest.mark.parametrize("side", ["churn", "fire"])
def test_a_band_of_high_or_above_is_a_condition_until_it_ends(made: tuple[Judged, ScorecardSpec], side: str) -> None:
    judged, spec = made
    bands = judged.bands[side].band.copy()  # type: ignore[index]
    bands[:5] = [Band.UNKNOWN, Band.LOW, Band.RAISED, Band.HIGH, Band.CRITICAL]
    judged.bands[side] = replace(judged.bands[side], band=bands)  # type: ignore[index]
    found = conditions(judged, spec)
    k = place(found, BAND_SIGNS[side])  # type: ignore[index]
    unknown, low, raised, high, critical = found.strength[:5, k].tolist()
    assert unknown == UNTOLD
    assert max(low, raised) < ENDS < OPENS <= min(high, critical)
    assert (found.factor(3, k), found.reading(3, k)) == ("", {"band": 3})


def test_the_loss_is_the_expected_loss_to_the_cent(made: tuple[Judged, ScorecardSpec]) -> None:
    judged, spec = made
    revenue = judged.measured.revenue.copy()
    revenue[0] = np.nan
    judged = replace(judged, measured=replace(judged.measured, revenue=revenue))
    found = conditions(judged, spec)
    assert found.loss_cents(0) is None
    for i in range(1, len(revenue)):
        score = int(judged.scores["churn"].score[i])
        loss = expected_loss(Decimal(int(revenue[i])) / 100, score)
        assert found.loss_cents(i) == int(100 * loss)


@pytest.mark.parametrize("revenue", [0, 1, 10**15 + 7])
def test_the_loss_is_exact_in_a_currency_of_large_numbers(made: tuple[Judged, ScorecardSpec], revenue: int) -> None:
    judged, spec = made
    every = np.full(len(judged.measured.revenue), float(revenue))
    found = conditions(replace(judged, measured=replace(judged.measured, revenue=every)), spec)
    for i, score in enumerate(judged.scores["churn"].score.tolist()):
        assert found.loss_cents(i) == int(100 * expected_loss(Decimal(revenue) / 100, score))
