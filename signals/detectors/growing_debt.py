"""The eternal debtor: part payments, broken promises, a balance that only grows.

Overdue against a month's fee, and Theil–Sen's slope of the balance at six month-ends. For fire a part payment that
left a residue for 60 days counts as full evidence of the pattern; promises count as (1 + broken)/(5 + made).
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.currencies import code_of, number_of
from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.measures.billing import RESIDUE_AFTER
from signals.measures.money import INVOICES, MONTH_ENDS, money
from signals.statistics import FloatArray, clip01, theil_sen
from signals.strengths import broken_promise_rate, debt_strength, unopened
from signals.wording import amount_text, date_text, day_text, no_rate_text, number_text

LATELY = 90  # days within which a broken promise is news
STILL_AFTER = 183  # days, the six month-ends of the slope
RESIDUE_SHARE = 0.25  # what one old residue adds to the evidence, for fire


def measure(scope: Scope) -> Columns:
    """Overdue, fee and slope in cents of the client's own currency; residues and promises as counts."""
    owed = money(scope)
    found = owed.columns
    balances = np.column_stack([found[f"balance{k}"] for k in reversed(range(MONTH_ENDS))])
    promises = scope.columns(("made", "broken", "broken_on"), PROMISES)
    known = found["n"] > 0
    no_rate = owed.no_rate(scope)
    told = known & np.isnan(no_rate["no_rate"])
    return {
        "overdue": np.where(told, np.nan_to_num(found["overdue"]), np.nan),
        "oldest": found["oldest"],
        "fee": found["revenue"],
        "slope": theil_sen(balances),
        "residues": np.where(known, found["residues"], np.nan),
        "made": np.where(known, np.nan_to_num(promises["made"]), np.nan),
        "broken": np.where(known, np.nan_to_num(promises["broken"]), np.nan),
        "broken_on": promises["broken_on"],
        "currency": np.array([np.nan if code is None else number_of(code) for code in owed.currency]),
    } | no_rate


PROMISES = """
    SELECT client_id, count(*), count(*) FILTER (WHERE broken),
           max(until) FILTER (WHERE broken) - DATE '1970-01-01'
    FROM (
        SELECT p.client_id, p.until, p.until < %(day)s AND coalesce((
            SELECT sum(m.amount) FROM [payment] m
            WHERE m.client_id = p.client_id AND m.paid_on >= p.made_on AND m.paid_on <= p.until
              AND (p.invoice_id IS NULL OR m.invoice_id = p.invoice_id)
        ), 0) < coalesce(p.amount, 0.01) AS broken
        FROM [paymentpromise] p WHERE p.made_on <= %(day)s
    ) AS promises GROUP BY client_id
"""


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    debt = debt_strength(
        columns["overdue"],
        columns["fee"],
        columns["slope"],
        full_fees=scope.value("growing_debt", "full_fees"),
        full_growth=scope.value("growing_debt", "full_growth"),
    )
    residues = scope.value("growing_debt", "residue_share") * np.where(columns["overdue"] > 0, columns["residues"], 0.0)
    return {
        "growing_debt": debt,
        "fire_growing_debt": clip01(debt + residues),
        "fire_broken_promises": broken_promise_rate(columns["broken"], columns["made"]),
    }


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """The stronger of debt and promises, just under the half that opens where an owner would learn nothing from it.

    1. Nothing is owed any more, whatever was promised once.
    2. No promise about it was broken lately, and the debt is fresh (one invoice a few days late, no old residue) or
       stands still: older than six month-ends, and no larger than at the first of them.
    """
    judged = judge(columns, scope)
    strength = np.fmax(judged["fire_growing_debt"], judged["fire_broken_promises"])
    today = day_number(scope.day.date)
    age = today - columns["oldest"]
    broken = columns["broken_on"] >= np.fmax(columns["oldest"], today - LATELY)
    fresh = (age < scope.value("growing_debt", "opens_after_days")) & (columns["residues"] == 0)
    still = (age > STILL_AFTER) & (columns["slope"] <= 0)
    return unopened(strength, (columns["overdue"] <= 0) | (~broken & (fresh | still)))


