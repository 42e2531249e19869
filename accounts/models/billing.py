"""Invoices, payments and promises. A balance is derived at a date, never stored."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client


class InvoiceQuerySet(RecordQuerySet["Invoice"]):
    def debts(self) -> Self:
        """Invoices that ask for money: neither void nor credit notes."""
        return self.filter(kind=Invoice.Kind.INVOICE, voided_on=None)

    def due_by(self, on: dt.date) -> Self:
        return self.filter(due_on__lte=on)

    def with_paid(self, on: dt.date) -> Self:
        """Adds `paid`: what had been paid on a day, in the invoice's own currency."""
        return self.annotate(
            paid=models.functions.Coalesce(
                models.Sum("payments__amount", filter=models.Q(payments__paid_on__lte=on)),
                models.Value(0),
                output_field=models.DecimalField(max_digits=16, decimal_places=2),
            )
        )

    def unpaid(self, on: dt.date) -> Self:
        return self.with_paid(on).filter(paid__lt=models.F("amount"))

    def overdue(self, on: dt.date) -> Self:
        return self.debts().filter(due_on__lt=on).unpaid(on)


@keep_past(model_name="InvoicePast")
class Invoice(Record):
    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT = "credit", _("Credit note")

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="invoices", verbose_name=_("client"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.INVOICE)
    number = models.CharField(_("number"), max_length=100)
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    net = models.DecimalField(_("net amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    disputed = models.BooleanField(_("disputed"), default=False)
    voided_on = models.DateField(_("void since"), null=True, blank=True)
    credits = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="credit_notes", verbose_name=_("credits")
    )

    objects = InvoiceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ("-issued_on",)
        constraints = [
            identity("invoice"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="invoice_amount_not_negative"),
            models.CheckConstraint(condition=models.Q(currency__regex="^[A-Z]{3}$"), name="invoice_currency_code"),
        ]
        indexes = [
            models.Index(fields=["client", "due_on"], name="invoice_client_due"),
            models.Index(fields=["client", "issued_on"], name="invoice_client_issued"),
            models.Index(fields=["number"], name="invoice_number"),
        ]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.number


class PaymentQuerySet(RecordQuerySet["Payment"]):
    def made_by(self, on: dt.date) -> Self:
        return self.filter(paid_on__lte=on)


@keep_past(model_name="PaymentPast")
class Payment(Record):
    """Money received, for one invoice where we know which. A refund is negative."""

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="payments", verbose_name=_("client"), db_index=False
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("invoice")
    )
    paid_on = models.DateField(_("paid on"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)

    objects = PaymentQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-paid_on",)
        constraints = [
            identity("payment"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="payment_amount_not_zero"),
            models.CheckConstraint(condition=models.Q(currency__regex="^[A-Z]{3}$"), name="payment_currency_code"),
        ]
        indexes = [models.Index(fields=["client", "paid_on"], name="payment_client_paid")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.paid_on}"


@keep_past(model_name="PaymentPromisePast")
class PaymentPromise(Record):
    """“We pay by Friday.” Broken when the day passed and the amount did not come."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="promises", verbose_name=_("client"))
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("invoice")
    )
    made_on = models.DateField(_("promised on"))
    until = models.DateField(_("to pay by"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RecordQuerySet["PaymentPromise"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("promise to pay")
        verbose_name_plural = _("promises to pay")
        ordering = ("-made_on",)
        constraints = [
            identity("paymentpromise"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("made_on")), name="paymentpromise_until_after_made"
            ),
        ]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.made_on} → {self.until}"
