"""A fact that is deleted, corrected or written down late, of every kind: today follows, and no closed day does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models

from accounts.models import AdAccount, AdResult, Client, Deliverable, ManagerLink
from signals import runs, scorecards
from signals.models import Frame, Series
from signals.populations import served
from signals.scoring import SegmentSpec, Weight
from signals.statistics import IntArray
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
YESTERDAY = world.agency_day(world.TODAY - dt.timedelta(days=1))
SEGMENTS = {
    "Shops": SegmentSpec({"tenure_mature": Weight(-1.0, 0.5)}, {"gone_quiet": {"from_z": 0.1, "full_at_z": 1.0}})
}
NOT_JUDGED = {"Note"}  # what people tell each other


@pytest.fixture
def ids(portfolio: None, at: At) -> IntArray:
    """A portfolio with a segment of its own weights, whose yesterday is closed."""
    at(YESTERDAY.cut - dt.timedelta(hours=12))
    chosen = served(YESTERDAY, "recorded_at")
    Client.objects.filter(pk__in=chosen[::3].tolist()).update(segment="Shops")
    _advertises(int(chosen[1]))
    scorecards.publish(factors=scorecards.shipped(), in_force_from=YESTERDAY.date, notes="", by=None, segments=SEGMENTS)
    runs.score(YESTERDAY.date)
    at(world.NOON)
    runs.close_day(YESTERDAY)
    return chosen


def _advertises(client: int) -> None:
    """A cut budget, a new manager link and a report of ours that never came: a small world has too few of them."""
    late = YESTERDAY.plus(-20).date
    Deliverable.objects.create(client_id=client, kind=Deliverable.Kind.REPORT, title="Report", due_on=late)
    account = AdAccount.objects.create(client_id=client, number="late-facts")
    days = [YESTERDAY.plus(-n).date for n in range(1, 240)]
    AdResult.objects.bulk_create(
        AdResult(
            client_id=client, ad_account=account, occurred_on=day, cost=10 if n < 28 else 100, conversions=4,
            currency="EUR",
        )
        for n, day in enumerate(days)
    )  # fmt: skip
    ManagerLink.objects.create(
        client_id=client,
        ad_account=account,
        manager_number="1",
        manager_name="Other agency",
        linked_on=YESTERDAY.plus(-3).date,
    )


def rows_of(model: type[models.Model]) -> list[models.Model]:
    return list(model._default_manager.order_by("pk"))


def delete(model: type[models.Model]) -> None:
    """As a person would, one table at a time: what hangs on a row stays, so that only this kind of fact is missing."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def write_late(model: type[models.Model], rows: list[models.Model]) -> None:
    """All of them only now, the newest first."""
    for name in ("recorded_at", "known_at"):
        field: Any = model._meta.get_field(name)
        for row in rows:
            setattr(row, name, field.get_default())
    model._default_manager.bulk_create(rows[::-1])


def facts() -> list[type[models.Model]]:
    return [model for model in world.records() if model._meta.object_name not in {"Agency", "Client"}]


def test_there_is_a_fact_of_every_kind_that_is_judged(ids: IntArray) -> None:
    assert {str(model._meta.object_name) for model in facts() if not rows_of(model)} <= NOT_JUDGED


def test_a_fact_that_goes_or_comes_late_moves_today_and_no_closed_day(ids: IntArray) -> None:
    today = runs.prepare(world.agency_day(world.TODAY), Series.LIVE)
    frame = Frame.objects.in_force(YESTERDAY.date, Series.LIVE).first()
    assert frame is not None
    now, then = world.say(today, ids), world.say(runs.replaying(YESTERDAY, frame), ids)
    closed = world.written(YESTERDAY.date)
    followed = set()
    for model in facts():
        rows = rows_of(model)
        delete(model)
        if world.say(runs.prepare(today.day, Series.LIVE), ids) != now:
            followed.add(model._meta.object_name)
        write_late(model, rows)
    assert {model._meta.object_name for model in facts()} - followed == NOT_JUDGED
    assert world.say(runs.prepare(today.day, Series.LIVE), ids) == now
    assert world.say(runs.replaying(YESTERDAY, frame), ids) == then
    runs.close_day(YESTERDAY)
    assert world.written(YESTERDAY.date) == closed
