"""Dates and instants as other systems write them.

A numeric date such as 03/04/2024 has no meaning by itself: the order (`dmy` or `mdy`) is decided for a whole
column (see `guessing`) and handed in. Everything else (ISO, month names, Excel serials, epochs) reads the same
in every column.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from django.utils.translation import gettext as _

DateOrder = Literal["dmy", "mdy"]

FIRST_YEAR, LAST_YEAR = 1980, 2100
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(29221, 73415)  # 1980-01-01 … 2100-12-30

_NUMERIC = re.compile(r"(\d{1,4})([./\-])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)\.?")
_NAMED_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s\-/.]+(?:de\s+)?([^\W\d_]{3,})\.?[\s\-/.,]+(?:de\s+)?(\d{4}|\d{2})\b"
)
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?[\s\-/]+(\d{1,2})(?:st|nd|rd|th)?,?[\s\-/]+(\d{4}|\d{2})\b")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=T|$)")
_CLOCK = re.compile(
    r"[T\s,]*(?:at|um|à|kl\.?)?\s*(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?(?:[Mm]\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\([A-Za-z ]+\))?\s*(?:Uhr)?"
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}\.?,\s*")

_MONTH_WORDS = (
    "jan januar january janvier enero gennaio januari janeiro ene gen jän jänner styczeń stycznia",
    "feb februar february février febrero febbraio februari fevereiro fév fev luty lutego",
    "mar mär mrz märz march mars marzo maart março mrt marca",
    "apr april avril abril aprile avr abr kwiecień kwietnia",
    "may mai mayo maggio mei maio mag maj maja",
    "jun juni june juin junio giugno junho giu czerwiec czerwca",
    "jul juli july juillet julio luglio julho juil lug lipiec lipca",
    "aug august août agosto augustus augusti aout ago sierpień sierpnia",
    "sep sept september septembre septiembre settembre setembro set wrzesień września",
    "oct okt october oktober octobre octubre ottobre outubro ott out październik października",
    "nov november novembre noviembre novembro listopad listopada",
    "dec dez december dezember décembre diciembre dicembre dezembro déc dic grudzień grudnia",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}


def read_date(text: str, order: DateOrder, zone: tzinfo = UTC) -> date:
    """The calendar day of a cell. An instant with its own zone is moved to `zone` first. ValueError with a sentence."""
    day, rest = _read_day(text, order)
    if isinstance(day, datetime):
        return day.astimezone(zone).date()
    if not rest:
        return day
    moment = _read_clock(day, rest, text)
    return day if moment.tzinfo is None else moment.astimezone(zone).date()


def read_instant(text: str, order: DateOrder, zone: tzinfo) -> datetime:
    """The instant of a cell, in UTC; a time without a zone is the time in `zone`. ValueError with a sentence."""
    day, rest = _read_day(text, order)
    if isinstance(day, datetime):
        return day
    moment = _read_clock(day, rest, text) if rest else datetime.combine(day, time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def numeric_parts(text: str) -> tuple[int, str, int] | None:
    """(first, separator, second) of a date such as 13/2/2024, or None where the order cannot matter."""
    found = _NUMERIC.match(_WEEKDAY.sub("", text.strip()))
    if not found or len(found[1]) == 4:
        return None
    return int(found[1]), found[2], int(found[3])


def from_serial(serial: float) -> datetime:
    """An Excel serial number (days since 1899-12-30) as a naive datetime, to the second."""
    if int(serial) not in EXCEL_SERIALS:
        raise ValueError(_("This number is not a date."))
    return datetime.combine(EXCEL_EPOCH, time()) + timedelta(seconds=round(serial * 86400))


def _read_day(text: str, order: DateOrder) -> tuple[date | datetime, str]:
    text = _WEEKDAY.sub("", text.strip())
    if text.isdecimal() and text.isascii():
        return _from_digits(text), ""
    if found := _NUMERIC.match(text):
        return _from_numbers(found, order), text[found.end() :]
    lowered = text.casefold()
    if (found := _NAMED_DAY_FIRST.match(lowered)) and found[2] in MONTHS:
        return _checked(_full_year(found[3]), MONTHS[found[2]], int(found[1])), text[found.end() :]
    if (found := _NAMED_MONTH_FIRST.match(lowered)) and found[1] in MONTHS:
        return _checked(_full_year(found[3]), MONTHS[found[1]], int(found[2])), text[found.end() :]
    if found := _COMPACT.match(text):
        return _checked(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if re.fullmatch(r"\d{5}\.\d+", text):
        serial = from_serial(float(text))
        return serial.date(), serial.strftime(" %H:%M:%S")
    raise ValueError(_("This is not a date."))


def _from_digits(text: str) -> date | datetime:
    if len(text) == 8:
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 5:
        return from_serial(int(text)).date()
    if len(text) in (10, 13):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        _checked(moment.year, moment.month, moment.day)
        return moment.replace(microsecond=int(text[10:] or 0) * 1000)
    raise ValueError(_("This number is not a date."))


def _from_numbers(found: re.Match[str], order: DateOrder) -> date:
    first, second, third = found[1], int(found[3]), found[4]
    if len(first) == 4:
        return _checked(int(first), second, int(third))
    if len(first) > 2 or len(third) not in (2, 4):
        raise ValueError(_("This is not a date."))
    year = _full_year(third)
    if order == "dmy":
        if second > 12 >= int(first):
            raise ValueError(_("This date has the month first; the rest of the column has the day first."))
        return _checked(year, second, int(first))
    if int(first) > 12 >= second:
        raise ValueError(_("This date has the day first; the rest of the column has the month first."))
    return _checked(year, int(first), second)


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _checked(year: int, month: int, day: int) -> date:
    try:
        value = date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no such day in the calendar.")) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("The year %(year)s cannot be right.") % {"year": year})
    return value


def _read_clock(day: date, rest: str, text: str) -> datetime:
    found = _CLOCK.fullmatch(rest.rstrip())
    if not found:
        raise ValueError(_("This is not a date."))
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := found[5]:
        if not 1 <= hour <= 12:
            raise ValueError(_("There is no such time of day."))
        hour = hour % 12 + (12 if half in "Pp" else 0)
    try:
        clock = time(hour, minute, min(second, 59), int((found[4] or "0")[:6].ljust(6, "0")))
    except ValueError:
        raise ValueError(_("There is no such time of day.")) from None
    return datetime.combine(day, clock, _offset(found[6]))


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if shift >= timedelta(hours=24):
        raise ValueError(_("There is no such time zone."))
    return timezone(-shift if text[0] == "-" else shift)
