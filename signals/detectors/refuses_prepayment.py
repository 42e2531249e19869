"""Refuses prepayment: pays only after the work, and only if satisfied.

Measured: no contract is paid beforehand although most of the agency's clients pay so; or one is, and its invoices are
paid when the month's work is done all the same. And seen: dated observations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.money import RECORDS
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
from signals.measures.prepayment import terms
from signals.statistics import FloatArray, clip01
from signals.strengths import either_strength
from signals.wording import day_text, number_text

KIND = "refuses_prepayment"
WORK_DONE = 28  # days after the due date: the month that should have been paid beforehand is over
WINDOW = 180  # days

BEFOREHAND = f"""
    {RECORDS},
    beforehand AS (
        SELECT i.id, i.client_id, i.due_on, i.cents, i.currency,
               coalesce((SELECT sum(p.cents) FROM parts p
                         WHERE p.invoice_id = i.id AND p.paid_on <= i.due_on + {WORK_DONE}), 0) < i.cents AS afterwards
        FROM invoices i
        WHERE i.due_on <= %(day)s - {WORK_DONE} AND i.due_on > %(day)s - {WORK_DONE + WINDOW} AND EXISTS (
            SELECT 1 FROM [contract] k WHERE k.client_id = i.client_id AND k.is_prepaid AND k.starts <= i.due_on
              AND (k.ends IS NULL OR k.ends >= i.due_on OR k.renews))
    )
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """Contracts and prepaid ones; prepaid invoices, those paid after the work; the portfolio's share in percent."""
    paid = scope.columns(
        ("invoices", "afterwards"),
        f"""
        WITH {BEFOREHAND}
        SELECT client_id, count(*), count(*) FILTER (WHERE afterwards) FROM beforehand GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    agreed = terms(scope)
    share = np.where(np.isnan(agreed["contracts"]), np.nan, scope.frame.prepaid_share)
    return agreed | paid | {"share": share, "share_percent": 100.0 * share} | observed(scope, KIND)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    def value(name: str) -> FloatArray:
        return np.asarray(scope.value(KIND, name), dtype=np.float64)

    common = clip01((columns["share"] - value("from_share")) / (1.0 - value("from_share")))
    refused = np.where(columns["prepaid"] > 0, 0.0, value("terms_worth") * common)
    invoices = np.where(columns["invoices"] >= value("fewest_invoices"), columns["invoices"], np.nan)
    rate = columns["afterwards"] / invoices
    afterwards = clip01((rate - value("from_rate")) / (value("full_at_rate") - value("from_rate")))
    strength = either_strength(
        np.where(np.isnan(columns["contracts"]), np.nan, refused),
        afterwards,
        strength_of(columns, value("fewest_cases")),
    )
    return {"fire_refuses_prepayment": strength}


def sentence(reading: Reading, factor: str) -> str:
    if reading["invoices"] and reading["afterwards"] is not None:
        words = _("%(late)s of %(n)s invoices due beforehand were paid after the work.") % {
            "late": number_text(reading["afterwards"]),
            "n": number_text(reading["invoices"]),
        }
    elif reading["contracts"] and not reading["prepaid"]:
        words = _share(reading["share_percent"] or 0)
    elif reading["prepaid"]:
        words = _("They agreed to pay beforehand.")
    else:
        words = ""
    return both_words(words, reading)


def _share(percent: int) -> str:
    if percent <= 50:
        return _("No contract is paid beforehand, as with most of our clients.")
    return _("No contract is paid beforehand; %(percent)s%% of our clients pay so.") % {"percent": number_text(percent)}


def evidence(scope: Scope) -> list[Evidence]:
    """Invoices due beforehand (`figure` 1 where paid after the work), running contracts (0), observations, 1 each."""
    invoices = scope.rows(
        f"""
        WITH {BEFOREHAND}
        SELECT b.id, b.due_on, n.number, b.cents, b.currency, b.afterwards
        FROM beforehand b JOIN [invoice] n ON n.id = b.id ORDER BY b.due_on DESC, b.id
        """  # noqa: S608 - our own text
    )
    contracts = scope.rows(
        """
        SELECT id, starts, title, is_prepaid FROM [contract] k
        WHERE starts <= %(day)s AND (ends IS NULL OR ends >= %(day)s OR renews) ORDER BY starts DESC, id
        """
    )
    return [_invoice(row) for row in invoices] + [_contract(row) for row in contracts] + seen_evidence(scope, KIND)


def _invoice(row: tuple[Any, ...]) -> Evidence:
    pk, due, number, cents, currency, afterwards = row
    words = (
        _("%(number)s: %(amount)s %(currency)s, due beforehand on %(due)s, paid after the work")
        if afterwards
        else _("%(number)s: %(amount)s %(currency)s, due beforehand on %(due)s, paid in time")
    )
    values = {"number": number, "amount": number_text(cents / 100, 2), "currency": currency, "due": day_text(due)}
    return Evidence(due, words % values, _("Invoices"), "invoice", pk, float(afterwards))


def _contract(row: tuple[Any, ...]) -> Evidence:
    pk, starts, title, is_prepaid = row
    words = _("%(title)s: paid beforehand") if is_prepaid else _("%(title)s: paid after the work")
    return Evidence(starts, words % {"title": title or _("Contract")}, _("Contracts"), "contract", pk)


DETECTOR = Detector(
    key="refuses_prepayment",
    title=gettext_lazy("Refuses to pay beforehand"),
    icon="cash-off",
    topic=gettext_lazy("payment terms"),
    stands_alone=False,
    factors=("fire_refuses_prepayment",),
    measure=measure,
    judge=judge,
    reading=("contracts", "prepaid", "invoices", "afterwards", "share_percent", *CASES),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_refuses_prepayment", judge),
    advice=gettext_lazy("Ask for the month in advance"),
    parameters={
        **ONE,
        "from_share": 0.5,
        "terms_worth": 0.3,
        "fewest_invoices": 3.0,
        "from_rate": 0.25,
        "full_at_rate": 0.75,
    },
    fixed={**FIXED, "window_days": WINDOW, "work_done_after_days": WORK_DONE},
    side="fire",
    benign=(
        Benign(
            "our_terms",
            gettext_lazy("We never asked for it"),
            gettext_lazy("Terms count only where more than half of our clients pay beforehand, and never alone."),
        ),
    ),
)
