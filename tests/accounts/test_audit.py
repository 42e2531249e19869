"""Nothing changes a client, a contract, a person or a team without a line in the audit log."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from accounts import actions
from accounts.models import Client, Contract, Role, Team, User
from clienthealth.core.audit import acting
from clienthealth.core.audit_log import Place, Wanted, read
from clienthealth.core.history import Change, audited_models, changes_of, past_models
from tests.cast import Cast
from tests.factories import ClientFactory, ContractFactory, NoteFactory
from tests.factories.days import NOON

AUDITED = (Client, Contract, Team, User)
COLUMNS = ("name", "status", "segment", "industry", "city", "country", "language", "domains", "tags", "goals",
           "notice_by", "end_reason", "source", "external_id")  # fmt: skip


def newest(model: type = Client) -> Change:
    return read(Wanted(model=model)).changes[0]


def fields(change: Change) -> dict[str, tuple[str, str]]:
    return {field.label: (field.before, field.after) for field in change.fields}


def test_the_book_audits_clients_contracts_people_and_teams() -> None:
    assert set(AUDITED) <= set(audited_models())


def save(client: Client) -> None:
    client.name = "Renamed"
    client.save()


def bulk_update(client: Client) -> None:
    client.name = "Renamed"
    Client.objects.bulk_update([client], ["name"])


def upsert(client: Client) -> None:
    client.name = "Renamed"
    Client.objects.bulk_create(
        [client], update_conflicts=True, unique_fields=["source", "external_id"], update_fields=["name"]
    )


def raw_sql(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_client SET name = 'Renamed' WHERE id = %s", [client.pk])


def copied_and_joined(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE loaded (id bigint, name text) ON COMMIT DROP")
        cursor.copy_expert("COPY loaded FROM STDIN", io.StringIO(f"{client.pk}\tRenamed\n"))
        cursor.execute("UPDATE accounts_client c SET name = l.name FROM loaded l WHERE l.id = c.id")


@pytest.mark.parametrize(
    "write",
    [
        save,
        bulk_update,
        lambda client: Client.objects.filter(pk=client.pk).update(name="Renamed"),
        upsert,
        raw_sql,
        copied_and_joined,
    ],
    ids=["save", "bulk_update", "update", "upsert", "raw SQL", "COPY into a temporary table"],
)
def test_no_way_of_writing_dodges_the_log(cast: Cast, write: Callable[[Client], object]) -> None:
    with acting(by=cast.boss, why="test"):
        write(cast.client)

    change = newest()
    assert (change.record_id, change.kind, change.user_id, change.why) == (
        cast.client.pk, "update", cast.boss.pk, "test",
    )  # fmt: skip
    assert fields(change) == {"name": ("Aalborg Bikes", "Renamed")}


def test_rows_that_are_copied_in_are_logged_under_the_import(cast: Cast) -> None:
    row = ("Copied", "active", "", "", "", "", "", "[]", "[]", "", "", "", "crm", "77")
    with acting(by=cast.boss, why="import 12"), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY accounts_client ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO("\t".join(row)))

    change = newest()
    assert (change.record, change.kind, change.user_id, change.why) == ("Copied", "insert", cast.boss.pk, "import 12")


def test_a_deletion_says_what_there_was(cast: Cast) -> None:
    contract = ContractFactory(client=cast.client, title="Retainer 2025")
    with acting(by=cast.boss, why="test"):
        Contract.objects.all().delete()

    change = newest(Contract)
    assert (change.kind, change.record, change.record_id) == ("delete", "Retainer 2025", contract.pk)
    assert fields(change)["fee a month"][1] == "–"
    assert fields(change)["client"] == ("Aalborg Bikes", "–")


def outside_tests(statement: str) -> None:
    """Run SQL as production would: without the setting that lets tests empty tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL clienthealth.allow_truncate = ''")
        cursor.execute(statement)


