"""Pictures the server draws as plain SVG: points that add up, parts of a whole, a share on a scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clienthealth.core import formats
from clienthealth.core.templatetags.formats import language
from clienthealth.core.waterfall import Bar, Row, Waterfall

register = template.Library()

HIGH_BEGINS = Decimal(66)
MEND_OURS_FIRST = 50


@register.filter
def waterfall(rows: Sequence[Row]) -> Waterfall[Row]:
    """The geometry of the rows of one side."""
    return Waterfall(rows, HIGH_BEGINS)


@register.simple_tag
def fall(picture: Waterfall[Row], bar: Bar[Row], band: str = "") -> SafeString:
    """One bar of the sum. The number beside it says the same, so the picture is hidden from screen readers."""
    mark: SafeString
    if bar.row.kind == "average":
        mark = format_html('<path class="ch-fall__start" d="M{} 2v16"/>', bar.x)
    elif bar.row.kind == "total":
        mark = format_html(
            '<rect class="ch-fall__bar--total-{}" x="{}" y="5" width="{}" height="10"/>', band, bar.x, bar.width
        )
    else:
        mark = format_html(
            '<line class="ch-fall__from" x1="{0}" x2="{0}" y1="-6" y2="15"/>'
            '<rect class="ch-fall__bar{1}" x="{2}" y="5" width="{3}" height="10"/>',
            bar.start,
            " ch-fall__bar--relief" if bar.relief else "",
            bar.x,
            bar.width,
        )
    return format_html(
        '<svg class="ch-fall" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">'
        '<line class="ch-fall__base" x1="{0}" x2="{0}" y1="-10" y2="30"/>'
        '<line class="ch-fall__limit" x1="{1}" x2="{1}" y1="-10" y2="30"/>{2}</svg>',
        picture.place(Decimal(50)),
        picture.place(HIGH_BEGINS),
        mark,
    )


class Part(Protocol):
    """A part of a whole."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


@register.simple_tag
def parts(pieces: Sequence[Part], currency: str) -> SafeString:
    """Open money by age as one bar; drawn only where something is open."""
    total = sum((piece.amount for piece in pieces), Decimal(0))
    if total <= 0:
        return mark_safe("")
    label = ", ".join(f"{piece.label} {formats.money(piece.amount, currency, language())}" for piece in pieces)
    boxes, left = [], Decimal(0)
    for piece in pieces:
        share = max(Decimal(0), piece.amount) / total * 100
        boxes.append((piece.key, round(left, 2), round(share, 2)))
        left += share
    return format_html(
        '<svg class="ch-parts" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label,
        format_html_join("", '<rect class="is-{}" x="{}" width="{}" height="20"/>', boxes),
    )


@register.simple_tag
def share_of_fault(share: float) -> SafeString:
    """Our share from 0 (not us) to 1 (all us), with the point from which we mend ours first."""
    label = _("Our share of the fault: %(share)s on a scale from 0 to 1. From 0.5 on we mend ours first.") % {
        "share": formats.number(share, language(), 2)
    }
    return format_html(
        '<svg viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="ch-fault__track" y="6" width="100" height="8"/>'
        '<rect class="ch-fault__fill" y="6" width="{}" height="8"/>'
        '<path class="ch-fault__limit" d="M{} 1v18" vector-effect="non-scaling-stroke"/></svg>',
        label,
        round(share * 100, 1),
        MEND_OURS_FIRST,
    )


@register.simple_tag
def columns(values: Sequence[float], top: float, label: str) -> SafeString:
    """Columns of equal width on a scale from 0 to ``top``; the numbers stand in the table beside it."""
    width, scale = 100 / max(1, len(values)), 60 / top if top > 0 else 0
    boxes = [
        (round((i + 0.15) * width, 2), round(60 - scale * value, 2), round(0.7 * width, 2), round(scale * value, 2))
        for i, value in enumerate(values)
    ]
    return format_html(
        '<svg class="ch-columns-chart" viewBox="0 0 100 60" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        label,
        format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', boxes),
    )


class Picture(Protocol):
    """Months on a scale from `bottom` to `top`; None is a gap. `before` and `goal` are drawn as lines across."""

    @property
    def kind(self) -> str: ...
    @property
    def values(self) -> Sequence[float | None]: ...
    @property
    def before(self) -> Sequence[float | None]: ...
    @property
    def goal(self) -> float | None: ...
    @property
    def bottom(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def alt(self) -> str: ...


@register.simple_tag
def months(picture: Picture) -> SafeString:
    """Columns or a line, one place a month; the numbers stand in the table beside it."""

    def y(value: float) -> float:
        return round(60 - (value - picture.bottom) / (picture.top - picture.bottom) * 60, 2)

    width = 100 / max(1, len(picture.values))
    known = [(i * width, y(value)) for i, value in enumerate(picture.values) if value is not None]
    drawn = _line(picture, width, y) if picture.kind == "line" else _columns(known, width)
    across = [
        (round(i * width + 0.1 * width, 2), y(value), round(0.8 * width, 2))
        for i, value in enumerate(picture.before)
        if value is not None
    ]
    goal = format_html('<path class="ch-months__goal" d="M0 {}h100"/>', y(picture.goal)) if picture.goal else ""
    return format_html(
        '<svg class="ch-months" viewBox="0 0 100 60" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}{}{}</svg>',
        picture.alt,
        drawn,
        format_html_join("", '<path class="ch-months__before" d="M{} {}h{}"/>', across),
        goal,
    )


def _columns(known: Sequence[tuple[float, float]], width: float) -> SafeString:
    boxes = [(round(x + 0.2 * width, 2), top, round(0.6 * width, 2), round(60 - top, 2)) for x, top in known]
    return format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', boxes)


def _line(picture: Picture, width: float, y: Callable[[float], float]) -> SafeString:
    """One stroke for each unbroken stretch."""
    strokes, pen = [], "M"
    for i, value in enumerate(picture.values):
        if value is not None:
            strokes.append(f"{pen}{round((i + 0.5) * width, 2)} {y(value)}")
        pen = "M" if value is None else "L"
    return format_html('<path class="ch-months__line" d="{}"/>', "".join(strokes))


@register.simple_tag
def share_bar(share: float, label: str, marker: bool = False) -> SafeString:
    """A share of the largest, or with ``marker`` of a goal, whose line stands at four fifths."""
    full = 1.25 if marker else 1
    return format_html(
        '<svg class="ch-share" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="ch-share__track" y="4" width="100" height="12"/><rect y="4" width="{}" height="12"/>{}</svg>',
        label,
        round(min(1, share / full) * 100, 1),
        mark_safe('<path class="ch-share__goal" d="M80 0v20"/>') if marker else "",
    )


@register.simple_tag
def ticks(count: int) -> SafeString:
    """As many small squares: decoration beside the number."""
    boxes = format_html_join("", '<rect x="{}" width="8" height="10"/>', ((i * 10,) for i in range(count)))
    return format_html(
        '<svg viewBox="0 0 {} 10" preserveAspectRatio="xMinYMid meet" aria-hidden="true">{}</svg>',
        max(70, count * 10),
        boxes,
    )
