import pytest

from signals.framing import FrameData
from tests.factories import TimeEntryFactory
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "micromanagement"
REPORTING = 3


def asking(more: float = 1.0, name: str = "Bakery") -> Story:
    """Three mails a week as ever, of which so many ask something in the last four weeks."""
    return Story(name).writes(per_week=3, until=28, asking=0.1).writes(per_week=3, since=27, asking=more)


def reporting(before: float, now: float, name: str = "Bakery") -> Story:
    return Story(name).works(before, since=251, until=84, kind=REPORTING).works(now, since=83, kind=REPORTING)


def test_it_fires_where_more_questions_and_more_reports_come_together() -> None:
    story = asking()
    story.works(1, since=251, until=84, kind=REPORTING).works(4, since=83, kind=REPORTING)

    assert strength(KEY, story) == pytest.approx(0.8)
    assert opens(KEY, story)


def test_each_measure_alone_speaks_and_opens_nothing() -> None:
    for story in (asking(name="A"), reporting(1, 4, name="B")):
        assert 0.3 < alert_strength(KEY, story) < 0.5  # type: ignore[operator]


def test_what_people_saw_speaks_alone_and_is_stronger_with_a_measure() -> None:
    alone = strength(KEY, Story("A").seen(KEY, 3))
    both = strength(KEY, asking(name="B").seen(KEY, 3))

    assert 0.4 < alone < both  # type: ignore[operator]
    assert opens(KEY, Story("C").seen(KEY, 3, 20))


def test_questions_and_reports_as_ever_are_looked_at_and_fine() -> None:
    assert strength(KEY, asking(0.1, name="A")) == 0.0
    assert strength(KEY, reporting(3, 3, name="B")) == 0.0
    assert strength(KEY, Story("C")) is None


def test_an_hour_a_fortnight_is_nobodys_burden() -> None:
    assert strength(KEY, reporting(0.1, 0.5)) == 0.0


def test_hours_without_a_past_cannot_be_told() -> None:
    assert strength(KEY, Story().works(5, since=83, kind=REPORTING)) is None


def test_hours_that_nobody_logs_any_more_expire() -> None:
    story = reporting(1, 4)
    frame = FrameData(spoke={"timeentry": ago(0).isoformat()})

    assert strength(KEY, story, frame=frame, day=ago(-45)) > 0.3  # type: ignore[operator]
    assert strength(KEY, story, frame=frame, day=ago(-46)) is None


@pytest.mark.parametrize("kind", ["launch", "onboarding"])
def test_benign_launch_explains_what_was_measured_and_not_what_was_seen(kind: str) -> None:
    story = asking().period(kind, 20)

    assert strength(KEY, story) == 0.0
    assert strength(KEY, story.seen(KEY, 3)) == pytest.approx(0.495, abs=0.001)


def test_benign_quarterly_report_is_no_news() -> None:
    story = Story()
    for quarter in (14, 105, 196):
        story.works(12, since=quarter, until=quarter, kind=REPORTING)
    story.works(1, since=251, kind=1)

    assert strength(KEY, story) == 0.0


def test_an_hour_learnt_later_does_not_count_before() -> None:
    story = reporting(1, 1)
    with learnt(2):
        for n in range(5, 80, 7):
            TimeEntryFactory(client=story.client, occurred_on=ago(n), minutes=300, kind=REPORTING)

    assert strength(KEY, story, day=ago(3)) == 0.0
    assert strength(KEY, story) == pytest.approx(0.4)


def test_evidence_adds_up_to_what_was_measured() -> None:
    story = asking().seen(KEY, 3)
    story.works(1, since=251, until=84, kind=REPORTING).works(4, since=83, kind=REPORTING)

    told = read(KEY, story)

    figures = {name: sum(r.figure for r in told.evidence if r.record == name) for name in ("message", "timeentry")}
    assert figures == {"message": told.reading["asked"], "timeentry": told.reading["reporting"]}
    assert sum(record.record == "observation" for record in told.evidence) == told.reading["cases"] == 1


def test_the_sentence_says_what_was_measured_and_seen() -> None:
    story = asking().seen(KEY, 3)
    story.works(1, since=251, until=84, kind=REPORTING).works(4, since=83, kind=REPORTING)

    assert sentence(KEY, story) == (
        "12 of 12 messages in four weeks ask something. 4 hours of reporting a week; 1 before. "
        "1 dated case, the last on 27 Feb 2026."
    )
