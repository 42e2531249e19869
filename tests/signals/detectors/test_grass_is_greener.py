import pytest

from accounts.models import Observation
from tests.factories import ObservationFactory
from tests.scenarios import Story, ago, learnt, opens, read, sentence, strength

KEY = "grass_is_greener"


def test_it_fires_for_a_dated_case_and_fades_with_a_half_life_of_90_days() -> None:
    story = Story().seen(KEY, 90, 90)

    assert opens(KEY, story)
    assert strength(KEY, story) == pytest.approx(0.503, abs=0.001)
    assert strength(KEY, story, day=ago(90)) == pytest.approx(0.753, abs=0.001)


def test_a_minor_case_alone_opens_nothing() -> None:
    story = Story().seen(KEY, 3, severity=1)

    assert strength(KEY, story) == pytest.approx(0.254, abs=0.001)
    assert not opens(KEY, story)
    assert sentence(KEY, story) == "1 dated case, the last on 27 Feb 2026."


def test_a_client_nobody_writes_about_cannot_be_told_and_one_who_is_watched_is_fine() -> None:
    assert strength(KEY, Story("A")) is None
    assert strength(KEY, Story("B").noted(5)) == 0.0


def test_cases_count_as_they_were_known_then() -> None:
    story = Story().noted(30)
    with learnt(5):
        ObservationFactory(client=story.client, kind=KEY, occurred_on=ago(9))
    with learnt(2):
        Observation.objects.all().delete()

    assert strength(KEY, story, day=ago(6)) == 0.0
    assert strength(KEY, story, day=ago(4)) > 0.4  # type: ignore[operator]
    assert strength(KEY, story) == 0.0


def test_evidence_lists_the_dated_cases() -> None:
    told = read(KEY, Story().seen(KEY, 3, 40).seen("haggling", 8))

    assert [record.on for record in told.evidence] == [ago(3), ago(40)]
    assert sum(told.figures) == told.reading["cases"]
