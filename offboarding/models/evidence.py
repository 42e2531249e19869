"""What the case rests on: the fire side's points with their records as known then, and why it could be us."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Lapse
from accounts.models.people import keep_audit
from offboarding.models.case import Parting


class EvidenceItem(models.Model):
    """One sign of fire pressure, frozen: its points, what it said, and the dated records behind it.

    `points` are hundredths of the score of `known_on`; `records` a list of {"on", "text", "kind"}. A later freeze is
    another round, and the earlier one stays.
    """

    class Verdict(models.TextChoices):
        OPEN = "open", _("Not looked at")
        AGREED = "agreed", _("It is so")
        DISPUTED = "disputed", _("It is not so, or not fair")

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="evidence", verbose_name=_("parting"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    known_on = models.DateField(_("as known on"))
    factor = models.CharField(_("sign"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    sentence = models.TextField(_("sentence"), blank=True)
    points = models.IntegerField(_("points, hundredths"))
    records = models.JSONField(_("records"), default=list)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, default=Verdict.OPEN)
    note = models.TextField(_("note"), blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("round", "-points", "factor")
        constraints = [
            models.UniqueConstraint(fields=["parting", "round", "factor"], name="evidence_once_a_round"),
            models.CheckConstraint(condition=~Q(verdict="disputed") | ~Q(note=""), name="evidence_disputed_says_why"),
        ]

    def __str__(self) -> str:
        return self.title


@keep_audit("FaultReasonPast")
class FaultReason(models.Model):
    """A reason why the fault could be ours, with what shows it."""

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="reasons", verbose_name=_("parting"))
    reason = models.CharField(_("reason"), max_length=300)
    evidence = models.TextField(_("what shows it"))
    lapse = models.ForeignKey(
        Lapse, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the lapse on record")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("reason why it could be us")
        verbose_name_plural = _("reasons why it could be us")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(evidence=""), name="faultreason_with_evidence"),
            models.UniqueConstraint(fields=["parting", "reason"], name="faultreason_once"),
        ]

    def __str__(self) -> str:
        return self.reason
