"""Invoices, payments, promises."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from accounts.admin.facts import FactAdmin
from accounts.models import Invoice, Payment
from accounts.quicklog import agency_date

MONEY: Any = DecimalField(max_digits=16, decimal_places=2)


class InvoiceAdmin(FactAdmin):
    list_display = ("number", "client", "kind", "issued_on", "due_on", "amount", "paid", "currency", "disputed",
                    "voided_on")  # fmt: skip
    list_filter = ("kind", "disputed", ("voided_on", admin.EmptyFieldListFilter))
    exact_fields = ("number",)
    autocomplete_fields = ("client",)
    raw_id_fields = ("credits",)
    actions = ("export", "void")

    def get_queryset(self, request: HttpRequest) -> Any:
        """`paid_sum` is asked for the rows of one page only."""
        paid = Payment.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
        total = Subquery(paid.annotate(total=Sum("amount")).values("total"), output_field=MONEY)
        return super().get_queryset(request).annotate(paid_sum=Coalesce(total, 0, output_field=MONEY))

    @admin.display(description=gettext_lazy("paid"))
    def paid(self, invoice: Any) -> Any:
        return invoice.paid_sum

    @admin.action(description=gettext_lazy("Mark the chosen invoices void from today"))
    def void(self, request: HttpRequest, chosen: QuerySet[Invoice]) -> None:
        with transaction.atomic():
            done = Invoice.objects.filter(pk__in=chosen.values("pk"), voided_on=None).update(voided_on=agency_date())
        said = ngettext("%(n)s invoice is void now.", "%(n)s invoices are void now.", done) % {"n": done}
        self.message_user(request, said, messages.SUCCESS)


class PaymentAdmin(FactAdmin):
    list_display = ("client", "invoice", "paid_on", "amount", "currency")
    list_select_related = ("client", "invoice")
    raw_id_fields = ("invoice",)


class PaymentPromiseAdmin(FactAdmin):
    list_display = ("client", "invoice", "made_on", "until", "amount", "currency", "note")
    list_select_related = ("client", "invoice")
    raw_id_fields = ("invoice",)
