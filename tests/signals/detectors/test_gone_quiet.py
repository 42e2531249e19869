import datetime as dt

import pytest

from accounts.models import Message
from signals.framing import FrameData
from tests.factories import MessageFactory
from tests.scenarios import TODAY, Story, ago, alert_strength, holidays, learnt, moment, opens, read, sentence, strength


def test_it_fires_for_a_client_who_stops_writing() -> None:
    story = Story().writes(per_week=3, since=240, until=29)

    told = read("gone_quiet", story)

    assert opens("gone_quiet", story)
    assert told.strengths["gone_quiet"] == 1.0
    assert told.reading["y"] == 0
    assert told.reading["low"] >= 3  # type: ignore[operator]


def test_writing_as_ever_is_looked_at_and_fine() -> None:
    assert strength("gone_quiet", Story().writes(per_week=3)) == 0.0


def test_benign_always_quiet_a_client_who_always_writes_little_has_little_to_lose() -> None:
    story = Story().mails(230, 190, 150, 110, 70)

    assert not opens("gone_quiet", story)


def test_a_silence_that_is_likely_enough_opens_no_alert_and_lets_one_stand() -> None:
    """Four messages of twelve: evidence of more than a half, by chance in 3 of 100 months."""
    story = Story().writes(per_week=3, until=28).mails(2, 9, 16, 23)

    assert strength("gone_quiet", story) > 0.5  # type: ignore[operator]
    assert alert_strength("gone_quiet", story) == pytest.approx(0.49)


def test_what_cannot_be_told_opens_and_ends_no_alert() -> None:
    assert alert_strength("gone_quiet", Story()) is None


def test_benign_holidays_of_everybody_are_nobodys_silence() -> None:
    christmas = [dt.date(2025, 12, 22) + dt.timedelta(days=i) for i in range(14)]
    story = Story().writes(per_week=3, since=300, until=0, except_on=christmas)
    day = dt.date(2026, 1, 4)
    alone = strength("gone_quiet", story, day=day)
    holidays(*christmas)

    assert not opens("gone_quiet", story, day=day)
    assert strength("gone_quiet", story, day=day) < alone / 2  # type: ignore[operator]


def test_quiet_days_of_the_portfolio_are_taken_from_the_frame() -> None:
    quiet = [ago(n) for n in range(20, -1, -1)]
    story = Story().writes(per_week=3, except_on=quiet)
    frame = FrameData(first_day=quiet[0].isoformat(), days=(20_000,) * len(quiet))

    assert strength("gone_quiet", story) > 0.5  # type: ignore[operator]
    assert strength("gone_quiet", story, frame=frame) == 0.0


def test_benign_between_phases_is_no_silence() -> None:
    story = Story().writes(per_week=3, until=21).period("between", 20)

    assert not opens("gone_quiet", story)
    assert strength("gone_quiet", story) == 0.0


def test_a_pause_that_is_over_excuses_only_its_own_days() -> None:
    story = Story().writes(per_week=5, until=57).period("pause", 56, 29)

    assert strength("gone_quiet", story) == 1.0


def test_a_pause_of_all_four_weeks_cannot_be_told() -> None:
    assert strength("gone_quiet", Story().writes(per_week=3, until=29).period("pause", 28)) is None


def test_a_new_client_has_too_little_history() -> None:
    story = Story(started=60).writes(per_week=3, since=60, until=29)

    assert strength("gone_quiet", story) is None


def test_a_client_who_never_wrote_cannot_be_told() -> None:
    told = read("gone_quiet", Story())

    assert told.strengths["gone_quiet"] is None
    assert told.evidence == []


def test_when_mail_is_no_longer_read_the_last_reading_is_held_and_then_expires() -> None:
    story = Story().writes(per_week=3, until=30)
    frame = FrameData(spoke={"message": ago(30).isoformat()})

    assert strength("gone_quiet", story, frame=frame) == 0.0
    assert strength("gone_quiet", story, frame=frame, day=ago(-31)) is None


def test_automatic_mail_is_no_sign_of_life() -> None:
    story = Story().writes(per_week=3, until=29).mails(*range(1, 28), automatic=True)

    assert strength("gone_quiet", story) == 1.0


def test_what_we_write_ourselves_is_no_sign_of_life() -> None:
    story = Story().writes(per_week=3, until=29)
    with learnt(0):
        for n in range(1, 28):
            MessageFactory(client=story.client, occurred_at=moment(ago(n)), direction=Message.Direction.OUT)

    assert strength("gone_quiet", story) == 1.0


def test_mail_learnt_after_the_day_does_not_count_on_it() -> None:
    story = Story().writes(per_week=3, until=29)
    with learnt(0):
        for n in range(1, 28, 2):
            MessageFactory(client=story.client, occurred_at=moment(ago(n)))

    assert strength("gone_quiet", story, day=ago(1)) == 1.0
    assert strength("gone_quiet", story) == 0.0


def test_evidence_lists_each_message_counted() -> None:
    story = Story().writes(per_week=2)

    told = read("gone_quiet", story)

    assert sum(told.figures) == told.reading["y"] == 8
    assert all(ago(27) <= record.on <= TODAY for record in told.evidence if record.figure)


def test_evidence_leaves_out_messages_of_a_pause() -> None:
    story = Story().writes(per_week=3).period("pause", 13, 7)

    told = read("gone_quiet", story)

    assert sum(told.figures) == told.reading["y"] == 9


def test_evidence_of_silence_shows_the_last_messages_before_it() -> None:
    story = Story().writes(per_week=3, until=29)

    told = read("gone_quiet", story)

    assert told.figures == [0.0, 0.0, 0.0]
    assert told.evidence[0].on == ago(31)


def test_the_sentence_says_how_much_is_usual_and_when_they_last_wrote() -> None:
    story = Story().writes(per_week=3, until=29)

    assert sentence("gone_quiet", story) == (
        "0 messages in four weeks; 5 to 20 would be usual. They last wrote on 30 Jan 2026."
    )
