"""Dates, money, lengths and periods as letters say them, in six languages. Pure: values in, words out.

CLDR (by way of Babel) gives most of it. By hand is what a letter says differently: no comma after an English weekday,
“1er” in French, Chinese weekdays in brackets and currencies by name, and spaces that no line may break at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name

from offboarding.letters import counting
from offboarding.letters.languages import LOCALES

NBSP = "\N{NO-BREAK SPACE}"
MAXIMUM = 12  # numbers in words, up to here

SHAPES = {
    "en": ("d'{s}'MMMM'{s}'y", "EEEE d'{s}'MMMM'{s}'y"),
    "fr": ("d'{s}'MMMM'{s}'y", "EEEE d'{s}'MMMM'{s}'y"),
    "da": ("d.'{s}'MMMM'{s}'y", "EEEE 'den{s}'d.'{s}'MMMM'{s}'y"),
    "zh-hans": ("y年M月d日", "y年M月d日（EEEE）"),
    "de": ("d.'{s}'MMMM'{s}'y", "EEEE, d.'{s}'MMMM'{s}'y"),
    "es": ("d'{s}de' MMMM 'de' y", "EEEE, d'{s}de' MMMM 'de' y"),
}
PLACES = {"fr": "{place}, le{s}{day}", "da": "{place}, den{s}{day}", "zh-hans": ""}


class Case(StrEnum):
    """How a German length stands in its sentence."""

    ACCUSATIVE = "accusative"
    DATIVE = "dative"


class Unit(StrEnum):
    """What a notice period is counted in; the values are the contract record's."""

    DAYS = "days"
    BUSINESS = "business"
    MONTHS = "months"


def long_date(day: dt.date, language: str) -> str:
    """``1 November 2023``, ``1er novembre 2023``, ``2023年11月1日``; no line breaks inside."""
    return _shaped(day, language, 0)


def weekday_date(day: dt.date, language: str) -> str:
    """``Wednesday 30 December 2026``, ``onsdag den 30. december 2026``, ``2026年12月30日（星期三）``."""
    return _shaped(day, language, 1)


def short_date(day: dt.date, language: str) -> str:
    """``1 Jul 2026``, for columns."""
    if language == "zh-hans":
        return long_date(day, language)
    return _tied(_first(format_date(day, "medium", locale=_locale(language)), day, language))


def place_and_date(place: str, day: dt.date, language: str) -> str:
    """``København, den 20. oktober 2026``; Chinese letters carry their date under the signature instead."""
    said = PLACES.get(language, "{place}, {day}")
    return said.format(place=place, day=long_date(day, language), s=NBSP)


def money(amount: Decimal, currency: str, language: str) -> str:
    """``€4,850.00``, ``4.850,00 €``, ``4,850.00欧元``, always with the cents."""
    locale = _locale(language)
    if language == "zh-hans":
        number = format_decimal(amount, format="#,##0.00", locale=locale)
        return number + get_currency_name(currency, locale=locale)
    said = format_currency(amount, currency, locale=locale)
    # CLDR leaves "DKK 100" without a space that holds it together in some locales
    return _tied(re.sub(r"^([A-Z]{3})\s*(?=\d)", rf"\1{NBSP}", said))


def number(value: Decimal | int, language: str) -> str:
    """``1,234``."""
    return format_decimal(value, locale=_locale(language))


def percent(share: Decimal, language: str) -> str:
    """``24.8%``, ``24,8 %`` of a share of 1, with one decimal."""
    return _tied(format_percent(share, format=_percent_shape(language), locale=_locale(language)))


def listed(parts: Sequence[str], language: str) -> str:
    """``a, b and c``."""
    return format_list(list(parts), locale=_locale(language))


def length(first: dt.date, last: dt.date, language: str, case: Case = Case.ACCUSATIVE) -> str:
    """``3 years and 2 months``: both days count, months are cut and never rounded up.

    An exact year has no months; what is shorter than a month is said in days.
    """
    months = counting.months_between(first, last)
    years, rest = divmod(months, 12)
    if not months:
        return _counted((last - first).days + 1, 2, language, case)
    parts = [_counted(n, k, language, case) for k, n in ((0, years), (1, rest)) if n]
    return counting.AND[language].join(parts)


def notice_period(count: int, unit: Unit, language: str, *, to_month_end: bool = False) -> str:
    """``two months’ written notice to the end of a month``: a whole phrase, in the case its sentence asks for."""
    frame, end = counting.NOTICE[language]
    forms = counting.NOTICE_UNITS[language][unit]
    form = forms[0] if count == 1 else forms[1]
    words = counting.NUMBERS[language]
    said = words[count - 1] if count <= MAXIMUM else number(count, language)
    gap = "" if language == "zh-hans" else " " if count <= MAXIMUM else NBSP
    phrase = frame.format(period=f"{said}{gap}{form}") + (end if to_month_end else "")
    return phrase.replace("de un ", "d’un ", 1) if language == "fr" else phrase


def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


def _shaped(day: dt.date, language: str, which: int) -> str:
    shape = SHAPES[language][which].replace("{s}", NBSP)
    return _first(format_date(day, shape, locale=_locale(language)), day, language)


def _first(said: str, day: dt.date, language: str) -> str:
    """The first of a month is “1er” in French."""
    return re.sub(r"\b1(?=\s)", "1er", said, count=1) if language == "fr" and day.day == 1 else said


def _tied(said: str) -> str:
    """Without a space at which a line could break; French thousands keep their narrow one."""
    return said.replace(" ", NBSP)


def _percent_shape(language: str) -> str:
    pattern = str(_locale(language).percent_formats[None].pattern)
    return pattern.replace("#,##0", "#,##0.0")


def _counted(count: int, which: int, language: str, case: Case) -> str:
    """``2 months``; `which` is 0 for years, 1 for months, 2 for days."""
    forms = counting.LENGTHS[language][which]
    form = forms[0] if count == 1 else forms[2] if case is Case.DATIVE and len(forms) > 2 else forms[1]
    return f"{count}{'' if language == 'zh-hans' else NBSP}{form}"
