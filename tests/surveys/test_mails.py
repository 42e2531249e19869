"""The mail itself: six languages, eleven links, a way out with one click, and no trace of a judgement."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

import pytest
from pytest_django import Settings

from clienthealth.core import post
from clienthealth.core.models import OutgoingMail
from surveys.links import ask_of
from surveys.models import Ask, Campaign
from surveys.texts import LANGUAGES
from tests.factories import CampaignWordingFactory, SurveyTermsFactory
from tests.mailserver import MailServer
from tests.surveys.sending import MORNING, campaign, days, hours, people, send

pytestmark = pytest.mark.django_db
NOON = MORNING + hours(5)
LINK = re.compile(r"https://clients\.example/[^\s\"<>]+")


@pytest.fixture(autouse=True)
def here(settings: Settings, at: Any) -> Any:
    settings.BASE_URL = "https://clients.example"
    settings.SURVEY_BOUNCE_ADDRESS = "bounces@nordlys.example"
    at(NOON)
    return at


def parts(server: MailServer, number: int = -1) -> tuple[EmailMessage, str, str]:
    """A mail, its text and its HTML."""
    mail = server.taken[number]
    return mail, server.words_of(mail), server.words_of(mail, "html")


def reminded(server: MailServer, here: Any, **fields: Any) -> None:
    campaign(reminder_days=1, **fields)
    people(1, name="Ida Lund")
    for day in (0, 1):
        here(NOON + days(day))
        send(NOON + days(day))
    assert len(server.taken) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "scores"), [("nps", range(11)), ("csat", range(1, 6))])
def test_every_language_has_every_link_and_no_gap(server: MailServer, language: str, kind: str, scores: range) -> None:
    campaign(kind=kind)
    SurveyTermsFactory(address="Havnegade 1, 1058 København")
    people(1, name="Ida Lund", language=language)
    send(NOON)
    mail, text, html = parts(server)

    for words in (text, html):
        links = {link.partition("?score=")[::2] for link in LINK.findall(words)}
        assert {score for _url, score in links} == {"", *map(str, scores)}
        assert "Havnegade 1" in words
        assert "Ida" in words
        assert not re.search(r"[{}]\s*\w+\s*[{}]|None|%\(", re.sub(r"<style>.*?</style>", "", words, flags=re.DOTALL))
    assert f'lang="{"zh-Hans" if language == "zh-hans" else language}"' in html
    assert len(html.encode()) < 30_000
    assert not re.search(r"\d|nps|csat|score|survey", str(mail["Subject"]), re.IGNORECASE)


def test_the_links_belong_to_the_ask_and_the_way_out_is_one_click(server: MailServer) -> None:
    campaign()
    people(1)
    send(NOON)
    mail, _text, html = parts(server)
    ask = Ask.objects.get()

    token = LINK.findall(html)[0].partition("?")[0].rstrip("/").rpartition("/")[2]
    assert ask_of(token) == ask
    assert mail["List-Unsubscribe"].strip() == f"<https://clients.example/s/{token}/stop/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{token}/stop/" in html
    assert mail["Auto-Submitted"] == "auto-generated"


def test_without_tls_no_one_click_is_promised(server: MailServer, settings: Settings) -> None:
    settings.BASE_URL = "http://localhost:8000"
    campaign()
    people(1)
    send(NOON)
    assert server.taken[0]["List-Unsubscribe-Post"] is None


def test_it_comes_from_who_looks_after_them_and_replies_reach_them(server: MailServer) -> None:
    campaign()
    (contact,) = people(1)
    send(NOON)
    mail, text, _html = parts(server)
    owner = contact.client.owner
    assert owner is not None

    assert mail["From"].addresses[0].display_name == "Freja Holm (Nordlys Marketing)"
    assert mail["From"].addresses[0].addr_spec == "health@nordlys.example"
    assert mail["Reply-To"].addresses[0].addr_spec == owner.email
    assert "Freja Holm reads every answer" in text
    assert server.senders == [f"bounces+{Ask.objects.get().nonce}-0@nordlys.example"]


def test_nobody_in_particular_is_named_where_nobody_looks_after_them(server: MailServer) -> None:
    campaign()
    (contact,) = people(1, name="")
    contact.client.owner = None
    contact.client.save()
    send(NOON)
    mail, text, _html = parts(server)

    assert mail["From"].addresses[0].display_name == "Nordlys Marketing"
    assert mail["Reply-To"] is None
    assert text.startswith("Good day,\n")
    assert "We read every answer" in text


def test_the_agency_may_say_it_in_its_own_words(server: MailServer) -> None:
    made = campaign()
    own = {"subject": "Kære {name}", "intro": "Hej fra {agency}.", "question": "Hvor <glad> er I?", "low": "slet ikke"}
    CampaignWordingFactory(campaign=made, language="da", **own)
    people(1, name="Ida Lund", language="da")
    send(NOON)
    mail, text, html = parts(server)

    assert mail["Subject"] == "Kære Ida"
    assert "Hej fra Nordlys Marketing.\n\nHvor <glad> er I?\nslet ikke · 10 =" in text
    assert "Hvor &lt;glad&gt; er I?" in html


def test_a_reminder_answers_the_first_mail_and_says_until_when(server: MailServer, here: Any) -> None:
    reminded(server, here, open_days=10, reminders=2)
    first, second = server.taken
    text = server.words_of(second)

    assert second["In-Reply-To"] == second["References"] == first["Message-ID"] != second["Message-ID"]
    assert second["Subject"] == "Ida, our question is still open"
    assert "The question is open until 12 March 2026." in text
    assert "last mail" not in text
    assert server.senders[1].endswith("-1@nordlys.example")


def test_the_last_reminder_says_so(server: MailServer, here: Any) -> None:
    reminded(server, here, reminders=1)
    assert "This is our last mail about it." in server.words_of(server.taken[1])


def test_a_mail_that_goes_out_twice_is_the_same_mail(server: MailServer) -> None:
    campaign()
    people(1)
    send(NOON)
    Ask.objects.update(state=Ask.State.QUEUED)
    OutgoingMail.objects.update(sent_at=None, next_try_at=NOON, attempts=0)
    assert post.send_waiting() == 1
    one, other = server.taken
    assert (one["Message-ID"], server.words_of(one)) == (other["Message-ID"], server.words_of(other))


def test_names_cannot_write_headers(server: MailServer) -> None:
    campaign()
    people(1, name="Ida\r\nBcc: x@evil.example")
    send(NOON)
    assert server.taken[0]["Bcc"] is None


def test_the_words_are_not_stored(server: MailServer) -> None:
    campaign(kind=Campaign.Kind.NPS)
    people(1, name="Ida Lund")
    send(NOON)
    row = OutgoingMail.objects.get()
    assert (row.text, row.html, row.headers, row.about) == ("", "", {}, {"ask": Ask.objects.get().pk, "number": 0})
    assert row.sent_at == NOON
