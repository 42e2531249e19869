"""A sign firing for a client, over a span of days: opened once, updated and not repeated, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, User
from signals.models.seal import Seal


class AlertQuerySet(models.QuerySet["Alert"]):
    def standing(self) -> Self:
        """Not resolved: open, acknowledged or snoozed."""
        return self.exclude(state=Alert.State.RESOLVED)

    def of(self, client: models.Model | int) -> Self:
        return self.filter(client=client)

    def with_responsible(self) -> Self:
        """`responsible`: whom it was given to, else whoever looks after the client; null for nobody."""
        return self.annotate(responsible=Coalesce("assigned_to", "client__owner"))

    def owned_by(self, user: User) -> Self:
        return self.answered_by(user.pk)

    def answered_by(self, person: int) -> Self:
        return self.with_responsible().filter(responsible=person)

    def by_loss(self) -> Self:
        """The largest expected loss first; urgent ones before all."""
        return self.order_by("-urgent", models.F("loss_cents").desc(nulls_last=True), "pk")


class Alert(models.Model):
    """One standing alert per client and sign. Strengths are ten-thousandths, money is cents of the base currency.

    `held back` is not a state: it is a standing alert that nobody was told of yet (`noticed_at` is null), because the
    week's number of its person was used up by larger ones.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACKNOWLEDGED = "acknowledged", _("Someone is on it")
        SNOOZED = "snoozed", _("Snoozed")
        RESOLVED = "resolved", _("Resolved")

    class Outcome(models.TextChoices):
        MENDED = "mended", _("Mended")
        BENIGN = "benign", _("Harmless")
        WRONG = "wrong", _("Wrong")
        ENDED = "ended", _("Ended by itself")
        LEFT = "left", _("The client is no longer served")

    client = models.ForeignKey(Client, models.CASCADE, related_name="alerts", verbose_name=_("client"))
    sign = models.CharField(_("sign"), max_length=40)
    side = models.CharField(_("score"), max_length=5, choices=Seal.Side)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    urgent = models.BooleanField(_("asks for an immediate review"), default=False)

    opened_on = models.DateField(_("since"))
    opened_at = models.DateTimeField(_("opened"), db_default=Now(), editable=False)
    strength = models.SmallIntegerField(_("strength"), help_text=_("Ten-thousandths."))
    peak = models.SmallIntegerField(_("greatest strength"), help_text=_("Ten-thousandths."))
    factor = models.CharField(_("factor"), max_length=40, blank=True)
    reading = models.JSONField(_("reading"), default=dict)
    score = models.SmallIntegerField(_("score now"), null=True)
    loss_cents = models.BigIntegerField(_("expected loss in cents"), null=True)
    changed_at = models.DateTimeField(_("last changed"), db_default=Now(), editable=False)
    ended_on = models.DateField(_("the condition ended on"), null=True, blank=True)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="alerts",
        verbose_name=_("given to"), help_text=_("Empty: whoever looks after the client."),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    snoozed_until = models.DateField(_("snoozed until"), null=True, blank=True)
    wakes_on_message = models.BooleanField(_("comes back when they write"), default=False)
    outcome = models.CharField(_("how it ended"), max_length=8, choices=Outcome, blank=True)
    why = models.CharField(_("why"), max_length=500, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    noticed_at = models.DateTimeField(_("somebody was told"), null=True, blank=True)
    noticed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("told to")
    )
    ruled_at = models.DateTimeField(null=True, blank=True, help_text="When the rules for playbooks looked at it.")

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ("-urgent", models.F("loss_cents").desc(nulls_last=True), "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "sign"], condition=~Q(state="resolved"), name="alert_once_per_client_and_sign"
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False, outcome__gt="")
                | ~Q(state="resolved") & Q(resolved_at=None, outcome=""),
                name="alert_resolved_says_how",
            ),
            models.CheckConstraint(
                condition=Q(state="snoozed", snoozed_until__isnull=False) | ~Q(state="snoozed") & Q(snoozed_until=None),
                name="alert_snoozed_until_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "sign", "-id"], name="alert_client_sign"),
            models.Index(fields=["client", "id"], condition=Q(ended_on=None), name="alert_going_on"),
            models.Index(fields=["state", "-resolved_at"], name="alert_state"),
            models.Index(fields=["noticed_to", "noticed_at"], name="alert_noticed"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.sign} ({self.state})"

    @property
    def is_held_back(self) -> bool:
        return self.state != self.State.RESOLVED and self.noticed_at is None


class AlertEvent(models.Model):
    """One step in an alert's life, never changed: the history under it, and who did what."""

    class What(models.TextChoices):
        OPENED = "opened", _("Opened")
        NOTICED = "noticed", _("Somebody was told")
        ACKNOWLEDGED = "acknowledged", _("Someone is on it")
        ASSIGNED = "assigned", _("Given to")
        DUE = "due", _("Due day set")
        SNOOZED = "snoozed", _("Snoozed")
        WOKEN = "woken", _("Came back")
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Opened again")
        ENDED = "ended", _("Ended by itself")
        PLAY = "play", _("A playbook was started")

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="events", verbose_name=_("alert"))
    what = models.CharField(_("what"), max_length=12, choices=What)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    said = models.CharField(_("said"), max_length=500, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("step of an alert")
        verbose_name_plural = _("steps of alerts")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.alert_id} {self.what}"


class Notice(models.Model):
    """A person was told of an alert. One a person and alert, whatever was killed in between."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("user"))
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="notices", verbose_name=_("alert"))
    made_at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("handed to the post"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-made_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["user", "alert"], name="notice_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="notice_user_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.alert_id}"


def default_hour() -> int:
    return 8


class NoticePreference(models.Model):
    """How a person wants to be told, and of how many alerts a week."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    WEEKLY = 3

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference", verbose_name=_("user")
    )
    mail = models.CharField(_("e-mail"), max_length=8, choices=Mail, default=Mail.DAILY)
    hour = models.PositiveSmallIntegerField(_("hour of the daily mail"), default=default_hour)
    weekly = models.PositiveSmallIntegerField(_("new alerts a week"), default=WEEKLY)
    digest_on = models.DateField(null=True, blank=True, editable=False, help_text="The last day a digest was made.")

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="noticepreference_hour_of_a_day"),
            models.CheckConstraint(condition=Q(weekly__lte=50), name="noticepreference_weekly_bounded"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.mail}"


def week_begins(day: dt.date) -> dt.date:
    """The Monday of a day's week, from which the weekly number counts."""
    return day - dt.timedelta(days=day.weekday())
