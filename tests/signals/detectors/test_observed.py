import pytest

from accounts.models import Observation
from signals.detectors import observed
from tests.factories import ObservationFactory
from tests.scenarios import Story, ago, learnt, read, scope_for, sentence, strength

KEY = "observed"


def x(story: Story, kind: str) -> float | None:
    return strength(KEY, story, f"fire_{kind}")


@pytest.mark.parametrize(("severity", "expected"), [(1, 0.26), (2, 0.50), (3, 0.75)])
def test_one_fresh_case_counts_by_its_severity(severity: int, expected: float) -> None:
    assert x(Story().seen("haggling", 0, severity=severity), "haggling") == pytest.approx(expected, abs=0.005)


def test_cases_combine_and_halve_every_90_days() -> None:
    story = Story().seen("haggling", 90, 90)

    assert x(story, "haggling") == pytest.approx(0.503, abs=0.001)


@pytest.mark.parametrize("kind", sorted(observed.CONDUCT))
def test_conduct_needs_two_dated_cases(kind: str) -> None:
    story = Story().seen(kind, 1, severity=3)

    assert x(story, kind) == 0.0
    assert sentence(KEY, story, f"fire_{kind}").endswith("One case is not counted; two are.")
    assert x(story.seen(kind, 20, severity=1), kind) > 0.75  # type: ignore[operator]


def test_two_notes_of_one_day_are_one_case() -> None:
    story = Story().seen("disrespect", 1, 1)

    assert x(story, "disrespect") == 0.0


@pytest.mark.parametrize("kind", [kind for kind in observed.KINDS if kind not in observed.CONDUCT])
def test_other_kinds_need_one(kind: str) -> None:
    assert x(Story().seen(kind, 1), kind) > 0.4  # type: ignore[operator]


def test_every_kind_counts_for_its_own_factor_alone() -> None:
    told = read(KEY, Story().seen("haggling", 1))

    assert [name for name, value in told.strengths.items() if value] == ["fire_haggling"]


def test_a_client_nobody_writes_about_cannot_be_told() -> None:
    assert set(read(KEY, Story()).strengths.values()) == {None}


def test_nothing_of_the_kind_about_a_client_who_is_watched_is_fine() -> None:
    for story in (Story("A").noted(5), Story("B").pulse(4, 5), Story("C").lapse(5)):
        assert set(read(KEY, story).strengths.values()) == {0.0}


def test_a_client_watched_last_half_a_year_ago_cannot_be_told() -> None:
    assert set(read(KEY, Story().noted(180)).strengths.values()) == {None}


def test_an_unethical_request_is_flagged_for_review_and_averaged_nowhere() -> None:
    told = read(KEY, Story().seen("unethical_request", 20, severity=3))

    assert told.reading["unethical"] == 1
    assert set(told.strengths.values()) == {0.0}


def test_after_half_a_year_its_flag_is_lowered() -> None:
    assert read(KEY, Story().seen("unethical_request", 180)).reading["unethical"] == 0


def test_the_flag_stands_for_a_client_alone() -> None:
    bad, good = Story("A").seen("unethical_request", 20), Story("B")

    assert observed.measure(scope_for(bad, good))["unethical"].tolist() == [1.0, 0.0]


def test_a_case_learnt_later_does_not_count_before() -> None:
    story = Story().noted(30)
    with learnt(2):
        ObservationFactory(client=story.client, kind="haggling", occurred_on=ago(9))

    assert strength(KEY, story, "fire_haggling", day=ago(3)) == 0.0
    assert x(story, "haggling") > 0.4  # type: ignore[operator]


def test_a_case_taken_back_counts_as_it_was_known_then() -> None:
    story = Story().seen("haggling", 9).noted(30)
    with learnt(2):
        Observation.objects.all().delete()

    assert strength(KEY, story, "fire_haggling", day=ago(3)) > 0.4  # type: ignore[operator]
    assert x(story, "haggling") == 0.0


def test_evidence_holds_the_dated_cases_of_each_kind() -> None:
    story = Story().seen("disrespect", 3, 3, 40).seen("haggling", 8).seen("unethical_request", 2)

    told = read(KEY, story)

    for kind, cases in (("disrespect", 2), ("haggling", 1)):
        days = {record.on for record in told.evidence if record.record == f"observation:{kind}"}
        assert len(days) == told.reading[f"{kind}_cases"] == cases
    flagged = [r.figure for r in told.evidence if r.record == "observation:unethical_request"]
    assert sum(flagged) == told.reading["unethical"] == 1


def test_the_sentence_counts_cases_and_dates_the_last() -> None:
    story = Story().seen("haggling", 3, 40)

    assert sentence(KEY, story, "fire_haggling") == "2 dated cases, the last on 27 Feb 2026."
    assert sentence(KEY, story, "fire_disrespect") == "Nothing of the kind is on record."
