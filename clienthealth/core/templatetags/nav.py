"""Navigation shows only pages that exist, and says which one this is."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def page_url(name: str, *args: Any) -> str:
    """The address of a named page, or nothing where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def current(context: Context, *prefixes: str) -> SafeString:
    """``aria-current`` where the name of this page begins with one of ``prefixes``."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = getattr(match, "url_name", None) or ""
    return SafeString('aria-current="page"' if name.startswith(prefixes) else "")
