"""Renewal near: the last day to give notice approaches.

A ramp from 90 days before the notice deadline to 30 days before it; after the day it is over until the next one.
Contracts without an end can be left at any time and have no such day. Every contract has its day each year, so the day
alone asks for nobody's attention: its alert waits for another sign.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.deadlines import Terms, notice_deadline
from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.statistics import FloatArray
from signals.strengths import renewal_strength
from signals.wording import date_text, day_text

RUNNING = """
    SELECT client_id, id, starts, ends, renews, renewal_months, notice_length, notice_unit, notice_to_month_end, title
    FROM [contract] k
    WHERE starts <= %(day)s AND (ends IS NULL OR ends >= %(day)s OR renews) ORDER BY client_id, id
"""


def measure(scope: Scope) -> Columns:
    """Day number of the next deadline and of the end it leads to; whether any contract is known."""
    n = len(scope.clients)
    columns = {name: np.full(n, np.nan) for name in ("deadline", "end", "contracts")}
    rows = scope.rows(RUNNING)
    if not rows:
        return columns
    off = scope.calendars.holidays.get(scope.calendars.country, frozenset())
    places, inside = scope.places(row[0] for row in rows)
    for row, place, known in zip(rows, places, inside, strict=True):
        if not known:
            continue
        columns["contracts"][place] = 1.0
        found = notice_deadline(Terms(*row[2:9]), scope.day.date, scope.calendars.working_days, off)
        if found and not columns["deadline"][place] <= day_number(found.last_day):
            columns["deadline"][place] = day_number(found.last_day)
            columns["end"][place] = day_number(found.end)
    return columns


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    strength = renewal_strength(
        columns["deadline"] - float(day_number(scope.day.date)),
        start=scope.value("renewal_near", "from_days"),
        full=scope.value("renewal_near", "full_at_days"),
    )
    return {"renewal_near": np.where(np.isnan(columns["contracts"]), np.nan, np.nan_to_num(strength, nan=0.0))}


def sentence(reading: Reading, factor: str) -> str:
    if reading["deadline"] is None:
        return _("No fixed day for giving notice.")
    return _("Notice by %(deadline)s ends the contract on %(end)s.") % {
        "deadline": date_text(reading["deadline"]),
        "end": date_text(reading["end"]),
    }


def evidence(scope: Scope) -> list[Evidence]:
    """The running contracts and their next deadlines; `figure` is the deadline's day number."""
    off = scope.calendars.holidays.get(scope.calendars.country, frozenset())
    found = []
    for row in scope.rows(RUNNING):
        next_one = notice_deadline(Terms(*row[2:9]), scope.day.date, scope.calendars.working_days, off)
        if next_one:
            words = _("%(title)s, since %(start)s: notice by %(deadline)s") % {
                "title": row[9] or _("Contract"),
                "start": day_text(row[2]),
                "deadline": day_text(next_one.last_day),
            }
            found.append(
                Evidence(next_one.last_day, words, _("Contracts"), "contract", row[1], day_number(next_one.last_day))
            )
    return found


DETECTOR = Detector(
    key="renewal_near",
    title=gettext_lazy("Notice deadline"),
    icon="calendar-exclamation",
    topic=gettext_lazy("notice deadline"),
    factors=("renewal_near",),
    measure=measure,
    judge=judge,
    reading=("deadline", "end"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Hold a value review"),
    parameters={"from_days": 90, "full_at_days": 30},
    ramps=(("from_days", "full_at_days"),),
    seconded=True,
    benign=(
        Benign(
            "calm",
            gettext_lazy("Nothing else speaks for leaving"),
            gettext_lazy("Where the churn risk without this sign is Low, the day stands on Today and opens no alert."),
        ),
    ),
)
