"""Filters that say numbers, money and dates in the reader's language. What is missing reads as an en dash."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from clienthealth.core import formats

register = template.Library()


class HasAmount(Protocol):
    """Anything that is money."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...


def language() -> str:
    """The active language, English where translation is switched off."""
    return get_language() or "en"


@register.filter
def money(value: HasAmount | None) -> str:
    """``€14,800``, for overviews."""
    return formats.NOTHING if value is None else formats.money(value.amount, value.currency, language())


@register.filter
def money_exact(value: HasAmount | None) -> str:
    """``€14,800.00``, for single records."""
    return formats.NOTHING if value is None else formats.money(value.amount, value.currency, language(), cents=True)


@register.filter
def amount_in(value: Decimal | None, currency: str) -> str:
    """A bare amount in a currency that is known from the page."""
    return formats.NOTHING if value is None else formats.money(value, currency, language())


@register.filter
def number(value: Decimal | float | None, digits: int = 0) -> str:
    """``1,234``."""
    return formats.NOTHING if value is None else formats.number(value, language(), digits)


@register.filter
def signed(value: Decimal | float | None) -> str:
    """``+9``, ``−3``: rounded to whole points."""
    return formats.NOTHING if value is None else formats.signed(value, language())


@register.filter
def signed_exact(value: Decimal | None) -> str:
    """``+14.03``: points as they are added."""
    return formats.NOTHING if value is None else formats.signed(value, language(), 2)


@register.filter
def percent(value: Decimal | float | None) -> str:
    """``38%`` of a share of 1."""
    return formats.NOTHING if value is None else formats.percent(value, language())


@register.filter
def day(value: date | None, reference: date | None = None) -> str:
    """``20 Nov``, with the year where it differs from the reference's."""
    return formats.NOTHING if value is None else formats.day(value, language(), reference)


@register.filter
def iso_day(value: str, reference: date | None = None) -> str:
    """A day kept as text in JSON, as `day` writes it."""
    return formats.day(date.fromisoformat(value), language(), reference)


@register.filter
def points(value: int) -> str:
    """Hundredths of a point, signed and rounded: “+8”."""
    return formats.signed(value / 100, language())


@register.filter
def long_day(value: date) -> str:
    """``Friday 20 November 2026``."""
    return formats.long_day(value, language())


@register.filter
def month(value: date) -> str:
    """``Nov 2026``."""
    return formats.month(value, language())


@register.filter
def month_word(value: date) -> str:
    """``Nov``."""
    return formats.month_name(value, language())


@register.filter
def at_clock(value: datetime) -> str:
    """``05:12`` in the reader's zone."""
    return formats.clock(timezone.localtime(value) if timezone.is_aware(value) else value, language())


@register.filter
def local_day(value: datetime) -> date:
    """The day on which an instant falls in the reader's zone."""
    return (timezone.localtime(value) if timezone.is_aware(value) else value).date()


@register.filter
def in_days(value: int) -> str:
    """``in 10 days``."""
    return formats.in_days(value)


@register.simple_tag
def when(value: date, reference: date | None = None) -> SafeString:
    """A ``<time>`` with the day in short."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.day(value, language(), reference))
