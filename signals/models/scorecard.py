"""The whole configuration of the judgement, versioned. A published version never changes."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit
from signals.priors import Factor
from signals.scoring import ScorecardSpec, SegmentSpec, Weight


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def in_force(self, on: dt.date) -> Self:
        """Versions in force on a day, the newest first."""
        return self.filter(in_force_from__lte=on).order_by("-in_force_from", "-version")


@keep_audit("ScorecardPast")
class Scorecard(models.Model):
    version = models.PositiveIntegerField(_("version"), unique=True)
    in_force_from = models.DateField(_("in force from"))
    factors = models.JSONField(_("factors"), help_text=_("In the order of every array of a snapshot."))
    parameters = models.JSONField(
        _("parameters"), default=dict, blank=True, help_text=_("By sign and name; what is not named is as shipped.")
    )
    segments = models.JSONField(
        _("segments"), default=dict, blank=True,
        help_text=_("By segment: weights by factor, parameters by sign; what is not named is as for everyone."),
    )  # fmt: skip
    base_churn = models.FloatField(_("base rate of churn in 90 days"), default=0.054)
    base_fire = models.FloatField(_("base rate of fire pressure"), default=0.10)
    notes = models.TextField(_("notes"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ("-version",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(base_churn__gt=0, base_churn__lt=1, base_fire__gt=0, base_fire__lt=1),
                name="scorecard_base_rates_are_rates",
            )
        ]
        triggers = [
            refuse_truncate(),
            pgtrigger.Trigger(
                name="fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF NEW.factors IS DISTINCT FROM OLD.factors OR NEW.base_churn <> OLD.base_churn
                        OR NEW.base_fire <> OLD.base_fire OR NEW.version <> OLD.version
                        OR NEW.in_force_from <> OLD.in_force_from
                        OR NEW.parameters IS DISTINCT FROM OLD.parameters
                        OR NEW.segments IS DISTINCT FROM OLD.segments THEN
                        RAISE EXCEPTION 'a published scorecard never changes; publish a new version';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.version)

    def spec(self) -> ScorecardSpec:
        """The frozen configuration that the pure functions take."""
        factors = tuple(Factor(**row) for row in self.factors)
        segments = {
            name: SegmentSpec(
                {key: Weight(**weight) for key, weight in own.get("weights", {}).items()}, own.get("parameters", {})
            )
            for name, own in sorted(self.segments.items())
        }
        return ScorecardSpec(factors, {"churn": self.base_churn, "fire": self.base_fire}, self.parameters, segments)