@pytest.mark.parametrize("model", AUDITED)
def test_emptying_an_audited_table_is_refused(cast: Cast, model: type[Client]) -> None:
    with pytest.raises(DatabaseError, match="refused"):
        outside_tests(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("model", AUDITED)
def test_the_log_itself_is_only_added_to(cast: Cast, model: type[Client], statement: str) -> None:
    with pytest.raises(DatabaseError, match="rewrite the audit log"):
        outside_tests(statement.format(past_models()[model]._meta.db_table))


def test_a_right_given_or_taken_is_in_the_log_and_no_password_is(cast: Cast) -> None:
    cast.outsider.role = Role.OWNER
    cast.outsider.set_password("correct horse battery staple")
    with acting(by=cast.boss, why="test"):
        cast.outsider.save()

    change = newest(User)
    assert fields(change)["role"] == ("Account manager", "Owner")
    assert "password" not in fields(change)
    assert not hasattr(past_models()[User], "password")


def test_several_changes_in_one_transaction_each_say_their_own(cast: Cast) -> None:
    with acting(by=cast.boss, why="test"):
        for name in ("First", "Second"):
            Client.objects.filter(pk=cast.client.pk).update(name=name)

    first, second = changes_of(cast.client)[1::-1]
    assert fields(first) == {"name": ("Aalborg Bikes", "First")}
    assert fields(second) == {"name": ("First", "Second")}


def test_an_action_is_logged_under_its_person(cast: Cast) -> None:
    actions.assign_owner(by=cast.boss, client=cast.client, owner=cast.outsider)

    change = newest()
    assert (change.user_id, change.why) == (cast.boss.pk, "assign owner")
    assert fields(change) == {"owner": ("Keeper", "Outsider"), "team": ("North", "South")}


def test_a_job_is_nobody(cast: Cast) -> None:
    with acting(by=None, why="nightly"):
        Client.objects.filter(pk=cast.client.pk).update(city="Aalborg")

    assert (newest().user_id, newest().why) == (None, "nightly")


def test_the_name_is_taken_off_when_the_work_is_done(cast: Cast) -> None:
    with acting(by=cast.boss, why="outer"):
        with acting(by=cast.lead, why="inner"):
            Client.objects.filter(pk=cast.client.pk).update(city="Aalborg")
        Client.objects.filter(pk=cast.client.pk).update(city="Skagen")
    Client.objects.filter(pk=cast.client.pk).update(city="Ribe")

    assert [(change.user_id, change.why) for change in changes_of(cast.client)[2::-1]] == [
        (cast.lead.pk, "inner"),
        (cast.boss.pk, "outer"),
        (None, ""),
    ]


def test_what_was_not_changed_leaves_no_line(cast: Cast) -> None:
    before = len(changes_of(cast.client))
    cast.client.save()

    assert len(changes_of(cast.client)) == before


def test_records_without_audit_still_show_their_past(cast: Cast) -> None:
    note = NoteFactory(client=cast.client, text="Before")
    note.text = "After"
    note.save()

    assert fields(changes_of(note)[0]) == {"note": ("Before", "After")}


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast) -> None:
    ClientFactory.create_batch(7, owner=cast.keeper)
    whole = read(Wanted(), size=1000).changes
    paged: list[Change] = []
    place: Place | None = None
    for _ in range(len(whole)):
        page = read(Wanted(), after=place, size=3)
        paged += page.changes
        place = Place.read(str(page.older)) if page.older else None
        if place is None:
            break

    assert paged == whole


def test_the_log_is_asked_for_by_person_record_kind_and_day(cast: Cast) -> None:
    actions.assign_owner(by=cast.boss, client=cast.client, owner=cast.outsider)

    assert [change.why for change in read(Wanted(user_id=cast.boss.pk)).changes] == ["assign owner"]
    assert not read(Wanted(user_id=cast.lead.pk)).changes
    assert {change.record_id for change in read(Wanted(model=Client, record_id=cast.client.pk)).changes} == {
        cast.client.pk
    }
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert not read(Wanted(since=later)).changes


@pytest.mark.parametrize("text", ["", "x", "1_2", "1_2_x", "9999999999999999999999_0_0"])
def test_a_made_up_place_is_the_beginning(text: str) -> None:
    assert Place.read(text) is None


def test_the_page_shows_who_what_and_when(cast: Cast, at: Callable[[dt.datetime], None]) -> None:
    at(NOON)
    actions.assign_owner(by=cast.boss, client=cast.client, owner=cast.outsider)

    page = cast.browser("boss").get("/audit/", {"person": str(cast.boss.pk), "day": "2026-03-02"}).content.decode()

    assert "Aalborg Bikes" in page
    assert "assign owner" in page
    assert "<del>Keeper</del> → <ins>Outsider</ins>" in page


@pytest.mark.parametrize("query", [{"day": "yesterday"}, {"person": "x"}, {"record": "-1"}, {"after": "x"}])
def test_a_filter_that_makes_no_sense_breaks_nothing(cast: Cast, query: dict[str, Any]) -> None:
    assert cast.browser("boss").get("/audit/", query).status_code == 200


def test_a_long_page_costs_what_a_short_one_does(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        Client.objects.all().update(city=f"City {number}", owner=None)

    for size in (1, 25):
        with django_assert_max_num_queries(6):
            read(Wanted(model=Client), size=size)
