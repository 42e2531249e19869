"""Working on a loop: the cause, the reply by voice or by mail, the end; and who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import Settings

from clienthealth.core import post
from clienthealth.core.models import OutboxEvent, OutgoingMail
from surveys.actions.loops import close_loop, hand_over, reopen_loop, reply, set_cause
from surveys.actions.reply_mail import reopen_refused
from surveys.models import Loop
from surveys.replying import draft_for, texts
from surveys.said import said_in
from tests.cast import Cast
from tests.factories import AnswerFactory, AskFactory, ContactFactory, LoopFactory
from tests.factories.days import NOON
from tests.mailserver import MailServer, mail_server

Clock = Callable[[dt.datetime], None]
WORDS = "Thank you for the plain words."


@pytest.fixture
def loop(cast: Cast, at: Clock) -> Loop:
    at(NOON + dt.timedelta(hours=3))
    contact = ContactFactory(client=cast.client, name="Anna Holm", email="anna@aalborg.example", language="da")
    answer = AnswerFactory(ask=AskFactory(contact=contact), score=3, comment="Late, {again}.", language="de")
    return LoopFactory(answer=answer, responsible=cast.keeper)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as made:
        yield made


def test_it_closes_with_a_cause_and_a_reply_and_not_before(cast: Cast, loop: Loop) -> None:
    with pytest.raises(ValidationError, match="behind"):
        close_loop(loop, cast.keeper)
    set_cause(loop, cast.keeper, "deadlines", "The drafts were late.")
    with pytest.raises(ValidationError, match="heard"):
        close_loop(loop, cast.keeper)
    reply(loop, cast.keeper, "phone", WORDS)
    closed = close_loop(loop, cast.keeper)
    assert (closed.closed_by, closed.reply, closed.how) == (cast.keeper, WORDS, "phone")
    event = OutboxEvent.objects.get(topic="survey.loop_closed")
    assert (event.payload["cause"], event.payload["withdrawn"]) == ("deadlines", False)


def test_what_is_closed_is_opened_before_it_changes(cast: Cast, loop: Loop) -> None:
    set_cause(loop, cast.keeper, "price")
    reply(loop, cast.keeper, "phone", WORDS)
    close_loop(loop, cast.keeper)
    with pytest.raises(ValidationError, match="closed"):
        set_cause(loop, cast.keeper, "other")
    assert reopen_loop(loop, cast.keeper).closed_at is None
    assert set_cause(loop, cast.keeper, "other").cause == "other"


def test_who_asked_not_to_be_contacted_gets_no_reply_and_the_cause_closes_it(cast: Cast, loop: Loop) -> None:
    Loop.objects.update(quiet=True)
    for send in (True, False):
        with pytest.raises(ValidationError, match="not to be contacted"):
            reply(loop, cast.keeper, "mail", WORDS, send=send, subject="Thank you")
    set_cause(loop, cast.keeper, "people")
    assert close_loop(loop, cast.keeper).closed_at is not None
    assert not OutgoingMail.objects.exists()


def test_a_mail_leaves_once_from_the_agency_with_answers_to_the_person(
    cast: Cast, loop: Loop, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "clienthealth <office@fjordlight.example>"
    reply(loop, cast.keeper, "mail", WORDS, send=True, subject="Thank you")
    with pytest.raises(ValidationError, match="already"):
        reply(loop, cast.keeper, "mail", WORDS, send=True, subject="Thank you")
    post.send_waiting()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["anna@aalborg.example"], "Thank you", f"{WORDS}\n")
    assert "Keeper" in str(sent.message()["From"])
    assert "office@fjordlight.example" in str(sent.message()["From"])
    assert cast.keeper.email in sent.extra_headers["Reply-To"]
    assert sent.extra_headers["Auto-Submitted"] == "no"
    loop.refresh_from_db()
    assert loop.reply == f"Thank you\n\n{WORDS}"


@pytest.mark.parametrize(
    ("subject", "text"), [("", WORDS), ("Thank you", "Dear {name},"), ("{subject}", WORDS), ("Thank you", "On […]")]
)
def test_nothing_half_filled_leaves(cast: Cast, loop: Loop, subject: str, text: str) -> None:
    with pytest.raises(ValidationError):
        reply(loop, cast.keeper, "mail", text, send=True, subject=subject)
    loop.refresh_from_db()
    assert loop.replied_at is None
    assert not OutgoingMail.objects.exists()


def test_without_an_address_nothing_is_sent(cast: Cast, loop: Loop) -> None:
    assert loop.answer is not None
    assert loop.answer.contact is not None
    loop.answer.contact.email = ""
    loop.answer.contact.save()
    with pytest.raises(ValidationError, match="address"):
        reply(loop, cast.keeper, "mail", WORDS, send=True, subject="Thank you")


def test_a_mail_that_came_back_is_owed_again(cast: Cast, loop: Loop, server: MailServer, at: Clock) -> None:
    server.answers["anna@aalborg.example"] = "550 nobody of that name"
    reply(loop, cast.keeper, "mail", WORDS, send=True, subject="Thank you")
    at(NOON + dt.timedelta(hours=4))
    post.send_waiting()
    assert reopen_refused() == 1
    assert reopen_refused() == 0
    loop.refresh_from_db()
    assert (loop.replied_at, loop.how, loop.told_at) == (None, "", None)
    at(NOON + dt.timedelta(hours=5))
    reply(loop, cast.keeper, "phone", WORDS)
    assert reopen_refused() == 0


@pytest.mark.parametrize("language", list(texts()))
@pytest.mark.parametrize("comment", ["", "Late, {again}."])
def test_the_draft_is_whole_in_every_language(cast: Cast, loop: Loop, language: str, comment: str) -> None:
    assert loop.answer is not None
    loop.answer.language, loop.answer.comment = language, comment
    draft = draft_for(loop.client, said_in(loop), cast.keeper, cast.agency)
    assert draft.language == language
    assert not any(mark in draft.subject + draft.body for mark in "{}[]")
    assert cast.client.name in draft.body
    assert cast.keeper.name in draft.body
    assert ("(again)" in draft.body) == bool(comment)


def test_every_language_has_the_same_texts() -> None:
    assert set(texts()) == {"en", "fr", "da", "zh-hans", "de", "es"}
    assert len({frozenset(text) for text in texts().values()}) == 1


def test_who_replies_may_write_where_they_may_see_the_client(cast: Cast, loop: Loop) -> None:
    with pytest.raises(PermissionDenied):
        set_cause(loop, cast.teammate, "price")
    hand_over(loop, cast.keeper, cast.teammate)
    assert set_cause(loop, cast.teammate, "price").cause == "price"
    Loop.objects.update(responsible=cast.outsider)
    with pytest.raises(PermissionDenied):
        set_cause(loop, cast.outsider, "results")


def test_nobody_is_handed_what_they_may_not_see(cast: Cast, loop: Loop) -> None:
    with pytest.raises(ValidationError, match="Outsider"):
        hand_over(loop, cast.keeper, cast.outsider)


def test_the_pages_lead_from_the_reply_to_the_end_and_back(cast: Cast, loop: Loop) -> None:
    browser = cast.browser("keeper")
    assert _post(browser, "loop_cause", loop, cause="price", note="Two invoices") == 302
    assert _post(browser, "loop_reply", loop, do="talk", how="phone", text="Called her") == 302
    assert _post(browser, "loop_close", loop) == 302
    page = browser.get(reverse("survey_loop", args=[loop.pk]), follow=True).content.decode()
    assert reverse("loop_reopen", args=[loop.pk]) in page
    loop.refresh_from_db()
    assert loop.closed_at is not None
    assert _post(browser, "loop_reopen", loop) == 302


def test_a_refusal_stands_on_the_form_with_what_was_written(cast: Cast, loop: Loop) -> None:
    browser = cast.browser("keeper")
    address = reverse("loop_reply", args=[loop.pk])
    answer = browser.post(address, {"do": "send", "subject": "Thanks", "text": "Dear {whom},"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dear {whom}," in page
    assert "{whom} is nothing we can fill in." in page


def test_no_form_for_who_only_reads(cast: Cast, loop: Loop) -> None:
    page = cast.browser("teammate").get(reverse("survey_loop", args=[loop.pk])).content.decode()
    assert "Late, {again}." in page
    assert "loop_" not in page
    assert "/reply/" not in page


def _post(browser: Browser, name: str, loop: Loop, **data: str) -> int:
    return browser.post(reverse(name, args=[loop.pk]), data).status_code
