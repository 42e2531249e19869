"""A score replaced by hand, for a while, with a reason. The computed one stays, and is what is learnt from."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from accounts.models.people import keep_audit
from signals.models.seal import Seal


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self, on: dt.date) -> Self:
        """Holding on a day: begun, not expired, not ended before."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), starts_on__lte=on, expires_on__gte=on)

    def in_force_on(self, column: str) -> Self:
        """The same as a subquery, on the day that the outer row names."""
        day = models.OuterRef(column)
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), starts_on__lte=day, expires_on__gte=day)


@keep_audit("OverridePast")
class Override(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="overrides", verbose_name=_("client"))
    side = models.CharField(_("score"), max_length=5, choices=Seal.Side)
    score = models.PositiveSmallIntegerField(_("score"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    token = models.CharField(max_length=64, blank=True, default="", editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("until"))
    ended_on = models.DateField(_("taken back"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "side"], condition=Q(ended_on=None), name="override_once_per_client_and_side"
            ),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="override_once_per_form"),
            models.CheckConstraint(condition=Q(score__lte=100), name="override_score_to_hundred"),
            models.CheckConstraint(condition=Q(expires_on__gte=models.F("starts_on")), name="override_ends_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.side} {self.score} ({self.starts_on} – {self.expires_on})"
