"""What the drawing scripts are given, as plain data, and each picture as one sentence.

The data goes into the page as JSON that is never executed; words are translated here, so that the scripts carry none.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clienthealth.core import formats
from clienthealth.core.templatetags.formats import language

register = template.Library()


def corner_words() -> dict[str, str]:
    """The names of the four corners."""
    return {"save": _("Save"), "reset": _("Reset or reprice"), "part": _("Part"), "keep": _("Keep")}


@register.simple_tag
def quadrant_data(page: Any) -> dict[str, Any]:
    """Points, limits and words of the quadrant. ``size`` is money in the base currency, 0 where it is unknown."""
    return {
        "limit": page.limit,
        "corners": corner_words(),
        "x": _("Churn risk: the client may leave us →"),
        "y": _("Fire pressure: we may leave them →"),
        "clients": [
            {
                "name": point.name,
                "url": point.url,
                "churn": point.churn,
                "fire": point.fire,
                "size": float(point.monthly.amount) if point.monthly else 0,
                "corner": point.corner,
                "band": point.band,
                "lines": [
                    _("Churn risk %(score)d, %(word)s") % {"score": point.churn, "word": point.churn_word},
                    _("Fire pressure %(score)d, %(word)s") % {"score": point.fire, "word": point.fire_word},
                    _monthly(point.monthly),
                ],
            }
            for point in page.points
        ],
    }


def _monthly(money: Any) -> str:
    if money is None:
        return _("monthly revenue unknown")
    return _("%(amount)s a month") % {"amount": formats.money(money.amount, money.currency, language())}


@register.simple_tag
def quadrant_label(page: Any) -> str:
    """The quadrant as a sentence; corners that are empty are not said."""
    words = corner_words()
    said = [
        ngettext("%(corner)s: %(count)d client", "%(corner)s: %(count)d clients", corner.count)
        % {"corner": words[corner.key], "count": corner.count}
        + (f" ({', '.join(client.label for client in corner.clients)})" if corner.clients else "")
        for corner in page.corners
        if corner.count
    ]
    return _("Clients by churn risk and fire pressure.") + " " + ". ".join(said) + "."


@register.simple_tag
def history_data(history: Any, as_of: Any) -> dict[str, Any]:
    """Weekly points and marks of both scores."""
    lang = language()
    return {
        "limits": {"raised": 52, "high": 66, "critical": 79},
        "words": {"raised": _("Raised"), "high": _("High"), "critical": _("Critical")},
        "names": [_("Churn risk"), _("Fire pressure")],
        "points": [[point.on.isoformat(), point.churn, point.fire] for point in history.points],
        "days": [_("Week of %(day)s") % {"day": formats.day(point.on, lang, as_of)} for point in history.points],
        "marks": [{"key": mark.key, "date": mark.on.isoformat(), "kind": mark.kind} for mark in history.marks],
    }


@register.simple_tag
def late_data(page: Any) -> dict[str, Any]:
    """Days beyond terms by month due, against the client's own habit."""
    lang = language()
    return {
        "usual": page.usual_days,
        "alarm": page.counts_from,
        "usualWord": _("usual"),
        "alarmWord": _("counts from"),
        "months": [[formats.month_name(row.month, lang), row.days, _late_line(row.days)] for row in page.months],
    }


def _late_line(days: float | None) -> str:
    if days is None:
        return _("no invoice was due")
    count = formats.whole(days)
    return ngettext("%(days)d day beyond terms", "%(days)d days beyond terms", count) % {"days": count}


@register.simple_tag
def rhythm_data(page: Any) -> dict[str, Any]:
    """Weekly counts over the range that is usual for this very client."""
    lang = language()
    return {
        "recent": page.recent,
        "recentWord": _("last four weeks"),
        "weeks": [
            {
                "day": formats.day(row.week, lang, page.as_of),
                "count": row.count,
                "low": row.low,
                "high": row.high,
                "expected": row.expected,
                "lines": [
                    _("Week of %(day)s") % {"day": formats.day(row.week, lang, page.as_of)},
                    _("%(count)d received") % {"count": row.count},
                    *([_usual(row.low, row.high)] if row.low is not None and row.high is not None else []),
                ],
            }
            for row in page.weeks
        ],
    }


def _usual(low: float, high: float) -> str:
    return _("usual: %(low)d to %(high)d") % {"low": formats.whole(low), "high": formats.whole(high)}
