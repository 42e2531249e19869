"""The agency itself, its calendar and its currencies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from clienthealth.core.clock import Day, today


def working_week() -> list[int]:
    return [0, 1, 2, 3, 4]


@keep_past(model_name="AgencyPast")
class Agency(Record):
    """One row: who we are, how we count days and money."""

    name = models.CharField(_("name"), max_length=200)
    currency = models.CharField(_("base currency"), max_length=3, default="EUR")
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Copenhagen")
    country = models.CharField(_("country"), max_length=2, default="DK", help_text=_("Two letters, for holidays."))
    working_days = models.JSONField(_("working days"), default=working_week, help_text=_("0 is Monday."))
    day_starts = models.TimeField(_("day starts"), default=dt.time(8))
    day_ends = models.TimeField(_("day ends"), default=dt.time(18))
    languages = models.JSONField(_("languages"), default=list, blank=True)
    domains = models.JSONField(_("our e-mail domains"), default=list, blank=True)
    price_floor = models.DecimalField(_("price floor a month"), max_digits=14, decimal_places=2, null=True, blank=True)
    target_rate = models.DecimalField(_("target hourly rate"), max_digits=10, decimal_places=2, null=True, blank=True)
    cost_rate = models.DecimalField(_("cost of an hour"), max_digits=10, decimal_places=2, null=True, blank=True)

    objects = RecordQuerySet["Agency"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("agency")
        verbose_name_plural = _("agency")
        constraints = [
            identity("agency"),
            models.UniqueConstraint(models.Value(1), name="agency_only_one"),
            models.CheckConstraint(condition=models.Q(currency__regex="^[A-Z]{3}$"), name="agency_currency_code"),
        ]
        triggers = record_triggers(None)

    def __str__(self) -> str:
        return self.name

    def today(self) -> Day:
        return today(self.zone)


@keep_past(model_name="HolidayPast")
class Holiday(Record):
    """A day off, of a country or of the agency alone (no country)."""

    on = models.DateField(_("date"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    name = models.CharField(_("name"), max_length=200)

    objects = RecordQuerySet["Holiday"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ("-on",)
        constraints = [
            identity("holiday"),
            models.UniqueConstraint(fields=["on", "country"], name="holiday_once_a_country"),
        ]
        triggers = record_triggers(None)

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class RateQuerySet(RecordQuerySet["ExchangeRate"]):
    def in_force(self, on: dt.date) -> RateQuerySet:
        """The rate of each currency that holds on a day."""
        return self.filter(starts__lte=on).order_by("currency", "-starts").distinct("currency")


@keep_past(model_name="ExchangeRatePast")
class ExchangeRate(Record):
    """What one unit of a currency is worth in the base currency, from a day on."""

    currency = models.CharField(_("currency"), max_length=3)
    starts = models.DateField(_("from"))
    rate = models.DecimalField(
        _("rate"), max_digits=18, decimal_places=8, validators=[MinValueValidator(Decimal("0.00000001"))]
    )

    objects = RateQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("currency", "-starts")
        constraints = [
            identity("exchangerate"),
            models.UniqueConstraint(fields=["currency", "starts"], name="exchangerate_once_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchangerate_positive"),
        ]
        triggers = record_triggers(None)

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} ({self.starts})"
