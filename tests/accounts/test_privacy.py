"""Retention, the night's erasures, files of imports, and what a client takes along."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.actions import privacy
from accounts.erasing import empty_old_files
from accounts.exporting import archive, parts
from accounts.models import (
    Client,
    ClientAlias,
    Contact,
    DataExport,
    Erasure,
    ImportBatch,
    ImportRefusal,
    Invoice,
    Note,
    Retention,
)
from accounts.tasks import keep_privacy
from clienthealth.core import erasure
from clienthealth.core.audit import acting
from clienthealth.core.audit_log import Wanted, read
from clienthealth.core.erasure import Subject
from clienthealth.core.models import OutgoingMail
from tests.cast import Cast
from tests.factories import (
    ClientAliasFactory,
    ClientFactory,
    ContactFactory,
    ImportBatchFactory,
    ImportRefusalFactory,
    InvoiceFactory,
    MessageFactory,
    NoteFactory,
    RetentionFactory,
)

TODAY = dt.date(2026, 3, 31)
At = Callable[[dt.datetime], None]


def ended(on: dt.date, **fields: Any) -> Client:
    return ClientFactory(status=Client.Status.ENDED, ended_on=on, **fields)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 3, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 3, 31), 36, dt.date(2023, 3, 31)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(day: dt.date, months: int, before: dt.date) -> None:
    assert privacy.months_before(day, months) == before


def test_due_are_those_who_ended_long_enough_ago_and_were_not_erased(cast: Cast) -> None:
    oldest, on_the_day = ended(dt.date(2020, 1, 1)), ended(dt.date(2023, 3, 31))
    ended(dt.date(2023, 4, 1))
    gone = ended(dt.date(2021, 1, 1))
    privacy.erase_client(by=cast.boss, client=gone)
    assert list(privacy.due(TODAY)) == [oldest, on_the_day]


def test_an_erasure_is_on_record_without_a_word_of_what_was_erased(cast: Cast) -> None:
    client = ended(TODAY, name="Aurora Bakery")
    NoteFactory(client=client, text="Their divorce")
    made = privacy.erase_client(by=cast.boss, client=client)
    assert (made.by, made.contact, made.why) == (cast.boss, None, Erasure.Why.TIME)
    assert made.counts["accounts.Note"] == 1
    log = read(Wanted(model=Erasure)).changes
    assert len(log) == 1
    assert "Aurora" not in repr(log)
    assert "divorce" not in repr(log)
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(counts={})


def test_a_client_we_serve_is_not_erased_but_a_person_there_may_be(cast: Cast) -> None:
    person = ContactFactory(client=cast.client, name="Ida")
    with pytest.raises(ValidationError, match="still work"):
        privacy.erase_client(by=cast.boss, client=cast.client)
    privacy.erase_contact(by=cast.boss, contact=person)
    person.refresh_from_db()
    assert person.name == f"Contact {person.pk}"


def test_only_owners_erase(cast: Cast) -> None:
    client = ended(TODAY)
    for name in ("lead", "keeper", "observer"):
        with pytest.raises(PermissionDenied):
            privacy.erase_client(by=getattr(cast, name), client=client)


def test_erasing_twice_is_on_record_once(cast: Cast) -> None:
    client = ended(TODAY)
    assert privacy.erase_client(by=cast.boss, client=client) == privacy.erase_client(by=cast.boss, client=client)
    assert Erasure.objects.count() == 1


def test_killed_in_the_middle_nothing_is_erased(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = ended(TODAY, name="Aurora")
    monkeypatch.setattr(Erasure.objects, "create", _killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        privacy.erase_client(by=cast.boss, client=client)
    client.refresh_from_db()
    assert client.name == "Aurora"


def _killed(**fields: object) -> Erasure:
    raise KeyboardInterrupt


def test_the_night_erases_only_where_an_owner_switched_it_on(cast: Cast) -> None:
    client = ended(dt.date(2010, 1, 1))
    keep_privacy()
    assert not Erasure.objects.exists()
    privacy.set_retention(by=cast.boss, months=36, automatic=True)
    keep_privacy()
    keep_privacy()
    assert list(Erasure.objects.values_list("client", "by")) == [(client.pk, None)]


def test_only_one_retention_and_only_sensible_ones(cast: Cast) -> None:
    RetentionFactory()
    assert privacy.set_retention(by=cast.boss, months=12, automatic=False).pk == Retention.objects.get().pk
    with pytest.raises(ValidationError):
        privacy.set_retention(by=cast.boss, months=0, automatic=False)


# --- files, mails, aliases ------------------------------------------------------------------------------------------


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


REPORT = {
    "source": "ledger", "title": "Invoices", "guesses": ["g"], "columns": {"a": "b"}, "refused": 1, "rows": 4,
    "refusals": [[7, "E-mail", "ida@them.example", "no"]], "new_client_names": ["Aurora"], "left_out": {"same": 3},
    "questions": [{"name": "Aurora"}], "notices": {"Aurora is new": 1},
}  # fmt: skip


def imported(spans: dict[str, list[int]], **fields: Any) -> ImportBatch:
    batch = ImportBatchFactory(
        name="Aurora contacts.csv", state=ImportBatch.State.DONE, finished_at="2026-03-02T10:00Z", spans=spans,
        report=REPORT, file=ContentFile(b"Ida;ida@them.example", "aurora.csv"), **fields,
    )  # fmt: skip
    ImportRefusalFactory(batch=batch, value="ida@them.example")
    return batch


def test_the_files_that_made_or_changed_a_clients_records_go_and_their_counts_stay(cast: Cast, media: Path) -> None:
    client, other = ended(TODAY), ClientFactory()
    mine, theirs = ContactFactory(client=client), ContactFactory(client=other)
    made = imported({"accounts_contact": [mine.pk, mine.pk]})
    foreign = imported({"accounts_contact": [theirs.pk, theirs.pk]})
    changed = imported({})
    with acting(by=None, why=f"import {changed.pk}"):
        Contact.objects.filter(pk=mine.pk).update(phone="12")

    assert erasure.preview(Subject(client.pk))["files"] == 2
    privacy.erase_client(by=cast.boss, client=client)

    for batch in (made, foreign, changed):
        batch.refresh_from_db()
    assert {bool(made.file), bool(changed.file)} == {False}
    assert foreign.file.name
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1
    assert "Aurora" not in f"{made.name} {made.report}"
    assert made.name.endswith(".csv")
    assert made.report is not None
    assert (made.report["rows"], made.report["refused"], made.report["left_out"]) == (4, 1, {"–": 3})
    assert list(ImportRefusal.objects.values_list("batch", flat=True)) == [foreign.pk]


def test_a_file_is_emptied_ninety_days_after_its_import(media: Path, at: At) -> None:
    batch = imported({})
    at(batch.sent_at + dt.timedelta(days=89))
    assert empty_old_files() == 0
    at(batch.sent_at + dt.timedelta(days=91))
    assert (empty_old_files(), empty_old_files()) == (1, 0)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_mails_to_their_people_go_and_those_to_ours_stay(cast: Cast) -> None:
    client = ended(TODAY)
    ContactFactory(client=client, email="ida@them.example")
    common = {"subject": "Dear Ida", "text": "Thank you"}
    OutgoingMail.objects.create(key="1", recipient="IDA@them.example", sent_at="2026-01-01T10:00Z", **common)
    OutgoingMail.objects.create(key="2", recipient="ida@them.example", **common)
    OutgoingMail.objects.create(key="3", recipient="boss@agency.example", **common)
    privacy.erase_client(by=cast.boss, client=client)
    assert list(OutgoingMail.objects.order_by("key").values_list("key", "recipient", "text")) == [
        ("1", "", ""),
        ("3", "boss@agency.example", "Thank you"),
    ]


def test_what_other_systems_call_them_goes(cast: Cast) -> None:
    client = ended(TODAY)
    ClientAliasFactory(client=client)
    ClientAliasFactory()
    privacy.erase_client(by=cast.boss, client=client)
    assert ClientAlias.objects.count() == 1


# --- export ---------------------------------------------------------------------------------------------------------


def opened(client: Client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(archive(client))))


def test_an_export_holds_every_kind_of_fact_twice_and_nothing_we_think(cast: Cast) -> None:
    NoteFactory(client=cast.client, text="Difficult people")
    InvoiceFactory(client=cast.client, number="=cmd()")
    InvoiceFactory(client=cast.foreign, number="Foreign")
    whole = opened(cast.client)
    assert whole.testzip() is None
    assert set(whole.namelist()) == {
        "README.txt",
        *(f"json/{part.name}.jsonl" for part in parts()),
        *(f"csv/{part.name}.csv" for part in parts()),
    }
    table = list(csv.DictReader(io.StringIO(whole.read("csv/invoice.csv").decode("utf-8-sig"))))
    line = json.loads(whole.read("json/invoice.jsonl"))
    assert (table[0]["number"], line["number"], len(table)) == ("'=cmd()", "=cmd()", 1)
    everything = b"".join(whole.read(name) for name in whole.namelist()).decode()
    assert "Difficult" not in everything
    assert "Foreign" not in everything


def test_an_export_names_no_judgement_and_nobody_of_ours() -> None:
    told = {field for part in parts() for field in part.fields}
    assert not told & {"owner_id", "by_id", "segment", "relation", "is_champion", "person", "thread", "source"}
    assert Note not in {part.model for part in parts()}


@pytest.mark.parametrize("rows", [1, 25])
def test_an_export_costs_the_same_queries_for_one_row_and_for_many(
    cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    MessageFactory.create_batch(rows, client=cast.client)
    with django_assert_num_queries(2 * len(parts()) + 1):
        assert opened(cast.client).read("json/message.jsonl").count(b"\n") == rows


def test_an_export_is_sent_in_pieces(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.exporting.PIECE", 500)
    MessageFactory.create_batch(50, client=cast.client)
    pieces = list(archive(cast.client))
    assert len(pieces) > 5
    assert max(map(len, pieces[:-1])) < 20_000


def test_who_took_the_records_along_is_noted(cast: Cast) -> None:
    answer = cast.browser("lead").post(f"/clients/{cast.client.pk}/export/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert list(DataExport.objects.values_list("client", "by")) == [(cast.client.pk, cast.lead.pk)]
    assert cast.browser("boss").get(f"/clients/{cast.client.pk}/export/").status_code == 200
    assert DataExport.objects.count() == 1


# --- pages ----------------------------------------------------------------------------------------------------------


def test_a_preview_then_a_confirmation_then_the_list(cast: Cast) -> None:
    client, boss = ended(TODAY, name="Aurora"), cast.browser("boss")
    address = f"/clients/{client.pk}/erase/"
    assert "What would change" in boss.get(address).content.decode()
    assert boss.post(address).status_code == 422
    assert not Erasure.objects.exists()
    page = boss.post(address, {"sure": "on"}, follow=True).content.decode()
    assert f"Client {client.pk}" in page
    assert "Aurora" not in page


@pytest.mark.parametrize("rows", [1, 25])
def test_the_page_costs_the_same_for_one_row_and_for_many(
    cast: Cast, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        client = ended(dt.date(2019, 1, 1))
        ContactFactory(client=client, name="Ida")
        Erasure.objects.create(client=client, contact=client.contacts.get(), why="asked", by=cast.boss)
    boss = cast.browser("boss")
    with django_assert_max_num_queries(16):
        assert boss.get("/privacy/?q=ida").status_code == 200


def test_amounts_and_dates_are_still_there(cast: Cast) -> None:
    client = ended(TODAY)
    before = InvoiceFactory(client=client)
    privacy.erase_client(by=cast.boss, client=client)
    after = Invoice.objects.get(pk=before.pk)
    assert (after.number, after.amount, after.due_on) == (before.number, before.amount, before.due_on)
