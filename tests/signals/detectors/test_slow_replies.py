import datetime as dt

import pytest

from accounts.models import Message
from signals.framing import FrameData
from tests.factories import MessageFactory
from tests.scenarios import TODAY, Story, agency, ago, holidays, learnt, moment, read, sentence, strength

KEY = "slow_replies"
OUT, IN = Message.Direction.OUT, Message.Direction.IN


def prompt(hours: float = 2, **how: float) -> Story:
    """They answer after so many hours, until four weeks ago."""
    return Story(**how).exchanges(hours, since=240, until=28)  # type: ignore[arg-type]


def test_it_fires_when_answers_come_days_later_than_they_used_to() -> None:
    told = read(KEY, prompt().exchanges(72, since=27))

    assert told.strengths[KEY] == 1.0
    assert told.reading["usual"] == 120


def test_answers_as_fast_as_ever_are_fine() -> None:
    story = prompt().exchanges(2, since=27)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "They take about 2 working hours to answer; about 2 used to be usual."


def test_questions_that_nobody_answers_count_at_their_age() -> None:
    story = prompt().exchanges(None, since=27)

    assert strength(KEY, story) == 1.0
    assert sentence(KEY, story).endswith("7 questions of ours are still open.")


def test_a_question_of_this_morning_is_no_delay() -> None:
    assert (
        read(KEY, prompt().exchanges(2, since=27, until=1).says(0, OUT, thread="new", questions=1)).reading["pending"]
        == 0
    )


def test_benign_no_answer_needed() -> None:
    story = prompt().exchanges(2, since=27).exchanges(None, since=26, every=4, asking=False)

    assert strength(KEY, story) == 0.0


def test_a_reminder_does_not_start_the_wait_anew() -> None:
    story = prompt().exchanges(2, since=27, until=8)
    story.says(7, OUT, thread="t", questions=0).says(4, OUT, thread="t", questions=1).says(3, IN, thread="t")

    longest = max(read(KEY, story).figures)

    assert longest == 4 * 600 - 0  # Monday 10:00 to Friday 10:00


@pytest.mark.parametrize("channel", [Message.Channel.CALL, Message.Channel.MEETING])
def test_benign_spoke_by_phone_or_in_a_meeting(channel: int) -> None:
    story = prompt().exchanges(2, since=27, every=5).exchanges(None, since=26, until=20, every=1)
    assert strength(KEY, story) > 0.3  # type: ignore[operator]
    assert strength(KEY, story.says(18, OUT, channel=channel)) == 0.0


def test_benign_always_slow() -> None:
    assert strength(KEY, Story().exchanges(72, since=240)) < 0.1  # type: ignore[operator]


def test_benign_always_slow_with_questions_never_answered() -> None:
    story = Story().exchanges(2, since=240, every=3).exchanges(None, since=239, every=4)

    assert strength(KEY, story) < 0.3  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["holiday", "pause"])
def test_benign_holidays_of_theirs(kind: str) -> None:
    story = prompt().exchanges(2, since=27, until=18).exchanges(240, since=17).period(kind, 17, 1)

    assert strength(KEY, story) == 0.0


def test_benign_holidays_of_their_country() -> None:
    off = [ago(n) for n in range(27)]
    slow = Story("Away", country="SE").exchanges(2, since=240, until=28, every=1).exchanges(72, since=26, every=1)
    before = strength(KEY, slow)
    holidays(*off, country="SE")

    assert before == 1.0
    assert strength(KEY, slow) == 0.0


def test_benign_holidays_as_nights_and_weekends() -> None:
    friday = next(n for n in range(7) if ago(n).weekday() == 4)
    story = prompt().exchanges(2, since=27, until=8).says(friday, OUT, thread="t", hour=17)
    story.says(friday - 3, IN, thread="t", hour=9)

    assert 2 * 60 in read(KEY, story).figures
    assert max(read(KEY, story).figures) == 2 * 60


def test_the_agency_sets_its_own_hours() -> None:
    story = prompt().exchanges(24, since=27, every=1)
    agency(day_starts=dt.time(9), day_ends=dt.time(17))

    assert max(read(KEY, story).figures) == 8 * 60


@pytest.mark.parametrize("kind", ["launch", "onboarding"])
def test_benign_beginning(kind: str) -> None:
    assert strength(KEY, prompt().exchanges(72, since=27).period(kind, 20)) == 0.0


def test_benign_season_in_which_everybody_is_slow() -> None:
    story = prompt().exchanges(7, since=27)
    alone = strength(KEY, story)

    assert alone > 0.3  # type: ignore[operator]
    assert strength(KEY, story, frame=FrameData(reply_trend=0.9)) == 0.0


def test_too_few_answers_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None
    assert strength(KEY, prompt()) is None
    assert strength(KEY, Story().exchanges(2, since=60, until=28, every=7).exchanges(72, since=27)) is None


def test_messages_without_threads_cannot_be_told() -> None:
    assert strength(KEY, Story().writes(per_week=5)) is None


def test_when_mail_is_no_longer_read_nothing_can_be_told_after_a_while() -> None:
    story = prompt().exchanges(72, since=27)
    frame = FrameData(spoke={"message": ago(0).isoformat()})

    assert strength(KEY, story, frame=frame, day=ago(-30)) == 1.0
    assert strength(KEY, story, frame=frame, day=ago(-61)) is None


def test_an_answer_learnt_later_does_not_count_before() -> None:
    story = prompt().exchanges(2, since=27, until=14).exchanges(None, since=13, every=1)
    with learnt(1):
        for message in Message.objects.filter(direction=OUT, occurred_at__gt=moment(ago(14))):
            MessageFactory(
                client=story.client,
                direction=IN,
                thread=message.thread,
                occurred_at=message.occurred_at + dt.timedelta(hours=1),
            )

    assert strength(KEY, story, day=ago(2)) > 0.5  # type: ignore[operator]
    assert strength(KEY, story) == 0.0


def test_evidence_adds_up_to_the_waits() -> None:
    story = prompt().exchanges(30, since=27, until=10).exchanges(None, since=9)

    told = read(KEY, story)

    assert sum(told.figures) == told.reading["minutes"]
    assert len(told.evidence) == told.reading["answers"]
    assert len([r for r in told.evidence if "no answer yet" in r.text]) == told.reading["pending"]
    assert all(r.on <= TODAY for r in told.evidence)
