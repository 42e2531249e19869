"""Out of hours: they write and call at night, at weekends and on holidays, more than they used to.

Share of their messages outside our office hours, four weeks against their own 25 before (beta-binomial, 20
pseudo-messages of the portfolio's share), together with what people saw: x = 1 − (1 − measured)(1 − seen).
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Observation
from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.beginnings import beginnings
from signals.measures.observations import FIXED, ONE, newly_seen, observed, seen_evidence, seen_words, strength_of
from signals.measures.rhythm import BASE, OUTSIDE, RECENT, STILL, office_edges, rhythm
from signals.rhythm import FEWEST_MESSAGES, PSEUDO_MESSAGES, question_strength
from signals.statistics import FloatArray, clip01
from signals.strengths import either_strength
from signals.wording import number_text

KIND = Observation.Kind.OUT_OF_HOURS.value


def measure(scope: Scope) -> Columns:
    """Messages in four weeks and those outside office hours, then and before; what people saw of it."""
    found, seen = rhythm(scope), observed(scope, KIND)
    counted = {
        name: np.where(np.isnan(found.z), np.nan, found.columns[name])
        for name in ("y", "y_base", "outside", "outside_base")
    }
    return counted | {
        "load": seen["load"],
        "cases": seen["cases"],
        "last": seen["last"],
        "begins": beginnings(scope)["begins"],
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    habit = scope.frame.outside_share
    surprise = question_strength(columns["outside"], columns["y"], columns["outside_base"], columns["y_base"], habit)
    pooled = (columns["outside_base"] + PSEUDO_MESSAGES * habit) / (columns["y_base"] + PSEUDO_MESSAGES)
    own = columns["outside_base"] / np.where(columns["y_base"] > 0, columns["y_base"], np.nan)
    usual = np.fmax(own, pooled)  # nobody is accused of a habit that the portfolio does not share
    rise = columns["outside"] / np.where(columns["y"] > 0, columns["y"], np.nan) - usual
    measured = np.minimum(surprise, clip01(rise / scope.value("out_of_hours", "full_rise")))
    measured = np.where((columns["begins"] > 0) & ~np.isnan(measured), 0.0, measured)
    seen = strength_of(columns, scope.value("out_of_hours", "fewest_cases"))
    return {"fire_out_of_hours": either_strength(measured, seen)}


def sentence(reading: Reading, factor: str) -> str:
    said = seen_words(reading["cases"], reading["last"]) if reading["cases"] else ""
    if reading["y"] is None or reading["outside"] is None or not reading["y"]:
        return said or seen_words(reading["cases"], reading["last"])
    words = ngettext(
        "%(out)s of %(n)s message in four weeks came outside office hours",
        "%(out)s of %(n)s messages in four weeks came outside office hours",
        reading["y"],
    ) % {"out": number_text(reading["outside"]), "n": number_text(reading["y"])}
    if reading["y_base"] and reading["outside_base"] is not None:
        usual = 100.0 * reading["outside_base"] / reading["y_base"]
        words += "; " + _("%(percent)s%% used to.") % {"percent": number_text(usual)}
    else:
        words += "."
    return f"{words} {said}".strip()


def evidence(scope: Scope) -> list[Evidence]:
    """Their messages outside office hours in the recent four weeks, then what people saw; `figure` 1 each."""
    until = rhythm(scope).until
    rows = scope.rows(
        f"""
        SELECT m.id, (m.occurred_at AT TIME ZONE %(zone)s)::date,
               to_char(m.occurred_at AT TIME ZONE %(zone)s, 'HH24:MI'), c.name, c.email
        FROM [message] m LEFT JOIN [contact] c ON c.id = m.contact_id
        WHERE m.direction = 1 AND NOT m.automatic AND {OUTSIDE}
          AND m.occurred_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
          AND m.occurred_at >= (%(until)s::date - {RECENT - 1})::timestamp AT TIME ZONE %(zone)s
          AND NOT EXISTS (
              SELECT 1 FROM [period] p WHERE p.client_id = m.client_id AND p.kind = ANY(%(still)s)
                AND (m.occurred_at AT TIME ZONE %(zone)s)::date BETWEEN p.starts AND coalesce(p.ends, %(until)s))
        ORDER BY m.occurred_at DESC, m.id
        """,  # noqa: S608 - our own text
        until=until,
        still=list(STILL),
        edges=office_edges(scope, until - dt.timedelta(days=RECENT), until),
    )
    return [_message(row) for row in rows] + seen_evidence(scope, KIND)


def _message(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, time, name, email = row
    words = _("%(who)s wrote or called at %(time)s") % {"who": name or email or _("Someone there"), "time": time}
    return Evidence(on, words, _("Messages"), "message", pk, 1.0)


DETECTOR = Detector(
    key="out_of_hours",
    title=Observation.Kind.OUT_OF_HOURS.label,
    icon="moon-stars",
    topic=gettext_lazy("when they write"),
    side="fire",
    factors=("fire_out_of_hours",),
    measure=measure,
    judge=judge,
    reading=("y", "outside", "y_base", "outside_base", "begins", "cases", "last"),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_out_of_hours", judge),
    advice=gettext_lazy("Agree on hours, and on what is urgent"),
    parameters={"full_rise": 0.4} | ONE,
    fixed={
        "recent_days": RECENT,
        "baseline_days": BASE,
        "pseudo_messages": PSEUDO_MESSAGES,
        "fewest_messages": FEWEST_MESSAGES,
    }
    | FIXED,
    benign=(
        Benign(
            "habit",
            gettext_lazy("They have always written in the evening, or live in another time zone"),
            gettext_lazy("The share is held against their own 25 weeks before."),
        ),
        Benign(
            "beginning",
            gettext_lazy("They are starting, or a launch is on"),
            gettext_lazy("The first 60 days and onboarding or launch periods do not count; what people saw does."),
        ),
        Benign(
            "expects_nothing",
            gettext_lazy("They write at night and expect an answer in the morning"),
            gettext_lazy("Ask the manager; where they are offended, log it."),
            checked=False,
        ),
    ),
)
