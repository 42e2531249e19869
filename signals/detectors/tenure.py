"""Tenure: the first eight months are the riskiest, settled relationships end less often.

From the day the client began; where nobody wrote it down, the first contract or invoice shows that they have been
with us at least since then, which can prove a settled client but never a new one.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import EPOCH, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.statistics import FloatArray
from signals.strengths import tenure_mature_strength, tenure_new_strength
from signals.wording import date_text, number_text

SINCE = """
    SELECT c.id, c.started_on - DATE '1970-01-01', least(
        (SELECT min(issued_on) FROM [invoice] i WHERE i.client_id = c.id AND i.issued_on <= %(day)s),
        (SELECT min(starts) FROM [contract] k WHERE k.client_id = c.id AND k.starts <= %(day)s)
    ) - DATE '1970-01-01', c.started_on
    FROM [client] c
"""


def measure(scope: Scope) -> Columns:
    """Days since the start as written down, and since the first trace of it."""
    columns = scope.columns(("started", "trace"), SINCE)
    today = float(day_number(scope.day.date))
    return columns | {"days": today - columns["started"], "at_least": today - columns["trace"]}


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    months = scope.value("tenure", "new_months")
    new = tenure_new_strength(columns["days"], months=months)
    by_trace = np.where(tenure_new_strength(columns["at_least"], months=months) == 0.0, 0.0, np.nan)
    mature = tenure_mature_strength(
        np.where(np.isnan(columns["days"]), columns["at_least"], columns["days"]),
        start=scope.value("tenure", "mature_from_years"),
        full=scope.value("tenure", "mature_full_years"),
    )
    return {"tenure_new": np.where(np.isnan(new), by_trace, new), "tenure_mature": mature}


def sentence(reading: Reading, factor: str) -> str:
    if reading["started"] is None:
        return _("With us at least since %(date)s.") % {"date": date_text(reading["trace"])} if reading["trace"] else ""
    months = (reading["days"] or 0) * 12 // 365
    if months < 24:
        return _("With us since %(date)s. Newer relationships end more often.") % {
            "date": date_text(reading["started"])
        }
    return _("With us for %(years)s years. Long relationships end less often.") % {
        "years": number_text((reading["days"] or 0) / 365.25, 1)
    }


def evidence(scope: Scope) -> list[Evidence]:
    """The start as written down, or the first trace; `figure` is the day number."""
    found = []
    for pk, started, trace, _started_on in scope.rows(SINCE):
        number = started if started is not None else trace
        if number is not None:
            words = _("The relationship began") if started is not None else _("First contract or invoice")
            found.append(Evidence(_day(number), words, _("Client"), "client", pk, float(number)))
    return found


def _day(number: int) -> dt.date:
    return EPOCH + dt.timedelta(days=number)


DETECTOR = Detector(
    key="tenure",
    title=gettext_lazy("Length of the relationship"),
    icon="heart-handshake",
    topic=gettext_lazy("length of the relationship"),
    factors=("tenure_new", "tenure_mature"),
    measure=measure,
    judge=judge,
    reading=("started", "trace", "days"),
    alerts=False,
    sentence=sentence,
    evidence=evidence,
    parameters={"new_months": 8, "mature_from_years": 2, "mature_full_years": 4},
    ramps=(("mature_from_years", "mature_full_years"),),
    titles={"tenure_new": gettext_lazy("A new relationship"), "tenure_mature": gettext_lazy("A settled relationship")},
)
