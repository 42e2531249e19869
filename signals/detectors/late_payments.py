"""Late payments: invoices paid ever later beyond the terms, weighted by amount.

Days beyond terms (DBT) over the invoices due in the last 180 days and all that are open, each piece weighted by its
amount and ½^(days since due / 60). For churn the client's own median of the year before is taken off, so that nobody
is accused for being slow by policy; for fire the lateness itself counts.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.measures.billing import WINDOW
from signals.measures.money import INVOICES, money
from signals.statistics import FloatArray
from signals.strengths import chronic_lateness_strength, days_beyond_terms, late_strength
from signals.wording import day_text, no_rate_text, number_text

FEWEST_BEFORE = 3  # invoices in the year before, to know a client's habit


def measure(scope: Scope) -> Columns:
    """DBT and own median, days; number of invoices the habit rests on."""
    owed = money(scope)
    found = owed.columns
    dbt = days_beyond_terms(found["above"], found["below"])
    return {
        "dbt": dbt,
        "own_median": np.where(found["before_n"] >= FEWEST_BEFORE, found["own_median"], np.nan),
        "overdue_n": found["overdue_n"],
        "dbt_tenths": 10.0 * dbt,
    } | owed.no_rate(scope)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    return {
        "late_payments": late_strength(
            columns["dbt"],
            columns["own_median"],
            slack=scope.value("late_payments", "slack_days"),
            full=scope.value("late_payments", "full_after_days"),
        ),
        "fire_late_payments": chronic_lateness_strength(
            columns["dbt"],
            slack=scope.value("late_payments", "chronic_slack_days"),
            full=scope.value("late_payments", "chronic_full_days"),
        ),
    }


def sentence(reading: Reading, factor: str) -> str:
    days, usual = reading["dbt"], reading["own_median"]
    if days is None:
        return no_rate_text(reading)
    if usual is None:
        return _("%(days)s days beyond terms; too few earlier invoices to know their habit.") % {
            "days": number_text(days)
        }
    return _("%(days)s days beyond terms; their usual is %(usual)s.") % {
        "days": number_text(days),
        "usual": number_text(usual),
    }


def evidence(scope: Scope) -> list[Evidence]:
    """Each paid or open piece of the invoices looked at; `figure` is its number of days late."""
    rows = scope.rows(
        f"""
        WITH {INVOICES}
        SELECT i.id, n.number, i.due_on, piece.on_day, piece.cents, i.currency, piece.open
        FROM settled i JOIN [invoice] n ON n.id = i.id
        CROSS JOIN LATERAL (
            SELECT p.paid_on, p.cents, false FROM parts p WHERE p.invoice_id = i.id
            UNION ALL SELECT %(day)s, i.cents - i.paid, true WHERE i.paid < i.cents
        ) AS piece (on_day, cents, open)
        WHERE i.due_on <= %(day)s AND (i.due_on > %(day)s - {WINDOW} OR i.paid < i.cents)
        ORDER BY piece.on_day DESC, i.id
        """  # noqa: S608 - our own text
    )
    return [_piece(row) for row in rows]


def _piece(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, number, due, on, cents, currency, still_open = row
    late = max(0, (on - due).days)
    words = (
        _("%(number)s: %(amount)s %(currency)s open, due %(due)s, %(late)s days late so far")
        if still_open
        else _("%(number)s: %(amount)s %(currency)s paid, due %(due)s, %(late)s days late")
    )
    values = {
        "number": number,
        "amount": number_text(cents / 100, 2),
        "currency": currency,
        "due": day_text(due),
        "late": late,
    }
    return Evidence(on, words % values, _("Invoices"), "invoice", pk, float(late))


DETECTOR = Detector(
    key="late_payments",
    title=gettext_lazy("Pays late"),
    icon="clock-dollar",
    topic=gettext_lazy("payments"),
    factors=("late_payments", "fire_late_payments"),
    measure=measure,
    judge=judge,
    reading=("dbt", "own_median", "overdue_n", "dbt_tenths", "no_rate", "no_rate_on"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Send the reminder"),
    side="fire",
    parameters={"slack_days": 5, "full_after_days": 30, "chronic_slack_days": 15, "chronic_full_days": 60},
    fixed={"window_days": WINDOW, "half_life_days": 60, "fewest_before": FEWEST_BEFORE},
    ramps=(("slack_days", "full_after_days"), ("chronic_slack_days", "chronic_full_days")),
    titles={
        "late_payments": gettext_lazy("Pays later than they used to"),
        "fire_late_payments": gettext_lazy("Pays late"),
    },
)
