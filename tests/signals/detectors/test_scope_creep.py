import pytest

from accounts.models import ScopeRequest, TimeEntry
from signals.framing import FrameData
from tests.factories import TimeEntryFactory
from tests.scenarios import Story, ago, learnt, opens, read, sentence, strength

KEY, FIRE = "scope_creep", "fire_scope_creep"
RETAINER = {"hours_included": 20}  # a month, so 60 hours in three


def test_it_fires_on_both_sides_for_hours_far_over_the_retainer() -> None:
    story = Story().contract(**RETAINER).works(84 / 13)

    assert opens(KEY, story)
    told = read(KEY, story)

    assert told.reading["agreed"] == 60 * 60
    assert told.strengths == {KEY: pytest.approx(0.6, abs=0.01), FIRE: pytest.approx(0.6, abs=0.01)}
    assert sentence(KEY, story) == "24 hours over the retainer in three months, 140% of it."


def test_a_little_over_is_looked_at_and_fine() -> None:
    assert strength(KEY, Story().contract(**RETAINER).works(65 / 13)) == 0.0


def test_without_agreed_hours_it_cannot_be_told() -> None:
    assert strength(KEY, Story().contract().works(20)) is None


def test_without_any_hours_of_ours_it_cannot_be_told() -> None:
    assert strength(KEY, Story().contract(**RETAINER)) is None


def test_a_retainer_of_less_than_three_months_is_too_new() -> None:
    assert strength(KEY, Story().contract(since=90, **RETAINER).works(30)) is None


def test_hours_agreed_on_top_count_from_their_day() -> None:
    story = Story().contract(**RETAINER).contract(since=45, hours_included=40).works(10)

    assert read(KEY, story).reading["agreed"] == 60 * 60 + round(40 * 180 * 46 / 91)
    assert strength(KEY, story) == 0.0


def test_a_retainer_that_follows_another_is_no_gap() -> None:
    story = Story().contract(ends=ago(46), **RETAINER).contract(since=45, **RETAINER).works(60 / 13)

    assert read(KEY, story).reading["agreed"] == 60 * 60


def test_an_ended_retainer_agrees_no_more_hours() -> None:
    assert strength(KEY, Story().contract(ends=ago(100), **RETAINER).works(5)) is None


def test_requests_nobody_billed_count_without_any_hours() -> None:
    story = Story()
    for n in (5, 20, 40):
        story.asks_for(f"Banner {n}", n)
    story.asks_for("Inside", 3, in_scope=True).asks_for("Paid for", 3, billed=True).asks_for("Long ago", 91)

    told = read(KEY, story)

    assert told.reading["unbilled"] == 3
    assert told.strengths[FIRE] == pytest.approx(3 / 5)
    assert sentence(KEY, story) == "3 requests outside the scope, not billed."


def test_requests_that_were_all_billed_are_fine() -> None:
    assert strength(KEY, Story().asks_for("Banner", 5, billed=True)) == 0.0


def test_when_hours_are_no_longer_logged_the_last_reading_is_held_and_then_expires() -> None:
    story = Story().contract(**RETAINER).works(84 / 13, since=120, until=30)
    frame = FrameData(spoke={"timeentry": ago(30).isoformat()})

    held = strength(KEY, story, frame=frame)

    assert held == strength(KEY, story, frame=frame, day=ago(30))
    assert held == pytest.approx(0.6, abs=0.01)
    assert strength(KEY, story, frame=frame, day=ago(-16)) is None


def test_hours_learnt_later_do_not_count_before() -> None:
    story = Story().contract(**RETAINER).works(4)
    with learnt(2):
        TimeEntryFactory(client=story.client, occurred_on=ago(20), minutes=6000)

    assert strength(KEY, story, day=ago(3)) == 0.0
    assert strength(KEY, story) == 1.0


def test_corrected_hours_count_as_they_were_known_then() -> None:
    story = Story().contract(**RETAINER).works(10)
    with learnt(2):
        TimeEntry.objects.update(minutes=60)

    assert read(KEY, story, day=ago(3)).reading["minutes"] == 13 * 600
    assert read(KEY, story).reading["minutes"] == 13 * 60


def test_a_request_billed_later_was_unbilled_before() -> None:
    story = Story().asks_for("Banner", 20)
    with learnt(2):
        ScopeRequest.objects.update(billed=True)

    assert (read(KEY, story, day=ago(3)).reading["unbilled"], read(KEY, story).reading["unbilled"]) == (1, 0)


def test_evidence_adds_up_to_the_minutes_and_lists_the_requests() -> None:
    story = (
        Story().contract(**RETAINER).works(6.5, since=120).asks_for("Banner", 5).asks_for("Inside", 3, in_scope=True)
    )

    told = read(KEY, story)

    assert sum(told.figures) == told.reading["minutes"] == 13 * 390
    assert [r.text for r in told.evidence if r.record == "scoperequest"] == ["Banner"]
    assert told.evidence[0].text == "Week to 1 Mar 2026: 6.5 hours"
