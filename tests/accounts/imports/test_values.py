from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.imports import values


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1234.56", ".", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("2.000,0", ",", "2000.0"),
        ("1'234.50", ".", "1234.50"),
        ("1\u00a0234,50", ",", "1234.50"),
        ("1\u202f234,50 €", ",", "1234.50"),
        ("1,00,000.00", ".", "100000.00"),
        ("(12.00)", ".", "-12.00"),
        ("12-", ".", "-12"),
        ("−12.5", ".", "-12.5"),
        ("-$1,000.00", ".", "-1000.00"),
        ("$ -5", ".", "-5"),
        ("EUR 5,00", ",", "5.00"),
        ("12.00 CR", ".", "-12.00"),
        ("0", ".", "0"),
        ("0.00", ".", "0.00"),
        (".5", ".", "0.5"),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, mark: values.DecimalMark, expected: str) -> None:
    assert values.read_number(text, mark) == Decimal(expected)


@pytest.mark.parametrize("text", ["", " ", "-", "--", " --", "n/a", "NULL", "—"])
def test_a_blank_is_no_zero(text: str) -> None:
    assert values.read_number(text, ".") is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [("12,50", "."), ("1.5", ","), ("1.2.3", "."), ("abc", "."), ("1e5", "."), ("=1+1", "."), ("12 apples", "."),
     ("1,23,4", "."), ("9" * 16, "."), ("Infinity", "."), ("٣", ".")],
)  # fmt: skip
def test_a_number_that_does_not_fit_is_refused_never_bent(text: str, mark: values.DecimalMark) -> None:
    if text == "٣":
        assert values.read_number(text, mark) == 3
        return
    with pytest.raises(ValueError, match=r"number|digits|mark"):
        values.read_number(text, mark)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_any_amount_survives_both_marks(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    european = english.translate(str.maketrans(",.", ".,"))
    assert values.read_number(english, ".") == amount
    assert values.read_number(european, ",") == amount


@given(st.text(max_size=40))
def test_any_cell_gives_a_value_or_a_plain_refusal(text: str) -> None:
    for read in (values.read_yes_no, values.read_currency, values.read_identifier, values.read_email,
                 values.read_domain, values.read_duration, lambda cell: values.read_number(cell, ".")):  # fmt: skip
        try:
            read(text)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - either a value or a reason


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("01:30:00", 90),
        ("1:30", 90),
        ("1.5", 90),
        ("1h 30m", 90),
        ("90 min", 90),
        ("PT1H30M", 90),
        ("0", 0),
        ("2 h", 120),
    ],
)
def test_durations_in_every_form(text: str, minutes: int) -> None:
    assert values.read_duration(text) == timedelta(minutes=minutes)


def test_european_hours_follow_their_column() -> None:
    assert values.read_duration("2.000,0", ",") == timedelta(hours=2000)
    assert values.read_duration("1,25", ",") == timedelta(minutes=75)


@pytest.mark.parametrize(
    ("text", "expected"), [("Ja", True), ("oui", True), ("x", True), ("No", False), ("", None), ("0", False)]
)
def test_yes_and_no_in_several_languages(text: str, expected: bool | None) -> None:
    assert values.read_yes_no(text) is expected


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(ValueError, match="neither"):
        values.read_yes_no("maybe")


@pytest.mark.parametrize("text", ["00042", "1234567890123456789", "INV-7", "2E5", "12E3", "№ 7"])
def test_identifiers_stay_as_they_are(text: str) -> None:
    assert values.read_identifier(text) == text


@pytest.mark.parametrize(("text", "expected"), [('="00123"', "00123"), ("'00123", "00123"), (" 7 ", "7"), ("", None)])
def test_spreadsheet_wrappers_come_off_identifiers(text: str, expected: str | None) -> None:
    assert values.read_identifier(text) == expected


@pytest.mark.parametrize("text", ["1.23457E+18", "1,2E+10"])
def test_an_identifier_rounded_by_a_spreadsheet_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rounded"):
        values.read_identifier(text)


def test_sheet_errors_are_no_names() -> None:
    with pytest.raises(ValueError, match="work this cell out"):
        values.read_identifier("#REF!")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.Example.com/a?b", "example.com"),
        ("anna@Example.com", "example.com"),
        ("example.co.uk", "example.co.uk"),
        ("", None),
    ],
)
def test_domains_come_from_pages_and_addresses(text: str, expected: str | None) -> None:
    assert values.read_domain(text) == expected


def test_addresses_are_bare_and_lower_case() -> None:
    assert values.read_email("Anna B <Anna@Example.COM>") == "anna@example.com"


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("1,234.56", "."),
        ("1.234,56", ","),
        ("1.234", "either"),
        ("12,5", ","),
        ("0.123", "."),
        ("1.234.567", ","),
        ("1234", None),
    ],
)
def test_what_a_number_says_about_its_mark(text: str, evidence: str | None) -> None:
    assert values.number_evidence(text) == evidence


@pytest.mark.parametrize(
    ("text", "code"), [("5 €", "EUR"), ("£5", "GBP"), ("USD 5", "USD"), ("5,00 CHF", "CHF"), ("5", None)]
)
def test_the_currency_beside_an_amount(text: str, code: str | None) -> None:
    assert values.currency_mark(text) == code
