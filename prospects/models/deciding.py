"""What was decided, by whom, and the letter that went out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import keep_audit
from clienthealth.core.clock import RecordedNow
from prospects.models.base import fixed, person
from prospects.models.judging import FitResult
from prospects.models.prospect import Prospect


@keep_audit("DecisionPast", without=["why", "fit"])
class Decision(models.Model):
    """One person's decision. Where a flag stands it waits for a second person, and holds from then on."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", _("Accept")
        MORE = "more", _("Ask for more")
        DECLINE = "decline", _("Decline")

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="decisions", verbose_name=_("prospect"))
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    why = models.TextField(_("why"), max_length=2000)
    by = person(_("by"))
    made_at = models.DateTimeField(_("decided"), db_default=RecordedNow(), editable=False)
    fit = models.ForeignKey(FitResult, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("fit"))
    needs_second = models.BooleanField(_("waits for a second person"), default=False)
    second_by = person(_("second person"), null=True, blank=True)
    second_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("prospect", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("by")), name="decision_second_is_another"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None and (not self.needs_second or self.second_by_id is not None)

    @property
    def waits(self) -> bool:
        return self.withdrawn_at is None and self.needs_second and self.second_by_id is None


class Letter(models.Model):
    """What was sent, or copied to be sent by hand: kept as it was, with its hash."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("By e-mail")
        COPY = "copy", _("Copied, sent by hand")

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="letter", verbose_name=_("decision"))
    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="letters", verbose_name=_("prospect"))
    channel = models.CharField(_("how"), max_length=4, choices=Channel)
    language = models.CharField(_("language"), max_length=10)
    recipient = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    sha256 = models.CharField(_("hash"), max_length=64)
    by = person(_("by"))
    made_at = models.DateTimeField(_("sent"), db_default=RecordedNow(), editable=False)
    mail_key = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-pk",)
        triggers = [fixed()]

    def __str__(self) -> str:
        return self.subject
