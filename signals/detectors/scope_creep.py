"""Scope creep: extra work without extra pay.

Hours of 91 days against three months of the retainer (each contract counts for the days it ran), and requests outside
the scope that nobody billed. For churn it weighs little; for fire pressure it is the agency's own loss.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.measures.effort import QUARTER, effort, last_heard
from signals.statistics import FloatArray, clip01
from signals.strengths import scope_strength
from signals.wording import day_text, number_text

WINDOW = QUARTER
REQUESTS_FOR_FULL = 5.0


def measure(scope: Scope) -> Columns:
    """Minutes worked and agreed over three months; requests outside the scope that were not billed."""
    until, _expired = last_heard(scope)
    minutes = effort(scope)["minutes"]
    agreed = scope.columns(("agreed",), AGREED, until=until)
    asked = scope.columns(
        ("unbilled",),
        f"""
        SELECT client_id, count(*) FILTER (WHERE NOT in_scope AND NOT billed) FROM [scoperequest] s
        WHERE asked_on <= %(day)s AND asked_on > %(day)s - {WINDOW} GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    return {
        "minutes": minutes,
        "agreed": agreed["agreed"],
        "over": minutes - agreed["agreed"],
        "unbilled": asked["unbilled"],
    }


AGREED = f"""
    SELECT client_id, round(sum(hours_included * 180 * (last_day - first_day + 1)) / {WINDOW}) FROM (
        SELECT client_id, hours_included, starts, greatest(starts, %(until)s::date - {WINDOW - 1}) AS first_day,
               CASE WHEN renews THEN %(until)s::date ELSE least(coalesce(ends, %(until)s), %(until)s) END AS last_day
        FROM [contract] k WHERE hours_included IS NOT NULL AND starts <= %(until)s
    ) AS spans
    WHERE last_day >= first_day GROUP BY client_id HAVING min(starts) <= %(until)s::date - {WINDOW}
"""  # noqa: S608 - our own text


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    start, full = scope.value("scope_creep", "from_share"), scope.value("scope_creep", "full_at_share")
    hours = scope_strength(columns["minutes"], columns["agreed"], start=start, full=full)
    asked = clip01(columns["unbilled"] / scope.value("scope_creep", "requests_for_full"))
    strength = np.fmax(hours, asked)
    return {"scope_creep": strength, "fire_scope_creep": strength}


def sentence(reading: Reading, factor: str) -> str:
    words = []
    if reading["minutes"] is not None and reading["agreed"]:
        percent = 100.0 * reading["minutes"] / reading["agreed"]
        if (reading["over"] or 0) > 0:
            words.append(
                _("%(hours)s hours over the retainer in three months, %(percent)s%% of it.")
                % {"hours": number_text((reading["over"] or 0) / 60), "percent": number_text(percent)}
            )
        else:
            words.append(_("%(percent)s%% of the retainer's hours used.") % {"percent": number_text(percent)})
    if reading["unbilled"]:
        words.append(
            ngettext(
                "%(n)s request outside the scope, not billed.",
                "%(n)s requests outside the scope, not billed.",
                reading["unbilled"],
            )
            % {"n": number_text(reading["unbilled"])}
        )
    return " ".join(words)


def evidence(scope: Scope) -> list[Evidence]:
    """Hours by week (`figure` in minutes), then the requests outside the scope (`figure` 0)."""
    weeks = scope.rows(
        f"""
        SELECT max(id), max(occurred_on), sum(minutes) FROM [timeentry] t
        WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {WINDOW}
        GROUP BY (%(until)s::date - occurred_on) / 7 ORDER BY 2 DESC
        """,  # noqa: S608 - our own text
        until=last_heard(scope)[0],
    )
    asked = scope.rows(
        f"""
        SELECT id, asked_on, what FROM [scoperequest] s
        WHERE asked_on <= %(day)s AND asked_on > %(day)s - {WINDOW} AND NOT in_scope AND NOT billed
        ORDER BY asked_on DESC, id
        """  # noqa: S608 - our own text
    )
    return [
        Evidence(
            on,
            _("Week to %(date)s: %(hours)s hours") % {"date": day_text(on), "hours": number_text(minutes / 60, 1)},
            _("Hours"),
            "timeentry",
            pk,
            float(minutes),
        )
        for pk, on, minutes in weeks
    ] + [Evidence(on, what, _("Scope requests"), "scoperequest", pk) for pk, on, what in asked]


DETECTOR = Detector(
    key="scope_creep",
    title=gettext_lazy("More work than agreed"),
    icon="stack-push",
    topic=gettext_lazy("hours and scope"),
    factors=("scope_creep", "fire_scope_creep"),
    measure=measure,
    judge=judge,
    reading=("minutes", "agreed", "over", "unbilled"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Offer a new scope"),
    side="fire",
    parameters={"from_share": 1.1, "full_at_share": 1.6, "requests_for_full": REQUESTS_FOR_FULL},
    fixed={"window_days": WINDOW},
    ramps=(("from_share", "full_at_share"),),
)
