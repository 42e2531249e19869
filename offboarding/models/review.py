"""Two people judge a case, each alone, before either sees the other or the computed score."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.people import keep_audit
from offboarding.models.case import Parting

ASSESSMENTS = ("payment", "economics", "conduct", "fit", "fault", "mend")
GAP = 2  # from here on two views are talked over

HANDED_IN = pgtrigger.Trigger(
    name="handed_in",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__handed_in_at__isnull=False),
    func="""
        IF (NEW.parting_id, NEW.reviewer_id, NEW.round, NEW.payment, NEW.economics, NEW.conduct, NEW.fit, NEW.fault,
            NEW.mend, NEW.advice, NEW.handed_in_at)
           IS DISTINCT FROM
           (OLD.parting_id, OLD.reviewer_id, OLD.round, OLD.payment, OLD.economics, OLD.conduct, OLD.fit, OLD.fault,
            OLD.mend, OLD.advice, OLD.handed_in_at) THEN
            RAISE EXCEPTION 'a review that was handed in stays as it is';
        END IF;
        RETURN NEW;
    """,
)


def _scored() -> Q:
    every = Q()
    for name in ASSESSMENTS:
        every &= Q(**{f"{name}__gte": 1, f"{name}__lte": 5})
    return every


@keep_audit("ReviewPast")
class Review(models.Model):
    """One person's view: six assessments from 1 to 5, higher is worse; a draft until it is handed in, then fixed.

    Odd rounds are blind. Where two views lie `GAP` or more apart they are talked over, and each scores again in the
    even round that follows; the blind one stays on record. New terms that were tried begin the next odd round.
    """

    class Advice(models.TextChoices):
        KEEP = "keep", _("Keep them")
        RESTRUCTURE = "restructure", _("Change the terms")
        PART = "part", _("Part")

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="reviews", verbose_name=_("parting"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    is_outside = models.BooleanField(_("from outside the account"), default=False)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    payment = models.PositiveSmallIntegerField(_("payment"), null=True, blank=True)
    economics = models.PositiveSmallIntegerField(_("economics"), null=True, blank=True)
    conduct = models.PositiveSmallIntegerField(_("conduct"), null=True, blank=True)
    fit = models.PositiveSmallIntegerField(_("fit"), null=True, blank=True)
    fault = models.PositiveSmallIntegerField(_("our fault"), null=True, blank=True)
    mend = models.PositiveSmallIntegerField(_("can it be mended?"), null=True, blank=True)
    advice = models.CharField(_("what they would do"), max_length=11, choices=Advice, blank=True)
    why = models.TextField(_("why"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now(), editable=False)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("round", "asked_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["parting", "reviewer", "round"], name="review_once_a_round"),
            models.CheckConstraint(
                condition=Q(handed_in_at=None) | _scored() & ~Q(advice=""), name="review_handed_in_is_whole"
            ),
        ]
        triggers = [HANDED_IN]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.parting_id} · {self.round}"

    @property
    def is_after_talk(self) -> bool:
        return self.round % 2 == 0

    @property
    def is_in(self) -> bool:
        return self.handed_in_at is not None
