"""What an ended relationship teaches: its cause as a person confirmed it, and the decision looked at half a year on."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from accounts.models.people import keep_audit
from offboarding.models.case import Parting

DUE_DAYS = 30  # after the end: while people still remember, and know how it went on
SECOND_LOOK_DAYS = 182

AS_IT_WAS = pgtrigger.Trigger(
    name="as_it_was",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF (NEW.client_id, NEW.ended_on, NEW.until, NEW.side, NEW.cause_suggested, NEW.signs, NEW.weeks,
            NEW.warned_days)
           IS DISTINCT FROM
           (OLD.client_id, OLD.ended_on, OLD.until, OLD.side, OLD.cause_suggested, OLD.signs, OLD.weeks,
            OLD.warned_days) THEN
            RAISE EXCEPTION 'what was known of an ended relationship stays as it was kept';
        END IF;
        RETURN NEW;
    """,
)


class Cause(models.TextChoices):
    PRICE = "price", _("Price")
    RESULTS = "results", _("Results")
    SERVICE = "service", _("Our service")
    CONTACT_LEFT = "contact_left", _("Our contact left")
    IN_HOUSE = "in_house", _("They do it themselves now")
    RIVAL = "rival", _("Another agency")
    INSOLVENCY = "insolvency", _("Insolvency")
    SCOPE = "scope", _("Scope")
    CONDUCT = "conduct", _("Conduct")
    PAYMENT = "payment", _("Payment")
    FIT = "fit", _("Fit or expectations")
    ETHICS = "ethics", _("Ethics")
    MERGER = "merger", _("Merger or new owners")
    RAN_OUT = "ran_out", _("It ran out as agreed")
    OTHER = "other", _("Something else")


@keep_audit("RetrospectivePast")
class Retrospective(models.Model):
    """One ended relationship, theirs or ours. What the signs were is frozen when a person confirms the cause.

    `signs`: a list of {"sign", "first", "strongest", "weeks", "at_notice", "alerted", "acknowledged", "play",
    "weight"}, dates in ISO form or null, strengths in ten-thousandths. `weeks`: the picture, {"days", "strengths" by
    sign, "churn" and "fire" bands}, one entry a week close. `until` is the day of the notice, or of the end where
    nobody gave any: nothing of that day or later counts.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="lessons", verbose_name=_("client"))
    parting = models.OneToOneField(
        Parting, models.SET_NULL, null=True, blank=True, related_name="lesson", verbose_name=_("parting")
    )
    ended_on = models.DateField(_("ended on"))
    until = models.DateField(_("signs before"))
    side = models.CharField(_("ended by"), max_length=10, choices=Client.Side)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause)
    cause_suggested = models.CharField(_("cause the signs suggest"), max_length=12, choices=Cause, blank=True)
    cause_note = models.TextField(_("how we know"), blank=True)
    signs = models.JSONField(_("signs"), default=list, blank=True)
    weeks = models.JSONField(_("signs by week"), default=dict, blank=True)
    warned_days = models.PositiveSmallIntegerField(_("days of warning"), null=True, blank=True)
    done_differently = models.TextField(_("what we would do otherwise"), blank=True)
    keep_doing = models.TextField(_("what we would do again"), blank=True)
    due_on = models.DateField(_("due"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"))
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("retrospective")
        verbose_name_plural = _("retrospectives")
        ordering = ("-ended_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["client", "ended_on"], name="retrospective_once_an_end"),
            models.CheckConstraint(condition=~Q(cause=Cause.OTHER) | ~Q(cause_note=""), name="retrospective_says_what"),
            models.CheckConstraint(
                condition=Q(until__lte=models.F("ended_on")), name="retrospective_signs_before_the_end"
            ),
        ]
        triggers = [AS_IT_WAS]

    def __str__(self) -> str:
        return f"{self.client} ({self.ended_on})"


class SecondLookQuerySet(models.QuerySet["SecondLook"]):
    def waiting(self, on: dt.date) -> Self:
        return self.filter(answer="", due_on__lte=on)

    def answered(self) -> Self:
        return self.exclude(answer="")


@keep_audit("SecondLookPast")
class SecondLook(models.Model):
    """Half a year after a case: would you decide the same? Asked of somebody who is not told whose case it was."""

    class Answer(models.TextChoices):
        SAME = "same", _("The same")
        OTHERWISE = "otherwise", _("Otherwise")
        UNSURE = "unsure", _("I cannot say")

    parting = models.OneToOneField(Parting, models.CASCADE, related_name="second_look", verbose_name=_("parting"))
    due_on = models.DateField(_("due"))
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="second_looks",
        verbose_name=_("asked of"),
    )  # fmt: skip
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer, blank=True)
    why = models.TextField(_("why"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | ~Q(answer="") & Q(answered_on__isnull=False),
                name="secondlook_answer_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["asked_of", "answer", "due_on"], name="secondlook_waiting")]

    def __str__(self) -> str:
        return f"{self.parting_id} ({self.due_on})"
