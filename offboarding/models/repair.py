"""What was tried before parting: talks, limits, new terms, and written warnings with a right of reply."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact
from accounts.models.people import keep_audit
from offboarding.models.case import CaseFile, Parting


class Outcome(models.TextChoices):
    MENDED = "mended", _("Mended")
    PARTLY = "partly", _("Better, not mended")
    NOT = "not", _("No change")


@keep_audit("RepairPast")
class Repair(models.Model):
    """Something we tried with the client. `before` holds the fire side's hundredths by sign on the day it began."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Open talk")
        LIMITS = "limits", _("Limits")
        PRICE = "price", _("New price")
        SCOPE = "scope", _("New scope")
        PREPAYMENT = "prepayment", _("Prepayment")
        PLAN = "plan", _("Payment plan")
        PEOPLE = "people", _("Other people on the account")
        OTHER = "other", _("Something else")

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="repairs", verbose_name=_("parting"))
    kind = models.CharField(_("what was tried"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with whom")
    )
    agreed = models.TextField(_("what was said and agreed"))
    check_on = models.DateField(_("look at it again on"), null=True, blank=True)
    before = models.JSONField(_("signs before"), default=dict, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=6, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("what we saw"), blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(outcome="") | Q(judged_on__isnull=False), name="repair_judged_has_date"),
            models.CheckConstraint(condition=~Q(agreed=""), name="repair_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.on})"


@keep_audit("WrittenWarningPast")
class WrittenWarning(models.Model):
    """A written warning: what must change, by when, proof that it arrived, and the client's reply."""

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="warnings", verbose_name=_("parting"))
    topic = models.CharField(_("about"), max_length=200)
    items = models.JSONField(_("what must change"), default=list)
    standard = models.TextField(_("what our standards say"), blank=True)
    cure_by = models.DateField(_("to be put right by"))
    reply_by = models.DateField(_("reply by"))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_how = models.CharField(_("how it was sent"), max_length=120, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    proof = models.TextField(_("proof of delivery"), blank=True)
    proof_file = models.ForeignKey(
        CaseFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("proof, as a file")
    )
    reply = models.TextField(_("the client's reply"), blank=True)
    reply_on = models.DateField(_("replied on"), null=True, blank=True)
    reply_from = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reply from")
    )
    before = models.JSONField(_("signs before"), default=dict, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=6, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("what we saw"), blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        ordering = ("made_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(reply_by__lte=models.F("cure_by")), name="warning_reply_before_cure"),
            models.CheckConstraint(condition=Q(reply="") | Q(reply_on__isnull=False), name="warning_reply_is_dated"),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(sent_on__isnull=False) & Q(received_on__gte=models.F("sent_on")),
                name="warning_received_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(judged_on__isnull=False), name="warning_judged_has_date"
            ),
        ]

    def __str__(self) -> str:
        return self.topic
