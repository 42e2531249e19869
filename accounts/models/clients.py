"""Clients, the people there, and what is known about their rhythm."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.people import Team, User


class ClientQuerySet(RecordQuerySet["Client"]):
    def served(self) -> Self:
        """Whom we still work for: active, paused or in notice."""
        return self.exclude(status=Client.Status.ENDED)

    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)

    def of_team(self, team: Team | int | None) -> Self:
        return self.filter(team=team)

    def named(self, words: str) -> Self:
        return self.filter(name__icontains=words)


@keep_past(audited=True, model_name="ClientPast")
class Client(Record):
    """A company we serve."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        NOTICE = "notice", _("In notice")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    class Side(models.TextChoices):
        CLIENT = "client", _("The client")
        AGENCY = "agency", _("The agency")
        BOTH = "both", _("Both")
        COMPLETED = "completed", _("It ran out")

    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clients",
        verbose_name=_("owner"),
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="clients", verbose_name=_("team")
    )
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    domains = models.JSONField(_("domains"), default=list, blank=True, help_text=_("To recognise their mail."))
    tags = models.JSONField(_("tags"), default=list, blank=True)
    goals = models.TextField(_("original goals"), blank=True)
    started_on = models.DateField(_("with us since"), null=True, blank=True)
    notice_on = models.DateField(_("notice given on"), null=True, blank=True)
    notice_by = models.CharField(_("notice given by"), max_length=10, choices=Side, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ("name",)
        constraints = [
            identity("client"),
            models.CheckConstraint(
                condition=models.Q(notice_on__isnull=True, notice_by="")
                | (models.Q(notice_on__isnull=False) & ~models.Q(notice_by="")),
                name="client_notice_has_side",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="ended") | models.Q(ended_on__isnull=False), name="client_ended_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "owner"], name="client_status_owner"),
            models.Index(fields=["team"], name="client_by_team"),
            models.Index(Upper("name"), name="client_name_any_case"),
            GinIndex(fields=["domains"], name="client_domains"),
        ]
        triggers = record_triggers("id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_served(self) -> bool:
        return self.status != self.Status.ENDED


class ContactQuerySet(RecordQuerySet["Contact"]):
    def present(self, on: dt.date) -> Self:
        return self.exclude(left_on__lte=on).exclude(joined_on__gt=on)

    def champions(self) -> Self:
        return self.filter(is_champion=True)


@keep_past(model_name="ContactPast")
class Contact(Record):
    """A person at a client."""

    class Prefers(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")

    client = models.ForeignKey(Client, models.PROTECT, related_name="contacts", verbose_name=_("client"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    is_champion = models.BooleanField(_("speaks for us"), default=False)
    is_decider = models.BooleanField(_("decides or pays"), default=False)
    is_senior = models.BooleanField(_("senior"), default=False)
    prefers = models.CharField(_("prefers"), max_length=5, choices=Prefers, default=Prefers.EMAIL)
    language = models.CharField(_("language"), max_length=10, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=64, blank=True, help_text=_("Empty: that of the client's country, else ours.")
    )
    untracked = models.BooleanField(
        _("openings not recorded"), default=False, help_text=_("They asked us not to note when they open our links.")
    )
    joined_on = models.DateField(_("there since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )
    introduced = models.BooleanField(_("successor introduced to us"), default=False)

    objects = ContactQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("client", "name")
        constraints = [
            identity("contact"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True)
                | models.Q(joined_on__isnull=True)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="contact_left_after_joining",
            ),
        ]
        indexes = [models.Index(Upper("email"), name="contact_email_any_case")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.name or self.email


@keep_past(model_name="PeriodPast")
class Period(Record):
    """A stretch of days in which a client's rhythm is not their usual one."""

    class Kind(models.TextChoices):
        ONBOARDING = "onboarding", _("Onboarding")
        LAUNCH = "launch", _("Launch")
        PAUSE = "pause", _("Pause")
        BETWEEN = "between", _("Between phases")
        HOLIDAY = "holiday", _("The client's holiday")

    client = models.ForeignKey(Client, models.PROTECT, related_name="periods", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RecordQuerySet["Period"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ("-starts",)
        constraints = [
            identity("period"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="period_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["client", "starts"], name="period_client_starts")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts}"


@keep_past(model_name="RequestPast")
class Request(Record):
    """Something we asked of the client: an approval, access, an answer."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("Approval")
        ACCESS = "access", _("Access")
        FEEDBACK = "feedback", _("Feedback")

    client = models.ForeignKey(Client, models.PROTECT, related_name="requests", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("what"), max_length=300)
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = RecordQuerySet["Request"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("request to the client")
        verbose_name_plural = _("requests to clients")
        ordering = ("-asked_on",)
        constraints = [identity("request")]
        indexes = [models.Index(fields=["client", "asked_on"], name="request_client_asked")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.what
