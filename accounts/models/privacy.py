"""How long words about people are kept, and the erasures that were made."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_truncate
from accounts.models.clients import Client, Contact
from accounts.models.people import keep_audit

MONTHS = 36  # the usual limitation of claims, to the end of the third year; docs/privacy.md


@keep_audit("RetentionPast")
class Retention(models.Model):
    """One row: the agency's own rule. Not on `Agency`, whose every change is news to all scores."""

    months = models.PositiveSmallIntegerField(
        _("months after the end"), default=MONTHS, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    automatic = models.BooleanField(_("erase by itself, every night"), default=False)

    class Meta:
        verbose_name = _("retention")
        verbose_name_plural = _("retention")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="retention_only_one"),
            models.CheckConstraint(condition=models.Q(months__range=(1, 180)), name="retention_months_sensible"),
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return str(self.months)

    @classmethod
    def of_agency(cls) -> Retention:
        """The rule, or the one we propose where nobody has set one."""
        return cls.objects.first() or cls()


@keep_audit("ErasurePast")
class Erasure(models.Model):
    """That words were erased: whose, when, by whom, how many rows. Never which words."""

    class Why(models.TextChoices):
        TIME = "time", _("Kept long enough")
        ASKED = "asked", _("The person asked for it")

    client = models.ForeignKey(Client, models.PROTECT, related_name="erasures", verbose_name=_("client"))
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="erasures", verbose_name=_("contact"),
        help_text=_("Empty: everybody there."),
    )  # fmt: skip
    why = models.CharField(_("why"), max_length=5, choices=Why)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"),
        help_text=_("Empty: by itself, at night."),
    )  # fmt: skip
    counts = models.JSONField(_("rows"), default=dict)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-at", "-pk")
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            refuse_truncate(),
        ]

    def __str__(self) -> str:
        return str(self.contact or self.client)


@keep_audit("DataExportPast")
class DataExport(models.Model):
    """That somebody took all records of a client along, for the client."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="data_exports", verbose_name=_("client"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("export of a client's data")
        verbose_name_plural = _("exports of clients' data")
        ordering = ("-at", "-pk")
        triggers = [
            pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete),
            refuse_truncate(),
        ]

    def __str__(self) -> str:
        return str(self.client)
