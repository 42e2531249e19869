"""Alerts and notices depend on what was known and on which day, and on nothing else."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Client, Mark, Message, SurveyResponse
from clienthealth.core.models import OutboxEvent
from signals import attention, runs
from signals.actions import alerts as actions
from signals.calendars import the_agency
from signals.models import Alert, AlertEvent, Notice, Series, Snapshot
from tests.factories import AgencyFactory, ClientFactory, SurveyResponseFactory, UserFactory
from tests.signals import portfolio as world
from tests.signals.conditions import follow
from tests.threads import PATIENCE, Others, others, wait_until, waiting_for

At = Callable[[dt.datetime], None]
DAY = dt.timedelta(days=1)
DAYS = [world.TODAY - 21 * DAY, world.TODAY - 7 * DAY, world.TODAY]
COLUMNS = (
    "client_id", "sign", "side", "state", "outcome", "opened_on", "opened_at", "ended_on", "strength", "peak", "factor",
    "score", "loss_cents", "noticed_at", "noticed_to", "changed_at",
)  # fmt: skip


def moment(day: dt.date) -> dt.datetime:
    return world.NOON - (world.TODAY - day)


def live_through(at: At, passes: list[list[int]]) -> list[object]:
    """Score and attend on each day, a pass a chunk size, and say what became of it all. Nothing is kept."""
    with transaction.atomic():
        for day, sizes in zip(DAYS, passes, strict=True):
            at(moment(day))
            for size in sizes:
                runs.score(day, chunk=size)
            attention.attend(world.agency_day(day))
        found = everything()
        transaction.set_rollback(True)
    return found


def everything() -> list[object]:
    """What alerts, their histories, notices and the outbox say, without the numbers of the rows."""
    alerts = Alert.objects.order_by("client_id", "sign", "opened_at")
    return [
        [(*row, repr(sorted(reading.items()))) for *row, reading in alerts.values_list(*COLUMNS, "reading")],
        Counter(AlertEvent.objects.values_list("alert__client", "alert__sign", "what", "at")),
        Counter(Notice.objects.values_list("user", "alert__client", "alert__sign", "made_at")),
        Counter((event.topic, event.client, repr(without_ids(event))) for event in OutboxEvent.objects.all()),
    ]


def without_ids(event: OutboxEvent) -> list[tuple[str, object]]:
    return sorted((name, value) for name, value in event.payload.items() if name != "alert")


SIZES = st.lists(st.integers(6, 50), min_size=1, max_size=2)  # one by one: tests/signals/test_frames.py


def test_neither_cuts_nor_repetition_nor_the_order_of_facts_matter(portfolio: None, at: At) -> None:
    whole = live_through(at, [[2500], [2500], [2500]])
    states = Counter(row[3] for row in whole[0])  # type: ignore[attr-defined]
    assert min(states["open"], states["resolved"]) > 2  # the property would also hold for a world without alerts

    @settings(max_examples=3)
    @given(st.tuples(SIZES, SIZES, SIZES), st.booleans())
    def once_more(passes: tuple[list[int], ...], reverse: bool) -> None:
        with transaction.atomic():
            if reverse:
                world.arrive_in_reverse()
            assert live_through(at, list(passes)) == whole
            transaction.set_rollback(True)

    once_more()


def test_sweeping_marked_clients_gives_the_alerts_of_a_full_pass(portfolio: None, at: At) -> None:
    at(world.NOON)
    runs.score(world.TODAY)
    whole = everything()
    Snapshot.objects.all().delete()
    for model in (Notice, AlertEvent, Alert, OutboxEvent):
        model._default_manager.all().delete()
    Mark.objects.bulk_create(Mark(client=client) for client in Client.objects.all())
    while runs.sweep(limit=3):
        pass
    assert everything() == whole


def test_one_client_and_25_take_the_same_number_of_queries(portfolio: None, at: At) -> None:
    at(world.NOON)
    runs.score(world.TODAY)
    clients = list(Alert.objects.order_by("client").values_list("client", flat=True).distinct())[:20]
    assert len(clients) >= 10
    SurveyResponse.objects.all().delete()

    def cost(chosen: list[int]) -> int:
        for client in chosen:
            SurveyResponse.objects.create(client_id=client, score=0, answered_on=world.TODAY)
        with CaptureQueriesContext(connection) as asked:
            assert runs.sweep() == len(chosen)
        return len([query for query in asked if "signals_alert" in query["sql"]])

    runs.score(world.TODAY)
    Mark.objects.all().delete()
    assert cost(clients[1:]) == cost(clients[:1])


# --- late and corrected facts -----------------------------------------------------------------------------------------


def test_a_late_or_corrected_fact_changes_todays_alert_and_no_closed_day(portfolio: None, at: At) -> None:
    yesterday = world.TODAY - DAY
    at(moment(yesterday))
    runs.score(yesterday)
    at(world.NOON)
    runs.close_day(world.agency_day(yesterday))
    runs.score(world.TODAY)
    fine = Client.objects.exclude(alerts__sign="low_nps").filter(snapshots__isnull=False).order_by("pk")[0]
    closed = world.written(yesterday)
    Mark.objects.all().delete()

    late = SurveyResponseFactory(client=fine, score=0, answered_on=yesterday - 5 * DAY)
    runs.sweep()
    alert = Alert.objects.get(client=fine, sign="low_nps")
    assert (alert.state, alert.opened_on, alert.factor) == ("open", world.TODAY, "nps_detractor")

    SurveyResponse.objects.filter(pk=late.pk).update(score=10)
    runs.sweep()
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, alert.ended_on) == ("resolved", "ended", world.TODAY)
    assert world.written(yesterday) == closed


def test_closing_and_replaying_a_past_day_touches_no_alert(portfolio: None, at: At) -> None:
    yesterday = world.TODAY - DAY
    at(moment(yesterday))
    runs.score(yesterday)
    before = everything()
    Message.objects.all().delete()
    at(world.NOON)
    runs.close_day(world.agency_day(yesterday))
    runs.score(world.SUNDAY)
    assert everything() == before
    runs.score(world.TODAY)
    assert everything() != before


def test_a_changed_band_is_told_once_a_step(portfolio: None, at: At) -> None:
    at(world.NOON)
    runs.score(world.TODAY)
    assert not OutboxEvent.objects.filter(topic="band.changed").exists()  # a first score changes nothing
    score = Snapshot.objects.filter(churn_band__in=[1, 2]).order_by("-churn", "client_id")[0]
    Snapshot.objects.filter(pk=score.pk).update(churn_band=4, digest="another")
    for _ in range(2):
        runs.score(world.TODAY)
    event = OutboxEvent.objects.get(topic="band.changed")
    assert (event.client, event.payload) == (
        score.client_id,
        {"side": "churn", "day": world.TODAY.isoformat(), "was": 4, "band": score.churn_band},
    )


# --- at the same time -------------------------------------------------------------------------------------------------


@pytest.fixture
def people(transactional_db: None) -> object:
    AgencyFactory()
    with others() as found:
        yield found


def today() -> dt.date:
    return the_agency().today().date


def test_two_scorers_open_one_alert(people: Others) -> None:
    clients = [SurveyResponseFactory(score=0, answered_on=today()).client_id for _ in range(4)]
    runs.prepare(the_agency().today(), Series.LIVE)
    with transaction.atomic():
        runs.lock_clients(np.array(clients))
        passes = [people.start(runs.score, today(), chunk=size) for size in (1, 4)]
        wait_until(lambda: waiting_for("advisory") == 2)
    for one in passes:
        one.result(PATIENCE)
    assert list(Alert.objects.filter(sign="low_nps").order_by("client").values_list("client", flat=True)) == clients
    opened = AlertEvent.objects.filter(what="opened").count()
    assert opened == Alert.objects.count() == OutboxEvent.objects.filter(topic="alert.opened").count()


def test_even_without_the_scoring_locks_the_table_holds_one(people: Others) -> None:
    client = ClientFactory().pk
    with transaction.atomic():
        assert follow(today(), {client: 6_000}) == 1
        second = people.start(transaction.atomic(follow), today(), {client: 6_000})
        wait_until(lambda: waiting_for("transactionid"))
    assert second.result(PATIENCE) == 0
    assert Alert.objects.count() == AlertEvent.objects.count() == OutboxEvent.objects.count() == 1


def test_what_a_person_did_meanwhile_is_kept(people: Others) -> None:
    keeper = UserFactory()
    client = ClientFactory(owner=keeper)
    follow(today(), {client.pk: 6_000})
    alert = Alert.objects.get()
    with transaction.atomic():
        actions.resolve([alert.pk], by=keeper, outcome="mended")
        scorer = people.start(transaction.atomic(follow), today(), {client.pk: 1_000})
        wait_until(lambda: waiting_for("transactionid"))
    scorer.result(PATIENCE)
    alert.refresh_from_db()
    assert (alert.outcome, alert.resolved_by, alert.ended_on) == ("mended", keeper, today())
    assert list(AlertEvent.objects.order_by("pk").values_list("what", flat=True)) == ["opened", "resolved"]
