import pytest

from accounts.models import AdResult
from signals.framing import FrameData
from tests.scenarios import Story, ago, learnt, read, sentence, strength

KEY = "results_down"


def dearer(by: float, *, results: float = 4.0) -> Story:
    """So many results a day, then for four weeks so much dearer ones for the same money."""
    return Story().spends(100, since=209, until=28, results=results).spends(100, since=27, results=results / by)


@pytest.mark.parametrize(("by", "expected"), [(1.0, 0.0), (1.1, 0.0), (1.35, 0.5), (1.65, 1.0), (4.0, 1.0)])
def test_it_fires_by_the_log_change_of_what_a_result_costs(by: float, expected: float) -> None:
    assert strength(KEY, dearer(by)) == pytest.approx(expected, abs=0.02)


def test_the_sentence_says_what_the_money_used_to_buy() -> None:
    assert sentence(KEY, dearer(2)) == ("A result costs 100% more: 56 in four weeks, 112 before for the same money.")


def test_no_result_at_all_for_the_same_money_is_told() -> None:
    story = Story().spends(100, since=209, until=28).spends(100, since=27, results=0)

    assert strength(KEY, story) == 1.0


def test_less_money_and_fewer_results_at_the_same_cost_are_fine() -> None:
    story = Story().spends(100, since=209, until=28).spends(25, since=27, results=1)

    assert strength(KEY, story) == 0.0


def test_benign_market_is_taken_off() -> None:
    frame = FrameData(cpa_trend=0.4)

    assert strength(KEY, dearer(1.5), frame=frame) == 0.0
    assert "the market's own 49% are taken off" in sentence(KEY, dearer(2.5), frame=frame)


def test_benign_one_week() -> None:
    story = Story().spends(100, since=209, until=7).spends(100, since=6, results=0)

    assert strength(KEY, story) == 0.0


def test_benign_one_week_that_is_over() -> None:
    story = Story().spends(100, since=209, until=28).spends(100, since=27, until=14, results=1).spends(100, since=13)

    assert strength(KEY, story) == 0.0


@pytest.mark.parametrize("kind", ["launch", "onboarding"])
def test_benign_beginning_of_a_campaign(kind: str) -> None:
    assert strength(KEY, dearer(2).period(kind, 20)) == 0.0


def test_too_few_results_cannot_be_told() -> None:
    assert strength(KEY, dearer(2, results=0.3)) is None
    assert strength(KEY, Story().spends(100, since=209, results=None)) is None


def test_without_ad_accounts_or_a_baseline_it_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None
    assert strength(KEY, Story().spends(100, since=80)) is None


def test_when_the_ad_accounts_fall_silent_it_is_held_and_expires() -> None:
    story = dearer(2)
    frame = FrameData(spoke={"adresult": ago(0).isoformat()})

    assert strength(KEY, story, frame=frame, day=ago(-30)) == 1.0
    assert strength(KEY, story, frame=frame, day=ago(-46)) is None


def test_results_corrected_later_count_as_they_were_known_then() -> None:
    story = dearer(2)
    with learnt(2):
        AdResult.objects.filter(occurred_on__gt=ago(28)).update(conversions=4)

    assert strength(KEY, story, day=ago(3)) > 0.9  # type: ignore[operator]
    assert strength(KEY, story) == 0.0


def test_evidence_adds_up_to_the_results_won() -> None:
    told = read(KEY, dearer(2))

    assert sum(told.figures) == told.reading["won"] == 56
    assert told.evidence[0].text == "Week to 2 Mar 2026: 14 results at 50 EUR"
