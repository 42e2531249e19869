"""The report that goes with a parting, as it was kept: its bytes and their hash, which nobody can change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_rewriting
from offboarding.models.case import Parting


class CaseReport(models.Model):
    """One kept version. `choices` holds what the manager added: {"results": "1200", "cost": "18"}, as typed."""

    parting = models.ForeignKey(Parting, models.PROTECT, related_name="reports", verbose_name=_("parting"))
    name = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=10)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    note = models.TextField(_("next steps"), blank=True)
    choices = models.JSONField(_("figures that were agreed"), default=dict, blank=True)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("report of a case")
        verbose_name_plural = _("reports of cases")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["parting", "sha256"], name="casereport_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="casereport_ends_after_start"),
        ]
        triggers = [refuse_rewriting()]

    def __str__(self) -> str:
        return self.name
