import pytest

from accounts.models import Lapse
from tests.factories import LapseFactory
from tests.scenarios import Story, ago, learnt, read, sentence, strength

KEY = "own_lapses"


@pytest.mark.parametrize(("severity", "expected"), [(1, 0.10), (2, 0.25), (3, 0.50)])
def test_one_fresh_lapse_counts_by_its_severity(severity: int, expected: float) -> None:
    assert strength(KEY, Story().lapse(0, severity=severity)) == pytest.approx(expected)


def test_lapses_add_up_and_halve_every_60_days() -> None:
    assert strength(KEY, Story().lapse(0, 60)) == pytest.approx(0.375)


def test_the_fault_is_never_more_than_all_of_it() -> None:
    assert strength(KEY, Story().lapse(0, 1, 2, severity=3)) == 1.0


def test_no_lapse_of_a_client_who_is_watched_is_fine() -> None:
    story = Story().noted(5)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "No lapse of ours is on record."


def test_a_client_nobody_writes_about_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None


def test_an_old_lapse_still_says_something() -> None:
    assert strength(KEY, Story().lapse(240)) == pytest.approx(0.25 / 16, abs=1e-6)


def test_a_lapse_learnt_later_does_not_count_before() -> None:
    story = Story().noted(30)
    with learnt(2):
        LapseFactory(client=story.client, occurred_on=ago(9), severity=3)

    assert strength(KEY, story, day=ago(3)) == 0.0
    assert strength(KEY, story) > 0.4  # type: ignore[operator]


def test_a_milder_judgement_counts_from_the_day_it_was_written() -> None:
    story = Story().lapse(30, severity=3)
    with learnt(2):
        Lapse.objects.update(severity=1)

    assert strength(KEY, story, day=ago(3)) > strength(KEY, story)  # type: ignore[operator]


def test_evidence_lists_each_lapse() -> None:
    story = Story().lapse(3, 40).lapse(9, kind="error")

    told = read(KEY, story)

    assert sum(told.figures) == told.reading["cases"] == 3
    assert [record.text for record in told.evidence] == ["Missed deadline.", "Error.", "Missed deadline."]
    loads = sum(0.25 * 0.5 ** ((ago(0) - record.on).days / 60) for record in told.evidence)
    assert told.strengths[KEY] == pytest.approx(loads, abs=1e-5)


def test_the_sentence_counts_them_and_dates_the_last() -> None:
    assert sentence(KEY, Story().lapse(3, 40)) == "2 lapses of ours, the last on 27 Feb 2026."
