"""Texts that a person copies into a mail of their own."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

GAP = "[…]"


@register.filter
def gaps(text: str) -> SafeString:
    """A text with what is left to fill in marked, and placeholders set apart."""
    parts = ((part,) for part in text.split(GAP))
    return format_html_join(format_html('<mark class="ch-gap">{}</mark>', GAP), "{}", parts)
