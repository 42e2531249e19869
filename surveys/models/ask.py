"""Asking: one person, one question, one time; the public entries; and who does not want to be asked."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact, SurveyInvitation
from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit
from surveys.models.base import nonce, person, slug
from surveys.models.campaign import Campaign


class AskQuerySet(models.QuerySet["Ask"]):
    def waiting(self) -> Self:
        return self.filter(state=Ask.State.PLANNED)

    def out(self) -> Self:
        """Those that a person may still answer, as far as anybody knows."""
        return self.filter(state__in=[Ask.State.QUEUED, Ask.State.SENT])


class Ask(models.Model):
    """One person is asked once. `round` names the time: a second planning of the same round finds it there.

    `fact` is the invitation in the book, which scores read. It is written when the mail server took the mail, and for
    the question of recommendation alone; a mail that comes back takes it out again.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        QUEUED = "queued", _("Handed to the post")
        SENT = "sent", _("Sent")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed without an answer")
        SKIPPED = "skipped", _("Not asked")
        BOUNCED = "bounced", _("Came back")

    class Why(models.TextChoices):
        """Why somebody was not asked after all."""

        SUPPRESSED = "suppressed", _("does not want to be asked")
        LEFT = "left", _("is no longer there")
        ENDED = "ended", _("no longer a client")
        NOTICE = "notice", _("the client is in notice")
        NO_ADDRESS = "no_address", _("has no e-mail address")
        THROTTLED = "throttled", _("was asked not long ago")
        STOPPED = "stopped", _("the campaign was stopped")
        BY_HAND = "by_hand", _("taken out by hand")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="asks", verbose_name=_("campaign"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("client"))
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name=_("contact"))
    round = models.CharField(_("round"), max_length=40)
    nonce = models.CharField(max_length=32, unique=True, default=nonce, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    due_at = models.DateTimeField(_("to be sent"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)
    why = models.CharField(_("why not"), max_length=10, choices=Why, blank=True)
    mail_key = models.CharField(max_length=200, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    remind_at = models.DateTimeField(_("next reminder"), null=True, blank=True)
    fact = models.OneToOneField(
        SurveyInvitation, models.SET_NULL, null=True, blank=True, related_name="ask", verbose_name=_("invitation")
    )
    made_at = models.DateTimeField(_("planned on"), db_default=Now(), editable=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("asking")
        verbose_name_plural = _("askings")
        ordering = ("-due_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "contact", "round"], name="ask_once_a_round"),
            models.CheckConstraint(
                condition=Q(state="skipped") & ~Q(why="") | ~Q(state="skipped") & Q(why=""), name="ask_says_why_not"
            ),
            models.CheckConstraint(condition=Q(reminded__lte=3), name="ask_three_reminders"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="ask_due", condition=Q(state="planned")),
            models.Index(fields=["remind_at"], name="ask_to_remind", condition=Q(state="sent")),
            models.Index(fields=["contact", "sent_at"], name="ask_contact_sent"),
            models.Index(fields=["client", "sent_at"], name="ask_client_sent"),
            models.Index(fields=["mail_key"], name="ask_by_mail", condition=Q(state="queued")),
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.contact_id} {self.round}"


class Bounce(models.Model):
    """A mail that came back, as the report said that did. A report that is read twice stands here once."""

    class Weight(models.TextChoices):
        HARD = "hard", _("nobody has this address")
        SOFT = "soft", _("not at that time")
        OURS = "ours", _("the mail was not wanted")

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="bounces", verbose_name=_("asking"))
    number = models.PositiveSmallIntegerField(_("reminder"), default=0)
    weight = models.CharField(_("what it means"), max_length=4, choices=Weight)
    status = models.CharField(_("status"), max_length=12, help_text=_("Such as 5.1.1"))
    report = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("mail that came back")
        verbose_name_plural = _("mails that came back")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.ask_id} {self.status}"


@keep_audit("SurveyEntryPast")
class SurveyEntry(models.Model):
    """A standing way to answer for one client: a short address, its picture to scan, a form on a page of theirs."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="entries", verbose_name=_("campaign"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="+", verbose_name=_("client"))
    slug = models.SlugField(_("address"), max_length=40, unique=True, default=slug)
    origins = models.JSONField(
        _("pages that may show the form"), default=list, blank=True, help_text=_("Such as https://portal.example")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    made_by = person(_("by"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("public entry of a survey")
        verbose_name_plural = _("public entries of surveys")
        ordering = ("campaign", "client")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "client"], name="surveyentry_one_in_use", condition=Q(ended_at=None)
            )
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return self.slug


@keep_audit("SuppressionPast")
class Suppression(models.Model):
    """An address that gets no surveys, or one a year. Kept as a keyed hash, so that it outlives an erasure."""

    class Scope(models.TextChoices):
        STOP = "stop", _("No surveys")
        YEARLY = "yearly", _("Once a year at most")

    class Why(models.TextChoices):
        ASKED = "asked", _("They asked for it")
        BOUNCED = "bounced", _("Mail came back")
        BY_HAND = "by_hand", _("By us")

    address = models.CharField(_("address, as a hash"), max_length=64)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    scope = models.CharField(_("what"), max_length=6, choices=Scope, default=Scope.STOP)
    why = models.CharField(_("why"), max_length=7, choices=Why, default=Why.ASKED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    since = models.DateTimeField(_("since"), db_default=Now(), editable=False)
    by = person(_("by"), null=True, blank=True, editable=False)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("address not asked")
        verbose_name_plural = _("addresses not asked")
        ordering = ("-since", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["address"], name="suppression_one_in_force", condition=Q(lifted_at=None)
            )
        ]  # fmt: skip
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.scope}"
