import pytest

from tests.factories import TimeEntryFactory
from tests.scenarios import Story, agency, ago, learnt, rate, read, sentence, strength

KEY = "unprofitable"
EARNED = 1000 * 12 * 182 / 365  # euros of a fee of 1,000 a month in half a year


def served(hourly: float, *, fee: float = 1000, started: float = 730) -> Story:
    """A client whose hours earn so much each: cost is 60, the target 100."""
    agency(cost_rate=60, target_rate=100)
    hours = EARNED * fee / 1000 / hourly
    return Story(started=started).contract(fee).works(hours / 26, since=181)


@pytest.mark.parametrize(("hourly", "expected"), [(100, 0.0), (80, 0.0), (60, 0.5), (50, 0.75), (40, 1.0)])
def test_it_fires_where_the_margin_turns_negative(hourly: float, expected: float) -> None:
    assert strength(KEY, served(hourly)) == pytest.approx(expected, abs=0.01)


def test_bad_debt_is_taken_off_what_they_brought() -> None:
    story = served(70).invoice(due=90, amount=EARNED / 7)

    assert strength(KEY, story) == pytest.approx(0.5, abs=0.01)
    assert sentence(KEY, story) == (
        "An hour for them earned €60 in six months (85 hours), €855 of bad debt taken off; it costs us €60."
    )


def test_a_debt_of_last_month_is_not_lost_yet() -> None:
    assert read(KEY, served(70).invoice(due=89, amount=900)).reading["bad"] in (None, 0)


def test_only_the_unpaid_part_is_lost() -> None:
    assert read(KEY, served(70).invoice(due=100, amount=900).pays(600, 20)).reading["bad"] == 300_00


def test_a_target_alone_says_what_an_hour_may_cost() -> None:
    story = served(60)
    agency(cost_rate=None)

    assert strength(KEY, story) == pytest.approx(0.5, abs=0.01)


def test_a_cost_alone_says_what_an_hour_should_earn() -> None:
    story = served(60)
    agency(target_rate=None)

    assert strength(KEY, story) == pytest.approx(0.5, abs=0.01)


def test_an_agency_that_named_neither_cannot_tell() -> None:
    story = served(40)
    agency(cost_rate=None, target_rate=None)

    assert strength(KEY, story) is None


def test_without_hours_of_ours_it_cannot_be_told() -> None:
    agency(cost_rate=60, target_rate=100)

    assert strength(KEY, Story().contract()) is None
    assert strength(KEY, Story().contract().works(9, since=6)) is None


def test_benign_first_half_year() -> None:
    assert strength(KEY, served(30, started=181)) == 0.0


def test_benign_billed_ahead_for_a_year() -> None:
    agency(cost_rate=60, target_rate=100)
    story = Story().works(2, since=181).invoice(due=200, amount=12_000, late=0)

    assert read(KEY, story).reading["earned"] == 6_000_00
    assert strength(KEY, story) == 0.0


def test_a_project_counts_by_its_invoices() -> None:
    agency(cost_rate=60, target_rate=100)
    story = Story().works(10, since=181).invoices([20, 60], 5_000)

    assert strength(KEY, story) == 1.0


def test_another_currency_is_converted_and_one_without_a_rate_is_named() -> None:
    agency(cost_rate=60, target_rate=100)
    story = Story().contract(10_000, currency="SEK").works(EARNED / 60 / 26, since=181)

    assert strength(KEY, story) is None
    assert sentence(KEY, story) == "Cannot tell: there is no exchange rate for SEK on 2 Mar 2026."
    rate("SEK", "0.1")
    assert strength(KEY, story) == pytest.approx(0.5, abs=0.01)


def test_hours_learnt_later_do_not_count_before() -> None:
    story = served(90)
    with learnt(2):
        TimeEntryFactory(client=story.client, occurred_on=ago(20), minutes=60_000)

    assert strength(KEY, story, day=ago(3)) == 0.0
    assert strength(KEY, story) == 1.0


def test_evidence_adds_up_to_the_minutes_and_names_what_is_lost() -> None:
    story = served(60).invoice(due=120, amount=500).pays(200, 30)

    told = read(KEY, story)

    assert sum(told.figures) == told.reading["minutes"]
    assert [r.text for r in told.evidence if r.record == "invoice"] == [
        f"Invoice {story.client.pk}-120: €300 unpaid since 2 Nov 2025, counted as lost"
    ]
