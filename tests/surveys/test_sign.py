"""From a pressed button to the score: what clients answer, change and leave unanswered reaches the sign of surveys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from clienthealth.core.clock import Day
from signals.calendars import known_calendars
from signals.detection import Scope
from signals.detectors import low_nps
from signals.framing import FrameData
from signals.models import Alert, Play, Series, Snapshot
from signals.runs import score
from signals.statistics import settled
from surveys.actions.answering import count_answer, discount_answer, save_answer
from surveys.models import Answer, Ask, Loop
from tests.cast import Cast, assemble
from tests.factories import AskFactory, ContactFactory, ContractFactory, SurveyInvitationFactory
from tests.surveys.pages import press

Clock = Callable[[dt.datetime], None]
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
TODAY, DAYS = NOON.date(), dt.timedelta(days=1)


@pytest.fixture
def cast(db: None, at: Clock) -> Cast:
    """Known before they were asked anything."""
    at(NOON - 3 * DAYS)
    return assemble()


@pytest.fixture
def ask(cast: Cast, at: Clock) -> Ask:
    """The keeper's client was asked two days ago."""
    at(NOON - 2 * DAYS)
    ContractFactory(client=cast.client)
    contact = ContactFactory(client=cast.client, name="Anna Holm")
    sent = SurveyInvitationFactory(client=cast.client, contact=contact, sent_on=TODAY - 2 * DAYS)
    asked = AskFactory(contact=contact, fact=sent, sent_at=NOON - 2 * DAYS, closes_at=NOON + 26 * DAYS)
    at(NOON)
    return asked


def strengths(cast: Cast, on: dt.date = TODAY) -> dict[str, float]:
    """What the sign says of the cast's client from what was on record by a day; NaN is “cannot tell”."""
    day = Day(on, cast.agency.zone)
    ids = np.array([cast.client.pk], dtype=np.int64)
    scope = Scope(ids, day, FrameData(), known_calendars(day, "recorded_at"), "recorded_at")
    judged = low_nps.judge(low_nps.measure(scope), scope)
    return {name: float(settled(values)[0]) for name, values in judged.items()}


def snapshot(cast: Cast, on: dt.date = TODAY) -> tuple[int, str]:
    found = Snapshot.objects.get(client=cast.client, day=on, series=Series.LIVE)
    return found.churn, found.digest


def test_a_low_answer_is_in_the_score_of_the_next_pass_with_an_alert_a_loop_and_save_mode(cast: Cast, ask: Ask) -> None:
    score(TODAY)
    calm = snapshot(cast)[0]
    assert press(ask, 2, comment="Nobody calls back.").status_code == 302
    score(TODAY)
    assert snapshot(cast)[0] > calm
    assert strengths(cast)["nps_detractor"] > 0.5
    assert list(Alert.objects.filter(client=cast.client).values_list("sign", flat=True)) == ["low_nps"]
    assert Loop.objects.get().answer == Answer.objects.get()
    assert Play.objects.get().playbook == "save_mode"
    page = cast.browser("keeper").get(f"/clients/{cast.client.pk}/timeline/").content.decode()
    assert "Nobody calls back." in page


def test_an_answer_changed_upwards_is_calmer_from_then_on_and_past_days_stay(cast: Cast, ask: Ask, at: Clock) -> None:
    save_answer(ask, score=3)
    score(TODAY)
    before = snapshot(cast)
    at(NOON + DAYS)
    save_answer(ask, score=9)
    score(TODAY + DAYS)
    assert strengths(cast, TODAY + DAYS)["nps_detractor"] == 0
    assert strengths(cast, TODAY + DAYS)["nps_promoter"] > 0
    assert snapshot(cast, TODAY + DAYS)[0] < before[0]
    score(TODAY)  # of a past day: a replay, from what was known then
    assert snapshot(cast) == before
    replayed = Snapshot.objects.get(client=cast.client, day=TODAY, series=Series.REPLAY)
    assert replayed.churn == before[0]
    assert not Loop.objects.exists()


def test_what_is_likely_automatic_changes_nothing_until_somebody_says_so(cast: Cast, ask: Ask) -> None:
    score(TODAY)
    before = snapshot(cast)
    answer = save_answer(ask, score=0, automatic=True)
    score(TODAY)
    assert snapshot(cast) == before
    count_answer(answer, cast.keeper)
    score(TODAY)
    assert snapshot(cast)[0] > before[0]
    assert Loop.objects.count() == 1
    discount_answer(answer, cast.keeper)
    score(TODAY)
    assert snapshot(cast) == before
    assert not Loop.objects.exists()


def test_two_invitations_in_a_row_without_an_answer_are_silence(cast: Cast, ask: Ask, at: Clock) -> None:
    assert ask.fact is not None
    assert np.isnan(strengths(cast)["nps_mute"])  # the first one is too fresh to tell
    for after in (0, 60):
        at(NOON + after * DAYS)
        SurveyInvitationFactory(client=cast.client, contact=ask.contact, sent_on=TODAY + after * DAYS)
    at(NOON + 80 * DAYS)
    assert strengths(cast, TODAY + 80 * DAYS)["nps_mute"] > 0
    page = cast.browser("keeper").get(f"/clients/{cast.client.pk}/voice/").content.decode()
    assert "surveys in a row without an answer" in page
    save_answer(ask, score=8)
    assert strengths(cast, TODAY + 80 * DAYS)["nps_mute"] > 0  # the two after it are still unanswered


def test_the_timeline_has_what_was_asked_and_what_was_answered(cast: Cast, ask: Ask) -> None:
    save_answer(ask, score=8, comment="All good.")
    page = cast.browser("keeper").get(f"/clients/{cast.client.pk}/timeline/?kind=voice").content.decode()
    assert "All good." in page
    assert "was asked how likely" in page
