"""What is due is sent once, in the window, to who may still be asked; then it is a fact, and is repeated or closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Contact, SurveyInvitation
from clienthealth.core import post
from clienthealth.core.models import OutboxEvent, OutgoingMail
from surveys.actions import planning, sending
from surveys.actions.suppressing import suppress, suppressed
from surveys.models import Ask, Campaign
from tests.factories import AnswerFactory, AskFactory, SurveyResponseFactory
from tests.mailserver import MailServer
from tests.surveys.sending import MORNING, NIGHT, campaign, days, hours, mails, people, send, sent

pytestmark = pytest.mark.django_db
State, Why = Ask.State, Ask.Why
NOON = MORNING + hours(5)


@pytest.fixture(autouse=True)
def morning(at: Any) -> Any:
    at(NOON)
    return at


def plan() -> None:
    """It is everybody's turn."""
    planning.plan(MORNING)
    Ask.objects.waiting().update(due_at=NOON)


def test_an_ask_is_sent_and_then_is_a_fact(server: MailServer) -> None:
    made = campaign(open_days=14)
    (contact,) = people(1)
    ask = sent(NOON, contact, made)

    assert server.recipients == [contact.email]
    assert (ask.state, ask.sent_at, ask.closes_at) == (State.SENT, NOON, NOON + days(14))
    fact = SurveyInvitation.objects.get()
    assert (ask.fact, fact.contact, fact.sent_on) == (fact, contact, NOON.date())
    assert (fact.source, fact.external_id) == ("survey", ask.nonce)
    event = OutboxEvent.objects.get(topic="survey.sent")
    assert (event.client, event.payload["contact"]) == (contact.client_id, contact.pk)


def test_doing_it_all_again_sends_nothing_more(server: MailServer) -> None:
    campaign()
    people(3)
    send(NOON)
    before = list(Ask.objects.order_by("pk").values())

    assert send(NOON) == 0
    assert list(Ask.objects.order_by("pk").values()) == before
    assert (SurveyInvitation.objects.count(), OutboxEvent.objects.count()) == (3, 3)


