"""Numbers, money and dates in the words of a locale (CLDR by way of Babel).

Pure functions of a value and a language code; the template filters call them with the active language.
"""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"

# Plain "en" means European English here: day before month, and the currency sign first.
EUROPEAN_ENGLISH = "en_IE"


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a Django language code; European English where there is none."""
    if language == "en":
        return Locale.parse(EUROPEAN_ENGLISH)
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(EUROPEAN_ENGLISH)


def whole(value: Decimal | float) -> int:
    """Round half away from zero, as people do."""
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)


def number(value: Decimal | float, language: str, digits: int = 0) -> str:
    """``1,234`` with up to ``digits`` decimals."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return _true_minus(format_decimal(value, format=pattern, locale=locale_of(language)))


def signed(value: Decimal | float, language: str, digits: int = 0) -> str:
    """``+9``, ``−3``, ``0``: a difference always carries its sign."""
    text = number(value if digits else whole(value), language, digits)
    return f"+{text}" if (value if digits else whole(value)) > 0 else text


def percent(share: Decimal | float, language: str) -> str:
    """``38%`` of a share of 1; what is more than nothing never reads 0%."""
    if 0 < share < Decimal("0.01"):
        return "<" + format_percent(Decimal("0.01"), locale=locale_of(language))
    return _true_minus(format_percent(whole(Decimal(str(share)) * 100) / Decimal(100), locale=locale_of(language)))


def money(amount: Decimal, currency: str, language: str, *, cents: bool = False) -> str:
    """``€14,800``; with ``cents`` as many decimals as the currency has."""
    locale = locale_of(language)
    pattern = copy(locale.currency_formats["standard"])
    if not cents:
        pattern.frac_prec = (0, 0)
        amount = amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    # ``apply`` turns −0 into "-€0": an amount of nothing has no sign.
    return _true_minus(pattern.apply(amount or Decimal(0), locale, currency=currency, currency_digits=cents))


def day(value: date, language: str, reference: date | None = None) -> str:
    """``20 Nov``; the year only where it is not the year of ``reference``."""
    same_year = reference is not None and reference.year == value.year
    return format_skeleton("MMMd" if same_year else "yMMMd", value, locale=locale_of(language))


def long_day(value: date, language: str) -> str:
    """``Friday 20 November 2026``."""
    return format_date(value, "full", locale=locale_of(language))


def plain_day(value: date, language: str) -> str:
    """``20 November 2026``."""
    return format_date(value, "long", locale=locale_of(language))


def month(value: date, language: str) -> str:
    """``Nov 2026``."""
    return format_skeleton("yMMM", value, locale=locale_of(language))


def full_month(value: date, language: str) -> str:
    """``November 2026``."""
    return format_skeleton("yMMMM", value, locale=locale_of(language))


def month_name(value: date, language: str) -> str:
    """``Nov``. Not by the skeleton, which asks for the stand-alone form: Babel 2 hands out the names of whichever
    language asked for those first."""
    return format_date(value, "MMM", locale=locale_of(language))


def clock(value: datetime, language: str) -> str:
    """``05:12``."""
    return format_time(value, "HH:mm", locale=locale_of(language))


def in_days(days: int) -> str:
    """``in 10 days``, ``today``, ``3 days ago``."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
