"""Invoices, payments and exchange rates."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.directory import Held
from accounts.imports.outcomes import LeftOut
from accounts.imports.records import InvoiceRecord, PaymentRecord, RateRecord
from accounts.imports.targets.base import Place, Staged, Target, identity, sane_money
from accounts.models import ExchangeRate, Invoice, Payment

# The payment of an invoice: on the day it was settled, or of what the file says was paid without saying when.
_PAYMENTS_OF_INVOICES = """
    INSERT INTO import_payment (row_no, external_id, client_id, paid_on, amount, currency, invoice_ref)
    SELECT row_no, external_id || CASE WHEN settled_on IS NULL THEN ':paid' ELSE ':settled' END, client_id,
           coalesce(settled_on, least(due_on, %(today)s)), paid, currency, external_id
    FROM import_invoice WHERE total > 0 AND paid > 0
"""
INVOICES = Target(
    "invoice",
    gettext_lazy("invoices"),
    Invoice,
    {
        "client_id": "bigint",
        "number": "text",
        "issued_on": "date",
        "due_on": "date",
        "currency": "text",
        "disputed": "boolean",
    },
    occurred="s.issued_on::timestamp AT TIME ZONE %(zone)s",
    derived={"kind": "CASE WHEN s.total < 0 THEN 'credit' ELSE 'invoice' END", "amount": "abs(s.total)"},
    extra={"total": "numeric", "paid": "numeric", "settled_on": "date"},
    refused_if={
        "length(number) > 100": gettext_lazy("The invoice number is longer than 100 characters."),
        **sane_money("total"),
        **sane_money("paid"),
    },
    before=(_PAYMENTS_OF_INVOICES,),
    feeds=("payment",),
    amount="total",
)
# A payment without a day (`…:paid`) stands for what no dated payment accounts for, whichever file comes first.
_UNDATED_LESS_DATED = (
    """
    UPDATE import_payment s SET amount = s.amount - dated.paid
    FROM (
        SELECT i.external_id, sum(p.amount) AS paid
        FROM accounts_invoice i JOIN accounts_payment p ON p.invoice_id = i.id
        WHERE i.source = %(source)s
          AND (p.source <> i.source OR p.external_id NOT IN (i.external_id || ':paid', i.external_id || ':settled'))
          AND EXISTS (SELECT 1 FROM import_payment o WHERE o.invoice_ref = i.external_id)
        GROUP BY i.external_id
    ) dated
    WHERE s.invoice_ref = dated.external_id
      AND s.external_id IN (s.invoice_ref || ':paid', s.invoice_ref || ':settled')
    """,
    """
    DELETE FROM import_payment
    WHERE amount <= 0 AND external_id IN (invoice_ref || ':paid', invoice_ref || ':settled')
    """,
)
_DATED_REPLACE_UNDATED = """
    WITH dated AS (
        SELECT p.invoice_id, sum(p.amount) AS paid
        FROM import_payment s JOIN accounts_payment p ON p.source = %(source)s AND p.external_id = s.external_id
        WHERE s.invoice_ref IS NULL AND p.invoice_id IS NOT NULL
          AND p.recorded_at = %(learnt_at)s AND p.id >= %(first_id)s
        GROUP BY p.invoice_id
    ), undated AS (
        SELECT u.id, u.amount - dated.paid AS rest
        FROM dated JOIN accounts_invoice i ON i.id = dated.invoice_id
        JOIN accounts_payment u
          ON u.invoice_id = i.id AND u.source = i.source AND u.external_id = i.external_id || ':paid'
    ), gone AS (
        DELETE FROM accounts_payment p USING undated WHERE p.id = undated.id AND undated.rest <= 0
    )
    UPDATE accounts_payment p SET amount = undated.rest FROM undated WHERE p.id = undated.id AND undated.rest > 0
"""

PAYMENTS = Target(
    "payment",
    gettext_lazy("payments"),
    Payment,
    {"client_id": "bigint", "paid_on": "date", "amount": "numeric", "currency": "text"},
    occurred="s.paid_on::timestamp AT TIME ZONE %(zone)s",
    derived={"invoice_id": "coalesce(s.invoice_known, i.id)"},
    joins="LEFT JOIN accounts_invoice i ON i.source = %(source)s AND i.external_id = s.invoice_ref",
    extra={"invoice_ref": "text", "invoice_known": "bigint"},
    refused_if=sane_money("amount"),
    before=_UNDATED_LESS_DATED,
    after=_DATED_REPLACE_UNDATED,
    amount="amount",
)
RATES = Target(
    "rate",
    gettext_lazy("exchange rates"),
    ExchangeRate,
    {"currency": "text", "starts": "date", "rate": "numeric(18,8)"},
    occurred="s.starts::timestamp AT TIME ZONE %(zone)s",
    match=("currency", "starts"),
)


def place_invoice(record: InvoiceRecord, place: Place) -> list[Staged]:
    """The invoice; its payment follows from it in SQL."""
    client = place.directory.client(record.client, create=True)
    if record.paid and not record.settled_on:
        place.notice(_("Paid, but the file does not say when: taken as paid on the due date."))
    values = (
        record.row, record.external_id, client, record.number, record.issued_on, record.due_on, record.currency,
        record.disputed, record.total, record.paid, record.settled_on,
    )  # fmt: skip
    return [(INVOICES, values)]


def place_payment(record: PaymentRecord, place: Place) -> list[Staged] | LeftOut:
    """A payment, of the invoice it names where the book has it."""
    known = place.invoices.find(record.invoice) if record.invoice else None
    if known:
        invoice, client = known
    else:
        invoice, client = None, place.directory.client(record.client, create=True)
        if record.invoice:
            place.notice(_("The invoice a payment names is not in the book: kept as a payment of the client."))
    key = identity(record.external_id)
    values = (record.row, key, client, record.paid_on, record.amount, record.currency, None, invoice)
    return [(PAYMENTS, values)]


def place_rate(record: RateRecord, place: Place) -> list[Staged]:
    """A rate of the base currency."""
    if record.base and record.base != place.currency:
        raise Held(
            _("The rate is in %(base)s; the agency's currency is %(own)s.")
            % {"base": record.base, "own": place.currency}
        )
    if record.currency == place.currency:
        raise Held(_("The agency's own currency needs no rate."))
    if not record.base:
        place.notice(_("Rates are taken as units of %(own)s for one unit of the currency.") % {"own": place.currency})
    return [(RATES, (record.row, record.external_id, record.currency, record.starts_on, record.rate))]
