"""What comes back is read as its server meant it, noted once, and undoes the asking; holiday programs do not count."""

from __future__ import annotations

import imaplib
import io
import ssl
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from imap_tools import MailboxLoginError

from accounts.models import SurveyInvitation
from surveys import mailbox
from surveys.actions.bouncing import take
from surveys.actions.suppressing import suppressed
from surveys.bounces import Bounce as Report
from surveys.bounces import Weight, bounce_of, envelope, weight_of
from surveys.models import Ask, Bounce, Suppression
from surveys.tasks import fetch_bounces
from tests.factories import AskFactory, SurveyInvitationFactory
from tests.imapserver import ImapServer, imap_server
from tests.surveys.reports import TO, TOKEN, on_holiday, read_receipt, report


def asked(**fields: Any) -> Ask:
    """Somebody whose mail was taken: the fact stands in the book."""
    ask = AskFactory(**fields)
    fact = SurveyInvitationFactory(client=ask.client, contact=ask.contact, source="survey", external_id=ask.nonce)
    Ask.objects.filter(pk=ask.pk).update(fact=fact)
    return Ask.objects.select_related("contact").get(pk=ask.pk)


def about(ask: Ask, status: str = "5.1.1", number: int = 0, **more: Any) -> bytes:
    return report(status, to=envelope("bounces@nordlys.example", ask.nonce, number), **more)


@pytest.mark.parametrize(
    ("status", "weight"),
    [
        ("5.1.1", Weight.HARD), ("5.1.10", Weight.HARD), ("5.2.1", Weight.HARD), ("5.4.1", Weight.HARD),
        ("5.0.0", Weight.HARD), ("4.4.1", Weight.SOFT), ("4.2.2", Weight.SOFT), ("5.2.2", Weight.SOFT),
        ("5.7.1", Weight.OURS), ("5.7.26", Weight.OURS), ("5.3.4", Weight.OURS), ("5.6.0", Weight.OURS),
    ],
)  # fmt: skip
def test_a_status_says_whose_matter_it_is(status: str, weight: Weight) -> None:
    assert weight_of(status) is weight
    found = bounce_of(report(status))
    assert found is not None
    assert (found.token, found.number, found.weight, found.status) == (TOKEN, 0, weight, status)


@pytest.mark.parametrize(
    "raw",
    [
        report(to="postmaster@nordlys.example"),  # the token is in what came back
        report(to="postmaster@nordlys.example", more=f"Delivered-To: {TO}\n", returned=""),
        report(to=f"Bounces <{TO.upper()}>", returned=""),
        report(status="x", diagnostic="550-5.1.1 The account does not exist"),
    ],
)
def test_the_mail_is_known_by_where_the_report_went_or_by_what_came_back(raw: bytes) -> None:
    found = bounce_of(raw)
    assert found is not None
    assert (found.token, found.weight) == (TOKEN, Weight.HARD)


@pytest.mark.parametrize(
    "raw",
    [
        on_holiday(), read_receipt(), report(action="delayed", status="4.4.1"), report(action="delivered"),
        report(to="postmaster@nordlys.example", returned="someone@else.example"), b"", b"\xff\xfe", TO.encode(),
    ],
    ids=["holiday", "receipt", "late", "delivered", "not ours", "empty", "noise", "words"],
)  # fmt: skip
def test_everything_else_in_the_mailbox_is_no_report(raw: bytes) -> None:
    assert bounce_of(raw) is None


@given(st.binary(max_size=300), st.integers(0, 1200), st.integers(0, 1200))
def test_a_broken_report_breaks_nothing(noise: bytes, start: int, end: int) -> None:
    whole = report()
    found = bounce_of(whole[:start] + noise + whole[end:])
    assert found is None or found.token == TOKEN


def test_the_same_report_is_the_same_and_another_is_not() -> None:
    one, again, other = bounce_of(report()), bounce_of(report()), bounce_of(report("5.1.2"))
    assert isinstance(one, Report)
    assert other is not None
    assert one == again != replace(one, report=other.report)


@pytest.mark.django_db
def test_an_address_that_nobody_has_is_not_asked_again_and_was_not_asked() -> None:
    ask = asked()

    assert take(about(ask))
    ask.refresh_from_db()
    assert (ask.state, ask.fact, ask.remind_at) == (Ask.State.BOUNCED, None, None)
    assert not SurveyInvitation.objects.exists()
    assert Suppression.objects.get().why == Suppression.Why.BOUNCED
    assert suppressed([ask.contact.email])
    assert not take(about(ask))
    assert Bounce.objects.count() == 1


