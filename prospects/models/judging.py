"""What people say of a prospect before they see the figure, and the figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import keep_audit
from clienthealth.core.clock import RecordedNow
from prospects.fit import Fit, Row
from prospects.models.asking import Answers
from prospects.models.base import fixed, person
from prospects.models.prospect import Prospect


class RubricMark(models.Model):
    """One person's mark of one free text: 0 nothing to hold on to, 1 partly, 2 concrete."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="marks", verbose_name=_("prospect"))
    rubric = models.CharField(_("text"), max_length=40)
    mark = models.PositiveSmallIntegerField(_("mark"))
    by = person(_("by"))
    blind = models.BooleanField(_("before seeing the figure"), default=True)
    made_at = models.DateTimeField(_("marked"), db_default=RecordedNow(), editable=False)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ("prospect", "rubric", "pk")
        constraints = [
            models.UniqueConstraint(fields=["prospect", "rubric", "by"], name="rubricmark_once_a_person"),
            models.CheckConstraint(condition=Q(mark__lte=2), name="rubricmark_up_to_two"),
        ]

    def __str__(self) -> str:
        return f"{self.rubric}: {self.mark}"


class GutFeeling(models.Model):
    """One person's feeling, 1 (no) to 5 (yes), said before the figure is shown to them, and fixed from then on."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="feelings", verbose_name=_("prospect"))
    by = person(_("by"))
    value = models.PositiveSmallIntegerField(_("gut feeling"))
    note = models.CharField(_("in a few words"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("said"), db_default=RecordedNow(), editable=False)
    revealed_at = models.DateTimeField(_("saw the figure"), null=True, blank=True)

    class Meta:
        verbose_name = _("gut feeling")
        verbose_name_plural = _("gut feelings")
        ordering = ("prospect", "pk")
        constraints = [
            models.UniqueConstraint(fields=["prospect", "by"], name="gutfeeling_once_a_person"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="gutfeeling_one_to_five"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="fixed", operation=pgtrigger.Update, condition=pgtrigger.Q(old__revealed_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id}"


@keep_audit("WeightSetPast")
class WeightSet(models.Model):
    """A published version of what answers are worth. `evidence` is what was put forward for each change, by rule."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    points: Any = models.JSONField(_("points"))
    evidence: Any = models.JSONField(_("evidence"), default=dict, blank=True)
    notes = models.TextField(_("why"))
    published_by = person(_("published by"))
    published_at = models.DateTimeField(_("published"), db_default=RecordedNow(), editable=False)

    class Meta:
        verbose_name = _("points of answers")
        verbose_name_plural = _("points of answers")
        ordering = ("-version",)
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="weightset_from_one")]
        triggers = [fixed()]

    def __str__(self) -> str:
        return f"{self.version}"


class FitResult(models.Model):
    """A fit as it was shown, with the rows that add up to it. Kept as it was, whatever points are published later."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="fits", verbose_name=_("prospect"))
    answers = models.ForeignKey(Answers, models.CASCADE, related_name="+", verbose_name=_("answers"))
    weights = models.PositiveIntegerField(_("version of the points"))  # 0: as they come with the program
    figure = models.PositiveSmallIntegerField(_("fit"), null=True)
    total = models.SmallIntegerField(_("sum of the points"))
    answered = models.PositiveSmallIntegerField(_("questions answered"))
    asked = models.PositiveSmallIntegerField(_("questions asked"))
    rows: Any = models.JSONField(_("points"))  # [[rule, question, points, [kind, …], other question], …]
    flags: Any = models.JSONField(_("flags"), default=list, blank=True)
    made_at = models.DateTimeField(_("frozen"), db_default=RecordedNow(), editable=False)

    class Meta:
        verbose_name = _("fit")
        verbose_name_plural = _("fits")
        ordering = ("prospect", "-pk")
        triggers = [fixed()]

    def __str__(self) -> str:
        return f"{self.prospect_id}"

    @property
    def fit(self) -> Fit:
        rows = tuple(Row(rule, asked, points, tuple(kinds), also) for rule, asked, points, kinds, also in self.rows)
        return Fit(self.figure, self.total, self.answered, self.asked, rows, tuple(self.flags))

    @property
    def coverage(self) -> Decimal:
        return self.fit.coverage
