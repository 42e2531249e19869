"""Starting, handing over and ending plays: once, on working days, with the right people, and on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client
from clienthealth.core.models import OutboxEvent
from signals.actions.play_records import Wanted, create_plays, due_day
from signals.actions.plays import assign_rescuer, finish_play, start_play, stop_play
from signals.actions.tasks import finish_task
from signals.calendars import known_calendars
from signals.models import Alert, Play, Task
from signals.permissions import plays_for, tasks_for
from signals.playbooks.content import Step
from signals.playbooks.filling import GAP
from signals.playbooks.library import playbooks
from tests.cast import Cast, assemble
from tests.factories import AlertFactory, ClientFactory, ContactFactory, HolidayFactory, PlaybookFactory
from tests.factories.days import DAY, NOON, day
from tests.threads import others

FRIDAY = dt.date(2026, 2, 27)


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def tasks(play: Play) -> list[Task]:
    return list(play.tasks.order_by("number"))


def test_steps_become_tasks_with_words_and_days(cast: Cast) -> None:
    ContactFactory(client=cast.client, name="Mikkel Toft", language="da")
    book = PlaybookFactory(signs=[])

    play = start_play(cast.client, book.key, by=cast.keeper)
    call, mail = tasks(play)

    assert (play.name, play.state, play.started_on, play.started_by) == ("Coffee first", "running", DAY, cast.keeper)
    assert (call.title, call.script, call.due_on) == ("Call Mikkel Toft", GAP, DAY)
    assert (mail.subject, mail.language, mail.due_on) == ("Kaffe, Aalborg Bikes?", "da", day(2))
    assert mail.body == "Kære Mikkel\n\ntirsdag den 3. marts 2026, 10:00"


def test_a_client_whose_language_we_did_not_write_gets_english(cast: Cast) -> None:
    cast.client.language = "fr"
    cast.client.save()

    assert tasks(start_play(cast.client, PlaybookFactory().key, by=cast.keeper))[1].language == "en"


def test_started_again_is_the_running_one(cast: Cast) -> None:
    first = start_play(cast.client, "save_mode", by=cast.keeper)
    again = start_play(cast.client, "save_mode", by=cast.boss)

    assert again == first
    assert Task.objects.count() == len(tasks(first))
    assert OutboxEvent.objects.filter(topic="play.started").count() == 1

    finish_play(first, by=cast.keeper, outcome="mended")
    assert start_play(cast.client, "save_mode", by=cast.keeper) != first


@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_the_same_time_start_one() -> None:
    cast = assemble()
    with others() as them:
        started = [
            them.start(start_play, cast.client, "save_mode", by=by) for by in (cast.keeper, cast.boss, cast.lead)
        ]
        plays = {one.result(60).pk for one in started}

    assert len(plays) == 1
    assert Play.objects.count() == 1
    assert Task.objects.count() == len(playbooks()["save_mode"].steps)


def test_each_step_falls_to_its_person(cast: Cast) -> None:
    steps = [{"title": who, "kind": "work", "who": who, "due": 0} for who in ("manager", "lead", "owner", "rescuer")]
    book = PlaybookFactory(steps=steps)

    play = start_play(cast.client, book.key, by=cast.keeper, rescuer=cast.boss)
    assert [task.assigned_to for task in tasks(play)] == [None, cast.lead, cast.boss, cast.boss]

    nowhere = ClientFactory(owner=None)
    assert [task.assigned_to for task in tasks(start_play(nowhere, book.key, by=cast.boss))] == [
        None, cast.boss, cast.boss, None,
    ]  # fmt: skip


def test_days_off_do_not_count(cast: Cast) -> None:
    HolidayFactory(on=day(0), country="DK")  # Monday
    HolidayFactory(on=day(1), country="")  # the agency's own
    HolidayFactory(on=day(2), country="SE")  # somebody else's
    calendars = known_calendars(cast.agency.today(), "recorded_at")

    def due(after: int, start: dt.date = FRIDAY) -> dt.date:
        return due_day(calendars, start, Step(1, "", "work", "manager", after))

    assert [due(0), due(1), due(2)] == [FRIDAY, day(2), day(3)]
    assert due(0, start=day(-2)) == day(2)  # a Saturday: the next working day


def test_within_48_hours_is_two_days_whatever_the_calendar_says(cast: Cast) -> None:
    HolidayFactory(on=day(0), country="DK")
    play = start_play(cast.client, "save_mode", by=cast.keeper, on=FRIDAY)
    limits = {step.number: step.hours for step in playbooks()["save_mode"].steps}

    soon = [task.due_on for task in tasks(play) if limits[task.number]]
    assert len(soon) == 3
    assert max(soon) <= FRIDAY + dt.timedelta(days=2)


def test_on_an_alert_it_is_taken_up_and_says_so(cast: Cast) -> None:
    alert = AlertFactory(client=cast.client, sign="low_nps")

    play = start_play(cast.client, "save_mode", by=cast.keeper, alert=alert)

    alert.refresh_from_db()
    assert (play.alert, alert.state) == (alert, Alert.State.ACKNOWLEDGED)
    assert [event.what for event in alert.events.all()] == ["play", "acknowledged"]
    event = OutboxEvent.objects.get(topic="play.started")
    assert (event.client, event.payload["sign"], event.payload["side"]) == (cast.client.pk, "low_nps", "churn")


def test_a_play_on_fire_pressure_is_for_those_who_may_see_it(cast: Cast) -> None:
    alert = AlertFactory(client=cast.client, sign="haggling", side="fire")
    play = start_play(cast.client, "save_mode", by=cast.keeper, alert=alert)

    assert play.side == "fire"
    assert list(plays_for(cast.keeper)) == [play]
    assert tasks_for(cast.keeper).exists()
    for other in (cast.teammate, cast.observer, cast.outsider):
        assert not plays_for(other).exists()
        assert not tasks_for(other).exists()


def test_who_only_reads_a_client_starts_nothing(cast: Cast) -> None:
    for other in (cast.teammate, cast.observer, cast.outsider):
        with pytest.raises(PermissionDenied):
            start_play(cast.client, "save_mode", by=other)


@pytest.mark.parametrize("key", ["no_such_book", ""])
def test_an_unknown_playbook_is_refused(cast: Cast, key: str) -> None:
    with pytest.raises(ValidationError):
        start_play(cast.client, key, by=cast.keeper)


def test_anothers_alert_and_a_strangers_rescue_are_refused(cast: Cast) -> None:
    foreign = AlertFactory(client=cast.foreign)
    with pytest.raises(ValidationError):
        start_play(cast.client, "save_mode", by=cast.boss, alert=foreign)
    with pytest.raises(ValidationError):
        start_play(cast.client, "save_mode", by=cast.keeper, rescuer=cast.outsider)
    assert not Play.objects.exists()


def test_a_rescuer_takes_the_steps_that_are_open_and_meant_for_one(cast: Cast) -> None:
    play = start_play(cast.client, "save_mode", by=cast.keeper)
    theirs = [task for task in tasks(play) if _who(task) == "rescuer"]
    finish_task(theirs[0], by=cast.keeper)
    given = theirs[1]
    given.assigned_to = cast.teammate
    given.save()

    assign_rescuer(play, by=cast.keeper, rescuer=cast.boss)
    assert {task.assigned_to for task in tasks(play) if task in theirs[2:]} == {cast.boss}
    assert [tasks(play)[task.number - 1].assigned_to for task in theirs[:2]] == [None, cast.teammate]

    assign_rescuer(play, by=cast.keeper, rescuer=None)
    assert {task.assigned_to for task in tasks(play) if task in theirs[2:]} == {None}


def test_an_end_is_said_once_and_leaves_the_rest_out(cast: Cast) -> None:
    play = start_play(cast.client, "save_mode", by=cast.keeper)
    finish_task(tasks(play)[0], by=cast.keeper, note="Went well")

    finish_play(play, by=cast.keeper, outcome="partly", note="Call earlier")

    play.refresh_from_db()
    assert (play.state, play.outcome, play.note, play.ended_on) == ("done", "partly", "Call earlier", DAY)
    assert [task.state for task in tasks(play)] == ["done"] + ["skipped"] * (len(tasks(play)) - 1)
    assert OutboxEvent.objects.get(topic="play.ended").payload["outcome"] == "partly"
    with pytest.raises(ValidationError):
        stop_play(play, by=cast.keeper, why="again")


def test_breaking_off_asks_why_and_ending_asks_how(cast: Cast) -> None:
    play = start_play(cast.client, "save_mode", by=cast.keeper)
    with pytest.raises(ValidationError):
        stop_play(play, by=cast.keeper, why=" ")
    with pytest.raises(ValidationError):
        finish_play(play, by=cast.keeper, outcome="great")

    assert stop_play(play, by=cast.keeper, why="Their accountant answered").outcome == "needless"


def test_a_play_whose_last_task_ended_does_not_end_itself(cast: Cast) -> None:
    play = start_play(cast.client, PlaybookFactory().key, by=cast.keeper)
    for task in tasks(play):
        finish_task(task, by=cast.keeper)

    play.refresh_from_db()
    assert play.state == Play.State.RUNNING


def test_25_plays_cost_what_one_costs(cast: Cast) -> None:
    clients = ClientFactory.create_batch(26)
    alerts = {client.pk: AlertFactory(client=client) for client in clients}

    def cost(some: list[Client]) -> int:
        book = playbooks()["save_mode"]
        with CaptureQueriesContext(connection) as queries:
            create_plays([Wanted(client, book, alerts[client.pk]) for client in some], on=DAY, by=cast.boss)
        return len(queries)

    assert cost(clients[:1]) == cost(clients[1:])
    assert Play.objects.count() == 26


def _who(task: Task) -> str:
    return playbooks()["save_mode"].steps[task.number - 1].who