@pytest.mark.django_db
def test_our_own_failure_is_not_theirs() -> None:
    ask = asked()
    take(about(ask, "5.7.1"))

    ask.refresh_from_db()
    assert (ask.state, ask.fact) == (Ask.State.BOUNCED, None)
    assert not suppressed([ask.contact.email])


@pytest.mark.django_db
def test_the_third_passing_failure_is_taken_for_a_lasting_one() -> None:
    asks = [asked(contact__email=email) for email in ("a@x.example", "A@x.example", "a@x.example")]
    for ask in asks[:2]:
        take(about(ask, "4.4.1"))
    assert not suppressed(["a@x.example"])
    take(about(asks[2], "4.4.1"))
    assert suppressed(["a@x.example"])


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "state"), [("4.2.2", Ask.State.SENT), ("5.1.1", Ask.State.BOUNCED)])
def test_a_reminder_that_did_not_arrive_leaves_the_first_mail_unless_nobody_is_there(status: str, state: str) -> None:
    ask = asked(reminded=1)
    take(about(ask, status, number=1))

    ask.refresh_from_db()
    assert ask.state == state
    assert (ask.fact is None) == (state == Ask.State.BOUNCED)


@pytest.mark.django_db
def test_whoever_answered_was_asked() -> None:
    ask = asked(state=Ask.State.ANSWERED)
    take(about(ask))

    ask.refresh_from_db()
    assert (ask.state, ask.fact is None) == (Ask.State.ANSWERED, False)
    assert not suppressed([ask.contact.email])


@pytest.mark.django_db
def test_a_mail_server_may_pipe_a_report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ask = asked()
    for raw, said in ((about(ask), "noted"), (on_holiday(), "nothing to note"), (report(), "nothing to note")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("take_bounce")
        assert capsys.readouterr().out.strip() == said
    assert Ask.objects.get().state == Ask.State.BOUNCED


@pytest.fixture
def box() -> Iterator[ImapServer]:
    with imap_server() as made:
        yield made


@pytest.mark.django_db
def test_the_mailbox_is_read_once(box: ImapServer, settings: Any) -> None:
    asks = [asked(), asked()]
    box.messages = [about(asks[0]), on_holiday(), about(asks[1], "5.7.1")]
    settings.SURVEY_BOUNCE_MAILBOX = box.address

    assert fetch_bounces() == 2
    assert box.seen == {1, 2, 3}
    assert set(Ask.objects.values_list("state", flat=True)) == {Ask.State.BOUNCED}
    assert fetch_bounces() == 0


@pytest.mark.django_db
def test_a_connection_that_breaks_loses_and_doubles_nothing(box: ImapServer) -> None:
    asks = [asked(), asked()]
    box.messages, box.drops = [about(ask) for ask in asks], 1
    with pytest.raises(imaplib.IMAP4.abort):
        mailbox.read(box.address, take)
    assert box.seen == {1}

    box.drops = None
    mailbox.read(box.address, take)
    assert (box.seen, Bounce.objects.count()) == ({1, 2}, 2)


def test_a_wrong_password_is_not_in_the_words_of_the_error(box: ImapServer) -> None:
    wrong = box.address.replace("s3cret", "gu3ss")
    with pytest.raises(MailboxLoginError) as error:
        mailbox.read(wrong, lambda raw: True)
    assert "gu3ss" not in str(error.value)


def test_a_server_with_tls_has_to_prove_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []

    def refuse(host: str, port: int, patience: float, *, ssl_context: ssl.SSLContext) -> None:
        made.append(ssl_context)
        raise ConnectionRefusedError

    monkeypatch.setattr(mailbox, "MailBox", refuse)
    with pytest.raises(ConnectionRefusedError):
        mailbox.read("imaps://bounces:s3cret@mail.example", lambda raw: True)
    assert (made[0].verify_mode, made[0].check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    "address", ["bounces@nordlys.example", "http://a:b@c/INBOX", "imaps://host/INBOX", "imaps:///"]
)
def test_an_address_that_is_no_mailbox_says_how_it_is_written(address: str) -> None:
    with pytest.raises(ValueError, match="imaps://user:password@host/INBOX"):
        mailbox.box_of(address)


def test_a_mailbox_may_have_odd_letters() -> None:
    box = mailbox.box_of("imaps://bounces%40a.example:p%2Fw@mail.example/Bounces/2026")
    assert (box.user, box.password, box.port, box.folder) == ("bounces@a.example", "p/w", 993, "Bounces/2026")


@pytest.mark.django_db
def test_without_a_mailbox_nothing_is_read(settings: Any) -> None:
    settings.SURVEY_BOUNCE_MAILBOX = ""
    assert fetch_bounces() == 0
