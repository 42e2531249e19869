"""The pages of letters: questions beside the letter, two steps before anything leaves, and the call."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clienthealth.core import post
from offboarding.letters.drafting import draft_of
from offboarding.letters.speaking import script_of
from offboarding.letters.texts import LANGUAGES, phone_script
from offboarding.models import ContractTerms, Letter, LetterSending
from tests.cast import Cast
from tests.factories import ContactFactory, ContractFactory, LetterFactory, LetterSendingFactory, PartingFactory
from tests.offboarding.final import final_letter
from tests.offboarding.matter import facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(cast: Cast) -> Letter:
    ContractFactory(client=cast.client, title="Agreement")
    contact = ContactFactory(client=cast.client, name="Harriet <b>Cole</b>", prefers="phone")
    parting = PartingFactory(client=cast.client, state="notice", ending="convenience", end_on=dt.date(2026, 12, 31))
    return LetterFactory(parting=parting, contact=contact)


def test_answers_go_to_the_contract_or_stay_with_the_letter(cast: Cast, letter: Letter) -> None:
    page = cast.browser("keeper").get(f"/letters/{letter.pk}/").content.decode()
    assert 'name="fact-termination_clause"' in page
    assert "Harriet &lt;b&gt;Cole" in page
    answers = {
        "fact-termination_clause": "12.1",
        "fact-contract_date": "2024-03-01",
        "fact-handover_date": "2026-12-18",
    }
    assert cast.browser("keeper").post(f"/letters/{letter.pk}/answers/", answers).status_code == 302

    terms = ContractTerms.objects.get()
    assert (terms.termination_clause, str(terms.signed_on)) == ("12.1", "2024-03-01")
    assert Letter.objects.get(pk=letter.pk).corrections == {"handover_date": "2026-12-18"}


def test_rows_are_typed_into_a_table(cast: Cast, letter: Letter) -> None:
    cells = {"cell": ["1 June", "Answer in five days", "Answered after 17", "", "", ""]}
    assert cast.browser("keeper").post(f"/letters/{letter.pk}/table/breach/", cells).status_code == 302

    assert Letter.objects.get(pk=letter.pk).tables == {
        "breach": [["1 June", "Answer in five days", "Answered after 17"]]
    }


def test_a_mail_is_looked_at_before_it_leaves(cast: Cast) -> None:
    letter = final_letter(PartingFactory(client=cast.client, state="notice", ending="convenience"))
    browser, url = cast.browser("boss"), f"/letters/{letter.pk}/send/"
    typed = {"to": "h@client.example", "subject": "Our agreement", "body": "Dear Harriet", "token": "t1"}
    browser.get(url)
    look = browser.post(url, {**typed, "do": "look"}).content.decode()
    assert "SHA-256" in look
    assert not LetterSending.objects.exists()

    for _twice in range(2):
        assert browser.post(url, {**typed, "do": "send"}).status_code == 302
    post.send_waiting()
    assert len(mail.outbox) == 1


def test_a_proof_is_printed_only_when_nothing_is_missing(cast: Cast, letter: Letter) -> None:
    assert not draft_of(letter).is_whole
    assert cast.browser("boss").get(f"/letters/{letter.pk}.pdf").status_code == 404


def test_files_are_handed_out_as_they_were_kept(cast: Cast) -> None:
    letter = final_letter(PartingFactory(client=cast.client))
    answer = cast.browser("keeper").get(f"/letters/{letter.pk}.docx")

    assert answer.content == bytes(letter.files.get(format="docx").content)
    assert answer["Content-Disposition"] == 'attachment; filename="fjordlight-aps-2026-10-20.docx"'
    assert "no-store" in answer["Cache-Control"]


def test_a_list_of_many_letters_costs_no_more_than_one(cast: Cast) -> None:
    parting = PartingFactory(client=cast.client)
    browser, url = cast.browser("boss"), f"/partings/{parting.pk}/letters/"

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    LetterSendingFactory(letter=LetterFactory(parting=parting))
    cost()
    one = cost()
    for _n in range(24):
        LetterSendingFactory(letter=LetterFactory(parting=parting, contact=ContactFactory(client=cast.client)))
    assert cost() == one


def test_the_call_is_said_in_the_clients_language_with_advice_in_ours(cast: Cast, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(language="de")
    page = cast.browser("keeper").get(f"/letters/{letter.pk}/script/").content.decode()

    assert "Better not" in page
    assert phone_script("de").steps[1].say[1] in page
    assert "{" not in page.split('class="ch-call"')[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_script_is_read_without_a_gap_and_stays_polite(language: str) -> None:
    known: Any = facts(language).values
    made = script_of(phone_script(language), phone_script("en"), known, facts("en").values)
    said = [line for one in (*made.steps, *made.branches) for line in one.say]

    assert not any(mark in line for line in said for mark in "{}[]")
    assert [one.key for one in made.steps] == ["open", "say", "next", "close"]
    assert all(one.say for one in made.steps)
    assert "our_remedy" not in made.unknown
