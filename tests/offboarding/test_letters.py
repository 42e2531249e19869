"""A letter from its draft to its proof of delivery."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from pytest_django import Settings

from clienthealth.core import post
from offboarding.actions.letter_sending import note_receipt, record_delivery, send_letter
from offboarding.actions.letters import (
    correct_facts,
    draft_letter,
    fill_table,
    finalise_letter,
    keep_terms,
    set_letter,
    switch_piece,
    translate_letter,
    withdraw_letter,
)
from offboarding.letters.drafting import draft_of
from offboarding.letters.ready import letter_ready, letters_of, script_ready
from offboarding.models import Letter, LetterFile, LetterSending, Parting
from tests.cast import Cast
from tests.factories import (
    AgencyLetterheadFactory,
    ContactFactory,
    ContractFactory,
    ContractTermsFactory,
    InvoiceFactory,
    LetterFactory,
    PartingFactory,
    PaymentFactory,
    WrittenWarningFactory,
)
from tests.factories.days import DAY
from tests.offboarding.final import final_letter

pytestmark = pytest.mark.django_db
END = DAY + dt.timedelta(days=90)
SENT = {"to": "harriet@client.example", "subject": "Our agreement", "body": "Dear Harriet Cole,\n\nsee the letter."}


@pytest.fixture
def parting(cast: Cast) -> Parting:
    """A decided case with everything on record but what only a person can say."""
    client = cast.client
    ContactFactory(client=client, name="Harriet Cole", language="en", prefers="phone", is_decider=True)
    contract = ContractFactory(
        client=client, title="Marketing Services Agreement", notice_length=2, notice_to_month_end=True,
        starts=DAY - dt.timedelta(days=730),
    )  # fmt: skip
    ContractTermsFactory(contract=contract, language="en")
    AgencyLetterheadFactory()
    return PartingFactory(client=client, state="notice", ending="convenience", end_on=END)


@pytest.fixture
def letter(cast: Cast, parting: Parting) -> Letter:
    return draft_letter(by=cast.keeper, parting=parting, kind="convenience")


def answered(cast: Cast, letter: Letter) -> Letter:
    """Every question answered with what is suggested."""
    asked = draft_of(letter).questions
    return correct_facts(by=cast.keeper, letter=letter, facts={one.name: one.suggestion for one in asked})


def test_a_draft_takes_what_is_on_record_and_asks_for_the_rest(letter: Letter) -> None:
    draft = draft_of(letter)

    assert draft.facts.values["termination_clause"] == "clause\xa012.1"
    assert draft.facts.values["notice_period"] == "two months’ written notice to the end of a month"
    assert draft.facts.values["signatory_title"] == "Managing Director"
    assert [one.name for one in draft.questions] == [
        "handover_date", "final_invoice_date", "final_invoice_amount", "data_return_date",
    ]  # fmt: skip
    assert "By … we will hand over" in draft.questions[0].sentence


def test_a_letter_with_a_hole_is_not_made_final(cast: Cast, letter: Letter) -> None:
    with pytest.raises(ValidationError) as refusal:
        finalise_letter(by=cast.boss, letter=letter)

    assert "Hand-over complete by" in refusal.value.messages[0]
    assert not LetterFile.objects.exists()


def test_a_final_letter_keeps_its_words_and_files_and_never_changes(cast: Cast, letter: Letter) -> None:
    final = finalise_letter(by=cast.boss, letter=answered(cast, letter))

    assert (final.state, final.finalised_by) == (Letter.State.FINAL, cast.boss)
    assert finalise_letter(by=cast.boss, letter=final).finalised_at == final.finalised_at
    assert {one.format for one in final.files.all()} == {"pdf", "docx"}
    for one in final.files.all():
        assert hashlib.sha256(bytes(one.content)).hexdigest() == one.sha256
    for change in ("UPDATE offboarding_letter SET subject = 'x'", "DELETE FROM offboarding_letterfile"):
        _refused(change)
    with pytest.raises(ValidationError):
        correct_facts(by=cast.boss, letter=final, facts={"client_address": "x"})


def _refused(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clienthealth.allow_truncate', 'off', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(sql)
        cursor.execute("SELECT set_config('clienthealth.allow_truncate', 'on', true)")


def test_only_an_owner_makes_it_final_and_sends_it(cast: Cast, letter: Letter) -> None:
    ready = answered(cast, letter)
    with pytest.raises(PermissionDenied):
        finalise_letter(by=cast.keeper, letter=ready)
    final = finalise_letter(by=cast.boss, letter=ready)
    with pytest.raises(PermissionDenied):
        send_letter(by=cast.keeper, letter=final, **SENT)


def test_nothing_leaves_before_the_decision(cast: Cast) -> None:
    early = final_letter(PartingFactory(client=cast.client, state="decision"))

    with pytest.raises(ValidationError, match="decision"):
        send_letter(by=cast.boss, letter=early, **SENT)
    with pytest.raises(ValidationError, match="draft"):
        send_letter(by=cast.boss, letter=LetterFactory(parting=early.parting), **SENT)


def test_the_mail_carries_the_very_file_and_says_nothing_of_the_case(
    cast: Cast, parting: Parting, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "clienthealth <office@fjordlight.example>"
    final = final_letter(parting)
    once = send_letter(by=cast.boss, letter=final, token="t", **SENT)
    again = send_letter(by=cast.boss, letter=final, token="t", **SENT)
    post.send_waiting()

    assert once == again
    (sent,) = mail.outbox
    name, content, kind = sent.attachments[0]
    assert (name, kind) == ("fjordlight-aps-2026-10-20.pdf", "application/pdf")
    assert content == bytes(final.files.get(format="pdf").content)
    whole = str(sent.message()["Message-ID"]) + "".join(f"{k}: {v}\n" for k, v in sent.message().items())
    assert sent.message()["From"] == '"Boss, Fjordlight ApS" <office@fjordlight.example>'
    assert sent.extra_headers["Reply-To"] == cast.boss.email
    assert sent.extra_headers["Auto-Submitted"] == "no"
    assert not any(word in whole.lower() for word in ("parting", "churn", "risk", "fire", "clienthealth"))
    assert Letter.objects.get(pk=final.pk).state == Letter.State.SENT


@pytest.mark.parametrize(
    ("field", "value"),
    [("to", "harriet"), ("subject", " "), ("body", "Until {end_date} we carry on."), ("body", "")],
)
def test_a_mail_that_is_not_whole_does_not_leave(cast: Cast, parting: Parting, field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        send_letter(by=cast.boss, letter=final_letter(parting), **{**SENT, field: value})

    assert list(refusal.value.message_dict) == [field]
    assert not LetterSending.objects.exists()


def test_a_delivery_is_kept_with_its_proof(cast: Cast, parting: Parting) -> None:
    final = final_letter(parting)
    with pytest.raises(ValidationError):
        record_delivery(by=cast.boss, letter=final, how="mail", to="x", on=DAY)
    with pytest.raises(ValidationError):
        record_delivery(by=cast.boss, letter=final, how="post", to="x", on=dt.date(2199, 1, 1))
    sending = record_delivery(by=cast.boss, letter=final, how="registered", to="Alder & Finch", on=DAY, token="d")
    assert record_delivery(by=cast.boss, letter=final, how="registered", to="x", on=DAY, token="d") == sending
    with pytest.raises(ValidationError):
        note_receipt(by=cast.boss, sending=sending, received_on=DAY - dt.timedelta(days=1), proof="x")

    assert note_receipt(by=cast.boss, sending=sending, received_on=DAY, proof="RR 123").received_on == DAY


def test_the_contracts_language_binds_and_the_contacts_is_a_translation(cast: Cast, parting: Parting) -> None:
    parting.client.contacts.update(language="da")
    letter = draft_letter(by=cast.keeper, parting=parting, kind="convenience", token="once")

    assert draft_letter(by=cast.keeper, parting=parting, kind="convenience", token="once") == letter
    (translation,) = letter.translations.all()
    assert (letter.language, translation.language) == ("en", "da")
    assert "Det er den engelske tekst" in draft_of(translation).sheet.note
    assert translate_letter(by=cast.keeper, letter=letter, language="da") == translation


def test_a_day_by_hand_moves_what_follows_from_it(cast: Cast, letter: Letter) -> None:
    corrected = correct_facts(by=cast.keeper, letter=letter, facts={"end_date": "2027-03-28"})

    values = draft_of(corrected).facts.values
    assert values["end_date"] == "Sunday 28\xa0March\xa02027"
    assert values["last_working_day"] == "Friday 26\xa0March\xa02027"
    back = correct_facts(by=cast.keeper, letter=corrected, facts={"end_date": ""})
    assert back.corrections == {}


@pytest.mark.parametrize(("name", "value"), [("score", "9"), ("end_date", "soon"), ("client_name", "x" * 2000)])
def test_a_fact_that_cannot_be_is_refused(cast: Cast, letter: Letter, name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        correct_facts(by=cast.keeper, letter=letter, facts={name: value})


def test_debts_are_counted_after_payments_and_without_disputes(cast: Cast, parting: Parting) -> None:
    def invoice(number: str, **fields: Any) -> Any:
        return InvoiceFactory(
            client=cast.client, number=number, amount=Decimal(1000), currency="EUR",
            issued_on=DAY - dt.timedelta(days=90), due_on=DAY - dt.timedelta(days=60), **fields,
        )  # fmt: skip

    part = invoice("A")
    PaymentFactory(client=cast.client, invoice=part, amount=Decimal(400), paid_on=DAY - dt.timedelta(days=5))
    invoice("B", disputed=True)
    letter = LetterFactory(parting=parting, kind="nonpayment")

    table = draft_of(letter).facts.tables["overdue"]
    assert [row[0] for row in table.rows] == ["A"]
    assert draft_of(letter).facts.values["overdue_total"] == "€600.00"
    invoice("C").__class__.objects.filter(number="C").update(currency="USD")
    assert "overdue" in {one.name for one in draft_of(letter).questions}


def test_a_warning_says_what_the_case_asked_for(cast: Cast, parting: Parting) -> None:
    WrittenWarningFactory(parting=parting, items=["Pay invoice 1", "Name one person"])

    values = draft_of(LetterFactory(parting=parting, kind="warning")).facts.values
    assert (values["cure_step_1"], values["cure_step_2"]) == ("Pay invoice 1", "Name one person")
    assert "cure_deadline" in values


def test_optional_pieces_can_be_left_out_and_no_others(cast: Cast, letter: Letter) -> None:
    without = switch_piece(by=cast.keeper, letter=letter, key="door", on=False)
    assert "door" not in [one.piece.key for one in draft_of(without).pieces]
    again = switch_piece(by=cast.keeper, letter=without, key="door", on=True)
    assert again.left_out == []
    with pytest.raises(ValidationError):
        switch_piece(by=cast.keeper, letter=letter, key="notice", on=False)


def test_what_the_contract_says_is_asked_once(cast: Cast, parting: Parting, letter: Letter) -> None:
    contract = parting.client.contracts.get()
    keep_terms(by=cast.keeper, letter=letter, contract=contract, termination_clause="Section 7, last sentence")

    assert draft_of(letter).facts.values["termination_clause"] == "Section 7, last sentence"
    other = LetterFactory(parting=parting)
    assert draft_of(other).facts.values["termination_clause"] == "Section 7, last sentence"
    with pytest.raises(ValidationError):
        keep_terms(by=cast.keeper, letter=letter, contract=ContractFactory(), termination_clause="1")


def test_a_letter_is_not_dated_in_the_past_and_goes_to_this_client(cast: Cast, letter: Letter) -> None:
    with pytest.raises(ValidationError):
        set_letter(by=cast.keeper, letter=letter, dated_on=dt.date(2001, 1, 1), contact=None, signatory=None)
    with pytest.raises(ValidationError):
        set_letter(by=cast.keeper, letter=letter, dated_on=None, contact=ContactFactory(), signatory=None)
    with pytest.raises(ValidationError):
        fill_table(by=cast.keeper, letter=letter, name="breach", rows=[["only one"]])


def test_the_case_knows_whether_its_letter_and_script_are_ready(cast: Cast, parting: Parting) -> None:
    assert letter_ready(parting)
    assert script_ready(parting)
    letter = draft_letter(by=cast.keeper, parting=parting, kind="convenience")
    assert "not final" in letter_ready(parting)
    assert "Hand-over complete by" in script_ready(parting)
    finalise_letter(by=cast.boss, letter=answered(cast, letter))
    assert script_ready(parting) == ""
    assert letter_ready(parting) == ""
    parting.end_on = END + dt.timedelta(days=31)
    assert "another day" in letter_ready(parting)
    assert [one.pk for one in letters_of(parting)] == [letter.pk]


def test_a_draft_is_thrown_away_and_a_final_letter_is_not(cast: Cast, parting: Parting, letter: Letter) -> None:
    withdraw_letter(by=cast.keeper, letter=letter)
    assert not Letter.objects.exists()
    with pytest.raises(ValidationError):
        withdraw_letter(by=cast.keeper, letter=final_letter(parting))


@pytest.mark.parametrize("who", ["teammate", "outsider", "rival"])
def test_others_learn_of_no_letter(cast: Cast, parting: Parting, who: str) -> None:
    from django.http import Http404

    with pytest.raises((Http404, PermissionDenied)):
        draft_letter(by=getattr(cast, who), parting=parting, kind="convenience")
