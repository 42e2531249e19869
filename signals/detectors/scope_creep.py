"""Scope creep: extra work without extra pay.

Hours of 91 days against three months of the retainer, and requests outside the scope that nobody billed. For churn it
weighs little; for fire pressure it is the agency's own loss.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.statistics import FloatArray, clip01
from signals.strengths import scope_strength
from signals.wording import number_text, day_text

WINDOW = 91
REQUESTS_FOR_FULL = 5.0
STALE_AFTER = 45  # days without any hours of anybody: the source is silent


def measure(scope: Scope) -> Columns:
    """Minutes worked and agreed over three months; requests outside the scope that were not billed."""
    heard = (scope.day.date - scope.frame.last_spoke("timeentry", scope.day.date)).days <= STALE_AFTER
    hours = scope.columns(
        ("minutes",),
        f"""
        SELECT client_id, sum(minutes) FROM [timeentry] t
        WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {WINDOW} GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    agreed = scope.columns(
        ("agreed",),
        """
        SELECT client_id, sum(hours_included) * 180 FROM [contract] k
        WHERE starts <= %(day)s - 91 AND (ends IS NULL OR ends >= %(day)s OR renews) AND hours_included IS NOT NULL
        GROUP BY client_id
        """,
    )
    asked = scope.columns(
        ("unbilled",),
        f"""
        SELECT client_id, count(*) FILTER (WHERE NOT in_scope AND NOT billed) FROM [scoperequest] s
        WHERE asked_on <= %(day)s AND asked_on > %(day)s - {WINDOW} GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    return {
        "minutes": hours["minutes"] if heard else np.full(len(scope.clients), np.nan),
        "agreed": agreed["agreed"],
        "over": hours["minutes"] - agreed["agreed"],
        "unbilled": asked["unbilled"],
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    hours = scope_strength(columns["minutes"], columns["agreed"])
    asked = clip01(columns["unbilled"] / REQUESTS_FOR_FULL)
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
        WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {WINDOW}
        GROUP BY (%(day)s - occurred_on) / 7 ORDER BY 2 DESC
        """  # noqa: S608 - our own text
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
    parameters={"window_days": WINDOW, "from_share": 1.1, "full_at_share": 1.6, "requests_for_full": REQUESTS_FOR_FULL},
)
