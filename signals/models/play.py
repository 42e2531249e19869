"""Playbooks (task templates of the agency's own), plays (one use of one), and their tasks."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact, User
from accounts.models.people import keep_audit
from signals.models.alert import Alert


@keep_audit("PlaybookPast")
class Playbook(models.Model):
    """The agency's own. Built-in ones are files (`signals/playbooks/`); a row with `replaces` stands in for one."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what it is for"), blank=True)
    signs = ArrayField(models.CharField(max_length=40), verbose_name=_("signs"), default=list, blank=True)
    steps = models.JSONField(_("steps"), default=list)
    replaces = models.SlugField(_("stands in for"), max_length=60, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=~Q(replaces="") & Q(active=True), name="playbook_replaces_one"
            )
        ]

    def __str__(self) -> str:
        return self.name


@keep_audit("PlaybookRulePast")
class PlaybookRule(models.Model):
    """Start a playbook by itself when an alert of a sign is noticed. One a sign."""

    sign = models.CharField(_("sign"), max_length=40, unique=True)
    playbook = models.SlugField(_("playbook"), max_length=60)
    least_loss = models.DecimalField(
        _("from an expected loss of"), max_digits=12, decimal_places=2, null=True, blank=True,
        help_text=_("In the base currency; empty: always."),
    )  # fmt: skip
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ("sign",)

    def __str__(self) -> str:
        return f"{self.sign} → {self.playbook}"


class Play(models.Model):
    """A playbook at work for one client."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    class Outcome(models.TextChoices):
        MENDED = "mended", _("Mended")
        PARTLY = "partly", _("Better, not mended")
        NOT = "not", _("Did not help")
        NEEDLESS = "needless", _("Was not needed")
        LEFT = "left", _("The client left")

    client = models.ForeignKey(Client, models.CASCADE, related_name="plays", verbose_name=_("client"))
    alert = models.ForeignKey(
        Alert, models.SET_NULL, null=True, blank=True, related_name="plays", verbose_name=_("alert")
    )
    playbook = models.SlugField(_("playbook"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    side = models.CharField(max_length=5, default="churn")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    started_on = models.DateField(_("since"))
    started_at = models.DateTimeField(_("started"), db_default=Now(), editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"),
        help_text=_("Empty: by a rule."),
    )  # fmt: skip
    rescuer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="rescues",
        verbose_name=_("rescuer"),
    )  # fmt: skip
    outcome = models.CharField(_("how it ended"), max_length=8, choices=Outcome, blank=True)
    note = models.TextField(_("what we learnt"), blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    class Meta:
        verbose_name = _("play")
        verbose_name_plural = _("plays")
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "playbook"], condition=Q(state="running"), name="play_runs_once_per_client"
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_on=None, outcome="")
                | ~Q(state="running") & Q(ended_on__isnull=False, outcome__gt=""),
                name="play_ended_says_how",
            ),
        ]
        indexes = [models.Index(fields=["state", "client"], name="play_state")]

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(models.QuerySet["Task"]):
    def to_do(self) -> Self:
        return self.filter(state=Task.State.TO_DO)

    def with_responsible(self) -> Self:
        """`responsible`: whom it was given to, else whoever looks after the client; null for nobody."""
        return self.annotate(responsible=Coalesce("assigned_to", "client__owner"))

    def owned_by(self, user: User) -> Self:
        return self.with_responsible().filter(responsible=user.pk)


class Task(models.Model):
    """Something to do for a client by a day: a step of a play, or a follow-up by itself."""

    class State(models.TextChoices):
        TO_DO = "to_do", _("To do")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Left out")

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        EMAIL = "email", _("E-mail")
        MEETING = "meeting", _("Meeting")
        WORK = "work", _("Work")
        DECIDE = "decide", _("Decide")

    client = models.ForeignKey(Client, models.CASCADE, related_name="tasks", verbose_name=_("client"))
    play = models.ForeignKey(Play, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("play"))
    number = models.PositiveSmallIntegerField(_("step"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WORK)
    title = models.CharField(_("what to do"), max_length=300)
    help = models.TextField(_("how"), blank=True)
    script = models.TextField(_("what to say"), blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("draft"), blank=True)
    language = models.CharField(_("language of the draft"), max_length=10, blank=True)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with whom")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks",
        verbose_name=_("given to"), help_text=_("Empty: whoever looks after the client."),
    )  # fmt: skip
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.TO_DO)
    ended_at = models.DateTimeField(_("done"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    note = models.TextField(_("what came of it"), blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("due_on", "number", "pk")
        constraints = [
            models.UniqueConstraint(fields=["play", "number"], name="task_step_once_per_play"),
            models.CheckConstraint(
                condition=Q(state="to_do", ended_at=None) | ~Q(state="to_do") & Q(ended_at__isnull=False),
                name="task_ended_at_an_instant",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="task_due")]

    def __str__(self) -> str:
        return self.title
