from dataclasses import replace

import numpy as np
import pytest

from signals.measures.billing import HALVES_AFTER, billed
from signals.measures.money import NAMES, money, month_ends
from tests.scenarios import Story, scope_for

pytestmark = pytest.mark.django_db


def figures(*stories: Story) -> dict[tuple[int, str], dict[str, float | None]]:
    scope = scope_for(*stories)
    rows = billed(scope, month_ends(scope.day.date))
    return {(row[0], row[1]): dict(zip(NAMES, row[2:], strict=True)) for row in rows}


def test_days_beyond_terms_weigh_by_amount_and_by_age() -> None:
    story = Story().invoice(60, 100, late=10).invoice(0, 300)

    row = figures(story)[story.client.pk, "EUR"]

    assert HALVES_AFTER == 60
    assert row["above"] == 100_00 * 10 * 500_000
    assert row["below"] == 100_00 * 500_000 + 300_00 * 1_000_000


def test_each_client_and_currency_has_figures_of_its_own() -> None:
    one, other = Story("One").invoice(100, 100).invoice(100, 200, currency="SEK"), Story("Other").invoice(50, 400)

    found = figures(one, other)

    assert {key: row["overdue"] for key, row in found.items()} == {
        (one.client.pk, "EUR"): 100_00,
        (one.client.pk, "SEK"): 200_00,
        (other.client.pk, "EUR"): 400_00,
    }


def test_what_nobody_billed_is_unknown_and_not_nought() -> None:
    story = Story().invoice(-10, 100)

    row = figures(story)[story.client.pk, "EUR"]

    assert (row["overdue"], row["own_median"], row["balance0"]) == (None, None, None)
    assert (row["overdue_n"], row["n"]) == (0, 1)


def test_the_habit_is_the_lower_median_of_the_year_before() -> None:
    story = Story()
    for due, late in ((200, 3), (230, 5), (260, 9), (290, 40)):
        story.invoice(due, late=late)

    assert figures(story)[story.client.pk, "EUR"]["own_median"] == 5


def test_somebody_else_in_the_range_changes_nobody() -> None:
    """A former client billed in two currencies once gave their figures to the next client in the range."""
    first, former, last = Story("First").invoice(90, 100), Story("Former"), Story("Last").invoice(90, 300)
    former.invoice(90, 5000).invoice(80, 7000, currency="SEK")
    scope = scope_for(first, last)

    asked, in_range = money(scope), money(replace(scope, contiguous=True, cache={}))

    for name, values in asked.columns.items():
        np.testing.assert_array_equal(values, in_range.columns[name], err_msg=name)
    assert asked.currency == in_range.currency
