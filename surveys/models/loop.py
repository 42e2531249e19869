"""Closing the loop: who owes somebody a reply, until when, what the cause was and what was answered."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, SurveyResponse
from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit
from signals.models import Play
from surveys.models.answer import Answer
from surveys.models.base import person


class LoopQuerySet(models.QuerySet["Loop"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def overdue(self, now: dt.datetime) -> Self:
        return self.owed().filter(due_at__lt=now)

    def owed(self) -> Self:
        """Somebody waits to hear from us. Who asked not to be contacted does not."""
        return self.open().filter(replied_at=None, quiet=False)


@keep_audit("LoopPast", without=["cause_note", "reply"])
class Loop(models.Model):
    """One low answer to be dealt with. Closed when the cause is known and the client heard from us, or asked not to."""

    class Cause(models.TextChoices):
        RESULTS = "results", _("Results")
        COMMUNICATION = "communication", _("Communication")
        QUALITY = "quality", _("Quality of the work")
        DEADLINES = "deadlines", _("Deadlines")
        PEOPLE = "people", _("Change of people")
        PRICE = "price", _("Price or billing")
        STRATEGY = "strategy", _("Strategy, expectations")
        THEIRS = "theirs", _("Something at the client")
        MISTAKE = "mistake", _("Pressed the wrong number")
        OTHER = "other", _("Something else")

    class How(models.TextChoices):
        PHONE = "phone", _("Phone")
        MAIL = "mail", _("E-mail")
        MEETING = "meeting", _("Meeting")

    client = models.ForeignKey(Client, models.PROTECT, related_name="loops", verbose_name=_("client"))
    answer = models.OneToOneField(
        Answer, models.CASCADE, null=True, blank=True, related_name="loop", verbose_name=_("answer")
    )
    response = models.OneToOneField(
        SurveyResponse, models.CASCADE, null=True, blank=True, related_name="loop", verbose_name=_("imported answer")
    )
    opened_at = models.DateTimeField(_("opened"), db_default=Now(), editable=False)
    due_at = models.DateTimeField(_("reply due"))
    responsible = person(_("who replies"), null=True, blank=True)
    play = models.ForeignKey(
        Play, models.SET_NULL, null=True, blank=True, related_name="loops", verbose_name=_("play")
    )  # fmt: skip
    quiet = models.BooleanField(_("asked not to be contacted"), default=False)
    cause = models.CharField(_("root cause"), max_length=13, choices=Cause, blank=True)
    cause_note = models.TextField(_("what was behind it"), max_length=4000, blank=True)
    how = models.CharField(_("how we replied"), max_length=7, choices=How, blank=True)
    reply = models.TextField(_("what we replied"), max_length=8000, blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    replied_by = person(_("by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = person(_("closed by"), null=True, blank=True)
    told_at = models.DateTimeField(_("mailed to who replies"), null=True, blank=True, editable=False)
    warned_at = models.DateTimeField(_("mailed as overdue"), null=True, blank=True, editable=False)
    raised_at = models.DateTimeField(_("mailed as overdue further up"), null=True, blank=True, editable=False)

    objects = LoopQuerySet.as_manager()

    class Meta:
        verbose_name = _("loop")
        verbose_name_plural = _("loops")
        ordering = ("due_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__isnull=False) | Q(response__isnull=False), name="loop_of_an_answer"
            ),
            models.CheckConstraint(condition=Q(replied_at=None) | ~Q(how=""), name="loop_reply_has_way"),
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(cause=""), name="loop_closed_has_cause"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_at"], name="loop_owed", condition=Q(closed_at=None))]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return f"{self.client_id} {self.due_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("survey_loop", args=[self.pk])

    @property
    def is_begun(self) -> bool:
        """Whether anybody has worked on it."""
        return bool(self.cause or self.cause_note or self.replied_at)
