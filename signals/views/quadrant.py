"""The four corners: whom to save, keep, reset or reprice, or part with."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from signals.bands import Band
from signals.scoring import HIGH
from signals.views import contexts as c
from signals.views.portfolio_query import Entry
from signals.views.shared import KEYS, Desk, band_word, client_link

NAMED = 3


def corner(churn: int, fire: int) -> c.CornerKey:
    if churn >= HIGH:
        return "part" if fire >= HIGH else "save"
    return "reset" if fire >= HIGH else "keep"


def point(desk: Desk, entry: Entry) -> c.Point:
    churn, fire = entry.side("churn"), entry.side("fire")
    bands = entry.band("churn") or Band.UNKNOWN, entry.band("fire") or Band.UNKNOWN
    assert churn is not None
    assert fire is not None
    return c.Point(
        entry.client.name,
        reverse("client", args=[entry.client.pk]),
        churn,
        fire,
        desk.money(entry.revenue),
        corner(churn, fire),
        KEYS[max(bands)],
        band_word(bands[0]),
        band_word(bands[1]),
    )


def corners_of(desk: Desk, placed: Sequence[Entry]) -> list[c.Corner]:
    keys: tuple[c.CornerKey, ...] = ("save", "reset", "part", "keep")
    corners = []
    for key in keys:
        inside = [e for e in placed if corner(e.side("churn") or 0, e.side("fire") or 0) == key]
        inside.sort(key=lambda e: -(e.revenue or 0))
        named = inside[:NAMED] if key != "keep" else []
        revenue = desk.money(sum(e.revenue or 0 for e in inside)) if inside else None
        corners.append(c.Corner(key, len(inside), revenue, [client_link(e.client) for e in named]))
    return corners


def why_unplaced(desk: Desk, entry: Entry) -> str:
    if entry.score is None:
        return _("not scored yet")
    if entry.score.withheld:
        sealed = any(desk.scores.is_sealed(entry.client.pk, side) for side in entry.score.withheld)
        return _("sealed until you review") if sealed else _("fire pressure not shown to you")
    return _("too little data")