def test_the_question_of_satisfaction_is_no_fact(server: MailServer) -> None:
    campaign(kind=Campaign.Kind.CSAT)
    people(1)
    send(NOON)

    assert Ask.objects.get().state == State.SENT
    assert not SurveyInvitation.objects.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda ask: Contact.objects.update(left_on=NOON.date()), Why.LEFT),
        (lambda ask: Client.objects.update(status="ended", ended_on=NOON.date()), Why.ENDED),
        (lambda ask: Client.objects.update(status="notice", notice_on=NOON.date(), notice_by="client"), Why.NOTICE),
        (lambda ask: Contact.objects.update(email=""), Why.NO_ADDRESS),
        (lambda ask: suppress(ask.contact.email), Why.SUPPRESSED),
        (lambda ask: Campaign.objects.update(state="ended"), Why.STOPPED),
        (lambda ask: Campaign.objects.update(ends_on=NOON.date() - days(1), starts_on=None), Why.STOPPED),
        (
            lambda ask: AskFactory(contact=ask.contact, sent_at=NOON - days(1), due_at=NOON - days(1)),
            Why.THROTTLED,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_changed_since_the_plan_is_seen_before_sending(server: MailServer, change: Any, why: str) -> None:
    campaign()
    people(1)
    plan()
    ask = Ask.objects.get()
    change(ask)

    assert sending.send_due(NOON) == 0
    ask.refresh_from_db()
    assert (ask.state, ask.why) == (State.SKIPPED, why)
    assert not mails()


def test_what_changed_in_the_post_is_seen_before_writing(server: MailServer) -> None:
    campaign()
    answered, stopped = people(2)
    plan()
    sending.send_due(NOON)
    suppress(stopped.email)
    Ask.objects.filter(contact=answered).update(state=State.ANSWERED)

    assert post.send_waiting() == 0
    sending.settle(NOON)
    assert Ask.objects.get(contact=stopped).why == Why.SUPPRESSED
    assert Ask.objects.get(contact=answered).state == State.ANSWERED


def test_a_pause_holds_everything_and_then_goes_on(server: MailServer) -> None:
    campaign()
    people(2)
    plan()
    Campaign.objects.update(state="paused")
    assert send(NOON) == 0

    Campaign.objects.update(state="running")
    assert send(NOON) == 2


def test_a_pause_reaches_what_is_in_the_post(server: MailServer) -> None:
    campaign()
    people(1)
    plan()
    sending.send_due(NOON)
    Campaign.objects.update(state="paused")
    post.send_waiting()
    sending.settle(NOON)
    assert Ask.objects.get().state == State.SKIPPED

    Campaign.objects.update(state="running")
    assert send(NOON) + send(NOON + days(1)) == 1


def test_whoever_lives_a_day_ahead_is_not_taken_for_too_early(server: MailServer, morning: Any) -> None:
    """Nine o'clock in Auckland is the evening before in Copenhagen."""
    (contact,) = people(1, zone="Pacific/Auckland")
    there = dt.datetime(2026, 3, 1, 21, tzinfo=dt.UTC)  # the second of March
    before = there - days(89)
    AskFactory(contact=contact, campaign=campaign(state="ended"), sent_at=before, due_at=before, state=State.CLOSED)
    AskFactory(contact=contact, campaign=campaign(), sent_at=None, due_at=there, state=State.PLANNED)
    morning(there)

    assert sending.send_due(there) == 1


def test_after_a_stop_nobody_is_written_to_at_night(server: MailServer, morning: Any) -> None:
    campaign(hour_from=dt.time(9), hour_to=dt.time(16))
    people(4)
    plan()
    morning(NIGHT)
    assert send(NIGHT) == 0

    due = set(Ask.objects.values_list("due_at", flat=True))
    assert due == {dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)}
    assert send(min(due)) == 4


def test_what_lay_about_for_days_is_spread_again(server: MailServer) -> None:
    campaign(spread_days=4)
    people(20)
    plan()

    sending.send_due(NOON + days(14))
    left = Ask.objects.waiting()
    assert left.count() > 10
    assert len({at.date() for at in left.values_list("due_at", flat=True)}) >= 3


def test_a_large_wave_leaves_room_in_the_post(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "IN_POST", 3)
    campaign()
    people(5)
    plan()

    assert (sending.send_due(NOON), sending.send_due(NOON)) == (3, 0)
    post.send_waiting()
    sending.settle(NOON)
    assert sending.send_due(NOON) == 2


def test_an_answer_that_is_quicker_than_we_names_its_invitation(server: MailServer) -> None:
    campaign()
    (contact,) = people(1)
    plan()
    sending.send_due(NOON)
    post.send_waiting()
    ask = Ask.objects.get()
    fact = SurveyResponseFactory(client=contact.client, contact=contact)
    AnswerFactory(ask=ask, response=fact)
    Ask.objects.update(state=State.ANSWERED)

    sending.settle(NOON)
    ask.refresh_from_db()
    fact.refresh_from_db()
    assert (ask.state, ask.sent_at, ask.remind_at) == (State.ANSWERED, NOON, None)
    assert fact.invitation == ask.fact is not None


def test_reminders_come_until_there_are_enough_of_them_and_then_it_is_closed(server: MailServer, morning: Any) -> None:
    campaign(reminders=2, reminder_days=4, open_days=20, every_days=400)
    people(1)
    for day in range(25):
        now = NOON + days(day)
        morning(now)
        send(now)

    ask = Ask.objects.get()
    assert mails() == [f"survey:{ask.nonce}:{number}" for number in (0, 1, 2)]
    assert [mail["Date"].datetime.date() for mail in server.taken] == [
        dt.date(2026, 3, 2), dt.date(2026, 3, 9), dt.date(2026, 3, 16),  # four days later are Fridays
    ]  # fmt: skip
    assert (ask.state, ask.reminded, ask.remind_at) == (State.CLOSED, 2, None)


