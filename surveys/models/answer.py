"""Answers, and what was tried on a public page without becoming one."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact, SurveyResponse
from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit
from surveys.models.ask import Ask, SurveyEntry
from surveys.models.base import nonce
from surveys.models.campaign import Campaign

NPS_TOP, CSAT_TOP = 10, 5
PASSIVE, PROMOTER = 7, 9  # from which score on
CSAT_LOW = 2


class AnswerQuerySet(models.QuerySet["Answer"]):
    def counted(self) -> Self:
        """Answers of people, as far as we can tell."""
        return self.filter(automatic=False)

    def low(self) -> Self:
        return self.filter(
            Q(kind=Campaign.Kind.NPS, score__lt=PASSIVE) | Q(kind=Campaign.Kind.CSAT, score__lte=CSAT_LOW)
        )


@keep_audit("AnswerPast", without=["comment", "one_thing", "name"])
class Answer(models.Model):
    """What somebody answered. It may be changed while the question is open; `response` is the fact that scores read.

    `automatic`: it came as only a program answers. It is kept, shown apart, and is no fact until somebody here has
    looked and says that it is a person's.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="answers", verbose_name=_("campaign"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="survey_answers", verbose_name=_("client"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    ask = models.OneToOneField(Ask, models.PROTECT, null=True, blank=True, related_name="answer", editable=False)
    entry = models.ForeignKey(
        SurveyEntry, models.PROTECT, null=True, blank=True, related_name="answers", editable=False
    )
    nonce = models.CharField(max_length=32, unique=True, default=nonce, editable=False)
    kind = models.CharField(_("question"), max_length=4, choices=Campaign.Kind)
    score = models.PositiveSmallIntegerField(_("score"))
    comment = models.TextField(_("comment"), blank=True)
    one_thing = models.TextField(_("one thing to change"), blank=True)
    name = models.CharField(_("name they gave"), max_length=120, blank=True)
    no_contact = models.BooleanField(_("does not want to be contacted about it"), default=False)
    may_quote = models.BooleanField(_("may be quoted"), default=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    automatic = models.BooleanField(_("likely automatic"), default=False)
    answered_at = models.DateTimeField(_("answered"))
    changed_at = models.DateTimeField(_("last changed"), null=True, blank=True)
    response = models.OneToOneField(
        SurveyResponse, models.SET_NULL, null=True, blank=True, related_name="answer", editable=False
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("-answered_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="nps", score__lte=NPS_TOP) | Q(kind="csat", score__range=(1, CSAT_TOP)),
                name="answer_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(ask__isnull=False) | Q(entry__isnull=False), name="answer_came_somehow"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["client", "answered_at"], name="answer_client_answered"),
            models.Index(fields=["campaign", "answered_at"], name="answer_campaign_answered"),
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return f"{self.score} ({self.answered_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("survey_answer", args=[self.pk])

    @property
    def group(self) -> str:
        """`low`, `mid` or `high`. Never shown to whoever answered."""
        return group_of(self.kind, self.score)


def group_of(kind: str, score: int) -> str:
    """Detractor, passive or promoter; of the five steps of satisfaction 1–2, 3 and 4–5."""
    if kind == Campaign.Kind.NPS:
        return "low" if score < PASSIVE else "mid" if score < PROMOTER else "high"
    return "low" if score <= CSAT_LOW else "mid" if score == CSAT_LOW + 1 else "high"


class Attempt(models.Model):
    """Something that visited or pressed without answering: the evidence behind “likely automatic”. Kept for 90 days."""

    class What(models.TextChoices):
        LOOK = "look", _("opened the page")
        POST = "post", _("pressed the button")

    ask = models.ForeignKey(Ask, models.CASCADE, null=True, blank=True, related_name="attempts")
    entry = models.ForeignKey(SurveyEntry, models.CASCADE, null=True, blank=True, related_name="attempts")
    what = models.CharField(_("what"), max_length=4, choices=What)
    score = models.PositiveSmallIntegerField(_("score in the link or form"), null=True, blank=True)
    automatic = models.BooleanField(_("likely automatic"), default=False)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    agent = models.CharField(_("program"), max_length=80, blank=True)
    visitor = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["ask", "at"], name="attempt_ask_at"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
