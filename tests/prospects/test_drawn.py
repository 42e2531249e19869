from __future__ import annotations

from decimal import Decimal

from prospects.facts import fee_edges
from prospects.library import built_in
from prospects.views.drawn import Money, option_words

BASE, MONEY = built_in()["base"], Money("EUR", fee_edges(Decimal(2200)))


def words(name: str, value: str, language: str = "en") -> str:
    return option_words(BASE, BASE.fields[name], value, language, MONEY)


def test_ranges_of_money_are_written_as_the_language_writes_them() -> None:
    assert [words("fee_range", value) for value in "abcd"] == [
        "up to €1,100", "€1,100 to €2,200", "€2,200 to €4,400", "more than €4,400",
    ]  # fmt: skip
    assert words("fee_range", "a", "de") == "bis 1.100\xa0€"
    assert words("media_range", "0", "da") == "intet planlagt"


def test_an_open_budget_and_an_open_dispute_are_not_the_same_words() -> None:
    assert words("fee_range", "open") == "not set yet"
    assert words("settle", "open") == "It depends; sometimes it stays open for a while"
