"""Every field that can hold words says what an erasure does with it, and an erasure leaves none behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction

from accounts.models import Client, Contact, Message, Note
from clienthealth.core import erasure
from clienthealth.core.erasure import PAST_KEPT, Plan, Subject, plans
from clienthealth.core.history import past_models
from clienthealth.core.models import OutboxEvent
from offboarding.models.letters import Letter
from tests import factories
from tests.core.planting import make, plant, tables_with
from tests.factories import ClientFactory, ContactFactory, MessageFactory, NoteFactory
from tests.factories.days import DAY, NOON

ROOT = Path(__file__).resolve().parents[2]
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField, ArrayField,
         models.GenericIPAddressField)  # fmt: skip
SECRET, LATER = "Zyxwvut", "Tuvwxyz"


def our_models() -> list[type[models.Model]]:
    """Every model of this repository, the tables of past versions apart."""
    past = set(past_models().values())
    ours = [config for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)]
    return [
        model for config in ours if ".venv" not in config.path for model in config.get_models() if model not in past
    ]


def words_of(model: type[models.Model]) -> set[str]:
    """Fields that can hold words. A fixed set of choices holds nobody's."""
    return {f.name for f in model._meta.local_concrete_fields if isinstance(f, WORDS) and not f.choices}


def plan_of(model: type[models.Model]) -> Plan:
    found = [plan for plan in plans() if plan.tracked is model]
    assert len(found) == 1, f"{model._meta.label} has {len(found)} plans in its app's erasable.py"
    return found[0]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_that_can_hold_words_is_erased_or_kept_on_purpose(model: type[models.Model]) -> None:
    plan = plan_of(model)
    assert set(plan.erased) | plan.kept == words_of(model)
    assert not set(plan.erased) & plan.kept


@pytest.mark.parametrize("model", past_models(), ids=lambda model: model._meta.label)
def test_a_past_table_has_no_words_that_its_record_has_not(model: type[models.Model]) -> None:
    assert words_of(past_models()[model]) - words_of(model) <= PAST_KEPT


@pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.model)
def test_a_plan_leads_to_a_client_wherever_the_model_does(plan: Plan) -> None:
    names = {field.name for field in plan.tracked._meta.local_concrete_fields}
    assert bool(plan.erased) <= bool(plan.client)
    assert plan.client or "client" not in names or not words_of(plan.tracked) - plan.kept


# --- nothing is left ------------------------------------------------------------------------------------------------


def erasable() -> list[Plan]:
    return [plan for plan in plans() if plan.erased]


@pytest.fixture
def planted(db: None) -> Client:
    """A client with one record of every kind, whose words were written and then written anew."""
    client = ClientFactory()
    for plan in erasable():
        record = make(plan, client)
        plant(plan, record, SECRET)
        plant(plan, record, LATER)
    return client


def test_no_word_is_left_in_any_table(planted: Client) -> None:
    live = {plan.tracked._meta.db_table for plan in erasable()}
    kept = {plan.tracked: set(plan.erased) for plan in erasable() if plan.tracked in past_models()}
    past = {
        past_models()[model]._meta.db_table for model, words in kept.items() if words <= words_of(past_models()[model])
    }
    assert tables_with(LATER) == live
    assert tables_with(SECRET) == past

    erasure.erase(Subject(planted.pk))

    assert tables_with(LATER) | tables_with(SECRET) == set()


def test_a_preview_counts_what_an_erasure_then_changes_and_changes_nothing(planted: Client) -> None:
    told = erasure.preview(Subject(planted.pk))

    assert tables_with(LATER)
    assert told == erasure.erase(Subject(planted.pk))
    assert erasure.preview(Subject(planted.pk)) == {} == erasure.erase(Subject(planted.pk))


def test_another_clients_words_stay(planted: Client) -> None:
    theirs = NoteFactory(text="Quokka")
    erasure.erase(Subject(planted.pk))
    theirs.refresh_from_db()
    assert theirs.text == "Quokka"


def test_an_erasure_marks_nobody_renews_no_time_and_keeps_no_past_version(planted: Client) -> None:
    def state() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(id) FROM accounts_mark")
            told = [cursor.fetchone()]
            for plan in erasable():
                if "recorded_at" in {field.name for field in plan.tracked._meta.local_concrete_fields}:
                    cursor.execute(
                        f"SELECT id, recorded_at, known_at, ceased_at FROM {plan.tracked._meta.db_table}_versions"
                        " ORDER BY 1, 2, 3, 4"
                    )
                    told += cursor.fetchall()
        return told

    before = state()
    assert len(before) > 40
    erasure.erase(Subject(planted.pk))
    assert state() == before


