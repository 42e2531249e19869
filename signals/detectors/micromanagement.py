"""Micromanagement: questions every choice, wants reports all the time, watches daily fluctuations.

Measured against the client's own past: the share of messages that ask (four against 25 weeks), and our hours of
reporting (12 against 24 weeks, so that a quarterly report is no news). And seen: dated observations.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.newcomers import excused
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
from signals.measures.rhythm import RECENT, STILL, rhythm
from signals.rhythm import question_strength
from signals.statistics import FloatArray, clip01
from signals.strengths import either_strength
from signals.wording import day_text, number_text

KIND = "micromanagement"
REPORTING, BASE = 84, 168  # days
BEGINS = 28  # days of the baseline in which hours must have been logged, for it to be one
LEAST = 30.0  # minutes a week: an hour a fortnight is nobody's burden
EXPIRES_AFTER = 45  # days without anybody's hours

HOURS = f"""
    [timeentry] t WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {REPORTING + BASE}
"""
ASKED = """
    [message] m LEFT JOIN [contact] c ON c.id = m.contact_id
    WHERE m.direction = 1 AND NOT m.automatic AND m.questions > 0
      AND m.occurred_at < %(end)s AND m.occurred_at >= %(r0)s
      AND NOT EXISTS (
          SELECT 1 FROM [period] p WHERE p.client_id = m.client_id AND p.kind = ANY(%(still)s)
            AND (m.occurred_at AT TIME ZONE %(zone)s)::date BETWEEN p.starts AND coalesce(p.ends, %(until)s))
"""


def hours_until(scope: Scope) -> dt.date:
    """The last day on which anybody's hours are known."""
    return min(scope.frame.last_spoke("timeentry", scope.day.date), scope.day.date)


def measure(scope: Scope) -> Columns:
    """Messages that ask, and minutes of reporting, now and before; 1 in `excused` where something explains them."""
    talk, until = rhythm(scope), hours_until(scope)
    hours = scope.columns(
        ("reporting", "reporting_base", "begun"),
        f"""
        SELECT client_id,
               coalesce(sum(minutes) FILTER (WHERE kind = 3 AND occurred_on > %(until)s::date - {REPORTING}), 0),
               coalesce(sum(minutes) FILTER (WHERE kind = 3 AND occurred_on <= %(until)s::date - {REPORTING}), 0),
               count(*) FILTER (WHERE occurred_on <= %(until)s::date - {REPORTING + BASE - BEGINS})
        FROM {HOURS} GROUP BY client_id
        """,  # noqa: S608 - our own text
        until=until,
    )
    told = (hours["begun"] > 0) & ((scope.day.date - until).days <= EXPIRES_AFTER)
    counted = ("asked", "judged", "asked_base", "judged_base")
    columns = {name: np.where(np.isnan(talk.z), np.nan, talk.columns[name]) for name in counted}
    for name in ("reporting", "reporting_base"):
        columns[name] = np.where(told, hours[name], np.nan)
    return columns | {"excused": excused(scope)} | observed(scope, KIND)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    def value(name: str) -> FloatArray:
        return np.asarray(scope.value(KIND, name), dtype=np.float64)

    asked, judged, asked_base, judged_base = (columns[k] for k in ("asked", "judged", "asked_base", "judged_base"))
    questions = question_strength(asked, judged, asked_base, judged_base, scope.frame.question_share)
    usual = np.maximum(columns["reporting_base"] * 7.0 / BASE, LEAST)
    ratio = columns["reporting"] * 7.0 / REPORTING / usual
    reporting = clip01((ratio - value("from_ratio")) / (value("full_at_ratio") - value("from_ratio")))
    told = ~(np.isnan(questions) & np.isnan(reporting))
    measured = value("questions_worth") * np.nan_to_num(questions) + value("reporting_worth") * np.nan_to_num(reporting)
    measured = np.where(told, np.where(columns["excused"] > 0, 0.0, measured), np.nan)
    return {"fire_micromanagement": either_strength(measured, strength_of(columns, value("fewest_cases")))}


def sentence(reading: Reading, factor: str) -> str:
    words = []
    if reading["asked"] is not None and reading["judged"]:
        words.append(
            _("%(asked)s of %(n)s messages in four weeks ask something.")
            % {"asked": number_text(reading["asked"]), "n": number_text(reading["judged"])}
        )
    if reading["reporting"] is not None and reading["reporting_base"] is not None:
        words.append(
            _("%(now)s hours of reporting a week; %(before)s before.")
            % {
                "now": number_text(reading["reporting"] / 60 * 7 / REPORTING, 1),
                "before": number_text(reading["reporting_base"] / 60 * 7 / BASE, 1),
            }
        )
    return both_words(" ".join(words), reading)


def evidence(scope: Scope) -> list[Evidence]:
    """Messages that ask (`figure` 1), reporting by week (minutes, the baseline's as 0), and observations, 1 each."""
    talk = rhythm(scope).until
    asked = scope.rows(
        f"""
        SELECT m.id, (m.occurred_at AT TIME ZONE %(zone)s)::date, c.name, c.email FROM {ASKED}
        ORDER BY m.occurred_at DESC, m.id
        """,  # noqa: S608 - our own text
        until=talk,
        end=scope.instant(talk + dt.timedelta(days=1)),
        r0=scope.instant(talk - dt.timedelta(days=RECENT - 1)),
        still=list(STILL),
    )
    weeks = scope.rows(
        f"""
        SELECT max(id), max(occurred_on), sum(minutes), (%(until)s::date - max(occurred_on)) < {REPORTING} FROM {HOURS}
          AND kind = 3 GROUP BY (%(until)s::date - occurred_on) / 7 ORDER BY 2 DESC
        """,  # noqa: S608 - our own text
        until=hours_until(scope),
    )
    return [_question(row) for row in asked] + [_week(row) for row in weeks] + seen_evidence(scope, KIND)


def _question(row: tuple[Any, ...]) -> Evidence:
    pk, on, name, email = row
    who = name or email or _("Someone there")
    return Evidence(on, _("%(who)s asked something") % {"who": who}, _("Messages"), "message", pk, 1.0)


def _week(row: tuple[Any, ...]) -> Evidence:
    pk, on, minutes, recent = row
    words = _("Week to %(date)s: %(hours)s hours of reporting") % {
        "date": day_text(on),
        "hours": number_text(minutes / 60, 1),
    }
    return Evidence(on, words, _("Hours"), "timeentry", pk, float(minutes) if recent else 0.0)


DETECTOR = Detector(
    key="micromanagement",
    title=gettext_lazy("Micromanages"),
    icon="zoom-question",
    topic=gettext_lazy("reports and questions"),
    stands_alone=False,
    factors=("fire_micromanagement",),
    measure=measure,
    judge=judge,
    reading=("asked", "judged", "reporting", "reporting_base", *CASES),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_micromanagement", judge),
    advice=gettext_lazy("Agree one report and one call"),
    parameters={**ONE, "questions_worth": 0.4, "reporting_worth": 0.4, "from_ratio": 1.5, "full_at_ratio": 3.0},
    fixed={**FIXED, "recent_days": RECENT, "reporting_days": REPORTING, "reporting_baseline_days": BASE},
    side="fire",
    benign=(
        Benign(
            "launch",
            gettext_lazy("A launch, onboarding or a new contact"),
            gettext_lazy("While one of them lasts, what was measured counts nothing."),
        ),
        Benign(
            "quarterly_report",
            gettext_lazy("A quarterly report"),
            gettext_lazy("Hours of reporting are compared over twelve weeks."),
        ),
    ),
)