@pytest.mark.parametrize("change", ["answered", "suppressed", "left", "ended"])
def test_whatever_ends_an_ask_ends_its_reminders(server: MailServer, morning: Any, change: str) -> None:
    made = campaign()
    (contact,) = people(1)
    ask = sent(NOON, contact, made)
    if change == "answered":
        AnswerFactory(ask=ask)
        Ask.objects.update(state=State.ANSWERED)
    elif change == "suppressed":
        suppress(contact.email)
    elif change == "left":
        Contact.objects.update(left_on=NOON.date())
    else:
        Campaign.objects.update(state="ended")

    for day in range(1, 20):
        morning(NOON + days(day))
        assert send(NOON + days(day)) == 0
    assert len(server.taken) == 1


def test_nobody_gets_two_reminders_after_a_stop_of_the_post(server: MailServer, morning: Any) -> None:
    campaign(reminders=3, reminder_days=1)
    people(1)
    send(NOON)
    for day in (1, 2, 3):
        sending.remind(NOON + days(day))

    assert len(mails()) == 2


def test_a_refused_address_is_not_asked_again_and_was_not_asked(server: MailServer) -> None:
    campaign()
    gone, full, fine = people(3)
    server.answers = {gone.email: "550 5.1.1 No such user", full.email: "552 5.2.2 Mailbox full"}
    send(NOON)

    states = dict(Ask.objects.values_list("contact", "state"))
    assert states == {gone.pk: State.BOUNCED, full.pk: State.BOUNCED, fine.pk: State.SENT}
    assert suppressed([gone.email, full.email, fine.email]) == {gone.email: "stop"}
    assert SurveyInvitation.objects.get().contact == fine


def test_a_reminder_that_finds_nobody_takes_the_fact_back(server: MailServer, morning: Any) -> None:
    made = campaign(reminder_days=1)
    (contact,) = people(1)
    sent(NOON, contact, made)
    server.answers[contact.email] = "550 5.1.1 No such user"
    morning(NOON + days(1))
    send(NOON + days(1))
    sending.settle(NOON + days(1))

    assert Ask.objects.get().state == State.BOUNCED
    assert not SurveyInvitation.objects.exists()
    assert suppressed([contact.email])


def test_what_the_server_does_not_want_is_nobody_s_fault(server: MailServer) -> None:
    campaign()
    (contact,) = people(1)
    server.answers[contact.email] = "550 5.7.1 Blocked by policy"
    send(NOON)

    assert Ask.objects.get().state == State.BOUNCED
    assert not suppressed([contact.email])
    assert OutgoingMail.objects.get().given_up == OutgoingMail.GivenUp.REFUSED


def test_people_cost_no_queries(server: MailServer) -> None:
    """Neither handing over nor settling nor reminding: only the post looks at each mail by itself."""
    campaign(reminder_days=1)
    counts = []
    for number in (1, 24):
        people(number)
        plan()
        handing = _queries(sending.send_due)
        post.send_waiting()
        settling = _queries(sending.settle)
        Ask.objects.update(remind_at=NOON)
        counts.append((handing, settling, _queries(sending.remind)))
        post.send_waiting()
    assert counts[0] == counts[1]
    assert not Ask.objects.filter(reminded=0).exists()


def test_a_mail_costs_four_queries(server: MailServer) -> None:
    """Its row, its ask with the people, whether they still want it, and that it left."""
    campaign()
    people(30)
    plan()
    sending.send_due(NOON)
    few, many = (_queries(lambda _now, most=most: post.send_waiting(most)) for most in (3, 13))
    assert many - few == 10 * 4


def _queries(work: Any) -> int:
    """How many, without those that only a transaction inside a test's transaction needs."""
    with CaptureQueriesContext(connection) as captured:
        assert work(NOON)
    return sum("SAVEPOINT" not in query["sql"] for query in captured)
