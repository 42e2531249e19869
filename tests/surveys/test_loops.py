"""A low answer opens a loop with a clock and save mode; raised again before anybody began, it closes by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import Client
from clienthealth.core.models import OutboxEvent
from signals.models import Play, PlaybookRule, Task
from signals.models import Playbook as PlaybookRow
from surveys.actions.loops import open_loop, reply, set_cause
from surveys.models import Answer, Loop, SurveyTerms
from tests.cast import Cast
from tests.factories import AnswerFactory, AskFactory, CampaignFactory, ContactFactory
from tests.factories.days import NOON

Clock = Callable[[dt.datetime], None]


def low(cast: Cast, score: int = 3, **more: object) -> Answer:
    contact = ContactFactory(client=cast.client, name="Anna Holm", email="anna@aalborg.example", language="da")
    ask = AskFactory(contact=contact, campaign=CampaignFactory(**more.pop("campaign", {})))  # type: ignore[arg-type]
    return AnswerFactory(ask=ask, score=score, **more)


@pytest.fixture(autouse=True)
def at_noon(cast: Cast, at: Clock) -> None:
    at(NOON)


def test_a_low_answer_opens_one_loop_with_a_clock_of_48_hours(cast: Cast) -> None:
    answer = low(cast)
    loop = open_loop(answer)
    assert loop is not None
    assert loop.due_at == answer.answered_at + dt.timedelta(hours=48)
    assert loop.responsible == cast.keeper
    assert open_loop(answer) == loop
    assert Loop.objects.count() == 1
    assert OutboxEvent.objects.filter(topic="survey.loop_opened").count() == 1


@pytest.mark.parametrize("score", [7, 9])
def test_who_is_content_opens_none(cast: Cast, score: int) -> None:
    assert open_loop(low(cast, score)) is None


def test_what_is_likely_automatic_opens_none(cast: Cast) -> None:
    assert open_loop(low(cast, automatic=True)) is None
    assert not Play.objects.exists()


def test_one_who_is_dissatisfied_on_the_scale_of_five_is_owed_a_reply_too(cast: Cast) -> None:
    assert open_loop(low(cast, 2, campaign={"kind": "csat"})) is not None


def test_save_mode_starts_with_the_one_who_answered_within_48_hours(cast: Cast) -> None:
    ContactFactory(client=cast.client, name="Zoe Champion", is_champion=True)
    loop = open_loop(low(cast))
    assert loop is not None
    assert loop.play is not None
    assert (loop.play.playbook, loop.play.started_by) == ("save_mode", None)
    steps = list(loop.play.tasks.order_by("number"))
    assert {task.contact and task.contact.name for task in steps} == {"Anna Holm"}
    assert "Anna Holm" in steps[1].title
    assert steps[1].language == "da"
    assert all(task.due_on <= loop.due_at.date() for task in steps[:3])


def test_a_shorter_clock_brings_the_first_steps_forward(cast: Cast) -> None:
    SurveyTerms.objects.create(loop_hours=24)
    loop = open_loop(low(cast))
    assert loop is not None
    first = loop.play.tasks.get(number=1)  # type: ignore[union-attr]
    assert first.due_on <= NOON.date() + dt.timedelta(days=1)


def test_save_mode_that_runs_already_is_the_one(cast: Cast) -> None:
    first, second = open_loop(low(cast)), open_loop(low(cast, 5))
    assert first is not None
    assert second is not None
    assert first.play == second.play
    assert Play.objects.count() == 1


def test_nothing_starts_for_a_client_who_ended_but_the_reply_is_owed(cast: Cast) -> None:
    Client.objects.filter(pk=cast.client.pk).update(status="ended", ended_on=NOON.date())
    answer = low(cast)
    answer.client.refresh_from_db()
    loop = open_loop(answer)
    assert loop is not None
    assert loop.play is None


def test_who_asked_not_to_be_contacted_is_left_alone(cast: Cast) -> None:
    loop = open_loop(low(cast, no_contact=True))
    assert loop is not None
    assert loop.quiet
    assert not Task.objects.exists()


def test_an_owner_who_switched_the_playbook_off_is_heard(cast: Cast) -> None:
    PlaybookRow.objects.create(key="save_mode", name="Save mode", active=False)
    loop = open_loop(low(cast))
    assert loop is not None
    assert loop.play is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"playbook": "save_mode", "active": False}, None),
        ({"playbook": "save_mode", "least_loss": 5000}, None),  # the alert knows the loss, and starts it
        ({"playbook": "senior_call"}, "senior_call"),
    ],
)
def test_a_rule_for_the_sign_says_what_starts(cast: Cast, rule: dict[str, object], expected: str | None) -> None:
    PlaybookRule.objects.create(sign="low_nps", **rule)
    loop = open_loop(low(cast))
    assert loop is not None
    assert (loop.play and loop.play.playbook) == expected


def test_the_campaigns_reader_replies_where_they_may_see_the_client(cast: Cast) -> None:
    mine = open_loop(low(cast, campaign={"reader": cast.lead}))
    foreign = open_loop(low(cast, campaign={"reader": cast.outsider}))
    assert mine is not None
    assert foreign is not None
    assert (mine.responsible, foreign.responsible) == (cast.lead, cast.keeper)


def test_raised_before_anybody_began_the_loop_goes_and_its_play_ends(cast: Cast) -> None:
    answer = low(cast)
    open_loop(answer)
    answer.score = 9
    answer.save()
    assert open_loop(answer) is None
    assert not Loop.objects.exists()
    play = Play.objects.get()
    assert (play.state, play.outcome) == ("stopped", "needless")
    assert not Task.objects.to_do().exists()
    assert OutboxEvent.objects.get(topic="survey.loop_closed").payload["withdrawn"]


def test_raised_after_somebody_began_the_loop_stays(cast: Cast) -> None:
    answer = low(cast)
    loop = open_loop(answer)
    assert loop is not None
    reply(loop, cast.keeper, "phone", "She pressed the wrong number.")
    answer.score = 9
    answer.save()
    assert open_loop(answer) == loop
    assert Play.objects.get().state == "running"


def test_a_play_somebody_works_on_keeps_the_loop(cast: Cast) -> None:
    answer = low(cast)
    loop = open_loop(answer)
    Task.objects.filter(number=1).update(state="done", ended_at=NOON)
    answer.score = 8
    answer.save()
    assert open_loop(answer) == loop


def test_a_loop_withdrawn_can_open_again(cast: Cast) -> None:
    answer = low(cast)
    open_loop(answer)
    found = [_changed(answer, score) for score in (9, 2)]
    assert found[0] is None
    assert found[1] is not None
    assert found[1].due_at == NOON + dt.timedelta(days=3)
    assert OutboxEvent.objects.filter(topic="survey.loop_opened").count() == 2


def test_asked_later_not_to_be_contacted_the_play_ends(cast: Cast) -> None:
    answer = low(cast)
    loop = open_loop(answer)
    assert loop is not None
    set_cause(loop, cast.keeper, "price")
    answer.no_contact = True
    answer.save()
    found = open_loop(answer)
    assert found is not None
    assert found.quiet
    assert Play.objects.get().state == "stopped"
    answer.no_contact = False
    answer.save()
    again = open_loop(answer)
    assert again is not None
    assert again.play == Play.objects.get(state="running")


def _changed(answer: Answer, score: int) -> Loop | None:
    answer.score, answer.changed_at = score, NOON + dt.timedelta(days=1)
    answer.save()
    return open_loop(answer)
