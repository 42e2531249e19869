"""What the book tells of a client's worth, and what it says where it cannot tell."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Agency, Holiday
from offboarding.book import agreements, dates_for, open_invoices, receivables, scope_on, workdays
from offboarding.draws import Three
from offboarding.endings import Kind
from offboarding.estimates import Basis, Estimate, estimates, months_of
from offboarding.figures import figures
from offboarding.worth import LIMITS
from signals.bands import Band
from signals.permissions import ClientScore, SideScore
from tests.cast import Cast
from tests.factories.days import DAY, NOON
from tests.offboarding.weighed import book
from tests.scenarios import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evening(at: Callable[[dt.datetime], None]) -> None:
    at(NOON + dt.timedelta(hours=8))


def score(points: int) -> ClientScore:
    side = SideScore(points, Band.LOW, 0, 1000, points, Band.LOW)
    return ClientScore(1, DAY, side, None, frozenset(), None, None, None, None, 1, 1)


def made(cast: Cast, churn: int | None = 50) -> dict[str, Estimate]:
    day = Agency.objects.get().today()
    months = months_of(dates_for(cast.client, Kind.CONVENIENCE, day))
    return estimates(Basis(figures(cast.client, day), None if churn is None else score(churn), months))


def points(found: Estimate) -> Three:
    assert found.three is not None
    return found.three


def test_every_estimate_says_where_it_comes_from(cast: Cast) -> None:
    book(cast)

    found = made(cast)

    assert list(found) == list(LIMITS)
    assert all(one.three and one.source for one in found.values())


def test_the_margin_is_the_fee_less_all_hours_at_their_cost(cast: Cast) -> None:
    book(cast)

    found = made(cast)["margin"]

    assert points(found).likely == pytest.approx(3000 - 20 * 52.18 / 12 * 60, rel=0.03)
    assert points(found).low <= points(found).likely <= points(found).high
    assert found.records
    assert all(dt.date.fromisoformat(on) <= DAY for on, _text in found.records)


def test_bad_debt_is_no_income(cast: Cast) -> None:
    book(cast)
    before = points(made(cast)["margin"]).likely
    story = Story("Debtor")
    story.client = cast.client
    story.invoice(due=100, amount=6000)

    assert points(made(cast)["margin"]).likely == pytest.approx(before - 1000, abs=10)


def test_ten_points_of_the_score_are_half_and_double_the_odds(cast: Cast) -> None:
    book(cast)

    three = points(made(cast, churn=50)["leaving"])

    for monthly, odds in zip((three.low, three.likely, three.high), (0.5, 1.0, 2.0), strict=True):
        quarter = 1 - (1 - monthly) ** 3
        assert quarter / (1 - quarter) == pytest.approx(odds * 0.054 / 0.946, rel=0.01)


def test_without_a_score_a_person_has_to_say(cast: Cast) -> None:
    book(cast)

    found = made(cast, churn=None)

    assert found["leaving"].three is None
    assert found["new_terms_leaving"].three is None
    assert found["leaving"].source


def test_without_the_cost_of_an_hour_nothing_is_guessed(cast: Cast) -> None:
    book(cast)
    Agency.objects.update(cost_rate=None)

    found = made(cast)

    unknown = {name for name, one in found.items() if one.three is None}
    assert unknown == {"margin", "new_terms_margin", "talks", "new_margin", "freed_hour"}


def test_a_client_without_hours_on_record_is_not_thought_to_cost_none(cast: Cast) -> None:
    Agency.objects.update(cost_rate=60, target_rate=100)
    story = Story("Bakery")
    story.client = cast.client
    story.contract(3000)

    assert made(cast)["margin"].three is None


def test_what_comes_instead_earns_what_others_earn_an_hour(cast: Cast) -> None:
    book(cast)

    found = made(cast)

    hours = points(found["freed_hours"]).likely
    rate = points(found["new_margin"]).likely / hours + 60
    assert rate == pytest.approx(3000 / (5 * 52.18 / 12), rel=0.05)


def test_too_few_others_tell_nothing(cast: Cast) -> None:
    book(cast, others=1)

    assert made(cast)["new_margin"].three is None


def test_the_place_is_filled_at_the_pace_at_which_clients_came(cast: Cast) -> None:
    book(cast)

    assert points(made(cast)["refill_months"]) == Three(3.0, 6.0, 12.0)  # four of the same size in two years


def test_what_they_owe_is_at_risk_with_the_invoices_named(cast: Cast) -> None:
    book(cast).invoice(due=30, amount=2000).pays(500, days_ago=3)
    story = Story("Same")
    story.client = cast.client
    story.invoice(due=-10, amount=1000)

    found = made(cast)["write_off"]

    assert points(found) == Three(0, 750, 2500)
    assert len(found.records) == 2


def test_a_debt_in_a_currency_without_a_rate_is_not_added_up(cast: Cast) -> None:
    book(cast).invoice(due=30, amount=2000, currency="USD")

    assert made(cast)["write_off"].three is None


def test_months_go_to_the_first_end_the_best_and_the_last(cast: Cast) -> None:
    book(cast)
    cast.client.contracts.update(cycle_ends=["2026-06-30", "not a day"])

    assert points(made(cast)["notice_months"]) == Three(3.1, 3.9, 3.9)


def test_the_fee_for_an_end_may_fall_on_either_side(cast: Cast) -> None:
    book(cast)
    cast.client.contracts.update(termination_fee=500)

    found = made(cast)["exit_fee"]

    assert points(found) == Three(-500, 0, 500)
    assert "lawyer" in found.source


def test_the_share_of_revenue_counts_all_running_clients(cast: Cast) -> None:
    book(cast)

    found = figures(cast.client, Agency.objects.get().today())

    assert found.share == pytest.approx(1 / 5)
    assert found.others == 6  # two of them pay nothing


def test_the_same_number_of_queries_for_few_clients_and_many(cast: Cast) -> None:
    book(cast, others=2)
    day = Agency.objects.get().today()
    with CaptureQueriesContext(
        connection,
    ) as few:
        figures(cast.client, day)
    for number in range(20):
        Story(f"More {number}").works(3).contract(1000)

    with CaptureQueriesContext(connection) as many:
        figures(cast.client, day)

    assert len(many) == len(few)


# --- dates ---------------------------------------------------------------------------------------------------------


def test_money_is_expected_as_late_as_they_usually_pay(cast: Cast) -> None:
    story = Story("Bakery").invoices([400, 370, 340], late=10).invoice(due=-5).invoice(due=60)
    scope = scope_on(Agency.objects.get().today(), story.client.pk)

    found = {one.number.split("-", 1)[1]: one.expected_on for one in receivables(scope, open_invoices(scope))}

    assert found == {"-5": DAY + dt.timedelta(days=15), "60": None}


def test_a_promise_is_a_day_to_expect_money_on(cast: Cast) -> None:
    story = Story("Bakery").invoice(due=60).promises(made=5, until=-9)
    scope = scope_on(Agency.objects.get().today(), story.client.pk)

    assert [one.expected_on for one in receivables(scope, open_invoices(scope))] == [DAY + dt.timedelta(days=9)]


def test_contracts_that_are_over_are_not_read(cast: Cast) -> None:
    story = Story("Bakery").contract(ends=DAY - dt.timedelta(days=1), title="Old").contract(title="New", cycle_ends=[3])

    [one] = agreements(scope_on(Agency.objects.get().today(), story.client.pk))

    assert (one.title, one.cycle_ends) == ("New", ())


def test_days_off_are_those_of_the_agencys_country(cast: Cast) -> None:
    Holiday.objects.create(on=DAY, country="DK", name="A day off")
    Holiday.objects.create(on=DAY + dt.timedelta(days=1), country="SE", name="Not ours")

    office = workdays(scope_on(Agency.objects.get().today(), cast.client.pk))

    assert not office.works(DAY)
    assert office.works(DAY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("zone", "today"), [("Pacific/Kiritimati", DAY + dt.timedelta(days=1)), ("Pacific/Pago_Pago", DAY), ("UTC", DAY)]
)
def test_dates_do_not_slip_in_any_zone(
    cast: Cast, at: Callable[[dt.datetime], None], zone: str, today: dt.date
) -> None:
    Agency.objects.update(zone=zone)
    Story("Bakery")
    story = Story("Same")
    story.client = cast.client
    story.contract(notice_length=10, notice_unit="days", notice_delivery="by hand", since=30)
    at(NOON)

    [one] = dates_for(cast.client, Kind.CONVENIENCE, Agency.objects.get().today()).candidates

    assert (one.notice_on, one.end) == (today, today + dt.timedelta(days=10))
