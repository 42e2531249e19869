"""What the demo will not touch, and that blocks leave no trace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from accounts.models import Agency, Client, TimeEntry
from clienthealth.demo import loading, world, worlds
from tests.demo.made import TODAY, load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.ROOT = tmp_path


def test_another_agency_is_left_alone() -> None:
    Agency.objects.create(name="Someone else")
    with pytest.raises(CommandError, match="another agency"):
        load()
    assert Client.objects.count() == 0


def test_production_is_left_alone(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        load()


def test_the_last_day_cannot_be_in_the_future() -> None:
    with pytest.raises(CommandError, match="still to come"):
        load(today=dt.date(2199, 1, 1))


def test_blocks_of_any_size_write_what_was_generated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading.Loader.load, "__defaults__", (2,))
    load()
    generated = {
        (f"{each.number}-{nth}", minutes)
        for each in worlds.portfolio(world.build(7, 12, TODAY), 6)
        for nth, minutes in enumerate(each.book["timeentry"]["minutes"].tolist() if "timeentry" in each.book else [])
    }
    assert set(TimeEntry.objects.values_list("external_id", "minutes")) == generated
