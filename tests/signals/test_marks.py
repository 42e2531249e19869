"""Marks: whoever changed is scored within seconds, and no change is ever lost between writers and scorers."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from django.db import transaction

from accounts.models import Client, Holiday, Mark, Pulse
from clienthealth.core import clock
from signals import frames, runs, snapshots, turns
from signals.models import Frame, FrameRequest, Series, Snapshot
from signals.populations import served
from tests.factories import AgencyFactory, ClientFactory, ContractFactory, InvoiceFactory, PulseFactory
from tests.signals import portfolio as world
from tests.threads import PATIENCE, Others, others, wait_until, waiting_for

At = Callable[[dt.datetime], None]


@pytest.fixture
def now(portfolio: None, at: At) -> At:
    at(world.NOON)
    runs.score(world.TODAY)
    Mark.objects.all().delete()
    return at


def clients(count: int) -> list[int]:
    found: list[int] = served(world.agency_day(world.TODAY), "recorded_at").tolist()[:count]
    return found


def pulse(client: int, value: int = 1) -> Pulse:
    return Pulse.objects.create(client_id=client, occurred_on=clock.today(world.ZONE).date, value=value)


def score_of(client: int) -> str:
    digest: str = Snapshot.objects.newest(by=dt.date(9999, 1, 1)).get(client_id=client).digest
    return digest


# --- one after another ---------------------------------------------------------------------------------------------


def test_a_sweep_scores_whoever_is_marked_and_takes_the_marks(now: At) -> None:
    first, second, other = clients(3)
    before = {client: score_of(client) for client in (first, second, other)}
    pulse(first)
    pulse(second)
    assert runs.sweep() == 2
    assert world.marks() == []
    assert score_of(first) != before[first]
    assert score_of(second) != before[second]
    assert score_of(other) == before[other]
    assert runs.sweep() == 0


def test_a_sweep_gives_what_a_full_pass_gives(now: At) -> None:
    for client in clients(8):
        pulse(client)
    while runs.sweep(limit=3):
        pass
    swept = world.written()
    Snapshot.objects.all().delete()
    runs.score(world.TODAY)
    assert world.written() == swept


def test_a_scorer_that_is_rolled_back_leaves_the_marks(now: At, monkeypatch: pytest.MonkeyPatch) -> None:
    (client,) = clients(1)
    pulse(client)
    before = score_of(client)

    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as during:
        during.setattr(snapshots, "write", broken)
        with pytest.raises(RuntimeError):
            runs.sweep()
        with pytest.raises(RuntimeError):
            runs.score(world.TODAY)
    assert world.marks() == [client]
    assert score_of(client) == before
    assert runs.sweep() == 1
    assert score_of(client) != before


def test_a_mark_for_everyone_becomes_one_for_each(now: At) -> None:
    Holiday.objects.create(on=world.TODAY - dt.timedelta(days=8), name="A day off")
    assert world.marks() == [None]
    assert runs.sweep() == 0
    everyone = clients(100)
    assert set(everyone) <= set(world.marks())
    assert set(Mark.objects.values_list("bulk", flat=True)) == {True}
    while runs.sweep(bulk=True):
        pass
    assert world.marks() == []


def test_the_marks_of_clients_who_are_not_ours_go(now: At) -> None:
    (client,) = clients(1)
    ended = dt.date(2026, 3, 1)
    Client.objects.filter(pk=client).update(status=Client.Status.ENDED, ended_on=ended)
    rows = world.written()
    assert runs.sweep() == 1
    assert world.marks() == []
    assert world.written() == rows


@pytest.mark.parametrize(("touched", "asked"), [(1, 0), (2, 0), (3, 1), (20, 1)])
def test_a_batch_that_touches_more_than_5_percent_asks_for_a_frame(now: At, touched: int, asked: int) -> None:
    many = [Pulse(client_id=client, occurred_on=world.TODAY, value=1) for client in clients(touched)]
    Pulse.objects.bulk_create(many)
    assert turns.score_marked() == touched
    assert FrameRequest.objects.count() == asked  # it waits: the last frame is younger than the pause


def test_the_frame_that_a_batch_asked_for_brings_everyones_turn(now: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PAUSE_BETWEEN_FRAMES", dt.timedelta(days=-1))
    Pulse.objects.bulk_create(Pulse(client_id=c, occurred_on=world.TODAY, value=1) for c in clients(20))
    turns.score_marked()
    frame = runs.prepare(world.agency_day(world.TODAY), Series.LIVE).frame
    assert frame.reason == Frame.Reason.BATCH
    assert set(Snapshot.objects.values_list("frame_id", flat=True)) == {frame.pk}
    assert world.marks() == []


def test_the_first_data_gets_its_frame_and_scores_at_once(portfolio: None, at: At) -> None:
    at(world.NOON)
    pulse(clients(1)[0])
    turns.score_marked()
    assert Frame.objects.get().reason == Frame.Reason.FIRST
    assert Snapshot.objects.count() == len(clients(100))
    assert world.marks() == []


def test_without_an_agency_there_is_no_turn(db: None) -> None:
    assert (turns.score_marked(), turns.score_bulk(), turns.close_days(), turns.backfill()) == (0, 0, 0, 0)
    assert turns.build_frames() == 0


# --- at the same time ----------------------------------------------------------------------------------------------


@pytest.fixture
def people(transactional_db: None) -> Iterator[Others]:
    Mark.objects.all().delete()
    with others() as found:
        yield found


@pytest.fixture
def few(people: Others) -> list[int]:
    """Six clients with a contract, an invoice and a score; no marks."""
    AgencyFactory()
    made = [ClientFactory() for _ in range(6)]
    for client in made:
        ContractFactory(client=client)
        InvoiceFactory(client=client)
        PulseFactory(client=client, occurred_on=clock.today(world.ZONE).date, value=4)
    turns.score_marked()
    assert Snapshot.objects.count() == len(made)
    assert world.marks() == []
    return [client.pk for client in made]


def test_two_writers_and_two_scorers_at_once_lose_no_mark(few: list[int], people: Others) -> None:  # noqa: C901 - four threads are one story
    finished = Event()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(25):
            with transaction.atomic():
                made = pulse(chance.choice(few), chance.randint(1, 5))
                if chance.random() < 0.3:
                    Pulse.objects.filter(pk=made.pk).update(client_id=chance.choice(few), value=1)
                if chance.random() < 0.2:
                    transaction.set_rollback(True)

    def sweep() -> int:
        done = 0
        while not finished.is_set():
            done += runs.sweep(limit=2)
        return done

    def score_all() -> None:
        while not finished.is_set():
            runs.score(clock.today(world.ZONE).date, chunk=4)

    sweeper, passer = people.start(sweep), people.start(score_all)
    writers = [people.start(write, seed) for seed in (1, 2)]
    for writer in writers:
        writer.result(PATIENCE)
    finished.set()
    sweeper.result(PATIENCE)
    passer.result(PATIENCE)
    while runs.sweep():
        pass
    assert world.marks() == []
    swept = world.written()
    Snapshot.objects.all().delete()
    runs.score(clock.today(world.ZONE).date)
    assert world.written() == swept


def test_a_mark_made_while_scoring_stays(few: list[int], people: Others, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fact is committed after the client was measured, before the scorer commits."""
    write = snapshots.write

    def write_late(*arguments: object, **named: object) -> int:
        people.do(pulse, few[0], 1)
        return write(*arguments, **named)  # type: ignore[arg-type]

    pulse(few[0], 3)
    with monkeypatch.context() as during:
        during.setattr(snapshots, "write", write_late)
        assert runs.sweep() == 1
    assert world.marks() == [few[0]]
    before = score_of(few[0])
    assert runs.sweep() == 1
    assert score_of(few[0]) != before


def test_a_scorer_that_waited_does_not_write_with_an_older_frame(few: list[int], people: Others) -> None:
    """It found its frame, then waited for a client's lock while another frame was published and used."""
    today = clock.today(world.ZONE)
    with transaction.atomic():
        runs.lock_clients(served(today, "recorded_at"))
        late = people.start(runs.score, today.date)
        wait_until(lambda: waiting_for("advisory"))
        frame = frames.build(today, reason=Frame.Reason.BATCH, in_force_from=today.date)
    late.result(PATIENCE)
    assert set(Snapshot.objects.values_list("frame_id", flat=True)) == {frame.pk}


def test_marks_that_another_scorer_holds_are_left_to_it(few: list[int], people: Others) -> None:
    pulse(few[0])
    with transaction.atomic():
        assert list(Mark.objects.select_for_update().values_list("client_id", flat=True)) == [few[0]]
        assert people.do(runs.sweep) == 0
    assert runs.sweep() == 1
