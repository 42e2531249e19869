"""QuickBooks: invoices, payments and customers as records, bills (left out), and its transaction report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import ClientRecord, ClientRef, InvoiceRecord, PaymentRecord
from accounts.imports.sources.shared import client_of, made_up_id

_DELETED = Field("deleted", "yes_no", "fivetran deleted|deleted|is deleted|voided")


def invoice(row: Any, context: Context) -> InvoiceRecord | LeftOut | Refusal:
    if row.deleted or (row.status or "").casefold() in {"voided", "deleted"}:
        return LeftOut(row.line, _("A draft, voided or deleted invoice is no debt."))
    for heading, value in (
        ("customer_id", row.client_id),
        ("transaction_date", row.issued_on),
        ("total_amount", row.total),
    ):
        if value is None:
            return Refusal(row.line, heading, "", _("This cell is blank."))
    due = row.due_on or row.issued_on
    if due < row.issued_on:
        return Refusal(row.line, "due_date", str(due), _("The invoice is due before it was issued."))
    paid = Decimal(0) if row.balance is None else row.total - row.balance
    return InvoiceRecord(
        row.line, row.id, client_of(row), row.number or row.id, row.issued_on, due, row.total,
        row.currency or context.currency, False, paid, None,
    )  # fmt: skip


INVOICES = Source(
    "quickbooks-invoices",
    gettext_lazy("invoices from QuickBooks"),
    (
        required("id", "identifier", "id"),
        Field("client_id", "identifier", "customer id|customer ref", needed=True),
        Field("client_name", "name", "customer name|customer ref name"),
        Field("number", "identifier", "doc number"),
        Field("issued_on", "date", "transaction date|txn date", needed=True),
        Field("due_on", "date", "due date"),
        Field("total", "money", "total amount|total amt", needed=True),
        Field("balance", "money", "balance"),
        Field("currency", "currency", "currency id|currency ref|currency"),
        Field("status", "name", "status|transaction status"),
        _DELETED,
    ),
    invoice,
    hallmarks=(
        frozenset({"docnumber", "customerid", "balance", "duedate"}),
        frozenset({"docnumber", "customerref", "balance", "duedate"}),
    ),
)


def payment(row: Any, context: Context) -> PaymentRecord | LeftOut:
    if row.deleted:
        return LeftOut(row.line, _("A deleted payment."))
    if not row.amount:
        return LeftOut(row.line, _("A payment of zero."))
    currency = row.currency or context.currency
    return PaymentRecord(row.line, row.id, client_of(row), row.invoice, row.paid_on, row.amount, currency)


PAYMENTS = Source(
    "quickbooks-payments",
    gettext_lazy("payments from QuickBooks"),
    (
        required("id", "identifier", "id"),
        required("client_id", "identifier", "customer id|customer ref"),
        required("paid_on", "date", "transaction date|txn date"),
        required("amount", "money", "total amount|total amt"),
        Field("invoice", "identifier", "invoice id"),
        Field("currency", "currency", "currency id|currency ref|currency"),
        _DELETED,
    ),
    payment,
    hallmarks=(frozenset({"customerid", "unappliedamount"}), frozenset({"customerref", "unappliedamt"})),
)


def bill(row: Any, context: Context) -> LeftOut:
    return LeftOut(row.line, _("A supplier's bill or other purchase."))


BILLS = Source(
    "quickbooks-bills",
    gettext_lazy("supplier bills from QuickBooks (nothing of them is kept)"),
    (Field("id", "identifier", "id", needed=True),),
    bill,
    hallmarks=(frozenset({"vendorid", "payableaccountid"}), frozenset({"vendorref", "apaccountref"})),
)


def customer(row: Any, context: Context) -> ClientRecord | LeftOut | Refusal:
    if row.deleted:
        return LeftOut(row.line, _("A deleted customer."))
    name = row.name or row.company
    if not name:
        return Refusal(row.line, "display_name", "", _("This cell is blank."))
    domain = row.website or (row.email.rpartition("@")[2] if row.email else None)
    status = "ended" if row.active is False else None
    return ClientRecord(
        row.line, row.id, ClientRef(row.id, name, row.email, domain), name, (domain,) if domain else (),
        None, None, None, None, None, status, None, None, None, row.currency,
    )  # fmt: skip


CUSTOMERS = Source(
    "quickbooks-customers",
    gettext_lazy("customers from QuickBooks"),
    (
        required("id", "identifier", "id"),
        Field("name", "name", "display name", needed=True),
        Field("company", "name", "company name"),
        Field("email", "email", "email"),
        Field("website", "domain", "website"),
        Field("active", "yes_no", "active"),
        Field("currency", "currency", "currency id|currency"),
        _DELETED,
    ),
    customer,
    hallmarks=(frozenset({"displayname", "fullyqualifiedname"}),),
)

_INVOICES = frozenset({"invoice", "rechnung", "facture", "factura"})
_CREDITS = frozenset({"credit memo", "credit note", "gutschrift"})
_PAYMENTS = frozenset({"payment", "zahlung", "paiement", "pago"})
_REFUNDS = frozenset({"refund", "refund receipt"})


def transaction(row: Any, context: Context) -> InvoiceRecord | PaymentRecord | LeftOut | Refusal:
    """A row of the transaction report; its kinds stand mixed."""
    kind = row.type.casefold()
    currency = row.currency or context.currency
    if kind in _PAYMENTS | _REFUNDS:
        amount = abs(row.amount) if kind in _PAYMENTS else -abs(row.amount)
        identity = made_up_id(context, kind, row.date, row.number, row.client_name, row.amount)
        return PaymentRecord(row.line, identity, client_of(row), None, row.date, amount, currency)
    if kind not in _INVOICES | _CREDITS:
        return LeftOut(row.line, _("Neither an invoice nor a payment: %(kind)s.") % {"kind": row.type})
    if not row.number:
        return Refusal(row.line, "Num", "", _("The invoice has no number."))
    total = abs(row.amount) if kind in _INVOICES else -abs(row.amount)
    paid = Decimal(0) if row.open is None else total - row.open
    return InvoiceRecord(
        row.line, row.number, client_of(row), row.number, row.date, max(row.due_on or row.date, row.date), total,
        currency, False, paid, None,
    )  # fmt: skip


TRANSACTIONS = Source(
    "quickbooks-transactions",
    gettext_lazy("transaction report from QuickBooks"),
    (
        required("date", "date", "date"),
        required("type", "name", "transaction type"),
        required("amount", "money", "amount"),
        required("client_name", "name", "name|customer"),
        Field("number", "identifier", "num|no"),
        Field("due_on", "date", "due date"),
        Field("open", "money", "open balance"),
        Field("currency", "currency", "currency"),
    ),
    transaction,
    hallmarks=(frozenset({"transactiontype", "num", "amount"}), frozenset({"transactiontype", "openbalance"})),
)
