"""Haggling: asks for a discount on every item, and wants the maximum for the minimum.

Measured: invoices of a year that were partly credited afterwards, and a new contract that pays less for the hour (or
less altogether, where no hours are agreed). And seen: dated observations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
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
from signals.statistics import FloatArray, clip01, half_life
from signals.strengths import either_strength
from signals.wording import number_text

KIND = "haggling"
MEMORY = 365  # days
CUT_HALF_LIFE = 180.0
OUR_ERROR = 45  # days before a credit note in which an error of ours explains it
GAP = 31  # days between the old contract and the one that replaces it

CREDITED = f"""
    credited AS (
        SELECT n.client_id, n.id, n.number, n.issued_on, n.amount, n.currency, i.id AS invoice, i.number AS of
        FROM [invoice] n JOIN [invoice] i ON i.id = n.credits_id AND i.client_id = n.client_id
        WHERE n.kind = 'credit' AND n.issued_on <= %(day)s AND n.issued_on > %(day)s - {MEMORY}
          AND (n.voided_on IS NULL OR n.voided_on > %(day)s) AND n.amount > 0 AND n.amount < i.amount
          AND NOT EXISTS (
              SELECT 1 FROM [lapse] l WHERE l.client_id = n.client_id AND l.kind = 'error'
                AND l.occurred_on BETWEEN n.issued_on - {OUR_ERROR} AND n.issued_on)
    )
"""  # noqa: S608 - our own text
CUTS = f"""
    priced AS (
        SELECT client_id, id, title, starts, monthly_fee, currency, lag(id) OVER w AS before, lag(ends) OVER w AS ended,
               CASE WHEN hours_included > 0 AND lag(hours_included) OVER w > 0
                    THEN monthly_fee / hours_included / nullif(lag(monthly_fee) OVER w / lag(hours_included) OVER w, 0)
                    ELSE monthly_fee / nullif(lag(monthly_fee) OVER w, 0) END AS ratio
        FROM [contract] k WHERE monthly_fee IS NOT NULL AND starts <= %(day)s
        WINDOW w AS (PARTITION BY client_id, kind, currency ORDER BY starts, id)
    ),
    cuts AS (
        SELECT *, round(10000 * (1 - ratio))::int AS cut FROM priced
        WHERE starts > %(day)s - {MEMORY} AND ratio < 1 AND ended BETWEEN starts - {GAP} AND starts + {GAP}
    )
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """Invoices, those partly credited; the deepest cut of the price (ten-thousandths) and its day; contracts."""
    billed = scope.columns(
        ("invoices", "credited"),
        f"""
        WITH {CREDITED},
        billed AS MATERIALIZED (
            SELECT client_id, count(*) AS invoices FROM [invoice] i
            WHERE kind = 'invoice' AND issued_on <= %(day)s AND issued_on > %(day)s - {MEMORY} GROUP BY client_id
        ),
        lowered AS MATERIALIZED (SELECT client_id, count(DISTINCT invoice) AS n FROM credited GROUP BY client_id)
        SELECT client_id, invoices, coalesce(n, 0) FROM billed LEFT JOIN lowered USING (client_id)
        """,  # noqa: S608 - our own text
    )
    agreed = scope.columns(
        ("contracts", "cut", "cut_on"),
        f"""
        WITH {CUTS},
        deepest AS (SELECT DISTINCT ON (client_id) * FROM cuts ORDER BY client_id, cut DESC, starts DESC, id)
        SELECT p.client_id, count(*), max(d.cut), max(d.starts) - DATE '1970-01-01'
        FROM priced p LEFT JOIN deepest d USING (client_id) GROUP BY p.client_id
        """,  # noqa: S608 - our own text
    )
    return billed | agreed | {"cut_percent": agreed["cut"] / 100.0} | observed(scope, KIND)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    def value(name: str) -> FloatArray:
        return np.asarray(scope.value(KIND, name), dtype=np.float64)

    often = columns["credited"] >= value("fewest_credits")
    credited = np.where(often, clip01(columns["credited"] / value("full_at_credits")), 0.0)
    depth = clip01((columns["cut"] / 10_000.0 - value("from_cut")) / (value("full_at_cut") - value("from_cut")))
    age = float(day_number(scope.day.date)) - columns["cut_on"]
    cut = np.nan_to_num(value("cut_worth") * depth * half_life(age, CUT_HALF_LIFE), nan=0.0)
    seen = strength_of(columns, value("fewest_cases"))
    strength = either_strength(
        np.where(np.isnan(columns["invoices"]), np.nan, credited),
        np.where(np.isnan(columns["contracts"]), np.nan, cut),
        seen,
    )
    return {"fire_haggling": strength}


