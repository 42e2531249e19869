"""Unprofitable: what an hour for this client really earns is below what it costs us.

True hourly rate = (fees or invoices − bad debt) ÷ all hours of 182 days, against the agency's cost of an hour and its
target rate. Half the evidence at cost, where the margin turns negative; it begins halfway between cost and target.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.currencies import code_of, number_of
from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.measures.beginnings import beginnings
from signals.measures.billing import BAD_AFTER
from signals.measures.effort import EXPIRES_AFTER, HALF_YEAR, effort, last_heard
from signals.measures.money import money
from signals.statistics import FloatArray
from signals.strengths import margin_strength
from signals.wording import amount_text, day_text, no_rate_text, number_text

ACCRUED = f"""
    SELECT client_id, currency, round(sum(monthly_fee * 1200 * (last_day - first_day + 1)) / 365)::bigint FROM (
        SELECT client_id, currency, monthly_fee, greatest(starts, %(until)s::date - {HALF_YEAR - 1}) AS first_day,
               CASE WHEN renews THEN %(until)s::date ELSE least(coalesce(ends, %(until)s), %(until)s) END AS last_day
        FROM [contract] k WHERE monthly_fee IS NOT NULL AND starts <= %(until)s
    ) AS spans
    WHERE last_day >= first_day GROUP BY client_id, currency ORDER BY client_id, currency
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """Cents in the base currency: earned, bad debt and the true rate of an hour; minutes worked; the agency's rates."""
    owed = money(scope)
    fees, missing = _fees(scope)
    invoiced = np.fmax(owed.columns["half_year"], owed.columns["whole_year"] / 2.0) * owed.to_base
    earned = np.where(np.isnan(missing), np.rint(np.fmax(fees, invoiced)), np.nan)
    bad = np.rint(np.nan_to_num(owed.columns["bad"]) * np.where(np.isnan(owed.to_base), 1.0, owed.to_base))
    minutes = effort(scope)["half_year"]
    rate = 60.0 * (earned - bad) / np.where(minutes > 0, minutes, np.nan)
    cost, target = _agency(scope)
    no_rate = owed.no_rate(scope)
    lost = ~np.isnan(missing) | ~np.isnan(no_rate["no_rate"])
    return {
        "minutes": minutes,
        "earned": earned,
        "bad": bad,
        "rate": np.where(lost, np.nan, rate),
        "cost": np.full(len(rate), cost),
        "target": np.full(len(rate), target),
        "currency": np.full(len(rate), number_of(scope.calendars.currency)),
        "age": beginnings(scope)["age"],
        "no_rate": np.fmax(no_rate["no_rate"], missing),
        "no_rate_on": np.where(lost, day_number(scope.day.date), np.nan),
    }


def _fees(scope: Scope) -> tuple[FloatArray, FloatArray]:
    """Fees agreed for the half-year in base cents (n,), NaN without any; the number of a currency without a rate."""
    fees, missing = np.full(len(scope.clients), np.nan), np.full(len(scope.clients), np.nan)
    rows = scope.rows(ACCRUED, until=last_heard(scope)[0])
    if not rows:
        return fees, missing
    places, inside = scope.places(row[0] for row in rows)
    for (_client, currency, cents), place, known in zip(rows, places.tolist(), inside.tolist(), strict=True):
        rate = scope.calendars.rates.get(currency)
        if known and rate is None:
            missing[place] = number_of(currency)
        elif known and rate is not None:
            fees[place] = np.rint(cents * rate) + (0.0 if np.isnan(fees[place]) else fees[place])
    return fees, missing


def _agency(scope: Scope) -> tuple[float, float]:
    """Cost and target of an hour in cents; NaN where the agency has not said."""
    cost, target = scope.calendars.cost_rate, scope.calendars.target_rate
    return (np.nan if cost is None else 100.0 * cost), (np.nan if target is None else 100.0 * target)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    enough = columns["minutes"] >= 60.0 * scope.value("unprofitable", "fewest_hours")
    strength = margin_strength(
        np.where(enough, columns["rate"], np.nan),
        columns["cost"],
        columns["target"],
        cost_share=scope.value("unprofitable", "cost_share"),
    )
    young = columns["age"] < HALF_YEAR
    return {"fire_unprofitable": np.where(young & ~np.isnan(strength), 0.0, strength)}


