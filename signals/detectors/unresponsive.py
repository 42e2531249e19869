"""Unresponsive: approvals, access and feedback that we need from them come late or not at all.

Measured on our open and answered requests, in working days of the client's country beyond the due date, without their
pauses and holidays; who was asked late gets more time. And seen: dated observations.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Request
from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.observations import (
    CASES,
    FIXED,
    ONE,
    both_words,
    newly_seen,
    observed,
    seen_evidence,
    strength_of,
)
from signals.measures.rhythm import STILL
from signals.measures.workdays import COUNTRY, WORKED, between, workdays
from signals.statistics import MILLIONTHS, FloatArray, clip01
from signals.strengths import OBSERVATION_HALF_LIFE, either_strength
from signals.wording import day_text, number_text

KIND = "unresponsive"
MEMORY = 365  # days since we asked
USUAL_TIME = 10  # days to answer where no due date was said
LEAST_TIME = 5  # days between asking and being late, however near the due date we asked
FULL_AT = 10  # working days late

STILL_DAYS = f"""
    coalesce((
        SELECT sum(greatest(0, {between("greatest(d.due, p.starts - 1)", "least(d.until, coalesce(p.ends, d.until))")}))
        FROM [period] p
        WHERE p.client_id = d.client_id AND p.kind = ANY(%(still)s) AND p.starts <= d.until
          AND coalesce(p.ends, d.until) > d.due
    ), 0)
"""  # noqa: S608 - our own text
REQUESTS = f"""
    {WORKED},
    dated AS (
        SELECT r.id, r.client_id, r.kind, r.what, r.asked_on,
               greatest(coalesce(r.due_on, r.asked_on + {USUAL_TIME}), r.asked_on + {LEAST_TIME}) AS due,
               CASE WHEN r.answered_on <= %(day)s THEN r.answered_on ELSE %(day)s END AS until,
               coalesce(r.answered_on > %(day)s, true) AS is_open
        FROM [request] r WHERE r.asked_on <= %(day)s AND r.asked_on > %(day)s - {MEMORY}
    ),
    judged AS (
        SELECT d.*, CASE WHEN d.until <= d.due THEN 0
                         ELSE greatest(0, {between("d.due", "d.until")} - {STILL_DAYS})::int END AS late
        FROM dated d JOIN [client] c ON c.id = d.client_id JOIN worked w ON w.country = {COUNTRY}
        WHERE NOT d.is_open OR d.due < %(day)s
    )
"""  # noqa: S608 - our own text
WEIGHT = f"power(0.5::float8, (%(day)s - until) / {OBSERVATION_HALF_LIFE})"


def measure(scope: Scope) -> Columns:
    """Requests judged, late and open ones, the longest wait in working days; lateness and weight in millionths."""
    asked = scope.columns(
        ("asked", "late", "open", "longest", "lateness", "weight"),
        f"""
        WITH {REQUESTS}
        SELECT client_id, count(*), count(*) FILTER (WHERE late > 0), count(*) FILTER (WHERE late > 0 AND is_open),
               max(late), sum(round({MILLIONTHS // FULL_AT} * least(late, {FULL_AT}) * {WEIGHT})::bigint),
               sum(round({MILLIONTHS} * {WEIGHT})::bigint)
        FROM judged GROUP BY client_id
        """,  # noqa: S608 - our own text
        **_days(scope),
    )
    return asked | observed(scope, KIND)


def _days(scope: Scope) -> dict[str, Any]:
    first = scope.day.date - dt.timedelta(days=MEMORY)
    return workdays(scope.calendars, first, scope.day.date) | {"still": list(STILL)}


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    """Mean lateness of the requests, as if some more had been answered in time; and what people saw."""
    in_time = MILLIONTHS * np.asarray(scope.value(KIND, "pseudo_requests"), dtype=np.float64)
    waited = clip01(columns["lateness"] / (columns["weight"] + in_time))
    seen = strength_of(columns, scope.value(KIND, "fewest_cases"))
    return {"fire_unresponsive": either_strength(waited, seen)}


def sentence(reading: Reading, factor: str) -> str:
    asked, late = reading["asked"], reading["late"]
    if not asked:
        return both_words("", reading)
    if not late:
        return both_words(_("What we asked of them came in time."), reading)
    words = ngettext(
        "%(late)s of %(n)s request to them late, the longest by %(days)s working days",
        "%(late)s of %(n)s requests to them late, the longest by %(days)s working days",
        asked,
    ) % {"late": number_text(late), "n": number_text(asked), "days": number_text(reading["longest"] or 0)}
    if reading["open"]:
        words += "; " + _("%(n)s still open") % {"n": number_text(reading["open"])}
    return both_words(words + ".", reading)


def evidence(scope: Scope) -> list[Evidence]:
    """The requests judged, `figure` in working days late, then the observations, 1 each."""
    rows = scope.rows(
        f"""
        WITH {REQUESTS}
        SELECT id, until, kind, what, asked_on, due, late, is_open FROM judged ORDER BY until DESC, id
        """,  # noqa: S608 - our own text
        **_days(scope),
    )
    return [_request(row) for row in rows] + seen_evidence(scope, KIND)


def _request(row: tuple[Any, ...]) -> Evidence:
    pk, until, kind, what, asked_on, due, late, is_open = row
    words = (
        _("%(kind)s: %(what)s. Asked on %(asked)s, due %(due)s, %(late)s working days late so far.")
        if is_open
        else _("%(kind)s: %(what)s. Asked on %(asked)s, due %(due)s, %(late)s working days late.")
    )
    values = {"what": what, "asked": day_text(asked_on), "due": day_text(due), "late": number_text(late)}
    text = words % (values | {"kind": Request.Kind(kind).label})
    return Evidence(until, text, _("Requests to them"), "request", pk, float(late))


DETECTOR = Detector(
    key="unresponsive",
    title=gettext_lazy("Does not deliver what we need"),
    icon="hourglass",
    topic=gettext_lazy("what we wait for"),
    stands_alone=False,
    factors=("fire_unresponsive",),
    measure=measure,
    judge=judge,
    reading=("asked", "late", "open", "longest", *CASES),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_unresponsive", judge),
    advice=gettext_lazy("Ask for one thing, with a date"),
    parameters={**ONE, "pseudo_requests": 2.0},
    fixed={**FIXED, "asked_within_days": MEMORY, "least_time_days": LEAST_TIME, "full_at_working_days": FULL_AT},
    side="fire",
    benign=(
        Benign(
            "asked_late",
            gettext_lazy("We asked too late"),
            gettext_lazy("Nobody is late before five days have passed since we asked."),
        ),
        Benign(
            "holidays",
            gettext_lazy("Holidays and pauses"),
            gettext_lazy("Only working days of their country count, without the client’s pauses and holidays."),
        ),
    ),
)
