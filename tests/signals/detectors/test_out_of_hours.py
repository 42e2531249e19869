import datetime as dt

import pytest

from accounts.models import Message
from signals.framing import FrameData
from tests.factories import MessageFactory
from tests.scenarios import Story, agency, ago, holidays, learnt, moment, read, sentence, strength

KEY = "out_of_hours"
NIGHT = 22


def by_day(**how: float) -> Story:
    return Story(**how).writes(per_week=5, since=240, until=28)  # type: ignore[arg-type]


def test_it_fires_when_they_begin_to_write_at_night() -> None:
    story = by_day().writes(per_week=5, since=27, hour=NIGHT)

    assert strength(KEY, story) == 1.0
    assert sentence(KEY, story) == "20 of 20 messages in four weeks came outside office hours; 0% used to."


def test_weekends_and_holidays_are_outside_whatever_the_hour() -> None:
    saturdays = [n for n in range(28) if ago(n).weekday() > 4]
    holidays(ago(4))

    assert read(KEY, by_day().mails(*saturdays, 4)).reading["outside"] == 9


def test_the_agency_sets_its_own_hours_and_week() -> None:
    story = by_day().writes(per_week=5, since=27, hour=NIGHT)
    agency(day_ends=dt.time(23))
    assert read(KEY, story).reading["outside"] == 0
    agency(working_days=[6])
    assert read(KEY, story).reading["outside"] == 20


def test_hours_follow_the_clock_of_the_agency_over_summer_time() -> None:
    story = by_day().mails(*range(1, 6), hour=18).mails(*range(1, 6), hour=17)
    at_end = read(KEY, story).reading["outside"]

    assert at_end == len([n for n in range(1, 6) if ago(n).weekday() < 5]) + 2 * len(
        [n for n in range(1, 6) if ago(n).weekday() > 4]
    )


def test_benign_habit_of_writing_at_night() -> None:
    assert strength(KEY, Story().writes(per_week=5, since=240, hour=NIGHT)) == 0.0


@pytest.mark.parametrize("kind", ["launch", "onboarding"])
def test_benign_beginning(kind: str) -> None:
    assert strength(KEY, by_day().writes(per_week=5, since=27, hour=NIGHT).period(kind, 20)) == 0.0


def test_one_late_mail_of_twenty_is_none() -> None:
    assert strength(KEY, by_day().writes(per_week=5, since=27).mails(3, hour=NIGHT)) < 0.2  # type: ignore[operator]


def test_it_fires_on_what_people_saw_alone() -> None:
    assert strength(KEY, Story().seen(KEY, 0)) == pytest.approx(0.503, abs=0.001)


def test_measured_and_seen_add_up() -> None:
    half = by_day().writes(per_week=4, since=27).writes(per_week=1, since=27, hour=NIGHT)
    measured = strength(KEY, half)
    both = strength(KEY, half.seen(KEY, 0))

    assert 0.2 < measured < 0.5  # type: ignore[operator]
    assert both == pytest.approx(1 - (1 - measured) * (1 - 0.503), abs=0.001)  # type: ignore[operator]


def test_a_client_nobody_watches_and_who_hardly_wrote_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None
    assert strength(KEY, Story().mails(3, 5, 9, hour=NIGHT)) is None


def test_a_watched_client_of_whom_nothing_is_on_record_is_fine() -> None:
    story = Story().noted(5)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "Nothing of the kind is on record."


def test_the_portfolios_habit_is_the_start_of_everybodys() -> None:
    story = by_day().writes(per_week=4, since=27).writes(per_week=1, since=27, hour=NIGHT)

    assert strength(KEY, story, frame=FrameData(outside_share=0.5)) < strength(KEY, story)  # type: ignore[operator]


def test_a_message_learnt_later_does_not_count_before() -> None:
    story = by_day().writes(per_week=1, since=27)
    with learnt(1):
        for n in range(2, 22):
            MessageFactory(client=story.client, occurred_at=moment(ago(n), NIGHT), direction=Message.Direction.IN)

    assert strength(KEY, story, day=ago(2)) == 0.0
    assert strength(KEY, story) > 0.5  # type: ignore[operator]


def test_evidence_counts_the_messages_and_what_people_saw() -> None:
    story = by_day().writes(per_week=3, since=27).writes(per_week=2, since=27, hour=NIGHT).seen(KEY, 5, 9)

    told = read(KEY, story)

    assert len([r for r in told.evidence if r.record == "message"]) == told.reading["outside"] == 8
    assert len([r for r in told.evidence if r.record == "observation"]) == told.reading["cases"] == 2
    assert "wrote or called at 22:" in told.evidence[0].text
