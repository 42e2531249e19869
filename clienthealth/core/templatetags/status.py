"""A status is colour, word and icon. Small facts about a score, drawn by the server; SVG attributes, never styles."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clienthealth.core import formats
from clienthealth.core.spark import Trend
from clienthealth.core.templatetags.formats import language

register = template.Library()

BAND_ICONS = {
    "low": "circle-check",
    "raised": "eye",
    "high": "alert-triangle",
    "critical": "alert-octagon",
    "unknown": "circle-dashed",
}
HIGH_BEGINS = 66
THIN_COVERAGE = 50
NOTABLE_DELTA = 3


class Score(Protocol):
    """What a score cell must carry to be drawn."""

    @property
    def score(self) -> int | None: ...
    @property
    def band(self) -> str: ...
    @property
    def word(self) -> str: ...
    @property
    def sealed(self) -> bool: ...
    @property
    def delta4(self) -> int | None: ...
    @property
    def spark(self) -> Sequence[int | None]: ...


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the cut sprite. It says nothing by itself: the word stands beside it."""
    css = f"ch-icon {extra}".rstrip()
    href = f"{static('vendor/icons.svg')}#tabler-{name}"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, href)


@register.simple_tag
def band(cell: Score, show: str = "both") -> SafeString:
    """The chip of a score: number and word, or the ``word`` alone; a sealed one says so and nothing else."""
    if cell.sealed:
        return format_html('<span class="ch-band ch-band--sealed">{} {}</span>', icon("lock"), cell.word)
    if cell.band == "unknown" or cell.score is None:
        return format_html('<span class="ch-band ch-band--unknown">{} {}</span>', icon("circle-dashed"), cell.word)
    figure = format_html("<b>{}</b> ", cell.score) if show == "both" else ""
    return format_html(
        '<span class="ch-band ch-band--{}">{}{}{}</span>', cell.band, icon(BAND_ICONS[cell.band]), figure, cell.word
    )


@register.simple_tag
def chip(tone: str, word: str) -> SafeString:
    """A reading that is no score, with the colour and icon of a band."""
    return format_html('<span class="ch-band ch-band--{}">{}{}</span>', tone, icon(BAND_ICONS[tone]), word)


@register.simple_tag
def delta(cell: Score) -> SafeString:
    """``+9 in 4 weeks``; coloured from three points on, silent when sealed, unknown or unheard of."""
    if cell.sealed or cell.delta4 is None or cell.score is None or cell.band == "unknown":
        return SafeString("")
    change = cell.delta4
    tone = "" if abs(change) < NOTABLE_DELTA else " ch-delta--worse" if change > 0 else " ch-delta--better"
    arrow = icon("arrow-up-right") if change > 0 else icon("arrow-down-right") if change < 0 else icon("arrow-right")
    words = _("no change in 4 weeks")
    if change:
        words = _("%(points)s in 4 weeks") % {"points": formats.signed(change, language())}
    return format_html('<span class="ch-delta{}">{}{}</span>', tone, arrow, words)


@register.simple_tag
def spark(cell: Score, name: str) -> SafeString:
    """Twelve weeks of a score as a line; the dashed line is where High begins. ``name`` is said to screen readers."""
    known = [value for value in cell.spark if value is not None]
    if cell.sealed or cell.band == "unknown" or len(known) < 2:
        return SafeString("")
    words = {"name": name, "weeks": len(cell.spark), "first": known[0], "last": known[-1]}
    label = _("%(name)s over %(weeks)d weeks, from %(first)d to %(last)d") % words
    return _drawn(Trend(cell.spark, least_span=Decimal(16), limit=Decimal(HIGH_BEGINS)), label, cell.band)


@register.simple_tag
def trend(values: Sequence[Decimal | None], name: str, currency: str = "", tone: str = "") -> SafeString:
    """Twelve weeks of any figure as a line, said in its currency where it has one."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")

    def said(value: Decimal) -> str:
        return formats.money(value, currency, language()) if currency else formats.number(value, language())

    words = {"name": name, "weeks": len(values), "first": said(known[0]), "last": said(known[-1])}
    label = _("%(name)s over %(weeks)d weeks, from %(first)s to %(last)s") % words
    return _drawn(Trend(values, least_span=max(abs(value) for value in known) / 10), label, tone)


def _drawn(line: Trend, label: str, tone: str) -> SafeString:
    limit = line.limit_y
    limit_line = (
        mark_safe("")
        if limit is None
        else format_html('<line class="ch-spark__limit" x1="0" x2="84" y1="{0}" y2="{0}"/>', limit)
    )
    lines = format_html_join("", '<polyline class="ch-spark__line" points="{}"/>', ((run,) for run in line.runs))
    x, y = line.end
    end = format_html(
        '<circle class="ch-spark__end {}" cx="{}" cy="{}" r="2.6"/>', tone and f"ch-spark__end--{tone}", x, y
    )
    return format_html(
        '<svg class="ch-spark" viewBox="0 0 84 24" role="img" aria-label="{}">{}{}{}</svg>',
        label,
        limit_line,
        lines,
        end,
    )


@register.simple_tag
def coverage(value: int | None) -> SafeString:
    """How much of the weight we have data for, whole per cent."""
    if value is None:
        return SafeString(formats.NOTHING)
    thin = " ch-coverage--thin" if value < THIN_COVERAGE else ""
    return format_html(
        '<span class="ch-coverage{}"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="10"/></svg>{}</span>',
        thin,
        value,
        formats.percent(Decimal(value) / 100, language()),
    )


@register.filter
def initials(name: str) -> str:
    """``JP`` of Jonas Petersen: the first letters of the first and the last name."""
    parts = [part for part in name.replace("-", " ").split() if part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """Initials in a circle. Decoration: the name is written, or hidden, beside it."""
    css = f"ch-avatar ch-avatar--{size}" if size else "ch-avatar"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(name))
