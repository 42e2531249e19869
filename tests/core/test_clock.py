"""The agency's days, and what closing one means to those who write at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Pulse
from clienthealth.core import clock
from clienthealth.core.clock import Day
from clienthealth.core.models import ClosedDay
from tests.factories import ClientFactory, PulseFactory
from tests.threads import PATIENCE, Others, others

At = Callable[[dt.datetime], None]
ZONE = "Europe/Copenhagen"
TO_COME = 100  # days: far enough ahead that only a closing explains an instant after it


def test_a_day_ends_at_midnight_in_the_agencys_zone() -> None:
    assert Day(dt.date(2026, 6, 30), ZONE).cut == dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
    assert Day(dt.date(2026, 12, 30), ZONE).cut == dt.datetime(2026, 12, 30, 23, tzinfo=dt.UTC)


def test_the_days_on_which_clocks_change_have_23_and_25_hours() -> None:
    spring, autumn = Day(dt.date(2026, 3, 29), ZONE), Day(dt.date(2026, 10, 25), ZONE)
    for day, hours in ((spring, 23), (autumn, 25)):
        length = day.cut.astimezone(dt.UTC) - day.plus(-1).cut.astimezone(dt.UTC)
        assert length == dt.timedelta(hours=hours)


def test_weeks_close_on_sundays() -> None:
    assert [Day(dt.date(2026, 6, n), ZONE).is_week_close for n in range(22, 29)] == [False] * 6 + [True]


def test_today_depends_on_the_zone(at: At) -> None:
    at(dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC))
    assert clock.today(ZONE).date == dt.date(2026, 7, 1)
    assert clock.today("America/New_York").date == dt.date(2026, 6, 30)


def test_all_rows_of_a_transaction_share_one_instant(db: None) -> None:
    first, second = PulseFactory(), PulseFactory()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.recorded_at == first.client.recorded_at == second.recorded_at


def test_the_pretended_time_ends_with_its_block(db: None) -> None:
    with clock.pretend(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)):
        assert clock.now().year == 2020
    assert clock.now().year > 2020


def test_closing_twice_changes_nothing(db: None) -> None:
    day = Day(dt.date(2026, 6, 30), ZONE)
    assert clock.close(day)
    assert not clock.close(day)
    assert ClosedDay.objects.count() == 1


def test_asking_the_clock_costs_one_query(db: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        clock.today(ZONE)
    assert len(queries) == 1


# --- with others at work at the same time --------------------------------------------------------------------------


@pytest.fixture
def people(transactional_db: None) -> Iterator[Others]:
    with others() as found:
        yield found


@pytest.fixture
def client(people: Others) -> Client:
    return ClientFactory()


@pytest.fixture
def day(client: Client) -> Day:
    return clock.today(ZONE).plus(TO_COME)


def recorded(pulse: Pulse) -> dt.datetime:
    moment: dt.datetime = Pulse.objects.values_list("recorded_at", flat=True).get(pk=pulse.pk)
    return moment


def test_nothing_is_recorded_inside_a_closed_day(client: Client, day: Day) -> None:
    before = PulseFactory(client=client)
    clock.close(day)
    after = PulseFactory(client=client)
    assert recorded(before) < day.cut <= recorded(after)


def test_not_even_by_a_transaction_that_began_before(client: Client, day: Day, people: Others) -> None:
    begun, closed = Event(), Event()

    def write_late() -> Pulse:
        with transaction.atomic():
            assert Client.objects.filter(pk=client.pk).exists()
            begun.set()
            assert closed.wait(PATIENCE)
            return PulseFactory(client=client)

    late = people.start(write_late)
    assert begun.wait(PATIENCE)
    clock.close(day)
    closed.set()
    assert recorded(late.result(PATIENCE)) == day.cut


def test_an_old_row_ceases_when_its_new_one_begins_even_over_a_closing(client: Client, day: Day) -> None:
    pulse = PulseFactory(client=client, value=3)
    clock.close(day)
    Pulse.objects.update(value=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, ceased_at FROM accounts_pulse_versions ORDER BY recorded_at")
        assert cursor.fetchall() == [(3, day.cut), (1, None)]
    assert recorded(pulse) == day.cut


def test_closing_waits_for_a_writer_in_flight_and_nobody_waits_for_it(client: Client, day: Day, people: Others) -> None:
    wrote, finish = Event(), Event()

    def write_slowly() -> Pulse:
        with transaction.atomic():
            pulse = PulseFactory(client=client)
            wrote.set()
            assert finish.wait(PATIENCE)
        return pulse

    slow = people.start(write_slowly)
    assert wrote.wait(PATIENCE)
    closing = people.start(clock.close, day)
    quick = people.do(PulseFactory, client=client)  # while the closing waits
    assert not closing.done()
    assert not ClosedDay.objects.exists()
    finish.set()
    assert closing.result(PATIENCE)
    assert recorded(slow.result(PATIENCE)) < day.cut
    assert recorded(quick) < day.cut
    assert recorded(PulseFactory(client=client)) == day.cut


def test_closing_gives_up_when_a_writer_does_not_end(client: Client, day: Day, people: Others) -> None:
    with transaction.atomic():
        PulseFactory(client=client)
        closing = people.start(clock.close, day, patience=0.2)
        with pytest.raises(TimeoutError, match="cannot be closed"):
            closing.result(PATIENCE)
    assert not ClosedDay.objects.exists()
