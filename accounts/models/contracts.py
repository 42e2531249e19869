"""What was agreed: fee, hours, terms, and how it may end."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client


class ContractQuerySet(RecordQuerySet["Contract"]):
    def running(self, on: dt.date) -> Self:
        return self.filter(starts__lte=on).exclude(ends__lt=on)


@keep_past(audited=True, model_name="ContractPast")
class Contract(Record):
    """One agreement with a client. Several may run at once."""

    class Kind(models.TextChoices):
        RETAINER = "retainer", _("Retainer")
        PROJECT = "project", _("Project")
        PERFORMANCE = "performance", _("Performance")

    class NoticeUnit(models.TextChoices):
        DAYS = "days", _("Calendar days")
        BUSINESS_DAYS = "business", _("Business days")
        MONTHS = "months", _("Months")

    client = models.ForeignKey(Client, models.PROTECT, related_name="contracts", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.RETAINER)
    title = models.CharField(_("title"), max_length=200, blank=True)
    monthly_fee = models.DecimalField(_("fee a month"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    hours_included = models.DecimalField(_("hours a month"), max_digits=8, decimal_places=2, null=True, blank=True)
    is_prepaid = models.BooleanField(_("paid beforehand"), default=False)
    payment_days = models.PositiveSmallIntegerField(_("payment terms, days"), null=True, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    renews = models.BooleanField(_("renews by itself"), default=False)
    renewal_months = models.PositiveSmallIntegerField(_("renewed for, months"), null=True, blank=True)
    notice_length = models.PositiveSmallIntegerField(_("notice"), null=True, blank=True)
    notice_unit = models.CharField(_("notice counted in"), max_length=8, choices=NoticeUnit, default=NoticeUnit.MONTHS)
    notice_to_month_end = models.BooleanField(_("to the end of a month"), default=False)
    cure_days = models.PositiveSmallIntegerField(_("cure period, days"), null=True, blank=True)
    termination_fee = models.DecimalField(_("termination fee"), max_digits=14, decimal_places=2, null=True, blank=True)
    notice_delivery = models.CharField(_("how notice is delivered"), max_length=120, blank=True)
    cycle_ends = models.JSONField(_("ends of campaign cycles"), default=list, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ("-starts",)
        constraints = [
            identity("contract"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="contract_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_fee__isnull=True) | models.Q(monthly_fee__gte=0),
                name="contract_fee_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(currency__regex="^[A-Z]{3}$"), name="contract_currency_code"),
        ]
        indexes = [models.Index(fields=["client", "starts"], name="contract_client_starts")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.starts}"
