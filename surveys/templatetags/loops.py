"""Panels that stand on pages of others: each reads what it shows, so that a page only names it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.utils.translation import get_language

from accounts.here import agency_of
from accounts.models import User
from clienthealth.core import clock, formats
from surveys.causes import Causes, causes_of
from surveys.models import Loop
from surveys.permissions import get_loop, loops_for
from surveys.views.loop_panel import Panel, panel_of

register = template.Library()


@register.simple_tag(takes_context=True)
def panel_for(context: Context, loop: Loop) -> Panel | None:
    """The panel of a loop for whoever looks at the page."""
    request = context["request"]
    agency = agency_of(request)
    if agency is None or not isinstance(request.user, User):
        return None
    return panel_of(request.user, agency, get_loop(request.user, loop.pk))


@register.simple_tag(takes_context=True)
def causes_now(context: Context) -> Causes:
    """Root causes and times to reply, of the clients whom the reader may see."""
    return causes_of(loops_for(context["request"].user), clock.now())


@register.simple_tag(takes_context=True)
def instant(context: Context, moment: dt.datetime) -> str:
    """“20 Nov, 14:05”, where the reader is."""
    request: Any = context["request"]
    agency = agency_of(request)
    zone = getattr(request.user, "zone", "") or (agency.zone if agency else "UTC")
    local, language = moment.astimezone(ZoneInfo(zone)), get_language() or "en"
    today = _now(request).astimezone(ZoneInfo(zone)).date()
    return f"{formats.day(local.date(), language, today)}, {formats.clock(local, language)}"


def _now(request: HttpRequest) -> dt.datetime:
    """The instant of the request, read once: a list names many."""
    kept: dict[str, Any] = request.__dict__
    if "_instant" not in kept:
        kept["_instant"] = clock.now()
    found: dt.datetime = kept["_instant"]
    return found
