"""Mail reaches a real mail server once; what the server says decides what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from accounts.models import User
from clienthealth.core import clock, post
from clienthealth.core.models import OutgoingMail
from clienthealth.core.post import Mail, enqueue, send_waiting
from clienthealth.core.post_office import Letter, message_id, one_line
from tests.factories import UserFactory
from tests.mailserver import MailServer, mail_server
from tests.threads import others


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server(settings) as made:
        yield made


def mail(name: str, **fields: Any) -> Mail:
    return Mail(**{"key": name, "recipient": f"{name}@agency.example", "subject": name, "text": "Hello.", **fields})


def row(name: str) -> OutgoingMail:
    return OutgoingMail.objects.get(key=name)


def due_again() -> None:
    OutgoingMail.objects.update(next_try_at=clock.now())


@pytest.mark.django_db
def test_a_mail_goes_out_once_and_says_that_a_program_wrote_it(server: MailServer) -> None:
    enqueue([mail("freja", html="<p>Hello.</p>", headers={"List-Unsubscribe": "<https://x.example/stop>"})])
    enqueue([mail("freja", text="Hello again.")])

    assert (send_waiting(), send_waiting()) == (1, 0)
    (got,) = server.taken
    assert (got["To"], got["From"]) == ("freja@agency.example", "Nordlys <health@nordlys.example>")
    assert (got["Auto-Submitted"], got["List-Unsubscribe"]) == ("auto-generated", "<https://x.example/stop>")
    assert got["Message-ID"] == message_id(row("freja"))
    assert str(got["Message-ID"]).endswith("@nordlys.example>")
    assert abs(got["Date"].datetime - clock.now()) < dt.timedelta(minutes=1)
    assert (server.words_of(got).strip(), server.words_of(got, "html").strip()) == ("Hello.", "<p>Hello.</p>")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 No such user", "does not take mail for this address: 550 5.1.1 No such user"),
        ("553 5.1.3 What?", "does not take mail for this address: 553"),
    ],
)
def test_a_refused_address_is_given_up_and_the_others_go_on(server: MailServer, answer: str, error: str) -> None:
    server.answers["a@agency.example"] = answer
    enqueue([mail("a"), mail("b"), mail("c")])

    assert send_waiting() == 2
    assert server.recipients == ["b@agency.example", "c@agency.example"]
    assert row("a").given_up_at is not None
    assert error in row("a").error


@pytest.mark.django_db
def test_an_address_that_is_busy_is_tried_again_later_and_later(server: MailServer) -> None:
    server.answers["a@agency.example"] = "451 4.7.1 Greylisted"
    enqueue([mail("a"), mail("b")])

    waits = []
    for _attempt in range(3):
        send_waiting()
        waits.append(round((row("a").next_try_at - clock.now()).total_seconds() / 60))
        due_again()
    assert waits == [1, 2, 4]
    assert server.recipients == ["b@agency.example"]
    server.answers.clear()
    assert send_waiting() == 1
    assert (row("a").error, row("a").given_up_at) == ("", None)


@pytest.mark.django_db
def test_a_server_that_is_tired_is_left_alone_and_nothing_is_lost(server: MailServer) -> None:
    server.answers["a@agency.example"] = "421 4.3.2 Closing down"
    enqueue([mail("a"), mail("b")])

    assert send_waiting() == 0  # b was not tried: the server would have said the same
    assert (row("a").attempts, row("b").attempts) == (1, 0)
    assert "come back later: 421" in row("a").error
    assert send_waiting() == 1  # and a, which waits its minute, does not hold up b


@pytest.mark.django_db
def test_words_the_server_does_not_want_are_given_up_or_tried_again(server: MailServer) -> None:
    server.words = {"spam": "554 5.7.1 Looks like spam", "full": "452 4.2.2 Disk full"}
    enqueue([mail("spam"), mail("full"), mail("good")])

    assert send_waiting() == 1
    assert "refused the mail: 554" in row("spam").error
    assert row("spam").given_up_at is not None
    assert row("full").given_up_at is None


@pytest.mark.django_db
def test_without_a_server_mail_waits(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    enqueue([mail("a")])

    assert send_waiting() == 0
    assert "could not be reached" in row("a").error
    assert row("a").given_up_at is None


@pytest.mark.django_db
def test_after_many_attempts_a_mail_is_given_up_and_an_owner_may_try_again(server: MailServer) -> None:
    server.answers["a@agency.example"] = "450 Busy"
    enqueue([mail("a")])
    OutgoingMail.objects.update(attempts=post.ATTEMPTS - 1)
    send_waiting()
    assert row("a").given_up_at is not None
    server.answers.clear()
    assert send_waiting() == 0
    assert post.try_again(OutgoingMail.objects.all()) == 1
    assert send_waiting() == 1
    assert post.try_again(OutgoingMail.objects.all()) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Bergmann\r\nBcc: all@x.example", "Bergmann\nX: y", "Berg\u2028mann\x00", "\u202eBerg"]
)
def test_no_name_adds_a_header(server: MailServer, name: str) -> None:
    enqueue([mail("a", subject=name, headers={"List-Unsubscribe": f"<https://x.example/{name}>"})])

    assert send_waiting() == 1
    (got,) = server.taken
    assert (got["Bcc"], got["X"], got["Subject"]) == (None, None, one_line(name))
    assert len(got.get_all("To") or []) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["a@x.example\nBcc: b@x.example", "a@x.example, b@x.example", "nobody"])
def test_what_is_no_address_is_given_up_in_plain_words(server: MailServer, address: str) -> None:
    enqueue([mail("a", recipient=address), mail("b")])

    assert send_waiting() == 1
    assert server.recipients == ["b@agency.example"]
    assert row("a").error == "This is no mail that can be sent: not an e-mail address."


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_send_each_mail_once(server: MailServer) -> None:
    server.seconds = 0.01
    enqueue([mail(f"m{n}") for n in range(30)])
    with others() as people:
        sent = [work.result(60) for work in [people.start(send_waiting) for _worker in range(4)]]

    assert sum(sent) == 30
    assert set(server.ids.values()) == {1}
    assert len(server.ids) == 30


@pytest.mark.django_db(transaction=True)
def test_a_mail_in_hand_is_not_taken_by_another_even_when_its_lease_is_over(server: MailServer) -> None:
    enqueue([mail("a")])
    with others() as people:
        with transaction.atomic():
            OutgoingMail.objects.select_for_update().get(key="a")
            assert people.do(send_waiting) == 0
        assert send_waiting() == 1


def compose(user: int | None, about: Mapping[str, Any]) -> Letter | None:
    """Writes what it is told; falls over where it is told to."""
    return Letter("now@agency.example", f"Hello {about['name']}", "Hello.") if about["name"] else None


COMPOSED: dict[str, Any] = {"composer": f"{__name__}.compose", "text": ""}


@pytest.mark.django_db
def test_a_composed_mail_is_written_when_it_is_sent_and_its_words_are_not_kept(server: MailServer) -> None:
    enqueue([mail("a", **COMPOSED, about={"name": "Freja"}), mail("b", **COMPOSED, about={"name": ""})])

    assert send_waiting() == 1
    assert (server.recipients, server.taken[0]["Subject"]) == (["now@agency.example"], "Hello Freja")
    assert (row("a").subject, row("a").text, row("a").html) == ("a", "", "")
    assert "nothing left to say" in row("b").error


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(server: MailServer) -> None:
    enqueue([mail("a", **COMPOSED, about={}), mail("b")])

    assert send_waiting() == 1
    assert "could not be written" in row("a").error
    assert row("a").next_try_at > clock.now()


@pytest.fixture
def gone(db: None) -> Callable[[], User]:
    return lambda: UserFactory(is_active=False)


@pytest.mark.django_db
def test_somebody_who_left_gets_nothing(server: MailServer, gone: Callable[[], User]) -> None:
    enqueue([mail("a", user=gone().pk)])

    assert send_waiting() == 0
    assert row("a").given_up_at is not None


@pytest.mark.django_db
def test_a_month_later_the_words_are_forgotten_and_a_year_later_the_mail() -> None:
    enqueue([mail("sent", headers={"X-A": "b"}), mail("waiting"), mail("last-year")])
    OutgoingMail.objects.filter(key="sent").update(sent_at=clock.now() - dt.timedelta(days=31))
    OutgoingMail.objects.filter(key="last-year").update(given_up_at=clock.now() - dt.timedelta(days=366))
    post.thin()

    assert [m.key for m in OutgoingMail.objects.order_by("key")] == ["sent", "waiting"]
    assert (row("sent").text, row("sent").headers, row("waiting").text) == ("", {}, "Hello.")
