"""Campaigns: whom we ask what, when, and in which words."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit
from surveys.models.base import person


def weekdays() -> list[int]:
    """Monday to Thursday: what comes on a Friday afternoon is answered by nobody."""
    return [0, 1, 2, 3]


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running(self, on: dt.date) -> Self:
        """Those that ask on a day."""
        begun = self.filter(Q(starts_on=None) | Q(starts_on__lte=on), state=Campaign.State.RUNNING)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=on))


@keep_audit("CampaignPast")
class Campaign(models.Model):
    """One question, asked again and again. Everyone who fits is asked: agencies have few clients."""

    class Kind(models.TextChoices):
        NPS = "nps", _("Would you recommend us? (0 to 10)")
        CSAT = "csat", _("How satisfied are you? (1 to 5)")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    class Whom(models.TextChoices):
        EVERYONE = "everyone", _("Everyone there with an e-mail address")
        CHAMPIONS = "champions", _("Who speaks for us")
        DECIDERS = "deciders", _("Who decides or pays")
        KEY = "key", _("Who speaks for us, decides or pays")

    class When(models.TextChoices):
        EVERY = "every", _("Every so many days, person by person")
        ANNIVERSARY = "anniversary", _("Around the client's anniversary, and half a year later")
        EVENT = "event", _("After something happened")
        ONCE = "once", _("Once, from a day on")

    class Event(models.TextChoices):
        DELIVERY = "delivery", _("A deliverable was delivered")
        ONBOARDED = "onboarded", _("The onboarding ended")
        PROJECT = "project", _("A project ended")
        MEETING = "meeting", _("We met")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("question"), max_length=4, choices=Kind, default=Kind.NPS)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.DRAFT)
    # Who
    whom = models.CharField(_("who there"), max_length=9, choices=Whom, default=Whom.EVERYONE)
    segments = models.JSONField(_("segments"), default=list, blank=True, help_text=_("None chosen: all."))
    in_notice = models.BooleanField(_("clients in notice, too"), default=False)
    share = models.PositiveSmallIntegerField(
        _("share asked, in %"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    # When
    when = models.CharField(_("when"), max_length=11, choices=When, default=When.EVERY)
    every_days = models.PositiveSmallIntegerField(
        _("days from one to the next"), default=180, validators=[MinValueValidator(30), MaxValueValidator(1095)]
    )
    event = models.CharField(_("after"), max_length=9, choices=Event, blank=True)
    delay_days = models.PositiveSmallIntegerField(
        _("days after it"), default=2, validators=[MaxValueValidator(90)]
    )  # fmt: skip
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    # At which hour, where the person is
    weekdays = models.JSONField(_("on weekdays"), default=weekdays)
    hour_from = models.TimeField(_("between"), default=dt.time(9))
    hour_to = models.TimeField(_("and"), default=dt.time(16))
    spread_days = models.PositiveSmallIntegerField(
        _("spread over, in days"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    # And then
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=2, validators=[MaxValueValidator(3)])
    reminder_days = models.PositiveSmallIntegerField(
        _("days before a reminder"), default=4, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    open_days = models.PositiveSmallIntegerField(
        _("days to answer, or to change the answer"),
        default=28,
        validators=[MinValueValidator(7), MaxValueValidator(120)],
    )
    reader = person(_("who reads and replies"), null=True, blank=True, help_text=_("Nobody: the client's owner."))
    made_by = person(_("by"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey campaign")
        verbose_name_plural = _("survey campaigns")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(condition=Q(hour_from__lt=F("hour_to")), name="campaign_hours_in_order"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaign_days_in_order",
            ),
            models.CheckConstraint(condition=Q(reminders__lte=3), name="campaign_three_reminders"),
            models.CheckConstraint(condition=Q(share__range=(1, 100)), name="campaign_share_percent"),
            models.CheckConstraint(
                condition=~Q(when="event") | ~Q(event=""), name="campaign_event_named"
            ),
            models.CheckConstraint(
                condition=~Q(when="once") | Q(starts_on__isnull=False), name="campaign_once_has_day"
            ),
        ]  # fmt: skip
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaign", args=[self.pk])


@keep_audit("CampaignWordingPast")
class CampaignWording(models.Model):
    """The agency's own words in one language. What is empty is said in ours."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="wordings", verbose_name=_("campaign"))
    language = models.CharField(_("language"), max_length=10)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    intro = models.TextField(_("first lines"), max_length=600, blank=True)
    question = models.CharField(_("question"), max_length=200, blank=True)
    low = models.CharField(_("words at the low end"), max_length=60, blank=True)
    high = models.CharField(_("words at the high end"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("wording of a campaign")
        verbose_name_plural = _("wordings of campaigns")
        ordering = ("campaign", "language")
        constraints = [models.UniqueConstraint(fields=["campaign", "language"], name="campaignwording_one_a_language")]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.language}"


@keep_audit("SurveyTermsPast")
class SurveyTerms(models.Model):
    """One row: what holds for every campaign."""

    throttle_days = models.PositiveSmallIntegerField(
        _("ask a person at most once in, days"),
        default=90,
        validators=[MinValueValidator(14), MaxValueValidator(730)],
        help_text=_("Over all campaigns together."),
    )
    loop_hours = models.PositiveSmallIntegerField(
        _("hours to reply to a low answer"), default=48, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    address = models.CharField(
        _("postal address below the mails"), max_length=300, blank=True, help_text=_("Many countries ask for it.")
    )

    class Meta:
        verbose_name = _("rules for surveys")
        verbose_name_plural = _("rules for surveys")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="surveyterms_only_one"),
            models.CheckConstraint(condition=Q(throttle_days__range=(14, 730)), name="surveyterms_throttle_sensible"),
            models.CheckConstraint(condition=Q(loop_hours__range=(1, 240)), name="surveyterms_hours_sensible"),
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return str(_("rules for surveys"))

    @classmethod
    def of_agency(cls) -> SurveyTerms:
        return cls.objects.first() or cls()
