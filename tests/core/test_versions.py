"""What every record promises: its instants are the database's, its past is kept, and whoever it touches is marked."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from accounts.models import Client, Holiday, Invoice, Mark, Pulse
from clienthealth.core.versions import known_by
from tests.factories import AgencyFactory, ClientFactory, HolidayFactory, InvoiceFactory, PulseFactory

At = Callable[[dt.datetime], None]
FIRST, SECOND, THIRD = (dt.datetime(2026, 3, day, 9, tzinfo=dt.UTC) for day in (2, 9, 16))
HOUR = dt.timedelta(hours=1)


def versions(record: models.Model, columns: str = "recorded_at, ceased_at") -> list[tuple[Any, ...]]:
    return rows(f"SELECT {columns} FROM {record._meta.db_table}_versions WHERE id = %s ORDER BY recorded_at", record.pk)


def known(record: models.Model, cut: dt.datetime, column: str, axis: str = "recorded_at") -> list[Any]:
    """The values that a reader at `cut` sees: one, or none."""
    table = f"{record._meta.db_table}_versions"
    valid = known_by(axis).replace("%(cut)s", "%s")
    return [row[0] for row in rows(f"SELECT {column} FROM {table} WHERE {valid} AND id = %s", cut, cut, record.pk)]


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def declare() -> None:
    run("SELECT set_config('clienthealth.known_when_happened', 'on', true)")


def marked() -> list[int | None]:
    """The marked clients; the marks are taken away."""
    found: list[int | None] = list(Mark.objects.order_by("id").values_list("client_id", flat=True))
    Mark.objects.all().delete()
    return found


@pytest.fixture
def pulse(at: At) -> Pulse:
    at(FIRST)
    made = PulseFactory(value=3)
    marked()
    return made


def test_an_update_keeps_the_old_row_until_the_instant_of_the_new_one(pulse: Pulse, at: At) -> None:
    at(SECOND)
    pulse.value = 1
    pulse.save()
    assert versions(pulse, "value, recorded_at, ceased_at") == [(3, FIRST, SECOND), (1, SECOND, None)]


def test_an_update_that_changes_nothing_writes_nothing(pulse: Pulse, at: At) -> None:
    at(SECOND)
    pulse.save()
    Pulse.objects.update(value=3)
    assert versions(pulse) == [(FIRST, None)]
    assert marked() == []


def test_writing_the_same_fact_twice_changes_nothing(pulse: Pulse, at: At) -> None:
    at(SECOND)
    key: dict[str, Any] = {"source": pulse.source, "external_id": pulse.external_id}
    Pulse.objects.update_or_create(**key, defaults={"client": pulse.client, "value": 3})
    assert versions(pulse) == [(FIRST, None)]
    assert marked() == []


def test_a_deleted_row_is_kept(pulse: Pulse, at: At) -> None:
    kept = Pulse(pk=pulse.pk)
    at(SECOND)
    pulse.delete()
    assert versions(kept, "value, recorded_at, ceased_at") == [(3, FIRST, SECOND)]


def test_exactly_one_version_is_known_at_every_cut(pulse: Pulse, at: At) -> None:
    kept = Pulse(pk=pulse.pk)
    at(SECOND)
    Pulse.objects.update(value=1)
    at(THIRD)
    pulse.delete()
    expected = {
        FIRST - HOUR: [], FIRST: [], FIRST + HOUR: [3],
        SECOND - HOUR: [3], SECOND: [3], SECOND + HOUR: [1],
        THIRD - HOUR: [1], THIRD: [1], THIRD + HOUR: [],
    }  # fmt: skip
    assert {cut: known(kept, cut, "value") for cut in expected} == expected


def test_two_changes_in_one_instant_leave_no_cut_that_sees_both(pulse: Pulse, at: At) -> None:
    at(SECOND)
    Pulse.objects.update(value=1)
    Pulse.objects.update(value=2)
    assert known(pulse, SECOND + HOUR, "value") == [2]
    assert known(pulse, SECOND, "value") == [3]


def test_recorded_at_cannot_be_given(pulse: Pulse) -> None:
    for given in ({"recorded_at": FIRST - HOUR}, {"known_at": FIRST - HOUR}, {"known_at": FIRST + HOUR}):
        with pytest.raises(DatabaseError, match="set by the database"), transaction.atomic():
            PulseFactory(client=pulse.client, **given)


def test_recorded_at_cannot_be_changed(pulse: Pulse, at: At) -> None:
    at(SECOND)
    Pulse.objects.update(recorded_at=FIRST - HOUR, known_at=FIRST - HOUR)
    assert versions(pulse, "recorded_at, known_at, ceased_at") == [(FIRST, FIRST, None)]
    Pulse.objects.update(recorded_at=FIRST, known_at=FIRST, value=2)
    assert versions(pulse, "recorded_at, known_at")[-1] == (SECOND, SECOND)


def test_known_at_can_be_declared_but_never_after_recorded_at(pulse: Pulse, at: At) -> None:
    at(SECOND)
    declare()
    early = PulseFactory(client=pulse.client, known_at=FIRST - HOUR)
    assert versions(early, "known_at, recorded_at") == [(FIRST - HOUR, SECOND)]
    with pytest.raises(DatabaseError, match="set by the database"), transaction.atomic():
        PulseFactory(client=pulse.client, known_at=SECOND + HOUR)
    with pytest.raises(DatabaseError, match="set by the database"), transaction.atomic():
        Pulse.objects.filter(pk=pulse.pk).update(known_at=SECOND + HOUR)


def test_a_declared_correction_replaces_what_was_declared_before(at: At) -> None:
    """An import of history is repeated with a correction: no past day may count the record twice."""
    at(SECOND)
    declare()
    invoice = InvoiceFactory(amount=1250, known_at=FIRST - 30 * 24 * HOUR)
    at(THIRD)
    declare()
    Invoice.objects.update(amount=2500, known_at=FIRST)
    assert known(invoice, FIRST - HOUR, "amount", "known_at") == [1250]
    for cut in (FIRST + HOUR, SECOND + HOUR, THIRD + HOUR):
        assert known(invoice, cut, "amount", "known_at") == [2500]
    Invoice.objects.update(amount=4000, known_at=FIRST - 10 * 24 * HOUR)
    assert known(invoice, FIRST - 9 * 24 * HOUR, "amount", "known_at") == [4000]
    assert known(invoice, FIRST + HOUR, "amount", "known_at") == [4000]
    assert known(invoice, FIRST - 11 * 24 * HOUR, "amount", "known_at") == [1250]
    assert known(invoice, SECOND + HOUR, "amount") == [1250]


def test_an_ordinary_change_of_a_declared_fact_is_known_from_then_on(at: At) -> None:
    at(SECOND)
    declare()
    pulse = PulseFactory(value=4, known_at=FIRST)
    run("SELECT set_config('clienthealth.known_when_happened', '', true)")
    at(THIRD)
    Pulse.objects.update(value=2)
    assert known(pulse, FIRST + HOUR, "value", "known_at") == [4]
    assert known(pulse, THIRD, "value", "known_at") == [4]
    assert known(pulse, THIRD + HOUR, "value", "known_at") == [2]


def test_truncate_is_refused(pulse: Pulse) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SELECT set_config('clienthealth.allow_truncate', '', true)")
    with pytest.raises(DatabaseError, match="lose its history"), transaction.atomic():
        run("TRUNCATE accounts_pulse")
    assert Pulse.objects.exists()


def test_truncate_where_allowed_marks_everyone(pulse: Pulse) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SELECT set_config('clienthealth.allow_truncate', 'on', true)")
    run("TRUNCATE accounts_pulse")
    assert marked() == [None]


def test_bulk_sql_is_stamped_marked_and_kept(pulse: Pulse, at: At) -> None:
    other = PulseFactory()
    marked()
    at(SECOND)
    run("UPDATE accounts_pulse SET value = value - 1")
    for record in (pulse, other):
        assert [recorded for recorded, _ in versions(record)] == [FIRST, SECOND]
    assert sorted(m or 0 for m in marked()) == sorted([pulse.client_id, other.client_id])


def test_copy_is_stamped_and_marked(pulse: Pulse, at: At) -> None:
    at(SECOND)
    columns = "client_id, source, external_id, occurred_on, value, note"
    lines = "".join(f"{pulse.client_id}\tfile\tp{n}\t2026-03-0{n}\t{n}\t\n" for n in (1, 2, 3))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY accounts_pulse ({columns}) FROM STDIN", io.StringIO(lines))
    copied = Pulse.objects.filter(source="file")
    assert set(copied.values_list("recorded_at", "known_at")) == {(SECOND, SECOND)}
    assert marked() == [pulse.client_id]


def test_insert_on_conflict_is_stamped_marked_and_kept(pulse: Pulse, at: At) -> None:
    at(SECOND)

    def upsert(value: int) -> None:
        Pulse.objects.bulk_create(
            [
                Pulse(client=pulse.client, source=pulse.source, external_id=pulse.external_id,
                      occurred_on=pulse.occurred_on, value=value),
                Pulse(client=pulse.client, source="file", external_id="new", occurred_on=pulse.occurred_on, value=4),
            ],
            update_conflicts=True, unique_fields=["source", "external_id"], update_fields=["value"],
        )  # fmt: skip

    upsert(1)
    assert versions(pulse, "value, recorded_at, ceased_at") == [(3, FIRST, SECOND), (1, SECOND, None)]
    assert set(marked()) == {pulse.client_id}
    at(THIRD)
    upsert(1)
    assert marked() == []
    assert versions(pulse, "value, recorded_at, ceased_at") == [(3, FIRST, SECOND), (1, SECOND, None)]


def test_moving_a_fact_marks_the_client_it_left_and_the_one_it_went_to(pulse: Pulse) -> None:
    other = ClientFactory()
    marked()
    Pulse.objects.update(client=other)
    assert sorted(m or 0 for m in marked()) == sorted([pulse.client_id, other.pk])


def test_changing_or_deleting_a_client_marks_that_client(pulse: Pulse) -> None:
    client = pulse.client
    Client.objects.filter(pk=client.pk).update(segment="shops")
    assert marked() == [client.pk]
    pulse.delete()
    assert marked() == [client.pk]


def test_what_concerns_everyone_marks_everyone(at: At) -> None:
    at(FIRST)
    AgencyFactory()
    assert marked() == [None]
    HolidayFactory()
    assert marked() == [None]
    Holiday.objects.all().delete()
    assert marked() == [None]


def test_saving_only_some_fields_needs_no_change_but_a_row(pulse: Pulse) -> None:
    pulse.save(update_fields=["value"])
    Pulse.objects.filter(pk=pulse.pk).delete()
    with pytest.raises(DatabaseError, match="did not affect"):
        pulse.save(update_fields=["value"])


def test_a_bulk_load_marks_each_client_once(pulse: Pulse) -> None:
    Pulse.objects.bulk_create(Pulse(client=pulse.client, occurred_on=FIRST.date(), value=n) for n in (1, 2, 3))
    assert marked() == [pulse.client_id]
    Pulse.objects.all().delete()
    assert marked() == [pulse.client_id]
