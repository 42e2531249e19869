import pytest

from accounts.models import Pulse
from tests.factories import PulseFactory
from tests.scenarios import Story, ago, learnt, read, sentence, strength

KEY = "low_pulse"


@pytest.mark.parametrize(("value", "expected"), [(1, 1.0), (2, 0.5), (3, 0.0), (5, 0.0)])
def test_below_three_is_low(value: int, expected: float) -> None:
    assert strength(KEY, Story().pulse(value, 5)) == expected


def test_it_holds_for_90_days_and_expires_then() -> None:
    story = Story().pulse(1, 89)

    assert strength(KEY, story) == 1.0
    assert strength(KEY, story, day=ago(-1)) is None


def test_without_a_pulse_it_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None


def test_the_newest_counts() -> None:
    assert strength(KEY, Story().pulse(1, 20).pulse(4, 5)) == 0.0


def test_a_pulse_learnt_later_does_not_count_before() -> None:
    story = Story()
    with learnt(2):
        PulseFactory(client=story.client, occurred_on=ago(9), value=1)

    assert strength(KEY, story, day=ago(3)) is None
    assert strength(KEY, story) == 1.0


def test_a_corrected_pulse_counts_as_it_was_known_then() -> None:
    story = Story().pulse(1, 20)
    with learnt(2):
        Pulse.objects.update(value=5)

    assert (strength(KEY, story, day=ago(3)), strength(KEY, story)) == (1.0, 0.0)


def test_the_newest_evidence_is_the_pulse_that_is_read() -> None:
    story = Story().pulse(4, 50).pulse(2, 5, note="They sigh a lot.")

    told = read(KEY, story)

    assert told.evidence[0].figure == told.reading["pulse"] == 2
    assert [record.text for record in told.evidence] == ["2 of 5. They sigh a lot.", "4 of 5."]
    assert sentence(KEY, story) == "2 of 5 on 25 Feb 2026."
