"""What the four signs of conduct have in common: two dated cases, what was known then, and the cases as evidence.

What each of them fires on, and what is its own, stands in its own file.
"""

import pytest

from accounts.models import Observation
from tests.factories import ObservationFactory
from tests.scenarios import Story, ago, learnt, read, sentence, strength

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("key", ["disrespect", "erratic_behaviour", "ignores_advice", "unrealistic_expectations"]),
]


def test_one_bad_day_is_not_counted(key: str) -> None:
    story = Story().seen(key, 3, 3, severity=3)

    assert strength(key, story) == 0.0
    assert sentence(key, story).endswith("Fewer than 2 are not counted.")


def test_a_client_nobody_writes_about_cannot_be_told_and_one_who_is_watched_is_fine(key: str) -> None:
    assert strength(key, Story("A")) is None
    assert strength(key, Story("B").noted(5)) == 0.0


def test_what_was_seen_of_another_kind_does_not_count(key: str) -> None:
    assert strength(key, Story().seen("haggling", 3, 9)) == 0.0


def test_cases_count_as_they_were_known_then(key: str) -> None:
    story = Story().noted(30).seen(key, 20)
    with learnt(5):
        ObservationFactory(client=story.client, kind=key, occurred_on=ago(9))
    with learnt(2):
        Observation.objects.filter(occurred_on=ago(20)).delete()

    assert strength(key, story, day=ago(6)) == 0.0
    assert strength(key, story, day=ago(4)) > 0.5  # type: ignore[operator]
    assert strength(key, story) == 0.0


def test_evidence_lists_the_dated_cases(key: str) -> None:
    story = Story().seen(key, 3, 40).seen("haggling", 8).seen(key, 721)

    told = read(key, story)

    assert [record.on for record in told.evidence] == [ago(3), ago(40)]
    assert sum(told.figures) == told.reading["cases"]
