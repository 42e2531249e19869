"""Mail scanners at work: they open every link, run what they find and press buttons, and answer nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from accounts.models import SurveyResponse
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent
from surveys.actions.answering import count_answer, discount_answer, save_answer
from surveys.actions.pressing import MOST_LOOKS
from surveys.models import Answer, Ask, Attempt, Campaign, Loop
from surveys.texts import words
from tests.factories import UserFactory
from tests.surveys.pages import MINUTE, PHONE, SCANNER, SECOND, asked, form, page_of, person, press, stamp_on

FAST = dt.timedelta(seconds=0.4)


def open_all(ask: Ask, agent: str = SCANNER) -> None:
    """Every link of the mail, and the one to unsubscribe."""
    browser = person(agent)
    for score in range(11):
        browser.get(page_of(ask, query=f"?score={score}"))
        browser.head(page_of(ask, query=f"?score={score}"))
    browser.get(page_of(ask, "survey_stop"))


def test_opening_all_eleven_links_answers_nothing_and_leaves_evidence(db: None) -> None:
    ask = asked()
    open_all(ask)

    assert not Answer.objects.exists()
    ask.refresh_from_db()
    assert ask.state == Ask.State.SENT
    assert Attempt.objects.filter(what="look", reasons=[]).count() == 11
    assert Attempt.objects.filter(what="look", reasons=["head"], automatic=True).count() == 11


def test_pressing_at_once_answers_nothing_and_a_person_presses_once_more(db: None) -> None:
    ask = asked()
    shown = person().post(page_of(ask), form(ask, 9, FAST, comment="Quick work", no_contact="yes"))

    page = shown.content.decode()
    assert shown.status_code == 422
    assert words("en")["again"] in page
    assert 'value="9" required checked' in page
    assert "Quick work</textarea>" in page
    assert 'name="no_contact" value="yes" checked' in page
    assert not Answer.objects.exists()
    kept = Attempt.objects.get()
    assert (kept.what, kept.score, kept.reasons, kept.automatic) == ("post", 9, ["fast"], True)

    with clock.pretend(clock.now() + 3 * SECOND):
        again = person().post(page_of(ask), {"stamp": stamp_on(page), "score": 9, "comment": "Quick work"})
    assert again.status_code == 302
    assert Answer.objects.get().comment == "Quick work"


def test_a_scanner_that_opens_all_and_presses_all_at_once_leaves_no_answer(db: None) -> None:
    ask = asked()
    open_all(ask)
    for score in range(11):
        assert person(SCANNER).post(page_of(ask), form(ask, score, 2 * SECOND)).status_code == 422

    assert not Answer.objects.exists()
    assert {reason for one in Attempt.objects.filter(what="post") for reason in one.reasons} == {
        "after_burst", "several",
    }  # fmt: skip


def test_a_scanner_that_waits_and_presses_all_is_found_out(db: None) -> None:
    ask = asked()
    with clock.pretend(clock.now()):
        for score in (3, 4, 5):
            person(SCANNER).post(page_of(ask), form(ask, score, 5 * SECOND))

    assert Answer.objects.get().automatic  # the first was taken for a person's, for a moment
    assert not SurveyResponse.objects.exists()
    assert not Loop.objects.exists()
    ask.refresh_from_db()
    assert ask.state == Ask.State.SENT


def test_what_a_scanner_presses_after_its_round_is_kept_apart_until_a_person_answers(db: None) -> None:
    ask = asked()
    with clock.pretend(clock.now() - 2 * MINUTE):
        open_all(ask)
    with clock.pretend(clock.now() - MINUTE):
        assert press(ask, 0, person(SCANNER), age=30 * SECOND).status_code == 302

    apart = Answer.objects.get()
    assert (apart.automatic, apart.score, apart.response) == (True, 0, None)
    assert not Loop.objects.exists()
    assert not OutboxEvent.objects.filter(topic="survey.answered").exists()
    ask.refresh_from_db()
    assert ask.state == Ask.State.SENT  # they are still reminded
    assert Attempt.objects.filter(what="post").get().reasons == ["burst"]
    assert 'value="0" required checked' not in person(PHONE).get(page_of(ask)).content.decode()

    press(ask, 9, person(PHONE), comment="It was me")

    answer = Answer.objects.get()
    assert (answer.automatic, answer.score, answer.changed_at) == (False, 9, None)
    assert SurveyResponse.objects.get().score == 9


def test_a_scanner_after_a_person_changes_nothing(db: None) -> None:
    ask = asked()
    with clock.pretend(clock.now() - 5 * MINUTE):
        press(ask, 9)
    with clock.pretend(clock.now() - MINUTE):
        open_all(ask)
    press(ask, 0, person(SCANNER), age=30 * SECOND)

    answer = Answer.objects.get()
    assert (answer.score, answer.automatic) == (9, False)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [({"sec-purpose": "prefetch;prerender"}, "prefetch"), ({"purpose": "prefetch"}, "prefetch"), ({}, "program")],
)
def test_what_says_that_it_is_a_program_is_believed(db: None, headers: dict[str, str], reason: str) -> None:
    ask = asked()
    browser = person(PHONE if headers else "Barracuda Sentinel (EE)", **headers)
    browser.get(page_of(ask))

    assert Attempt.objects.get().reasons == [reason]
    assert press(ask, 9, browser).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("spoil", [{"stamp": ""}, {"stamp": "1.forged"}, {"leave": "https://buy.example"}])
def test_a_form_that_no_person_filled_in_is_not_kept(db: None, spoil: dict[str, Any]) -> None:
    ask = asked()

    assert press(ask, 9, **spoil).status_code == 422
    assert not Answer.objects.exists()


def test_a_page_of_last_month_is_asked_again_kindly(db: None) -> None:
    shown = press(asked(), 9, age=dt.timedelta(days=31))

    assert words("en")["stale"] in shown.content.decode()


def test_a_stamp_is_good_for_one_question_only(db: None) -> None:
    one = asked()
    from tests.factories import AskFactory

    other = AskFactory(closes_at=clock.now() + dt.timedelta(days=3))
    assert person().post(page_of(one), form(other, 9)).status_code == 422


def test_the_evidence_of_one_link_is_bounded(db: None) -> None:
    ask = asked()
    for number in range(MOST_LOOKS + 5):
        person(SCANNER).get(page_of(ask, query=f"?score={number % 11}"))

    assert Attempt.objects.count() == MOST_LOOKS


def test_somebody_here_may_count_an_answer_that_was_set_apart_and_take_it_back(db: None) -> None:
    ask, boss = asked(), UserFactory(role="owner")
    answer = save_answer(ask, score=2, automatic=True)
    assert not SurveyResponse.objects.exists()

    counted = count_answer(answer, boss)

    assert (counted.automatic, counted.response, counted.loop.answer) == (
        False, SurveyResponse.objects.get(), counted,
    )  # fmt: skip
    ask.refresh_from_db()
    assert ask.state == Ask.State.ANSWERED
    assert OutboxEvent.objects.filter(topic="survey.answered").count() == 1

    taken = discount_answer(counted, boss)

    assert (taken.automatic, taken.response) == (True, None)
    assert not SurveyResponse.objects.exists()
    assert not Loop.objects.exists()
    ask.refresh_from_db()
    assert ask.state == Ask.State.SENT
    assert count_answer(discount_answer(taken, boss), boss).score == 2
    assert SurveyResponse.objects.count() == 1


def test_satisfaction_that_is_counted_is_no_fact(db: None) -> None:
    ask = asked(campaign__kind=Campaign.Kind.CSAT)
    count_answer(save_answer(ask, score=5, automatic=True), UserFactory(role="owner"))

    assert not SurveyResponse.objects.exists()