def test_after_an_erasure_all_triggers_are_at_their_posts_again(planted: Client) -> None:
    note = Note.objects.get(client=planted)
    with transaction.atomic():
        erasure.erase(Subject(planted.pk))
        Note.objects.filter(pk=note.pk).update(text="Written in the same transaction")
    assert past_models()[Note].objects.filter(pgh_obj_id=note.pk).order_by("-pgh_id")[0].text == "–"
    with pytest.raises(DatabaseError, match="rewrite the audit log"), transaction.atomic(), refusing():
        past_models()[Client].objects.update(name="Somebody else")


class refusing:  # noqa: N801 - reads as a word
    """The rule of every session but the tests' own."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL clienthealth.allow_truncate = 'off'")

    def __exit__(self, *error: object) -> None:
        """The transaction takes the setting with it."""


def test_an_erasure_may_rewrite_the_audit_log_where_nothing_else_may(planted: Client) -> None:
    with transaction.atomic(), refusing():
        erasure.erase(Subject(planted.pk))
    past = past_models()[Client].objects.filter(pgh_obj_id=planted.pk)
    assert set(past.values_list("name", flat=True)) == {f"Client {planted.pk}"}


def test_what_follows_a_thread_still_does(db: None) -> None:
    client = ClientFactory()
    ids = [MessageFactory(client=client, thread=thread).pk for thread in ("<a@b>", "<a@b>", "<c@b>", "")]
    erasure.erase(Subject(client.pk))
    one, same, other, none = (Message.objects.get(pk=pk).thread for pk in ids)
    assert one == same != other
    assert (none, "a@b" in one, len(one) <= 64) == ("", False, True)


def test_the_panels_own_log_no_longer_names_them(db: None) -> None:
    note, user = NoteFactory(text=SECRET), factories.UserFactory()
    LogEntry.objects.log_actions(user.pk, [note], 2, change_message=SECRET)
    assert erasure.erase(Subject(note.client_id))["log"] == 1
    assert tables_with(SECRET) == set()
    assert LogEntry.objects.get().object_id == str(note.pk)


def test_counts_are_told_in_the_readers_words() -> None:
    told = erasure.named({"files": 1, "accounts.Contact": 3, "gone.Model": 2})
    assert told == [("Contacts", 3), ("Gone.Model", 2), ("Imports and their files", 1)]


def test_events_for_other_systems_go(db: None) -> None:
    client = ClientFactory()
    OutboxEvent.objects.create(topic="t", key="k", client=client.pk, payload={"name": SECRET})
    erasure.erase(Subject(client.pk))
    assert not OutboxEvent.objects.exists()


# --- one person -----------------------------------------------------------------------------------------------------


@pytest.fixture
def two(db: None) -> tuple[Contact, Contact]:
    client = ClientFactory()
    return (
        ContactFactory(client=client, name="Ida", email="ida@them.example"),
        ContactFactory(client=client, name="Bo", email="bo@them.example"),
    )


def test_one_person_goes_and_a_colleague_stays(two: tuple[Contact, Contact]) -> None:
    ida, bo = two
    factories.ObservationFactory(client=ida.client, contact=ida, note="Ida shouted")
    access = factories.AccountAccessFactory(client=ida.client, email="IDA@them.example")
    MessageFactory(client=ida.client, contact=ida, thread="<shared>")
    erasure.erase(Subject(ida.client.pk, ida.pk))

    for record in (ida, bo, access):
        record.refresh_from_db()
    assert (ida.name, ida.email, access.email) == (f"Contact {ida.pk}", "", "")
    assert (bo.name, bo.email) == ("Bo", "bo@them.example")
    assert Message.objects.get().thread == "<shared>"
    assert tables_with("Ida") == set()


# --- what the law keeps ---------------------------------------------------------------------------------------------


def test_a_letter_made_final_stays_with_its_proof_and_a_draft_goes(db: None) -> None:
    case = factories.PartingFactory()
    proof, other = (factories.CaseFileFactory(parting=case) for _ in range(2))
    warning = factories.WrittenWarningFactory(parting=case, proof_file=proof, reply="We see it otherwise", reply_on=DAY)
    words = {"client": case.client, "kind": "warning", "language": "en", "subject": "Open invoices"}
    draft = Letter.objects.create(**words)
    final = Letter.objects.create(**words, state="final", dated_on=DAY, finalised_at=NOON, facts={"name": "Ida"})

    erasure.erase(Subject(case.client_id))

    for row in (proof, other, warning, draft, final):
        row.refresh_from_db()
    assert (final.subject, final.facts) == ("Open invoices", {"name": "Ida"})
    assert (draft.subject, warning.reply) == ("", "We see it otherwise")
    assert (bytes(proof.content), bytes(other.content), other.sha256) == (b"%PDF-1.7 receipt", b"", "0" * 64)
