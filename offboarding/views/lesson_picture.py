"""The picture of the weeks before an end: a row a sign, a box a week, and the alerts on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from offboarding.lesson_sums import TALL, WIDE, Week, boxes, mark_at
from offboarding.tracing import WEEKS, SignTrace, Traced
from signals.bands import Band
from signals.detectors import BY_KEY
from signals.wording import day_text

HEIGHTS = {Band.LOW: 1_500, Band.RAISED: 4_000, Band.HIGH: 7_000, Band.CRITICAL: 10_000}  # of a row, by band


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `trace` is None for the two scores, whose words say their bands."""

    key: str
    title: str
    weeks: list[Week]
    words: str
    trace: SignTrace | None = None
    alert: float | None = None
    act: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    rows: list[Row]
    figures: list[tuple[dt.date, list[str]]]
    wide: float = WIDE
    tall: float = TALL

    @property
    def scores(self) -> list[Row]:
        return [row for row in self.rows if row.trace is None]

    @property
    def signs(self) -> list[Row]:
        return [row for row in self.rows if row.trace is not None]


def picture(traced: Traced) -> Picture:
    scores = [("churn", _("Churn risk"), traced.churn), ("fire", _("Fire pressure"), traced.fire)]
    rows = [_score(traced, key, title, bands) for key, title, bands in scores] if traced.days else []
    rows += [_sign(traced, one) for one in traced.signs]
    return Picture(rows, _figures(traced))


def sign_title(key: str) -> str:
    found = BY_KEY.get(key)
    return str(found.title) if found else key


def _score(traced: Traced, key: str, title: str, bands: Sequence[int | None]) -> Row:
    heights = [None if band is None else HEIGHTS.get(Band(band)) for band in bands]
    high = [day for day, band in zip(traced.days, bands, strict=False) if band is not None and band >= Band.HIGH]
    words = (
        _("High from %(day)s, %(n)s weeks") % {"day": day_text(high[0]), "n": len(high)} if high else _("never High")
    )
    return Row(key, title, boxes(traced.days, heights, traced.until, WEEKS), words)


def _sign(traced: Traced, one: SignTrace) -> Row:
    return Row(
        key=one.sign,
        title=sign_title(one.sign),
        weeks=boxes(traced.days, traced.strengths.get(one.sign, []), traced.until, WEEKS),
        words=_words(one),
        trace=one,
        alert=mark_at(one.alerted, traced.until, WEEKS),
        act=mark_at(one.acknowledged or one.play, traced.until, WEEKS),
    )


def _words(one: SignTrace) -> str:
    """What the row shows, in words."""
    said = [_("from %(day)s") % {"day": day_text(one.first)}] if one.first else []
    if one.first:
        said.append(_("still there at the end") if one.at_notice else _("gone again at the end"))
    if one.alerted:
        said.append(_("alert on %(day)s") % {"day": day_text(one.alerted)})
        said.append(_acted(one))
    else:
        said.append(_("no alert"))
    return ", ".join(said)


def _acted(one: SignTrace) -> str:
    if one.play:
        return _("play begun on %(day)s") % {"day": day_text(one.play)}
    if one.acknowledged:
        return _("taken up on %(day)s") % {"day": day_text(one.acknowledged)}
    return _("nobody acted")


def _figures(traced: Traced) -> list[tuple[dt.date, list[str]]]:
    """A line a week close with the strength of each sign in per cent; the signs stand in the rows' order."""
    table = []
    for place, day in enumerate(traced.days):
        cells = []
        for one in traced.signs:
            column = traced.strengths.get(one.sign, [])
            value = column[place] if place < len(column) else None
            cells.append("–" if value is None else f"{round(value / 100)} %")
        table.append((day, cells))
    return table
