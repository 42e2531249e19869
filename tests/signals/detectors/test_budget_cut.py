import math

import pytest

from accounts.models import AdResult
from signals.framing import FrameData
from tests.factories import BudgetFactory
from tests.scenarios import Story, ago, learnt, opens, rate, read, sentence, strength

KEY = "budget_cut"


def spending(before: float, now: float, *, results: float = 4, results_now: float | None = None) -> Story:
    """A baseline of 25 weeks, a week between, and four weeks of now."""
    more = results if results_now is None else results_now
    return Story().spends(before, since=209, until=28, results=results).spends(now, since=27, results=more)


def test_it_fires_for_spend_that_falls_by_a_third() -> None:
    story = spending(100, 67, results_now=2.68)

    told = read(KEY, story)

    assert opens(KEY, story)
    assert told.reading["change_percent"] == -33
    assert told.strengths[KEY] == pytest.approx((-math.log(0.67) - 0.10) / 0.40, abs=1e-6)
    assert sentence(KEY, story) == "Ad spend or budget down 33%; a result costs no less than before."


def test_spend_as_before_is_looked_at_and_fine() -> None:
    story = spending(100, 98)

    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story) == "Spend is about as before."


def test_benign_more_efficient_cheaper_results_explain_a_cut() -> None:
    story = spending(100, 67, results_now=4)

    assert not opens(KEY, story)
    assert strength(KEY, story) == 0.0
    assert sentence(KEY, story).endswith("a result costs 33% less.")


def test_benign_season_of_the_whole_portfolio_is_no_cut() -> None:
    season = FrameData(spend_trend=math.log(0.67))

    assert not opens(KEY, spending(100, 67, results_now=2.68), frame=season)
    assert strength(KEY, spending(100, 67, results_now=2.68), frame=season) == 0.0


def test_a_season_in_which_everyone_else_spends_more_shows_a_cut() -> None:
    assert strength(KEY, spending(100, 100), frame=FrameData(spend_trend=math.log(1.5))) > 0.5  # type: ignore[operator]


def test_a_cut_made_by_us_is_none() -> None:
    story = spending(100, 67, results_now=2.68).budget(3000, 300).budget(2000, 28, made_by="us")

    assert strength(KEY, story) == 0.0


def test_a_raise_of_ours_that_is_not_spent_yet_is_no_cut_of_theirs() -> None:
    story = spending(100, 100).budget(3000, 300).budget(6000, 3, made_by="us")

    assert strength(KEY, story) == 0.0


def test_a_budget_cut_counts_before_the_spend_falls() -> None:
    story = spending(100, 100).budget(3000, 300).budget(1500, 3)

    told = read(KEY, story)

    assert told.strengths[KEY] == 1.0
    assert told.reading["change_percent"] == -50
    assert sentence(KEY, story).startswith("Ad spend or budget down 50% since 27 Feb 2026")


def test_a_budget_cut_of_long_ago_is_the_new_normal() -> None:
    assert strength(KEY, spending(100, 100).budget(3000, 300).budget(1500, 60)) == 0.0


def test_a_paused_account_is_a_full_cut_and_no_error() -> None:
    story = Story().spends(100, since=209, until=28)

    told = read(KEY, story)

    assert told.strengths[KEY] == 1.0
    assert told.reading["change_percent"] == -98


def test_a_new_account_has_too_little_to_compare() -> None:
    assert strength(KEY, Story().spends(100, since=80, until=28).spends(20, since=27)) is None


def test_a_client_without_ads_cannot_be_told() -> None:
    assert strength(KEY, Story()) is None


def test_a_spend_of_zero_throughout_is_no_division_by_it() -> None:
    assert strength(KEY, spending(0, 0)) is None


def test_too_few_results_explain_nothing() -> None:
    story = spending(100, 67, results=0.2, results_now=0.3)

    assert read(KEY, story).reading["cpa_percent"] is None
    assert strength(KEY, story) > 0.7  # type: ignore[operator]


def test_when_ads_are_no_longer_read_the_last_reading_is_held_and_then_expires() -> None:
    story = Story().spends(100, since=209, until=20)
    frame = FrameData(spoke={"adresult": ago(20).isoformat()})

    assert strength(KEY, story, frame=frame) == 0.0
    assert strength(KEY, story, frame=frame, day=ago(-26)) is None


def test_one_foreign_currency_needs_no_rate() -> None:
    story = Story().spends(100, since=209, until=28, currency="SEK").spends(50, since=27, currency="SEK")

    assert read(KEY, story).reading["change_percent"] == -50


def two_currencies() -> Story:
    story = Story()
    story.ad_account("1")
    story.spends(100, since=209, until=28).spends(50, since=27).budget(3000, 300)
    story.ad_account("2", "SEK")
    story.spends(1000, since=209, currency="SEK").budget(30_000, 300, currency="SEK").budget(15_000, 3, currency="SEK")
    return story


def test_two_currencies_are_added_in_the_base_currency() -> None:
    rate("SEK", "0.1")

    assert read(KEY, two_currencies()).reading["change_percent"] == -25


def test_a_missing_rate_is_cannot_tell_and_names_the_currency() -> None:
    story = two_currencies()

    assert strength(KEY, story) is None
    assert sentence(KEY, story) == "Cannot tell: there is no exchange rate for SEK on 2 Mar 2026."


def test_a_budget_learnt_later_does_not_count_before() -> None:
    story = spending(100, 100).budget(3000, 300)
    with learnt(1):
        BudgetFactory(ad_account=story.account, starts=ago(10), monthly=1000)

    assert strength(KEY, story, day=ago(2)) == 0.0
    assert strength(KEY, story) == 1.0


def test_a_corrected_cost_counts_as_it_was_known_then() -> None:
    story = spending(100, 100)
    with learnt(1):
        AdResult.objects.filter(occurred_on__gt=ago(28)).update(cost=50)

    assert read(KEY, story, day=ago(2)).reading["change_percent"] == 0
    assert read(KEY, story).reading["change_percent"] == -50


def test_the_change_can_be_recomputed_from_the_evidence() -> None:
    """Weeks count back from today: four recent ones, one between, 25 before."""
    told = read(KEY, spending(100, 70))

    weeks = [r.figure for r in told.evidence if r.record == "adresult"]
    change = (sum(weeks[:4]) / 28) / (sum(weeks[5:]) / 175) - 1
    assert len(weeks) == 30
    assert told.reading["change_percent"] == pytest.approx(100 * change, abs=0.5)


def test_evidence_says_who_set_a_budget() -> None:
    story = spending(100, 100).budget(3000, 50, made_by="us").budget(1500, 3)

    assert [r.text for r in read(KEY, story).evidence[:2]] == [
        "Budget of 1,500 EUR a month, set by the client.",
        "Budget of 3,000 EUR a month, set by us.",
    ]
