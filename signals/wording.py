"""Small pieces that the sentences of detectors share: dates, money and counts in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clienthealth.core import formats
from signals.currencies import code_of
from signals.detection import Reading, day_of

_reader: ContextVar[dt.date | None] = ContextVar("reader", default=None)


@contextmanager
def read_on(day: dt.date) -> Iterator[None]:
    """Dates written inside leave out the year of the day on which they are read."""
    token = _reader.set(day)
    try:
        yield
    finally:
        _reader.reset(token)


def date_text(number: float | None) -> str:
    """“31 Oct 2026” in the reader's language, “31 Oct” when read in that year; empty for none."""
    day = day_of(number)
    return day_text(day) if day else ""


def day_text(day: dt.date) -> str:
    return formats.day(day, _language(), _reader.get())


def amount_text(cents: float | None, currency: str) -> str:
    """“€16,200”, without cents, as the reader's language writes money; empty for none."""
    return "" if cents is None else formats.money(Decimal(round(cents)) / 100, currency, _language())


def number_text(value: float | None, places: int = 0) -> str:
    return "" if value is None else formats.number(round(value, places), _language(), places)


def _language() -> str:
    return get_language() or "en"


def no_rate_text(reading: Reading) -> str:
    """Why amounts cannot be added up, where a reading names a currency without a rate; else empty."""
    currency, on = reading.get("no_rate"), reading.get("no_rate_on")
    if currency is None:
        return ""
    return _("Cannot tell: there is no exchange rate for %(currency)s on %(date)s.") % {
        "currency": code_of(currency),
        "date": date_text(on),
    }
