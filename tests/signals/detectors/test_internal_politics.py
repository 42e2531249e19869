import pytest

from accounts.models import Contact
from tests.scenarios import Story, ago, alert_strength, learnt, opens, read, sentence, strength

KEY = "internal_politics"


def deciding(count: int, name: str = "Bakery") -> Story:
    story = Story(name)
    for n in range(count):
        story.contact(f"Boss {n}", is_decider=True)
    return story


def test_it_fires_where_two_contacts_contradict_each_other() -> None:
    story = deciding(3)
    jens, eva = story.contact("Jens"), story.contact("Eva")
    story.seen("other", 30, contact=jens, severity=3)
    story.seen("unclear_goals", 4, contact=eva, contradicts=story.last_seen)

    told = read(KEY, story)

    assert opens(KEY, story)
    assert told.reading["cases"] == 1
    assert "It contradicts what was noted on 31 Jan 2026." in told.evidence[-1].text


def test_many_who_decide_are_a_risk_and_no_proof() -> None:
    assert [strength(KEY, deciding(n, f"{n}")) for n in (1, 2, 3, 4, 6)] == [0.0, 0.0, 0.15, 0.3, 0.3]


def test_a_case_is_stronger_where_many_decide() -> None:
    alone, both = Story("A").seen(KEY, 0), deciding(4, "B").seen(KEY, 0)

    assert strength(KEY, alone) == pytest.approx(0.503, abs=0.001)
    assert strength(KEY, both) == pytest.approx(1 - 0.4966 * 0.7, abs=0.001)


def test_the_same_contact_who_changes_their_mind_is_no_politics() -> None:
    story = Story()
    jens = story.contact("Jens")
    story.seen("other", 30, contact=jens)
    story.seen("other", 4, contact=jens, contradicts=story.last_seen)

    assert strength(KEY, story) == 0.0


def test_without_a_decider_or_anybody_watching_it_cannot_be_told() -> None:
    assert alert_strength(KEY, Story()) is None


def test_who_left_or_has_not_begun_decides_nothing() -> None:
    story = deciding(2)
    story.contact("Gone", is_decider=True, left=3)
    story.contact("Coming", is_decider=True, joined=-3)

    assert read(KEY, story).reading["deciders"] == 2


def test_who_decides_counts_as_it_was_known_then() -> None:
    story = deciding(3)
    with learnt(2):
        Contact.objects.update(is_decider=False)

    assert strength(KEY, story, day=ago(3)) == 0.15
    assert strength(KEY, story) is None


def test_evidence_lists_who_decides_and_the_cases() -> None:
    story = deciding(3).seen(KEY, 3)

    told = read(KEY, story)

    assert sum(r.figure for r in told.evidence if r.record == "contact") == told.reading["deciders"]
    assert sum(r.figure for r in told.evidence if r.record == "observation") == told.reading["cases"]
    assert sentence(KEY, story) == "3 people there decide. 1 dated case, the last on 27 Feb 2026."
