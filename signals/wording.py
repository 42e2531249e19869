"""Small pieces that the sentences of detectors share: dates, money and counts in the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from signals.currencies import code_of
from signals.detection import Reading, day_of


def date_text(number: float | None) -> str:
    """“31 Oct 2026” in the reader's language; empty for none."""
    day = day_of(number)
    return day_text(day) if day else ""


def day_text(day: dt.date) -> str:
    return formats.date_format(day, "j M Y" if (get_language() or "en").startswith("en") else "SHORT_DATE_FORMAT")


def amount_text(cents: float | None, currency: str) -> str:
    """“16,200 EUR”, without cents."""
    return "" if cents is None else f"{formats.number_format(round(cents / 100), 0)} {currency}".strip()


def number_text(value: float | None, places: int = 0) -> str:
    return "" if value is None else formats.number_format(value, places)


def currency_text(number: int | None) -> str:
    """The code of a currency in a reading; empty for none."""
    return "" if number is None else code_of(number)


def no_rate_text(reading: Reading) -> str:
    """Why amounts cannot be added up, where a reading names a currency without a rate; else empty."""
    currency, on = reading.get("no_rate"), reading.get("no_rate_on")
    if currency is None:
        return ""
    return _("Cannot tell: there is no exchange rate for %(currency)s on %(date)s.") % {
        "currency": code_of(currency),
        "date": date_text(on),
    }
