"""Plain accounts-receivable lists: one row an invoice, with the day it was settled; and plain payment lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_ID, CLIENT_NAME, CURRENCY, EMAIL, Field, required
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import ClientRef, InvoiceRecord, PaymentRecord
from accounts.imports.sources.shared import client_of, made_up_id

ISSUED = (
    "invoice date|issue date|issued|issued on|date issued|date of issue|bill date|rechnungsdatum|"
    "belegdatum|date de facture|date facture|date d'émission|fecha de factura|fecha factura|"
    "fecha de emisión|data fattura|data emissione|factuurdatum|fakturadatum|data wystawienia|date"
)
DUE = (
    "due date|due|due on|date due|payment due|payment due date|fällig|fällig am|fälligkeit|"
    "fälligkeitsdatum|zahlbar bis|échéance|date d'échéance|vencimiento|fecha de vencimiento|scadenza|"
    "data scadenza|vervaldatum|vervaldag|förfallodatum|termin płatności"
)
SETTLED = (
    "settled date|settled|settled on|settlement date|paid date|paid on|date paid|payment date|"
    "payment received|fully paid on date|clear date|cleared|bezahlt am|zahlungsdatum|zahldatum|"
    "zahlungseingang|ausgleichsdatum|date de paiement|date de règlement|payée le|fecha de pago|"
    "pagado el|data pagamento|pagata il|betaaldatum|betaald op|betalningsdatum|data zapłaty"
)
NUMBER = (
    "invoice number|invoice no|invoice #|invoice|invoice id|invoice num|doc number|document number|"
    "number|no|rechnungsnummer|rechnungs-nr|rechnungsnr|rechnung|belegnummer|beleg-nr|"
    "numéro de facture|n° facture|facture|número de factura|nº factura|factura|numero fattura|"
    "fattura|factuurnummer|factuur|fakturanummer|numer faktury"
)
AMOUNT = (
    "invoice amount|amount|total|total amount|invoice total|gross amount|gross|total open amount|"
    "betrag|rechnungsbetrag|bruttobetrag|brutto|gesamtbetrag|montant|montant ttc|total ttc|importe|"
    "importe total|importo|totale|bedrag|totaalbedrag|belopp|kwota"
)
PAID = "amount paid|paid amount|paid|bezahlt|montant payé|importe pagado|importo pagato|betaald bedrag"
DISPUTED = (
    "disputed|in dispute|dispute|strittig|bestritten|reklamiert|contesté|litige|en disputa|disputado|"
    "contestata|contestato|betwist"
)

FIELDS = (
    required("number", "identifier", NUMBER),
    required("due_on", "date", DUE),
    Field("settled_on", "date", SETTLED),
    required("issued_on", "date", ISSUED),
    required("amount", "money", AMOUNT),
    Field("client_id", "identifier", CLIENT_ID),
    Field("client_name", "name", CLIENT_NAME),
    Field("email", "email", EMAIL),
    Field("disputed", "yes_no", DISPUTED),
    Field("currency", "currency", CURRENCY),
)


def invoice(row: Any, context: Context) -> InvoiceRecord | Refusal:
    """One invoice, and the day it was paid in full where the list says so."""
    if not row.client_id and not row.client_name and not row.email:
        return Refusal(row.line, "", "", _("The row names no client."))
    if row.due_on < row.issued_on:
        return Refusal(row.line, "", f"{row.issued_on} > {row.due_on}", _("The invoice is due before it was issued."))
    if row.settled_on and row.settled_on < row.issued_on and row.amount > 0:
        paid_early = f"{row.settled_on} < {row.issued_on}"
        return Refusal(row.line, "", paid_early, _("The invoice was settled before it was issued."))
    email = row.email
    client = ClientRef(row.client_id, row.client_name, email, email.rpartition("@")[2] if email else None)
    return InvoiceRecord(
        row.line, row.number, client, row.number, row.issued_on, row.due_on, row.amount,
        row.currency or context.currency, bool(row.disputed),
        row.amount if row.settled_on else Decimal(0), row.settled_on,
    )  # fmt: skip


INVOICES = Source("receivables", gettext_lazy("plain accounts-receivable list"), FIELDS, invoice)


def payment(row: Any, context: Context) -> PaymentRecord | Refusal | LeftOut:
    """One payment, of an invoice or of the account as a whole."""
    if not row.amount:
        return LeftOut(row.line, _("A payment of zero."))
    if not row.invoice and not row.client_id and not row.client_name and not row.email:
        return Refusal(row.line, "", "", _("The row names neither client nor invoice."))
    identity = row.id or made_up_id(context, row.paid_on, row.amount, row.invoice, row.client_id, row.client_name)
    currency = row.currency or context.currency
    return PaymentRecord(row.line, identity, client_of(row), row.invoice, row.paid_on, row.amount, currency)


PAYMENTS = Source(
    "payments",
    gettext_lazy("plain list of payments"),
    (
        required("paid_on", "date", f"{SETTLED}|received|received on|date received|eingegangen am|payment made"),
        required("amount", "money", f"payment amount|amount received|{PAID}|{AMOUNT}"),
        Field("id", "identifier", (
    "payment id|payment number|payment no|receipt number|reference|reference number|transaction id|"
    "zahlungsnummer|id"
)),
        Field("invoice", "identifier", NUMBER),
        Field("client_id", "identifier", CLIENT_ID),
        Field("client_name", "name", CLIENT_NAME),
        Field("email", "email", EMAIL),
        Field("currency", "currency", CURRENCY),
    ),
    payment,
)  # fmt: skip
