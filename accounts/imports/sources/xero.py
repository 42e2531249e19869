"""Xero's invoice export: one row a line of an invoice, sales and supplier bills side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import InvoiceRecord
from accounts.imports.sources.shared import client_of

NO_DEBTS = frozenset({"draft", "voided", "deleted", "submitted", "awaiting approval"})
SALES = frozenset({"accrec", "sales invoice", "invoice", "accreccredit", "sales credit note", "credit note", ""})


def line(row: Any, context: Context) -> list[Any] | LeftOut | Refusal | None:
    """A line of an invoice. Lines of one invoice stand together; the invoice is handed on when the next begins."""
    if (kind := (row.type or "").casefold()) not in SALES:
        return LeftOut(row.line, _("A supplier's bill or other purchase."))
    if (row.status or "").casefold() in NO_DEBTS:
        return LeftOut(row.line, _("A draft, voided or deleted invoice is no debt."))
    held = context.memory.get("held")
    if held and held[0].number == row.number:
        return _further_line(row, held)
    done = finish(context)
    seen = context.memory.setdefault("seen", {})
    if row.number in seen:
        reason = _("Invoice %(number)s already stands in line %(line)s, apart from this row.")
        return [
            *done,
            Refusal(row.line, "InvoiceNumber", row.number, reason % {"number": row.number, "line": seen[row.number]}),
        ]
    seen[row.number] = row.line
    context.memory["held"] = [row, _line_sum(row), -1 if "credit" in kind else 1]
    return done


def finish(context: Context) -> list[Any]:
    """The invoice still held, as a list of none or one."""
    held = context.memory.pop("held", None)
    if not held:
        return []
    row, lines, sign = held
    total = row.total if row.total is not None else lines
    if total is None:
        return [Refusal(row.line, "Total", "", _("The invoice has neither a total nor amounts on its lines."))]
    if row.due_on and row.due_on < row.issued_on:
        return [Refusal(row.line, "DueDate", str(row.due_on), _("The invoice is due before it was issued."))]
    total = sign * abs(total) if sign < 0 else total
    paid = row.paid if row.paid is not None else total - row.open if row.open is not None else Decimal(0)
    return [
        InvoiceRecord(
            row.line, row.number, client_of(row), row.number, row.issued_on, row.due_on or row.issued_on, total,
            row.currency or context.currency, False, paid, row.settled_on,
        )
    ]  # fmt: skip


def _further_line(row: Any, held: list[Any]) -> LeftOut | Refusal:
    first = held[0]
    if row.client_name != first.client_name or row.total != first.total:
        return Refusal(
            row.line,
            "Total",
            str(row.total),
            _("This line contradicts line %(line)s of the same invoice.") % {"line": first.line},
        )
    if held[1] is not None and (more := _line_sum(row)) is not None:
        held[1] += more
    return LeftOut(row.line, _("A further line of an invoice."))


def _line_sum(row: Any) -> Decimal | None:
    return None if row.line_amount is None else row.line_amount + (row.tax or 0)


INVOICES = Source(
    "xero-invoices",
    gettext_lazy("invoices from Xero"),
    (
        required("number", "identifier", "invoice number"),
        required("client_name", "name", "contact name"),
        required("issued_on", "date", "invoice date"),
        Field("due_on", "date", "due date"),
        Field("settled_on", "date", "fully paid on date"),
        Field("total", "money", "total"),
        Field("paid", "money", "invoice amount paid|amount paid"),
        Field("open", "money", "invoice amount due|amount due"),
        Field("line_amount", "money", "line amount"),
        Field("tax", "money", "tax amount"),
        Field("email", "email", "email address"),
        Field("client_id", "identifier", "contact id|account number"),
        Field("currency", "currency", "currency"),
        Field("type", "name", "type"),
        Field("status", "name", "status"),
    ),
    line,
    finish,
    hallmarks=(
        frozenset({"contactname", "invoicenumber", "invoiceamountdue"}),
        frozenset({"contactname", "invoicenumber", "accountcode"}),
        frozenset({"contactname", "invoicenumber", "inventoryitemcode"}),
    ),
)
