"""Public entries: a short link, a picture to scan, a form inside a page of the client's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.models import SurveyResponse
from clienthealth.core import clock
from surveys.limits import BY_ADDRESS
from surveys.links import answer_token
from surveys.models import Answer, Attempt, Loop, SurveyEntry
from surveys.texts import LANGUAGES, words
from tests.factories import AgencyFactory, SurveyEntryFactory, UserFactory
from tests.surveys.pages import entry_form, entry_page, person, press_later

ORIGIN = "https://portal.client.example"


@pytest.fixture
def entry(db: None) -> SurveyEntry:
    AgencyFactory(name="Nordlys")
    owner = UserFactory(role="manager", name="Ingrid Solberg")
    return SurveyEntryFactory(client__owner=owner, client__name="Corvus Robotics", origins=[ORIGIN])


def answer(entry: SurveyEntry, score: int | None = 9, *, name: str = "survey_entry", **fields: Any) -> Any:
    """Open the page, and press a minute later."""
    page = person().get(entry_page(entry, name)).content.decode()
    return press_later(entry_page(entry, name), entry_form(page, score, **fields))


def test_an_answer_by_an_entry_is_the_clients_and_needs_no_name(entry: SurveyEntry) -> None:
    sent = answer(entry, 10, comment="Good people")

    kept = Answer.objects.get()
    assert (kept.entry, kept.client, kept.contact, kept.name, kept.score) == (entry, entry.client, None, "", 10)
    fact = SurveyResponse.objects.get()
    assert (fact.client, fact.contact, fact.invitation, fact.score) == (entry.client, None, None, 10)
    assert words("en")["thanks_high_title"] in person().get(sent["Location"]).content.decode()


def test_a_name_may_be_given_and_nobody_is_promised_a_mail(entry: SurveyEntry) -> None:
    sent = answer(entry, 2, name_="Harriet")
    page = person().get(sent["Location"]).content.decode()

    assert Answer.objects.get().name == "Harriet"
    assert "Ingrid Solberg will read your answer" in page
    assert "write to you" not in page
    assert Loop.objects.get().responsible == entry.client.owner


def test_pressing_twice_is_one_answer_and_going_back_changes_it(entry: SurveyEntry) -> None:
    page = person().get(entry_page(entry)).content.decode()
    press_later(entry_page(entry), entry_form(page, 4))
    press_later(entry_page(entry), entry_form(page, 4))
    press_later(entry_page(entry), entry_form(page, 8))

    assert [one.score for one in Answer.objects.all()] == [8]
    assert SurveyResponse.objects.get().score == 8


def test_a_page_opened_anew_is_another_persons(entry: SurveyEntry) -> None:
    answer(entry, 4)
    answer(entry, 9)

    assert sorted(Answer.objects.values_list("score", flat=True)) == [4, 9]


def test_only_the_signed_link_changes_an_answer_and_only_for_an_hour(entry: SurveyEntry) -> None:
    answer(entry, 4, comment="Slow")
    kept = Answer.objects.get()
    link = entry_page(entry, query=f"?change={answer_token(kept)}")
    page = person().get(link).content.decode()
    assert 'value="4" required checked' in page
    assert "Slow</textarea>" in page

    press_later(entry_page(entry), entry_form(page, 9))
    assert [one.score for one in Answer.objects.all()] == [9]

    Answer.objects.update(answered_at=clock.now() - dt.timedelta(hours=2))
    assert person().get(link).status_code == 410
    assert press_later(entry_page(entry), entry_form(page, 1)).status_code == 410
    assert person().get(entry_page(entry, query="?change=forged.token")).status_code == 410
    assert [one.score for one in Answer.objects.all()] == [9]


def test_a_key_that_we_did_not_make_is_no_page_of_ours(entry: SurveyEntry) -> None:
    answer(entry, 9)
    page = person().get(entry_page(entry)).content.decode()
    stolen = {**entry_form(page, 0), "key": Answer.objects.get().nonce}

    assert press_later(entry_page(entry), stolen).status_code == 422
    assert Answer.objects.get().score == 9


def test_the_form_stands_only_in_the_pages_that_are_named(entry: SurveyEntry) -> None:
    inside = person().get(entry_page(entry, "survey_embed"))

    assert f"frame-ancestors {ORIGIN}" in inside["Content-Security-Policy"]
    assert "script-src 'none'" in inside["Content-Security-Policy"]
    assert "X-Frame-Options" not in inside
    assert not inside.cookies
    outside = person().get(entry_page(entry))
    assert "frame-ancestors 'none'" in outside["Content-Security-Policy"]
    assert outside["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("origins", [[], ["*"], ["https://a.example; script-src *"], ["javascript:alert(1)"], [7]])
def test_an_origin_that_is_none_frames_nothing(entry: SurveyEntry, origins: list[Any]) -> None:
    SurveyEntry.objects.update(origins=origins)
    inside = person().get(entry_page(entry, "survey_embed"))

    assert "frame-ancestors 'none'" in inside["Content-Security-Policy"]
    assert inside["X-Frame-Options"] == "DENY"


def test_the_thanks_of_the_form_stay_inside(entry: SurveyEntry) -> None:
    sent = answer(entry, 7, name="survey_embed")

    assert sent["Location"].startswith(entry_page(entry, "survey_embed"))
    thanks = person().get(sent["Location"])
    assert f"frame-ancestors {ORIGIN}" in thanks["Content-Security-Policy"]
    assert entry_page(entry, "survey_embed", "?") in thanks.content.decode()  # the link to change it


@pytest.mark.parametrize(
    "spoil", [{"ended_at": True}, {"client": "ended"}, {"campaign": "ended"}, {"campaign": "draft"}]
)
def test_an_entry_that_is_over_says_so(entry: SurveyEntry, spoil: dict[str, Any]) -> None:
    if "ended_at" in spoil:
        SurveyEntry.objects.update(ended_at=clock.now())
    elif "client" in spoil:
        entry.client.status, entry.client.ended_on = "ended", clock.now().date()
        entry.client.save()
    else:
        entry.campaign.state = spoil["campaign"]
        entry.campaign.save()

    shown = person().get(entry_page(entry))

    assert shown.status_code == 410
    assert words("en")["closed_entry"] in shown.content.decode()


def test_one_address_cannot_fill_an_entry(entry: SurveyEntry) -> None:
    page = person().get(entry_page(entry)).content.decode()
    told = [press_later(entry_page(entry), entry_form(page, 9)).status_code for _time in range(BY_ADDRESS.most + 1)]

    assert told == [302] * BY_ADDRESS.most + [429]
    assert Answer.objects.count() == 1


def test_a_program_leaves_evidence_and_no_answer(entry: SurveyEntry) -> None:
    page = person().get(entry_page(entry)).content.decode()

    assert person().post(entry_page(entry), entry_form(page, 9)).status_code == 422

    assert not Answer.objects.exists()
    assert Attempt.objects.get().reasons == ["fast"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_says_in_which_language(entry: SurveyEntry, language: str) -> None:
    page = person(**{"accept-language": language}).get(entry_page(entry)).content.decode()

    assert f'<html lang="{language}">' in page
    assert words(language)["your_name"] in page


def test_the_clients_language_where_no_browser_says(entry: SurveyEntry) -> None:
    entry.client.language = "da"
    entry.client.save()

    assert '<html lang="da">' in person().get(entry_page(entry)).content.decode()