def sentence(reading: Reading, factor: str) -> str:
    rate, minutes = reading["rate"], reading["minutes"]
    if rate is None or minutes is None or reading["currency"] is None:
        return no_rate_text(reading)
    currency = code_of(reading["currency"])
    words = _("An hour for them earned %(rate)s in six months (%(hours)s hours)") % {
        "rate": amount_text(rate, currency),
        "hours": number_text(minutes / 60),
    }
    if reading["bad"]:
        words += ", " + _("%(bad)s of bad debt taken off") % {"bad": amount_text(reading["bad"], currency)}
    if reading["cost"] is not None:
        return words + "; " + _("it costs us %(cost)s.") % {"cost": amount_text(reading["cost"], currency)}
    if reading["target"] is not None:
        return words + "; " + _("our target is %(target)s.") % {"target": amount_text(reading["target"], currency)}
    return words + ". " + _("The agency has not said what an hour costs or should earn.")


def evidence(scope: Scope) -> list[Evidence]:
    """Hours by four weeks (`figure` in minutes), then the invoices that count as bad debt (`figure` 0)."""
    until = last_heard(scope)[0]
    months = scope.rows(
        f"""
        SELECT max(id), max(occurred_on), sum(minutes) FROM [timeentry] t
        WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {HALF_YEAR}
        GROUP BY (%(until)s::date - occurred_on) / 28 ORDER BY 2 DESC
        """,  # noqa: S608 - our own text
        until=until,
    )
    unpaid = scope.rows(
        f"""
        SELECT i.id, i.due_on, i.number, i.currency, (i.amount - coalesce(sum(p.amount), 0)) * 100
        FROM [invoice] i LEFT JOIN (
            SELECT invoice_id, amount FROM [payment] m WHERE paid_on <= %(day)s
            UNION ALL SELECT credits_id, amount FROM [invoice] c WHERE kind = 'credit' AND issued_on <= %(day)s
              AND (voided_on IS NULL OR voided_on > %(day)s)
        ) p ON p.invoice_id = i.id
        WHERE i.kind = 'invoice' AND i.due_on <= %(day)s - {BAD_AFTER} AND i.issued_on <= %(day)s
          AND (i.voided_on IS NULL OR i.voided_on > %(day)s)
        GROUP BY i.id, i.due_on, i.number, i.currency, i.amount HAVING i.amount > coalesce(sum(p.amount), 0)
        ORDER BY i.due_on DESC, i.id
        """  # noqa: S608 - our own text
    )
    return [_month(row) for row in months] + [_unpaid(row) for row in unpaid]


def _month(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, minutes = row
    words = _("Four weeks to %(date)s: %(hours)s hours") % {
        "date": day_text(on),
        "hours": number_text(minutes / 60, 1),
    }
    return Evidence(on, words, _("Hours"), "timeentry", pk, float(minutes))


def _unpaid(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, due, number, currency, cents = row
    words = _("Invoice %(number)s: %(amount)s unpaid since %(date)s, counted as lost") % {
        "number": number,
        "amount": amount_text(float(cents), currency),
        "date": day_text(due),
    }
    return Evidence(due, words, _("Invoices"), "invoice", pk)


DETECTOR = Detector(
    key="unprofitable",
    title=gettext_lazy("Unprofitable"),
    icon="coin-off",
    topic=gettext_lazy("what an hour earns"),
    side="fire",
    factors=("fire_unprofitable",),
    measure=measure,
    judge=judge,
    reading=("minutes", "earned", "bad", "rate", "cost", "target", "currency", "no_rate", "no_rate_on"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("New price, smaller scope, or part"),
    parameters={"cost_share": 0.6, "fewest_hours": 10.0},
    fixed={"window_days": HALF_YEAR, "bad_debt_after_days": BAD_AFTER, "expires_after_days": EXPIRES_AFTER},
    benign=(
        Benign(
            "first_half_year",
            gettext_lazy("The first months are an investment"),
            gettext_lazy("Nothing is counted before the client has been with us for half a year."),
        ),
        Benign(
            "billed_ahead",
            gettext_lazy("They were billed for longer, or are billed later"),
            gettext_lazy("The largest counts: fees agreed, invoices of six months, half of those of a year."),
        ),
        Benign(
            "rework",
            gettext_lazy("The hours went into errors of ours"),
            gettext_lazy("Ask the manager; log the lapse, and it takes fire pressure back."),
            checked=False,
        ),
    ),
)
