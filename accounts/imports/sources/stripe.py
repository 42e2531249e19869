"""Stripe: payments as its dashboard exports them, charges and invoices as its records are exported (in minor units)."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import InvoiceRecord, PaymentRecord
from accounts.imports.sources.shared import client_of

PAID = frozenset({"", "paid", "succeeded", "refunded", "partially refunded", "partial refund", "disputed"})
NO_MINOR_UNIT = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)


def _payments(row: Any, context: Context, amount: Decimal, refunded: Decimal) -> list[Any] | LeftOut:
    if (row.status or "").casefold() not in PAID or row.paid is False or row.captured is False:
        return LeftOut(row.line, _("A payment that failed or was never captured."))
    if not amount:
        return LeftOut(row.line, _("A payment of zero."))
    zone = context.zone
    day = row.created.astimezone(zone).date()
    client = client_of(row)
    currency = row.currency or context.currency
    results: list[Any] = [PaymentRecord(row.line, row.id, client, row.invoice, day, amount, currency)]
    if refunded:
        day = row.refunded_at.astimezone(zone).date() if row.refunded_at else day
        results.append(PaymentRecord(row.line, f"{row.id}:refund", client, row.invoice, day, -refunded, currency))
    return results


def payment(row: Any, context: Context) -> list[Any] | LeftOut:
    """A payment, and what of it was paid back, as two records."""
    return _payments(row, context, row.amount, abs(row.refunded or Decimal(0)))


def charge(row: Any, context: Context) -> list[Any] | LeftOut:
    currency = row.currency or context.currency
    return _payments(row, context, major(row.amount, currency), major(row.refunded or Decimal(0), currency))


def major(amount: Decimal, currency: str) -> Decimal:
    """Stripe's records hold money in the smallest coin: cents, but whole yen."""
    return amount if currency in NO_MINOR_UNIT else amount.scaleb(-2)


_COMMON = (
    required("id", "identifier", "id"),
    required("amount", "money", "amount"),
    Field("refunded", "money", "amount refunded"),
    Field("refunded_at", "instant", "refunded date (utc)"),
    Field("currency", "currency", "currency"),
    Field("captured", "yes_no", "captured"),
    Field("paid", "yes_no", "paid"),
    Field("status", "name", "status"),
    Field("client_id", "identifier", "customer id"),
    Field("invoice", "identifier", "invoice id"),
)

PAYMENTS = Source(
    "stripe-payments",
    gettext_lazy("payments from Stripe"),
    (
        required("created", "instant", "created date (utc)|created (utc)"),
        Field("email", "email", "customer email"),
        Field("client_name", "name", "customer name|customer description"),
        *_COMMON,
    ),
    payment,
    hallmarks=(
        frozenset({"id", "createddateutc", "amountrefunded"}),
        frozenset({"id", "createdutc", "amount", "amountrefunded"}),
    ),
    zone=UTC,
)
CHARGES = Source(
    "stripe-charges",
    gettext_lazy("charges from Stripe"),
    (required("created", "instant", "created"), *_COMMON),
    charge,
    hallmarks=(frozenset({"balancetransactionid", "amountrefunded", "livemode", "captured"}),),
    zone=UTC,
)


def invoice(row: Any, context: Context) -> InvoiceRecord | LeftOut | Refusal:
    if row.deleted or (row.status or "").casefold() in {"draft", "void", "voided", "deleted"}:
        return LeftOut(row.line, _("A draft, voided or deleted invoice is no debt."))
    zone, currency = context.zone, row.currency or context.currency
    scale = (lambda money: major(money, currency)) if row.live is not None else (lambda money: money)
    issued = row.created.astimezone(zone).date()
    due = row.due.astimezone(zone).date() if row.due else issued
    if due < issued:
        return Refusal(row.line, "due_date", str(due), _("The invoice is due before it was issued."))
    total = scale(row.total)
    settled = row.paid_at.astimezone(zone).date() if row.paid_at else None
    paid = scale(row.amount_paid) if row.amount_paid is not None else total if row.paid else Decimal(0)
    return InvoiceRecord(
        row.line, row.id, client_of(row), row.number or row.id, issued, due, total, currency, False, paid, settled,
    )  # fmt: skip


INVOICES = Source(
    "stripe-invoices",
    gettext_lazy("invoices from Stripe"),
    (
        required("id", "identifier", "invoice id|id"),
        required("created", "instant", "date (utc)|created (utc)|created|finalized at (utc)|period end"),
        required("total", "money", "total"),
        Field("due", "instant", "due date (utc)|due date"),
        Field("paid_at", "instant", "paid at (utc)|status transitions paid at"),
        Field("amount_paid", "money", "amount paid"),
        Field("paid", "yes_no", "paid"),
        Field("number", "identifier", "number"),
        Field("client_id", "identifier", "customer id|customer"),
        Field("client_name", "name", "customer name"),
        Field("email", "email", "customer email"),
        Field("currency", "currency", "currency"),
        Field("status", "name", "status"),
        Field("live", "yes_no", "livemode"),
        Field("deleted", "yes_no", "is deleted"),
    ),
    invoice,
    hallmarks=(
        frozenset({"amountdue", "subtotal", "total", "number", "customer"}),
        frozenset({"amountdue", "subtotal", "total", "number", "customerid"}),
        frozenset({"amountdue", "subtotal", "total", "number", "customeremail"}),
    ),
    zone=UTC,
)
