import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Observation
from signals.measures.observations import observed, seen_evidence, seen_words, strength_of
from tests.factories import ObservationFactory
from tests.scenarios import Story, ago, learnt, scope_for

pytestmark = pytest.mark.django_db


def x(story: Story, kind: str, fewest: int = 1, **how: object) -> float:
    return float(strength_of(observed(scope_for(story, **how), kind), fewest)[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(("severity", "expected"), [(1, 0.26), (2, 0.50), (3, 0.75)])
def test_one_fresh_case_counts_by_its_severity(severity: int, expected: float) -> None:
    assert x(Story().seen("haggling", 0, severity=severity), "haggling") == pytest.approx(expected, abs=0.005)


def test_cases_combine_and_halve_every_90_days() -> None:
    assert x(Story().seen("haggling", 90, 90), "haggling") == pytest.approx(0.503, abs=0.001)


def test_two_notes_of_one_day_are_one_case() -> None:
    assert x(Story().seen("disrespect", 1, 1), "disrespect", fewest=2) == 0.0
    assert x(Story().seen("disrespect", 1, 2), "disrespect", fewest=2) > 0.7


def test_a_client_nobody_writes_about_cannot_be_told() -> None:
    assert np.isnan(x(Story(), "haggling"))


def test_nothing_of_the_kind_about_a_client_who_is_watched_is_fine() -> None:
    for story in (Story("A").noted(5), Story("B").pulse(4, 5), Story("C").lapse(5)):
        assert x(story, "haggling") == 0.0


def test_a_client_last_watched_half_a_year_ago_cannot_be_told() -> None:
    assert np.isnan(x(Story().noted(180), "haggling"))


def test_each_kind_and_each_client_stands_alone() -> None:
    scope = scope_for(Story("A").seen("haggling", 3), Story("B").noted(3))

    assert observed(scope, "haggling")["cases"].tolist() == [1.0, 0.0]
    assert observed(scope, "disrespect")["cases"].tolist() == [0.0, 0.0]


def test_all_kinds_are_one_query() -> None:
    scope = scope_for(*(Story(f"{n}").seen("haggling", n).seen("disrespect", n) for n in range(1, 6)))
    with CaptureQueriesContext(connection) as asked:
        for kind in Observation.Kind.values:
            observed(scope, kind)

    assert len(asked) == 2  # and one for who is watched


def test_a_case_learnt_later_does_not_count_before() -> None:
    story = Story().noted(30)
    with learnt(2):
        ObservationFactory(client=story.client, kind="haggling", occurred_on=ago(9))

    assert x(story, "haggling", day=ago(3)) == 0.0
    assert x(story, "haggling") > 0.4


def test_a_case_taken_back_counts_as_it_was_known_then() -> None:
    story = Story().seen("haggling", 9).noted(30)
    with learnt(2):
        Observation.objects.all().delete()

    assert x(story, "haggling", day=ago(3)) > 0.4
    assert x(story, "haggling") == 0.0


@pytest.mark.parametrize(
    ("second", "kind", "other"),
    [("Eva", "internal_politics", "erratic_behaviour"), ("Jens", "erratic_behaviour", "internal_politics")],
)
def test_a_contradiction_counts_by_who_said_both(second: str, kind: str, other: str) -> None:
    story = Story()
    people = {name: story.contact(name) for name in ("Jens", "Eva")}
    story.seen("other", 30, contact=people["Jens"])
    story.seen("unclear_goals", 4, contact=people[second], contradicts=story.last_seen)

    assert x(story, kind) > 0.4
    assert x(story, other) == 0.0
    assert x(story, "unclear_goals") > 0.4
    told = seen_evidence(scope_for(story), kind)
    assert [record.on for record in told] == [ago(4)]
    assert "contradicts what was noted on" in told[0].text


def test_a_contradiction_of_its_own_kind_is_one_case() -> None:
    story = Story()
    jens = story.contact("Jens")
    story.seen("other", 30, contact=jens).seen("erratic_behaviour", 4, contact=jens, contradicts=None)
    before = x(story, "erratic_behaviour")
    with learnt(1):
        first, last = Observation.objects.order_by("occurred_on")
        Observation.objects.filter(pk=last.pk).update(contradicts=first)

    assert x(story, "erratic_behaviour") == before


def test_who_said_it_unknown_is_a_case_of_its_own_kind_alone() -> None:
    story = Story().seen("other", 30)
    story.seen("unclear_goals", 4, contradicts=story.last_seen)

    assert x(story, "erratic_behaviour") == x(story, "internal_politics") == 0.0


def test_evidence_holds_the_dated_cases() -> None:
    scope = scope_for(Story().seen("disrespect", 3, 3, 40).seen("haggling", 8))

    assert len({record.on for record in seen_evidence(scope, "disrespect")}) == observed(scope, "disrespect")["cases"]
    assert [record.on for record in seen_evidence(scope, "haggling")] == [ago(8)]


def test_words_count_cases_and_say_when_they_are_too_few() -> None:
    assert seen_words(None, None) == "Nobody has written down what only a person sees."
    assert seen_words(0, None) == "Nothing of the kind is on record."
    assert seen_words(2, 20_511, needed=2) == "2 dated cases, the last on 27 Feb 2026."
    assert seen_words(1, 20_511, needed=2).endswith("Fewer than 2 are not counted.")
