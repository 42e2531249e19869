"""The portfolio as a table for a spreadsheet: the same clients, the same rights."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.permissions import Permission, allowed
from clienthealth.core.exports import csv_response
from signals.bands import Band
from signals.priors import Side
from signals.views.portfolio import entries_of, ordered
from signals.views.portfolio_query import Asked, Entry
from signals.views.shared import band_word, desk_of


@allowed(Permission.VIEW_CLIENTS)
def portfolio(request: HttpRequest) -> HttpResponse:
    """GET /portfolio/export/"""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    asked = Asked.of(request)
    heading = [
        _("Client"), _("Status"), _("Owner"), _("Churn risk (higher is riskier)"), _("Churn band"),
        _("Fire pressure (higher is riskier)"), _("Fire band"), _("Coverage %"), _("Revenue a month"),
        _("Overdue"), _("Currency"), _("Notice deadline"), _("Scored as of"),
        _("Churn risk computed, where set by hand"), _("Fire pressure computed, where set by hand"),
    ]  # fmt: skip
    entries = ordered(entries_of(desk, asked), asked.sort)
    return csv_response(f"portfolio-{desk.today}", heading, _rows(entries, desk.agency.currency))  # type: ignore[return-value]


def _rows(entries: list[Entry], currency: str) -> Iterator[list[object]]:
    for entry in entries:
        score = entry.score
        yield [
            entry.client.name,
            entry.client.get_status_display(),
            entry.client.owner.name if entry.client.owner else "",
            *_side(entry, "churn"),
            *_side(entry, "fire"),
            score.churn.coverage // 10 if score and score.churn else None,
            _amount(score.revenue_cents if score else None),
            _amount(score.overdue_cents if score else None),
            currency,
            score.deadline if score else None,
            score.day if score else None,
            _computed(entry, "churn"),
            _computed(entry, "fire"),
        ]


def _side(entry: Entry, side: Side) -> tuple[int | None, str]:
    """Nothing at all for a withheld side."""
    band = entry.band(side)
    if band is None:
        return None, ""
    return entry.side(side), band_word(Band(band))


def _computed(entry: Entry, side: Side) -> int | None:
    found = entry.score.side(side) if entry.score else None
    return found.computed if found and found.override and found.computed_band != Band.UNKNOWN else None


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
