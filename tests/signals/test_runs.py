"""A pass: what it writes, when it writes nothing, what it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Invoice, Period, Pulse
from signals import frames, runs
from signals.calendars import NoAgency
from signals.framing import FrameData
from signals.models import Frame, Series, Snapshot
from signals.populations import served
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
DAY = dt.timedelta(days=1)


@pytest.fixture
def now(portfolio: None, at: At) -> At:
    at(world.NOON)
    return at


def rows_touched() -> list[tuple[object, ...]]:
    """Where each snapshot lies: a row that was written again lies elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text, xmin::text FROM signals_snapshot ORDER BY id")
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def test_everyone_served_today_gets_one_snapshot(now: At) -> None:
    done = runs.score(world.TODAY)
    ids = served(world.agency_day(world.TODAY), "recorded_at").tolist()
    assert done == runs.Outcome(len(ids), len(ids))
    assert list(Snapshot.objects.order_by("client_id").values_list("client_id", flat=True)) == ids
    assert 30 < len(ids) < Client.objects.count()


def test_a_second_pass_writes_no_row(now: At) -> None:
    runs.score(world.TODAY)
    before = rows_touched()
    assert runs.score(world.TODAY).written == 0
    assert runs.score(world.TODAY, chunk=7).written == 0
    assert rows_touched() == before


def test_a_quiet_day_after_writes_only_what_changed(now: At) -> None:
    runs.score(world.TODAY)
    now(world.NOON + DAY)
    changed = runs.score(world.TODAY + DAY)
    digests = {s.client_id: s.digest for s in Snapshot.objects.filter(day=world.TODAY)}
    newer = Snapshot.objects.filter(day=world.TODAY + DAY)
    assert newer.count() == changed.written
    assert all(snapshot.digest != digests.get(snapshot.client_id) for snapshot in newer)


def test_how_often_a_pass_ran_does_not_matter(now: At) -> None:
    now(world.NOON - 3 * DAY)
    runs.prepare(world.agency_day(world.TODAY - 3 * DAY), Series.LIVE)

    def last() -> dict[int, str]:
        return {s.client_id: s.digest for s in Snapshot.objects.newest(by=world.TODAY)}

    for back in (3, 2, 2, 1, 0, 0):
        now(world.NOON - back * DAY)
        runs.score(world.TODAY - back * DAY)
    often = last()
    Snapshot.objects.all().delete()
    runs.score(world.TODAY)
    assert last() == often


def test_the_order_in_which_facts_arrived_does_not_matter(now: At) -> None:
    run = runs.prepare(world.agency_day(world.TODAY), Series.LIVE)
    ids = served(run.day, run.known)
    whole = world.say(run, ids)
    world.arrive_in_reverse()
    assert world.say(run, ids) == whole
    assert frames.rebuilt(run.frame, world.ZONE) == FrameData.from_json(run.frame.data)


def test_whether_plans_are_kept_does_not_matter(now: At, monkeypatch: pytest.MonkeyPatch) -> None:
    run = runs.prepare(world.agency_day(world.TODAY), Series.LIVE)
    ids = served(run.day, run.known)
    assert len(ids) <= runs.FEW
    kept = [world.say(run, ids) for _ in range(2)]
    monkeypatch.setattr(runs, "FEW", 0)
    assert kept == [world.say(run, ids)] * 2


def test_a_day_to_come_has_no_score(now: At) -> None:
    with pytest.raises(ValueError, match="has not come yet"):
        runs.score(world.TODAY + DAY)


def test_without_an_agency_nobody_is_scored(db: None) -> None:
    with pytest.raises(NoAgency):
        runs.score(world.TODAY)


def test_a_replay_leaves_the_live_series_alone(now: At) -> None:
    runs.score(world.TODAY)
    live, marks = world.written(), world.marks()
    runs.score(world.SUNDAY)
    assert world.written() == live
    assert len(world.written(world.SUNDAY, series=Series.REPLAY)) > 30
    assert world.marks() == marks


def test_a_replay_before_the_first_live_day_makes_no_day_to_close(now: At) -> None:
    runs.score(world.SUNDAY)
    assert not Frame.objects.filter(series=Series.LIVE).exists()
    assert runs.days_to_close(world.agency_day(world.TODAY)) == []
    assert runs.score(world.SUNDAY).written == 0


def test_whoever_ended_is_scored_until_the_day_before(now: At) -> None:
    client = Client.objects.filter(status=Client.Status.ACTIVE).order_by("pk")[0]
    Client.objects.filter(pk=client.pk).update(status=Client.Status.ENDED, ended_on=world.TODAY + DAY)
    assert runs.score(world.TODAY, [client.pk]).clients == 1
    now(world.NOON + DAY)
    assert runs.score(world.TODAY + DAY, [client.pk]).clients == 0


def test_a_client_who_ends_soon_is_marked_with_everyone(now: At) -> None:
    client = Client.objects.filter(status=Client.Status.ACTIVE).order_by("pk")[0]
    Client.objects.filter(pk=client.pk).update(status=Client.Status.ENDED, ended_on=world.TODAY + 3 * DAY)
    frames.mark_everyone()
    assert world.marks().count(client.pk) == 2


def test_one_client_and_25_take_the_same_number_of_queries(now: At) -> None:
    runs.score(world.TODAY)
    ids = served(world.agency_day(world.TODAY), "recorded_at").tolist()
    still = set(Period.objects.filter(kind__in=("pause", "between", "holiday")).values_list("client_id", flat=True))

    def cost(clients: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            runs.score(world.TODAY, clients)
        return len(queries)

    def cost_of_sweeping(clients: list[int]) -> int:
        for client in clients:
            Pulse.objects.create(client_id=client, occurred_on=world.TODAY, value=2)
        with CaptureQueriesContext(connection) as queries:
            assert runs.sweep() == len(clients)
        return len(queries)

    many = [*[i for i in ids if i in still][:5], *[i for i in ids if i not in still][:20]]
    assert len(many) == 25
    assert cost(many) == max(cost([client]) for client in many[:5])
    cost_of_sweeping(many)  # opens and ends alerts, which costs what tests/signals/test_alerts.py says
    assert cost_of_sweeping(many) == max(cost_of_sweeping([client]) for client in many[:5])


def test_scores_differ_when_facts_do(now: At) -> None:
    """The tests above would also pass for a pass that reads nothing."""
    runs.score(world.TODAY)
    before = dict(Snapshot.objects.values_list("client_id", "churn"))
    Pulse.objects.all().delete()
    Invoice.objects.update(due_on=world.TODAY - 60 * DAY)
    runs.score(world.TODAY)
    after = dict(Snapshot.objects.values_list("client_id", "churn"))
    assert sum(before[client] != after[client] for client in before) > 10
