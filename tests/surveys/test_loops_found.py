"""Low answers that were brought in; who is mailed of a reply that is owed; what a year of causes says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import SurveyResponse, User
from clienthealth.core import post
from clienthealth.core.models import OutgoingMail
from signals.models import NoticePreference, Play
from surveys.actions.loop_imports import open_imported
from surveys.actions.loops import reply, set_cause
from surveys.causes import causes_of
from surveys.loop_mail import owed
from surveys.models import Loop
from surveys.telling import tell
from tests.cast import Cast
from tests.factories import AnswerFactory, AskFactory, ClientFactory, ContactFactory, LoopFactory, SurveyResponseFactory
from tests.factories.days import NOON

Clock = Callable[[dt.datetime], None]
HOUR, DAYS = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(cast: Cast, at: Clock) -> None:
    at(NOON)


def brought_in(cast: Cast, score: int = 2, days_ago: int = 3, **more: object) -> SurveyResponse:
    fields = {"client": cast.client, "source": "delighted", "score": score, **more}
    return SurveyResponseFactory(answered_on=(NOON - days_ago * DAYS).date(), **fields)


# --- brought in -------------------------------------------------------------------------------------------------------


def test_a_low_answer_brought_in_is_due_from_when_we_learnt_it(cast: Cast, at: Clock) -> None:
    contact = ContactFactory(client=cast.client, name="Anna Holm")
    response = brought_in(cast, contact=contact)
    at(NOON + HOUR)
    assert (open_imported(), open_imported()) == (1, 0)
    loop = Loop.objects.get()
    assert (loop.response, loop.responsible, loop.due_at) == (response, cast.keeper, NOON + 48 * HOUR)
    assert loop.play is not None
    assert set(loop.play.tasks.values_list("contact", flat=True)) == {contact.pk}


def test_history_and_what_is_not_low_and_our_own_open_none(cast: Cast, at: Clock) -> None:
    brought_in(cast, days_ago=31)
    brought_in(cast, score=7)
    ours = brought_in(cast, source="survey")
    AnswerFactory(score=2, response=brought_in(cast), ask=AskFactory(contact__client=cast.client))
    assert open_imported() == 0
    SurveyResponse.objects.filter(pk=ours.pk).delete()
    late = brought_in(cast)
    at(NOON + 15 * DAYS)
    assert open_imported() == 0
    assert not Loop.objects.filter(response=late).exists()


def test_one_corrected_upwards_is_withdrawn_unless_somebody_began(cast: Cast) -> None:
    first = brought_in(cast, client=ClientFactory(owner=cast.keeper))
    begun = brought_in(cast)
    open_imported()
    set_cause(Loop.objects.get(response=begun), cast.keeper, "mistake")
    SurveyResponse.objects.filter(pk__in=[first.pk, begun.pk]).update(score=9)
    open_imported()
    assert list(Loop.objects.values_list("response", flat=True)) == [begun.pk]
    assert Play.objects.get(client=first.client).state == "stopped"


def test_many_brought_in_cost_what_one_costs(cast: Cast) -> None:
    brought_in(cast)
    with CaptureQueriesContext(connection) as one:
        open_imported()
    for _number in range(25):
        brought_in(cast, client=ClientFactory(owner=cast.keeper))
    with CaptureQueriesContext(connection) as many:
        assert open_imported() == 25
    assert len(many) == len(one)


# --- told -------------------------------------------------------------------------------------------------------------


def wants(user: User, mail_when: str, hour: int = 8) -> None:
    NoticePreference.objects.update_or_create(user=user, defaults={"mail": mail_when, "hour": hour})


@pytest.fixture
def loop(cast: Cast) -> Loop:
    contact = ContactFactory(client=cast.client, name="Anna Holm")
    answer = AnswerFactory(ask=AskFactory(contact=contact), score=3, comment="Nobody calls back.")
    return LoopFactory(answer=answer, responsible=cast.keeper, opened_at=NOON)


def letters() -> list[str]:
    post.send_waiting()
    return [sent.to[0] for sent in mail.outbox]


def test_whoever_replies_is_told_once_and_once_more_with_the_owner_when_it_is_late(
    cast: Cast, loop: Loop, at: Clock
) -> None:
    for person in (cast.keeper, cast.boss):
        wants(person, "at_once")
    assert (tell(), tell()) == (1, 0)
    assert letters() == [cast.keeper.email]
    assert mail.outbox[0].subject == "Aalborg Bikes: a reply is owed"
    assert "Anna Holm gave us 3 of 10" in mail.outbox[0].body
    at(NOON + 49 * HOUR)
    assert (tell(), tell()) == (2, 0)
    assert sorted(letters()[1:]) == sorted([cast.keeper.email, cast.boss.email])


def test_once_a_day_means_at_their_hour_and_one_mail(cast: Cast, loop: Loop, at: Clock) -> None:
    cast.keeper.zone = "UTC"
    cast.keeper.save()
    wants(cast.keeper, "daily", hour=14)
    assert tell() == 0
    at(NOON + 2 * HOUR)
    assert tell() == 1
    LoopFactory(answer=AnswerFactory(ask=AskFactory(contact__client=cast.client), score=1), responsible=cast.keeper)
    at(NOON + 3 * HOUR)
    assert tell() == 0
    at(NOON + 26 * HOUR)
    assert tell() == 1


def test_who_wants_no_mail_gets_none(cast: Cast, loop: Loop) -> None:
    wants(cast.keeper, "never")
    assert tell() == 0


def test_what_was_dealt_with_before_the_mail_left_is_not_in_it(cast: Cast, loop: Loop) -> None:
    wants(cast.keeper, "at_once")
    tell()
    reply(loop, cast.keeper, "phone", "Called her.")
    assert letters() == []
    about = OutgoingMail.objects.get(key__startswith="loops:")
    assert about.given_up_at is not None


def test_nobody_is_told_of_a_client_they_may_not_see(cast: Cast, loop: Loop) -> None:
    wants(cast.outsider, "at_once")
    Loop.objects.update(responsible=cast.outsider)
    assert tell() == 0
    assert owed(cast.outsider.pk, {"loops": [loop.pk]}) is None


def test_a_quiet_one_is_told_as_something_to_look_into(cast: Cast, loop: Loop, at: Clock) -> None:
    wants(cast.keeper, "at_once")
    Loop.objects.update(quiet=True)
    tell()
    letters()
    assert mail.outbox[0].subject == "Aalborg Bikes: an answer to look into"
    assert "write to nobody" in mail.outbox[0].body
    at(NOON + 60 * HOUR)
    assert tell() == 0


# --- causes -----------------------------------------------------------------------------------------------------------


def test_causes_are_counted_and_replies_timed_against_their_clock() -> None:
    def one(hours: float | None, cause: str = "", **more: object) -> None:
        answered = {"how": "phone", "replied_at": NOON + hours * HOUR} if hours is not None else {}
        LoopFactory(opened_at=NOON, due_at=NOON + 48 * HOUR, cause=cause, **answered, **more)

    for hours, cause in ((4, "price"), (10, "price"), (20, "people"), (47, ""), (60, "price")):
        one(hours, cause)
    one(None)
    one(None, quiet=True)
    LoopFactory(opened_at=NOON - 400 * DAYS, cause="results")
    found = causes_of(Loop.objects.all(), NOON + 72 * HOUR)
    assert [(row.key, row.count) for row in found.rows] == [("price", 3), ("people", 1)]
    assert (found.total, found.unknown, found.quiet, found.hours) == (7, 3, 1, 20.0)
    assert (found.in_time, found.timed, found.enough) == (4, 6, True)
    assert 0 < found.low < 67 < found.high < 100


def test_a_clock_that_still_runs_is_not_counted_and_few_are_no_share() -> None:
    LoopFactory(opened_at=NOON, due_at=NOON + 48 * HOUR)
    found = causes_of(Loop.objects.all(), NOON + HOUR)
    assert (found.timed, found.enough, found.hours, found.rows) == (0, False, None, ())
