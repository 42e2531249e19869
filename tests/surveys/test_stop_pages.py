"""No more surveys: by a page with buttons, and by the one click of a mail program."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from clienthealth.core import clock
from surveys.actions.suppressing import suppressed
from surveys.links import stamp, unsubscribe_url
from surveys.models import Ask, Suppression
from surveys.texts import LANGUAGES, words
from tests.surveys.pages import MINUTE, asked, page_of, person


def choose(ask: Ask, choice: str, age: dt.timedelta = MINUTE) -> Any:
    made = stamp(f"stop:{ask.nonce}", clock.now() - age)
    return person().post(page_of(ask, "survey_stop"), {"stamp": made, "leave": "", "choice": choice})


def scope(ask: Ask) -> str:
    return suppressed([ask.contact.email]).get(ask.contact.email, "")


def test_looking_stops_nothing(db: None) -> None:
    ask = asked()
    page = person().get(page_of(ask, "survey_stop")).content.decode()
    person().head(page_of(ask, "survey_stop"))

    assert words("en")["stop_button"] in page
    assert ask.contact.email in page
    assert not Suppression.objects.exists()


def test_stop_once_a_year_and_undo(db: None) -> None:
    ask = asked()
    assert choose(ask, "yearly").status_code == 302
    assert scope(ask) == "yearly"
    assert choose(ask, "stop").status_code == 302
    assert scope(ask) == "stop"
    done = person().get(page_of(ask, "survey_stop")).content.decode()
    assert words("en")["stopped"].replace("{email}", ask.contact.email) in done

    undone = choose(ask, "undo")

    assert scope(ask) == ""
    shown = person().get(page_of(ask, "survey_stop", undone["Location"])).content.decode()
    assert words("en")["undone"].replace("{email}", ask.contact.email) in shown


@pytest.mark.parametrize("age", [dt.timedelta(seconds=0.2), dt.timedelta(days=60)])
def test_a_scanner_that_presses_the_button_stops_nothing(db: None, age: dt.timedelta) -> None:
    ask = asked()
    shown = choose(ask, "stop", age)

    assert shown.status_code == 422
    assert words("en")["again"] in shown.content.decode()
    assert scope(ask) == ""


def test_one_click_works_without_page_and_cookie_and_twice(db: None) -> None:
    ask = asked(closes_at=clock.now() - dt.timedelta(days=90), state="closed")
    address = unsubscribe_url(ask).removeprefix("http://localhost:8000")
    for _time in range(2):
        done = person("", host="testserver").post(
            address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert (done.status_code, dict(done.cookies)) == (200, {})
    row = Suppression.objects.get()
    assert (row.scope, row.why, row.contact) == ("stop", "asked", ask.contact)


def test_anything_else_that_is_posted_is_no_click(db: None) -> None:
    ask = asked()
    for body in ("List-Unsubscribe=No", "choice=stop", ""):
        person().post(page_of(ask, "survey_stop"), body, content_type="application/x-www-form-urlencoded")

    assert not Suppression.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_the_asking(db: None, language: str) -> None:
    page = person().get(page_of(asked(language=language), "survey_stop")).content.decode()

    assert words(language)["stop_yearly"] in page


def test_where_there_is_nobody_to_write_to_there_is_no_page(db: None) -> None:
    assert person().get(page_of(asked(contact__email=""), "survey_stop")).status_code == 404
