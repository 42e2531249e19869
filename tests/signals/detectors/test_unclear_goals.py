import pytest

from accounts.models import Client
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "unclear_goals"


def aiming(name: str = "Bakery", **how: float) -> Story:
    """A client whose goals are on file from the start."""
    story = Story(name, **how)  # type: ignore[arg-type]
    with learnt(400):
        Client.objects.filter(pk=story.client.pk).update(goals="20 % more bookings by summer")
    return story


def test_it_fires_where_people_saw_it_and_the_file_is_empty() -> None:
    story = Story().contract().seen(KEY, 3)

    assert opens(KEY, story)
    assert strength(KEY, story) == pytest.approx(1 - (1 - 0.495) * 0.55, abs=0.001)
    assert sentence(KEY, story) == ("Neither goals nor a date are on file. 1 dated case, the last on 27 Feb 2026.")


def test_two_cases_speak_alone() -> None:
    assert opens(KEY, aiming().seen(KEY, 3, 20))


def test_goals_and_a_date_are_looked_at_and_fine() -> None:
    story = aiming().contract(ends=ago(-300))

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "Their goals are on file."


def test_the_end_of_a_campaign_is_a_date() -> None:
    assert strength(KEY, aiming().contract(cycle_ends=["2026-06-30"])) == 0.0
    assert strength(KEY, aiming("B").contract()) == pytest.approx(0.15)


def test_one_contract_with_a_date_is_enough() -> None:
    assert strength(KEY, aiming().contract().contract(ends=ago(-30))) == 0.0


def test_an_empty_file_may_be_our_own_fault_and_opens_nothing_alone() -> None:
    assert strength(KEY, Story().contract()) == pytest.approx(0.45)
    assert not opens(KEY, Story("B").contract())


def test_benign_onboarding_goals_are_found_in_the_first_weeks() -> None:
    assert strength(KEY, Story("A", started=59).contract(since=59)) == 0.0
    assert strength(KEY, Story("B", started=200).period("onboarding", 200)) == 0.0
    assert strength(KEY, Story("C", started=200).period("onboarding", 200, 100)) == pytest.approx(0.3)


def test_a_client_who_began_nobody_knows_when_cannot_be_told() -> None:
    assert alert_strength(KEY, Story(started=None)) is None


def test_goals_count_as_they_were_known_then() -> None:
    story = Story()
    with learnt(2):
        Client.objects.update(goals="More bookings")

    assert strength(KEY, story, day=ago(3)) == pytest.approx(0.3)
    assert strength(KEY, story) == 0.0


def test_evidence_says_what_the_file_lacks_and_what_was_seen() -> None:
    told = read(KEY, Story().contract(title="Search").seen(KEY, 3))

    lacking = [record.text for record in told.evidence if record.record != "observation"]
    assert lacking == ["With us since then, no goals on file", "Search has no date"]
    assert len(lacking) == told.reading["aimless"] + told.reading["dateless"]  # type: ignore[operator]
    assert sum(r.figure for r in told.evidence if r.record == "observation") == told.reading["cases"]
