"""Every figure that needs other clients, frozen at a cut-off."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from signals.models.scorecard import Scorecard
from signals.models.snapshot import Series


class FrameQuerySet(models.QuerySet["Frame"]):
    def in_force(self, on: dt.date, series: int) -> Self:
        """Frames in force on a day, the newest first."""
        return self.filter(in_force_from__lte=on, series=series).order_by("-in_force_from", "-id")


class Frame(models.Model):
    """Immutable. In force from the day after its cut-off, or at once for an extra one."""

    class Reason(models.TextChoices):
        CLOSING = "closing", _("A day was closed")
        FIRST = "first", _("First data")
        BATCH = "batch", _("A batch touched many clients")
        SCORECARD = "scorecard", _("A scorecard was published")

    series = models.IntegerField(_("series"), choices=Series, default=Series.LIVE)
    cutoff = models.DateField(_("reads what was known by"))
    in_force_from = models.DateField(_("in force from"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="+", verbose_name=_("scorecard"))
    clients = models.PositiveIntegerField(_("clients"))
    data = models.JSONField(_("figures"))
    code = models.CharField(_("code version"), max_length=16)
    built_at = models.DateTimeField(_("built at"), db_default=Now(), editable=False)

    objects = FrameQuerySet.as_manager()

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        ordering = ("-in_force_from", "-id")
        indexes = [models.Index(fields=["series", "-in_force_from", "-id"], name="frame_in_force")]
        triggers = [pgtrigger.Protect(name="fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.cutoff} ({self.get_reason_display()})"


class FrameRequest(models.Model):
    """An extra frame that somebody has to build. Work is rows, not messages."""

    reason = models.CharField(max_length=10, choices=Frame.Reason)
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.reason


class Backfill(models.Model):
    """A history to be scored week by week, oldest first, because a first import declared it known. Work is rows."""

    next_close = models.DateField(help_text="The next week close to score.")
    last_close = models.DateField()
    made_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.next_close} … {self.last_close}"
