"""How the agency works and what it does not accept: in writing, in versions that never change."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit


class StandardsQuerySet(models.QuerySet["StandardsVersion"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def in_force(self, on: dt.date) -> Self:
        """Published and in force on a day, the newest first."""
        return self.published().filter(in_force_from__lte=on).order_by("-in_force_from", "-number", "language")


@keep_audit("StandardsVersionPast")
class StandardsVersion(models.Model):
    """One text in one language; the languages of one number say the same. A draft has a number once it is published."""

    number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("by"),
    )  # fmt: skip

    objects = StandardsQuerySet.as_manager()

    class Meta:
        verbose_name = _("standards")
        verbose_name_plural = _("standards")
        ordering = ("-number", "language")
        constraints = [
            models.UniqueConstraint(fields=["number", "language"], name="standardsversion_once_a_language"),
            models.UniqueConstraint(
                fields=["language"], condition=Q(published_at=None), name="standardsversion_one_draft_a_language"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, number=None)
                | Q(published_at__isnull=False, number__isnull=False, in_force_from__isnull=False),
                name="standardsversion_published_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
            refuse_truncate(),
        ]

    def __str__(self) -> str:
        return f"{self.number or _('draft')} ({self.language})"

    def get_absolute_url(self) -> str:
        """The public address of a published version."""
        return reverse("standards_version", args=[self.number]) + f"?language={self.language}"
