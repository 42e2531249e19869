"""Gone quiet: sudden silence against the client's own rhythm.

Messages from the client in four weeks against a Gamma–Poisson forecast from their 25 weeks before, with the
portfolio's day effects, so that a Christmas is nobody's silence. A client who always writes little has little to lose.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.rhythm import RECENT, STILL, rhythm
from signals.rhythm import ALERT_TAIL, lower_tail, quiet_strength
from signals.statistics import FloatArray
from signals.strengths import unopened
from signals.wording import date_text, number_text


def measure(scope: Scope) -> Columns:
    """Messages in the recent four weeks, the usual range, the last day they wrote."""
    found = rhythm(scope)
    return {
        "z": found.z,
        "tail": lower_tail(found.columns["y"], found.columns["e_recent"], found.phi, found.post),
        "y": np.where(np.isnan(found.z), np.nan, found.columns["y"]),
        "low": found.columns["low"],
        "high": found.columns["high"],
        "last": found.columns["last"],
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    start, full = scope.value("gone_quiet", "from_z"), scope.value("gone_quiet", "full_at_z")
    return {"gone_quiet": quiet_strength(columns["z"], start=start, full=full)}


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """The strength, which opens an alert only where so few messages are unlikely too: a tail of at most `ALERT_TAIL`.

    A silence that is likely enough stays just under the half that opens, so that an alert that stands may stand on.
    """
    return unopened(judge(columns, scope)["gone_quiet"], columns["tail"] > ALERT_TAIL)


def sentence(reading: Reading, factor: str) -> str:
    if reading["y"] is None:
        return ""
    words = ngettext("%(n)s message in four weeks", "%(n)s messages in four weeks", reading["y"]) % {
        "n": number_text(reading["y"])
    }
    if reading["low"] is None or reading["high"] is None:
        words += "."
    else:
        words += "; " + _("%(low)s to %(high)s would be usual.") % {
            "low": number_text(reading["low"]),
            "high": number_text(reading["high"]),
        }
    if reading["last"] is not None:
        words += " " + _("They last wrote on %(date)s.") % {"date": date_text(reading["last"])}
    return words


def evidence(scope: Scope) -> list[Evidence]:
    """The messages of the recent four weeks, `figure` 1 each; or the last one before, `figure` 0."""
    until = rhythm(scope).until
    rows = scope.rows(
        f"""
        SELECT m.id, (m.occurred_at AT TIME ZONE %(zone)s)::date, m.channel, m.words, c.name, c.email,
               m.occurred_at >= (%(until)s::date - {RECENT - 1})::timestamp AT TIME ZONE %(zone)s
        FROM [message] m LEFT JOIN [contact] c ON c.id = m.contact_id
        WHERE m.direction = 1 AND NOT m.automatic
          AND m.occurred_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
          AND m.occurred_at >= (%(until)s::date - 400)::timestamp AT TIME ZONE %(zone)s
          AND NOT EXISTS (
              SELECT 1 FROM [period] p WHERE p.client_id = m.client_id AND p.kind = ANY(%(still)s)
                AND (m.occurred_at AT TIME ZONE %(zone)s)::date BETWEEN p.starts AND coalesce(p.ends, %(until)s))
        ORDER BY m.occurred_at DESC LIMIT 200
        """,  # noqa: S608 - our own text
        until=until,
        still=list(STILL),
    )
    recent = [row for row in rows if row[6]]
    return [
        Evidence(
            row[1],
            _("%(who)s wrote to us") % {"who": row[4] or row[5] or _("Someone there")},
            _("Messages"),
            "message",
            row[0],
            1.0 if row[6] else 0.0,
        )
        for row in (recent + rows[len(recent) : len(recent) + 3])
    ]


DETECTOR = Detector(
    key="gone_quiet",
    title=gettext_lazy("Gone quiet"),
    icon="message-off",
    topic=gettext_lazy("how often they write"),
    factors=("gone_quiet",),
    measure=measure,
    judge=judge,
    reading=("y", "low", "high", "last"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Ask how they are"),
    alert=alert,
    benign=(
        Benign(
            "holidays",
            gettext_lazy("Holidays"),
            gettext_lazy(
                "Quiet days of all clients, public holidays and their own holiday are not expected to bring mail."
            ),
        ),
        Benign(
            "always_quiet",
            gettext_lazy("They always write little"),
            gettext_lazy("Only their own rhythm is the measure; who writes little has little to lose."),
        ),
        Benign(
            "between_phases",
            gettext_lazy("A pause, or between phases"),
            gettext_lazy("Days of a pause that is written down count neither as silence nor as mail."),
        ),
    ),
    parameters={"from_z": 0.8, "full_at_z": 2.5},
    fixed={"recent_days": RECENT, "gap_days": 7, "baseline_days": 175},
    ramps=(("from_z", "full_at_z"),),
)
