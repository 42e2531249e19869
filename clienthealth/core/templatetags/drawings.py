"""Pictures the server draws as plain SVG: points that add up, parts of a whole, a share on a scale."""

from __future__ import annotations

from collections.abc import Sequence
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


@register.simple_tag
def ticks(count: int) -> SafeString:
    """As many small squares: decoration beside the number."""
    boxes = format_html_join("", '<rect x="{}" width="8" height="10"/>', ((i * 10,) for i in range(count)))
    return format_html(
        '<svg viewBox="0 0 {} 10" preserveAspectRatio="xMinYMid meet" aria-hidden="true">{}</svg>',
        max(70, count * 10),
        boxes,
    )