def sentence(reading: Reading, factor: str) -> str:
    words = []
    if reading["credited"]:
        words.append(
            ngettext(
                "%(n)s invoice partly credited in a year.",
                "%(n)s invoices partly credited in a year.",
                reading["credited"],
            )
            % {"n": number_text(reading["credited"])}
        )
    if reading["cut_percent"]:
        words.append(_("The new contract pays %(percent)s%% less.") % {"percent": number_text(reading["cut_percent"])})
    if not words and reading["invoices"]:
        words.append(_("No discount after the invoice, and no cut of the fee."))
    return both_words(" ".join(words), reading)


def evidence(scope: Scope) -> list[Evidence]:
    """Credit notes for a part of an invoice, lower fees (`figure` the cut in percent), and observations, 1 each."""
    notes = scope.rows(
        f"WITH {CREDITED} SELECT id, issued_on, number, amount, currency, of FROM credited ORDER BY issued_on DESC, id"  # noqa: S608
    )
    cuts = scope.rows(
        f"WITH {CUTS} SELECT id, starts, title, monthly_fee, currency, cut FROM cuts ORDER BY starts DESC, id"  # noqa: S608
    )
    return [_note(row) for row in notes] + [_cut(row) for row in cuts] + seen_evidence(scope, KIND)


def _note(row: tuple[Any, ...]) -> Evidence:
    pk, on, number, amount, currency, invoice = row
    words = _("%(number)s: %(amount)s %(currency)s credited of %(invoice)s") % {
        "number": number,
        "amount": number_text(amount, 2),
        "currency": currency,
        "invoice": invoice,
    }
    return Evidence(on, words, _("Credit notes"), "invoice", pk, 1.0)


def _cut(row: tuple[Any, ...]) -> Evidence:
    pk, on, title, fee, currency, cut = row
    words = _("%(title)s: %(fee)s %(currency)s a month, %(percent)s%% less for the same") % {
        "title": title or _("Contract"),
        "fee": number_text(fee),
        "currency": currency,
        "percent": number_text(cut / 100),
    }
    return Evidence(on, words, _("Contracts"), "contract", pk, cut / 100)


DETECTOR = Detector(
    key="haggling",
    title=gettext_lazy("Haggles over every item"),
    icon="pig-money",
    topic=gettext_lazy("prices"),
    stands_alone=False,
    factors=("fire_haggling",),
    measure=measure,
    judge=judge,
    reading=("invoices", "credited", "cut_percent", *CASES),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_haggling", judge),
    advice=gettext_lazy("Trade price against scope"),
    parameters={
        **ONE,
        "fewest_credits": 2.0,
        "full_at_credits": 4.0,
        "from_cut": 0.05,
        "full_at_cut": 0.30,
        "cut_worth": 0.6,
    },
    fixed={**FIXED, "window_days": MEMORY, "cut_half_life_days": CUT_HALF_LIFE},
    side="fire",
    benign=(
        Benign(
            "our_error",
            gettext_lazy("We credited an error of ours"),
            gettext_lazy("A credit note within 45 days of an error of ours, or for a whole invoice, does not count."),
        ),
        Benign(
            "smaller_scope",
            gettext_lazy("They buy less"),
            gettext_lazy("Where hours are agreed, the price of an hour is compared, not the fee."),
        ),
    ),
)
