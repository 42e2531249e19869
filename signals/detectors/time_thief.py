"""Time thief: one client takes far more of the support time than they bring of the revenue.

Share of all support hours of 91 days against share of all monthly revenue, both totals from the frame; double is half
the evidence. The classic is 80 % of the time for 20 % or less of the revenue, and the sentence names it.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.beginnings import NEWCOMER_DAYS, beginnings
from signals.measures.effort import EXPIRES_AFTER, QUARTER, SUPPORT, effort, last_heard
from signals.measures.money import money
from signals.statistics import FloatArray
from signals.strengths import time_thief_strength, unopened
from signals.wording import day_text, no_rate_text, number_text


def measure(scope: Scope) -> Columns:
    """Support minutes, and both shares in percent; NaN where hours or revenue are not known."""
    owed, frame = money(scope), scope.frame
    support = effort(scope)["support"]
    revenue = np.rint(owed.columns["revenue"] * owed.to_base)
    of_time = np.minimum(support / frame.support_minutes, 1.0) if frame.support_minutes else support * np.nan
    of_revenue = np.minimum(revenue / frame.revenue_cents, 1.0) if frame.revenue_cents else revenue * np.nan
    return {
        "support": support,
        "time_percent": 100.0 * of_time,
        "revenue_percent": 100.0 * of_revenue,
        "revenue_tenths": 1000.0 * of_revenue,
        "begins": beginnings(scope)["begins"],
        **owed.no_rate(scope),
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    enough = columns["support"] >= 60.0 * scope.value("time_thief", "fewest_hours")
    strength = time_thief_strength(
        columns["time_percent"],
        columns["revenue_percent"],
        from_times=scope.value("time_thief", "from_times"),
        full_at_times=scope.value("time_thief", "full_at_times"),
    )
    fine = ~np.isnan(strength) & (~enough | (columns["begins"] > 0))
    return {"fire_time_thief": np.where(fine, 0.0, strength)}


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """As judged, and just under the half that opens where it is about few hours: twice a hundredth of the time is not
    what keeps the team from the others.
    """
    fair = columns["support"] * columns["revenue_percent"] / np.maximum(columns["time_percent"], 1e-9)
    few = columns["support"] - fair < 60.0 * scope.value("time_thief", "opens_at_hours")
    return unopened(judge(columns, scope)["fire_time_thief"], few)


def sentence(reading: Reading, factor: str) -> str:
    time, revenue, tenths = reading["time_percent"], reading["revenue_percent"], reading["revenue_tenths"]
    if reading["support"] is None or time is None:
        return ""
    if revenue is None or tenths is None:
        return no_rate_text(reading)
    words = _("%(time)s%% of all support time (%(hours)s hours in three months) for %(revenue)s%% of the revenue.") % {
        "time": number_text(time),
        "hours": number_text(reading["support"] / 60),
        "revenue": number_text(tenths / 10, 0 if tenths >= 100 else 1),
    }
    if time >= 80 and revenue <= 20:
        words += " " + _("The classic case: 80%% of the time for 20%% of the money or less.") % {}
    return words


def evidence(scope: Scope) -> list[Evidence]:
    """Support hours by week, the newest first; `figure` in minutes."""
    weeks = scope.rows(
        f"""
        SELECT max(id), max(occurred_on), sum(minutes) FROM [timeentry] t
        WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {QUARTER} AND kind = {SUPPORT}
        GROUP BY (%(until)s::date - occurred_on) / 7 ORDER BY 2 DESC
        """,  # noqa: S608 - our own text
        until=last_heard(scope)[0],
    )
    return [
        Evidence(
            on,
            _("Week to %(date)s: %(hours)s hours of support")
            % {"date": day_text(on), "hours": number_text(minutes / 60, 1)},
            _("Hours"),
            "timeentry",
            pk,
            float(minutes),
        )
        for pk, on, minutes in weeks
    ]


DETECTOR = Detector(
    key="time_thief",
    title=gettext_lazy("Time thief"),
    icon="hourglass-high",
    topic=gettext_lazy("support time"),
    side="fire",
    factors=("fire_time_thief",),
    measure=measure,
    judge=judge,
    reading=("support", "time_percent", "revenue_percent", "revenue_tenths", "begins", "no_rate", "no_rate_on"),
    sentence=sentence,
    evidence=evidence,
    alert=alert,
    advice=gettext_lazy("Agree on how much support is included"),
    parameters={"from_times": 1.0, "full_at_times": 3.0, "fewest_hours": 6.0, "opens_at_hours": 40.0},
    fixed={"window_days": QUARTER, "newcomer_days": NEWCOMER_DAYS, "expires_after_days": EXPIRES_AFTER},
    benign=(
        Benign(
            "beginning",
            gettext_lazy("They are starting, or a launch is on"),
            gettext_lazy("The first 60 days and onboarding or launch periods do not count."),
        ),
        Benign(
            "small",
            gettext_lazy("A small client who calls now and then"),
            gettext_lazy("Fewer than six hours of support in three months do not count."),
        ),
        Benign(
            "few_hours",
            gettext_lazy("A small client takes a little more"),
            gettext_lazy("Less than 40 hours above their share in three months open no alert."),
        ),
        Benign(
            "our_errors",
            gettext_lazy("They ask because of errors of ours"),
            gettext_lazy("Ask the manager what the hours went into; log the lapse."),
            checked=False,
        ),
    ),
)
