"""The page of the question: what it shows, what it keeps, and what it never tells."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SurveyInvitation, SurveyResponse
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent
from surveys.limits import BY_LINK
from surveys.models import Answer, Ask, Attempt, Campaign, Loop
from surveys.texts import LANGUAGES, words
from tests.factories import AskFactory, CampaignWordingFactory, UserFactory
from tests.factories.voice import SurveyInvitationFactory
from tests.surveys.pages import MINUTE, SCANNER, asked, form, page_of, person, press

WHOLE = 50_000  # bytes of page and stylesheet together
SIX_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)


def test_opening_a_link_answers_nothing_and_leaves_a_trace_only_of_a_score(db: None) -> None:
    ask = asked()
    with CaptureQueriesContext(connection) as plain:
        assert person().get(page_of(ask)).status_code == 200
    assert [query["sql"] for query in plain if not query["sql"].startswith("SELECT")] == []

    page = person().get(page_of(ask, query="?score=9")).content.decode()

    assert 'value="9" required checked' in page
    assert words("en")["chosen"].replace("{score}", "9") in page
    assert not Answer.objects.exists()
    looked = Attempt.objects.get()
    assert (looked.what, looked.score, looked.automatic, looked.agent) == ("look", 9, False, "Safari")


@pytest.mark.parametrize("score", ["11", "-1", "nine", "", "٣", "9.5", "²"])
def test_a_link_with_no_score_on_the_scale_chooses_none(db: None, score: str) -> None:
    page = person().get(page_of(asked(), query=f"?score={score}")).content.decode()

    assert "checked" not in page
    assert not Attempt.objects.exists()


def test_zero_is_an_answer(db: None) -> None:
    ask = asked()
    assert 'value="0" required checked' in person().get(page_of(ask, query="?score=0")).content.decode()

    assert press(ask, 0).status_code == 302

    answer = Answer.objects.get()
    assert (answer.score, answer.automatic, answer.group) == (0, False, "low")
    assert SurveyResponse.objects.get().score == 0


def test_an_answer_brings_its_fact_ends_the_reminders_and_is_told(db: None) -> None:
    ask = asked(remind_at=clock.now() + dt.timedelta(days=1))
    fact = ask.fact = SurveyInvitationFactory(client=ask.client, contact=ask.contact)
    ask.save()

    sent = press(ask, 9, comment="They answer within the hour", language="da")

    assert (sent.status_code, sent["Location"]) == (302, page_of(ask, "survey_thanks", "?in=da"))
    answer, response = Answer.objects.get(), SurveyResponse.objects.get()
    assert (answer.contact, answer.client, answer.language, answer.response) == (
        ask.contact, ask.client, "da", response,
    )  # fmt: skip
    assert (response.source, response.external_id) == ("survey", answer.nonce)
    assert (response.invitation, response.comment, response.client) == (fact, answer.comment, ask.client)
    ask.refresh_from_db()
    assert (ask.state, ask.remind_at) == (Ask.State.ANSWERED, None)
    told = OutboxEvent.objects.get(topic="survey.answered")
    assert (told.payload["score"], told.payload["changed"]) == (9, False)
    assert "hour" not in str(told.payload)
    assert SurveyInvitation.objects.count() == 1


def test_satisfaction_is_answered_from_one_to_five_and_moves_no_score(db: None) -> None:
    ask = asked(campaign__kind=Campaign.Kind.CSAT)
    page = person().get(page_of(ask, query="?score=0")).content.decode()

    assert page.count('name="score"') == 5
    assert "checked" not in page
    assert press(ask, 0).status_code == 422
    assert press(ask, 2).status_code == 302
    assert Answer.objects.get().group == "low"
    assert not SurveyResponse.objects.exists()
    assert Loop.objects.exists()


def test_a_form_without_a_score_says_so_and_keeps_what_was_written(db: None) -> None:
    shown = press(asked(), None, comment="Because")

    assert shown.status_code == 422
    assert words("en")["missing_nps"] in shown.content.decode()
    assert "Because</textarea>" in shown.content.decode()
    assert not Answer.objects.exists()


def test_pressing_twice_is_one_answer_and_writes_nothing_more(db: None) -> None:
    ask = asked()
    data = form(ask, 8, comment="Good")
    person().post(page_of(ask), data)
    with CaptureQueriesContext(connection) as queries:
        assert person().post(page_of(ask), data).status_code == 302

    assert Answer.objects.get().changed_at is None
    assert OutboxEvent.objects.filter(topic="survey.answered").count() == 1
    wrote = [sql for sql in (query["sql"] for query in queries) if re.search('INSERT|UPDATE "|DELETE|answer_new', sql)]
    assert [sql for sql in wrote if "visitorsalt" not in sql] == []


def test_an_answer_may_be_changed_and_its_fact_and_loop_follow(db: None) -> None:
    ask = asked()
    then = clock.now() - dt.timedelta(days=2)
    with clock.pretend(then):
        press(ask, 3, comment="Slow")
    assert Loop.objects.count() == 1

    page = person().get(page_of(ask)).content.decode()
    assert 'value="3" required checked' in page
    assert "Slow</textarea>" in page
    assert words("en")["change"] in page
    press(ask, 9, comment="Sorted out")

    answer = Answer.objects.get()
    assert (answer.score, answer.answered_at) == (9, pytest.approx(then, abs=MINUTE))
    assert answer.changed_at is not None
    response = SurveyResponse.objects.get()
    assert (response.score, response.comment, response.answered_on) == (9, "Sorted out", answer.answered_at.date())
    assert not Loop.objects.exists()
    assert OutboxEvent.objects.filter(topic="survey.answered").count() == 2


def test_a_link_answers_until_it_closes(db: None) -> None:
    ask = asked(closes_at=clock.now() - dt.timedelta(seconds=1))

    shown = person().get(page_of(ask))

    assert shown.status_code == 410
    assert words("en")["closed_title"] in shown.content.decode()
    assert "agency.example" in shown.content.decode()  # whom to write to
    assert press(ask, 9).status_code == person().get(page_of(ask, "survey_thanks")).status_code == 410
    assert not Answer.objects.exists()


@pytest.mark.parametrize("state", ["skipped", "closed"])
def test_whoever_is_asked_no_more_cannot_answer(db: None, state: str) -> None:
    ask = asked(state=state, why="stopped" if state == "skipped" else "")

    assert press(ask, 9).status_code == 410


@pytest.mark.parametrize("state", ["queued", "bounced"])
def test_a_link_that_somebody_holds_has_arrived(db: None, state: str) -> None:
    ask = asked(state=state, closes_at=None)

    assert press(ask, 9).status_code == 302
    ask.refresh_from_db()
    assert ask.state == Ask.State.ANSWERED


@pytest.mark.parametrize("spoil", [lambda token: token[:-2] + "xx", lambda token: token.split(".")[0], lambda _: "x"])
def test_a_forged_or_cut_link_is_not_there_and_names_nobody(db: None, spoil: Any) -> None:
    ask = asked()
    address = page_of(ask)
    token = address.split("/")[2]
    for page in (address, page_of(ask, "survey_thanks"), page_of(ask, "survey_stop")):
        shown = person(**{"accept-language": "de"}).get(page.replace(token, spoil(token)))
        assert shown.status_code == 404
        assert words("de")["missing"] in shown.content.decode()
        assert "Nordlys" not in shown.content.decode()


def test_the_agencys_own_words_in_its_language_and_ours_in_the_others(db: None) -> None:
    ask = asked(language="de")
    CampaignWordingFactory(campaign=ask.campaign, language="de", question="Würden Sie {agency} {wieder} wählen?")

    assert "Würden Sie Nordlys {wieder} wählen?" in person().get(page_of(ask)).content.decode()
    assert "recomiende Nordlys" in person().get(page_of(ask, query="?in=es")).content.decode()


def test_a_language_we_do_not_write_falls_back_to_the_browsers(db: None) -> None:
    ask = asked(language="it")

    assert '<html lang="fr">' in person(**{"accept-language": "fr-CA,fr;q=0.9"}).get(page_of(ask)).content.decode()
    assert '<html lang="en">' in person(**{"accept-language": "nl"}).get(page_of(ask)).content.decode()


def test_nobody_in_particular_reads_it_where_the_client_has_no_owner(db: None) -> None:
    ask = asked(contact__client__owner=None, contact__name="")
    page = person().get(page_of(ask)).content.decode()

    assert words("en")["privacy_plain"].replace("{agency}", "Nordlys") in page
    assert words("en")["hello_plain"] in page
    thanks = person().get(press(ask, 2)["Location"]).content.decode()
    assert "Nordlys will read your answer and write to you within two business days" in thanks


@SIX_LANGUAGES
def test_the_page_is_small_private_and_in_its_language(db: None, language: str) -> None:
    shown = person().get(page_of(asked(language=language), query="?score=4"))
    page = shown.content.decode()

    assert f'<html lang="{language}">' in page
    assert words(language)["send"] in page
    style = Path(str(finders.find("css/survey.css"))).read_bytes()
    assert len(style) + len(shown.content) < WHOLE
    assert (shown["Cache-Control"], shown["Referrer-Policy"]) == ("no-store, private", "no-referrer")
    assert shown["Content-Language"] == language
    assert "noindex" in shown["X-Robots-Tag"]
    policy = shown["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert shown["X-Frame-Options"] == "DENY"
    assert "<script" not in page
    assert " style=" not in page
    assert not shown.cookies
    assert re.findall(r"\{\w*\}", page) == []


def test_the_choice_of_a_language_keeps_the_score(db: None) -> None:
    page = person().get(page_of(asked(), query="?score=0")).content.decode()

    assert 'href="?in=da&amp;score=0"' in page


def test_how_many_queries_it_takes(db: None) -> None:
    ask, other = asked(), AskFactory(closes_at=clock.now() + dt.timedelta(days=3))
    person().get(page_of(other, query="?score=8"))  # makes the day's salt
    with CaptureQueriesContext(connection) as plain:
        person().get(page_of(ask))
    with CaptureQueriesContext(connection) as looked:
        person().get(page_of(ask, query="?score=9"))
    data = form(ask, 9)
    with CaptureQueriesContext(connection) as pressed:
        assert person().post(page_of(ask), data).status_code == 302

    assert len(counted(plain)) <= 3, counted(plain)
    assert len(counted(looked)) <= 4, counted(looked)
    assert len(counted(pressed)) <= 8, "\n".join(one[:90] for one in counted(pressed))


def counted(queries: CaptureQueriesContext) -> list[str]:
    """Without what a process does once a day, and a test's own transaction."""
    not_ours = re.compile(r"(^|; )SAVEPOINT|(^|; )RELEASE|accounts_visitorsalt")
    return [query["sql"] for query in queries if not not_ours.search(query["sql"])]


def test_a_link_may_not_be_changed_for_ever(db: None) -> None:
    ask = asked()
    told = []
    for score in [1, 2] * BY_LINK.most:
        told.append(press(ask, score, age=dt.timedelta(hours=1)).status_code)
        Answer.objects.update(answered_at=clock.now() - MINUTE, changed_at=None)  # not all at once

    assert told[:3] == [302, 302, 302]
    assert told[-1] == 429


def test_a_person_here_who_opens_a_clients_link_answers_as_nobody_of_ours(db: None) -> None:
    keeper = UserFactory(role="manager")
    ask = asked(contact__client__owner=keeper)
    browser = person(SCANNER)
    browser.force_login(keeper)
    press(ask, 3, browser=browser)
    Answer.objects.update(answered_at=clock.now() - MINUTE)
    press(ask, 9, browser=browser)

    past = apps.get_model("surveys", "AnswerPast").objects.latest("pgh_id")
    assert (past.pgh_context["user"], past.pgh_context["why"]) == (None, "an answer to a survey")