def sentence(reading: Reading, factor: str) -> str:
    if factor == "fire_broken_promises":
        if not reading["made"]:
            return _("No promise to pay is on record.")
        broken, made = reading["broken"] or 0, reading["made"] or 0
        return ngettext(
            "%(broken)s of %(made)s promise to pay was broken.",
            "%(broken)s of %(made)s promises to pay were broken.",
            made,
        ) % {"broken": number_text(broken), "made": number_text(made)}
    if reading["overdue"] is None:
        return no_rate_text(reading)
    if not reading["overdue"]:
        return _("Nothing is overdue.")
    words = _("%(amount)s overdue, the oldest since %(since)s.") % {
        "amount": amount_text(reading["overdue"], code_of(reading["currency"] or 0)),
        "since": date_text(reading["oldest"]),
    }
    residues = reading["residues"] or 0
    if residues:
        words += " " + ngettext(
            "%(n)s invoice was only paid in part.", "%(n)s invoices were only paid in part.", residues
        ) % {"n": number_text(residues)}
    return words


def evidence(scope: Scope) -> list[Evidence]:
    """Every overdue invoice (`figure` is what is open, in cents) and every promise to pay (`figure` 0)."""
    overdue = scope.rows(
        f"""
        WITH {INVOICES}
        SELECT i.id, n.number, i.due_on, i.cents - i.paid, i.paid, i.currency
        FROM settled i JOIN [invoice] n ON n.id = i.id
        WHERE i.due_on < %(day)s AND i.paid < i.cents ORDER BY i.due_on, i.id
        """  # noqa: S608 - our own text
    )
    promises = scope.rows(
        "SELECT id, made_on, until, note FROM [paymentpromise] p WHERE made_on <= %(day)s ORDER BY made_on DESC, id"
    )
    records = [_overdue(row) for row in overdue]
    return records + [
        Evidence(
            row[1],
            _("Promised to pay by %(until)s") % {"until": day_text(row[2])},
            _("Promises"),
            "paymentpromise",
            row[0],
        )
        for row in promises
    ]


def _overdue(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, number, due, rest, paid, currency = row
    words = (
        _("%(number)s: %(rest)s %(currency)s still open after a part payment")
        if paid
        else _("%(number)s: %(rest)s %(currency)s open")
    )
    values = {"number": number, "rest": number_text(rest / 100, 2), "currency": currency}
    return Evidence(due, words % values, _("Invoices"), "invoice", pk, float(rest))


DETECTOR = Detector(
    key="growing_debt",
    title=gettext_lazy("Debt that grows"),
    icon="coins",
    topic=gettext_lazy("overdue invoices"),
    factors=("growing_debt", "fire_growing_debt", "fire_broken_promises"),
    measure=measure,
    judge=judge,
    reading=("overdue", "oldest", "fee", "slope", "residues", "made", "broken", "no_rate", "no_rate_on", "currency"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Agree a plan"),
    side="fire",
    alert=alert,
    benign=(
        Benign(
            "one_late_invoice",
            gettext_lazy("One invoice is a few days late"),
            gettext_lazy("A debt younger than a month opens no alert unless a promise was broken lately."),
        ),
        Benign(
            "stands_still",
            gettext_lazy("An old debt that everybody knows of"),
            gettext_lazy(
                "Half a year old and no larger than then, it opens no alert unless a promise was broken lately."
            ),
        ),
        Benign(
            "paid_at_last",
            gettext_lazy("They broke promises, and have paid since"),
            gettext_lazy("Where nothing is overdue, no alert opens."),
        ),
    ),
    parameters={"full_fees": 1.0, "full_growth": 0.25, "residue_share": RESIDUE_SHARE, "opens_after_days": 30},
    fixed={
        "residue_after_days": RESIDUE_AFTER,
        "month_ends": MONTH_ENDS,
        "lately_days": LATELY,
        "still_after_days": STILL_AFTER,
    },
    titles={
        "growing_debt": gettext_lazy("Overdue"),
        "fire_growing_debt": gettext_lazy("Debt that grows"),
        "fire_broken_promises": gettext_lazy("Promises to pay"),
    },
)
