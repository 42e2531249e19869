"""Thanks: one address, three texts, and nothing on the page that tells which group an answer fell into."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from clienthealth.core import clock
from surveys.links import stamp
from surveys.models import Answer, Ask, Campaign
from surveys.texts import LANGUAGES, words
from tests.surveys.pages import MINUTE, asked, page_of, person, press

SIX_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
THREE = {"low": 3, "mid": 7, "high": 10}
# Of a group, a judgement or what we do about it: neither in what a person reads nor in what a program finds.
TOLD = re.compile(
    r"detractor|passive|promoter|\bnps\b|csat|churn|risk|\blow\b|\bmid\b|\bhigh\b|group|loop|alert|segment|champion"
    r"|détracteur|passif|promoteur|detraktor|passiv|fortaler|贬损|被动者|推荐者|kritiker|fürsprecher|detractor|promotor",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r'(?:class|id|name|action|href|aria-[a-z]+|data-[a-z]+)="([^"]*)"|<!--(.*?)-->|<title>(.*?)</title>'
)


def thanked(ask: Ask, score: int, **fields: Any) -> str:
    """The page of thanks after an answer."""
    page: str = person().get(press(ask, score, **fields)["Location"]).content.decode()
    return page


def save(ask: Ask, **fields: Any) -> Any:
    """Press the button of the page of thanks, a minute after it was made."""
    made = stamp(f"thanks:{Answer.objects.get(ask=ask).nonce}", clock.now() - MINUTE)
    return person().post(page_of(ask, "survey_thanks"), {"stamp": made, "leave": "", **fields})


@SIX_LANGUAGES
@pytest.mark.parametrize("kind", ["nps", "csat"])
def test_three_texts_and_no_trace_of_why(db: None, language: str, kind: str) -> None:
    scores = THREE if kind == "nps" else {"low": 2, "mid": 3, "high": 5}
    seen: set[str] = set()
    for group, score in scores.items():
        ask = asked(language=language, campaign__kind=kind) if not seen else another(language, kind)
        sent = press(ask, score, comment="Well done")
        shown = person().get(sent["Location"])
        page = shown.content.decode()
        assert words(language)[f"thanks_{group}_title"] in page
        told = " ".join(map("".join, MARKUP.findall(page)))
        assert TOLD.findall(re.sub(r"/s/[^/]+/", "/", told)) == []
        assert TOLD.findall(re.sub(r"<[^>]+>", " ", page)) == []
        assert TOLD.findall(" ".join(f"{name}: {value}" for name, value in shown.headers.items())) == []
        assert re.sub(r"/s/[^/]+/", "/", sent["Location"]) == f"/thanks/?in={language}"
        assert re.findall(r"\{\w*\}", page) == []
        seen.add(re.sub(r".*<title>(.*?)</title>.*", r"\1", page, flags=re.DOTALL))
    assert len(seen) == 1  # one title for all


def another(language: str, kind: str) -> Ask:
    from tests.factories import AskFactory

    return AskFactory(language=language, campaign__kind=kind, closes_at=clock.now() + dt.timedelta(days=9))


def test_whoever_expected_better_hears_who_writes_and_by_when(db: None) -> None:
    page = thanked(asked(), 6)

    assert "Ingrid Solberg will read your answer and write to you within two business days" in page
    assert "@agency.example" in page
    assert "<textarea" not in page


def test_whoever_wants_no_call_is_told_that_there_will_be_none(db: None) -> None:
    page = thanked(asked(), 2, no_contact="yes")

    assert "As you asked, we will not contact you about it." in page
    assert "two business days" not in page
    assert Answer.objects.get().no_contact


def test_the_campaigns_reader_is_named_before_the_owner(db: None) -> None:
    from tests.factories import UserFactory

    reader = UserFactory(role="owner", name="Jonas Holm")
    assert "Jonas Holm will read your answer" in thanked(asked(campaign__reader=reader), 1)


def test_one_thing_is_asked_of_those_in_between_and_kept(db: None) -> None:
    ask = asked()
    assert "One thing we should change" in thanked(ask, 8)

    saved = save(ask, one_thing=" Answer faster\x00 ", quote="yes")

    assert saved.status_code == 302
    assert words("en")["noted"] in person().get(page_of(ask, "survey_thanks", saved["Location"])).content.decode()
    answer = Answer.objects.get()
    assert (answer.one_thing, answer.may_quote) == ("Answer faster", False)


def test_quoting_takes_a_comment_and_a_box_that_the_person_ticks(db: None) -> None:
    ask = asked()
    assert 'name="quote"' not in thanked(ask, 9)
    page = thanked(ask, 9, comment="They answer within the hour", age=dt.timedelta(hours=1))
    assert 'name="quote" value="yes">' in page
    assert "They answer within the hour" in page

    save(ask, quote="yes", one_thing="Nothing")
    assert (Answer.objects.get().may_quote, Answer.objects.get().one_thing) == (True, "")

    save(ask)  # the box taken out again
    assert not Answer.objects.get().may_quote


def test_permission_was_for_the_words_that_stood_there(db: None) -> None:
    ask = asked()
    press(ask, 9, comment="Quick")
    save(ask, quote="yes")
    Answer.objects.update(answered_at=clock.now() - MINUTE, changed_at=None)

    press(ask, 9, comment="Quick, and never wrong about anything")

    assert not Answer.objects.get().may_quote


def test_no_review_elsewhere_is_asked_of_the_satisfied() -> None:
    for language in LANGUAGES:
        assert not re.search(r"review|google|trustpilot|avis en ligne|anmeldelse|bewertung|reseña", thanks_of(language))


def thanks_of(language: str) -> str:
    return " ".join(text for key, text in words(language).items() if key.startswith("thanks_high")).lower()


def test_a_program_that_presses_here_changes_nothing_either(db: None) -> None:
    ask = asked()
    press(ask, 9, comment="Quick")
    shown = person().post(page_of(ask, "survey_thanks"), {"quote": "yes"})

    assert shown.status_code == 422
    assert not Answer.objects.get().may_quote


def test_without_an_answer_there_is_nothing_to_thank_for(db: None) -> None:
    ask = asked(campaign__kind=Campaign.Kind.NPS)

    assert person().get(page_of(ask, "survey_thanks"))["Location"] == page_of(ask, query="?in=en")
