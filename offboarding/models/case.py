"""A case for parting: one client, one question, every step dated and owned."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Contact
from accounts.models.people import keep_audit
from offboarding.states import BEFORE_NOTICE, ENDED
from offboarding.states import State as CaseState

OVER = sorted(state.value for state in ENDED)


class PartingQuerySet(models.QuerySet["Parting"]):
    def open(self) -> Self:
        return self.exclude(state__in=ENDED)

    def ended(self) -> Self:
        return self.filter(state__in=ENDED)

    def paused(self, on: dt.date) -> Self:
        return self.filter(paused_until__gt=on)


@keep_audit("PartingPast")
class Parting(models.Model):
    """Whether to part with a client, and how it is done. The book itself changes only when notice is given."""

    class State(models.TextChoices):
        OPENED = CaseState.OPENED.value, _("Evidence")
        FAULT = CaseState.FAULT.value, _("Is it us?")
        REPAIR = CaseState.REPAIR.value, _("Repair first")
        DECISION = CaseState.DECISION.value, _("Decision")
        NOTICE = CaseState.NOTICE.value, _("Date and letters")
        HANDOVER = CaseState.HANDOVER.value, _("Hand-over")
        CLOSED = CaseState.CLOSED.value, _("Closed")
        KEPT = CaseState.KEPT.value, _("Kept")

    class Origin(models.TextChoices):
        AGENCY = "agency", _("We asked ourselves")
        CLIENT = "client", _("They gave notice")
        BOTH = "both", _("Both agreed")
        COMPLETED = "completed", _("It runs out")

    class Ending(models.TextChoices):
        CONVENIENCE = "convenience", _("Without a reason, under the contract")
        CAUSE = "cause", _("For a breach that was not put right")
        NONPAYMENT = "nonpayment", _("For unpaid invoices")
        MUTUAL = "mutual", _("By agreement")
        EXPIRY = "expiry", _("The contract runs out and is not renewed")
        CLIENT_NOTICE = "client_notice", _("By the client's notice")

    class Decision(models.TextChoices):
        PART = "part", _("Part")
        KEEP = "keep", _("Keep")
        RESTRUCTURE = "restructure", _("Restructure")

    class Door(models.TextChoices):
        OPEN = "open", _("Open")
        TERMS = "terms", _("Open, on terms")
        SHUT = "shut", _("Shut")

    client = models.ForeignKey(Client, models.PROTECT, related_name="partings", verbose_name=_("client"))
    origin = models.CharField(_("who began"), max_length=9, choices=Origin, default=Origin.AGENCY)
    state = models.CharField(_("step"), max_length=8, choices=State, default=State.OPENED)
    why = models.TextField(_("why the question is asked"))
    opened_on = models.DateField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="partings",
        verbose_name=_("whose step it is"),
    )  # fmt: skip
    due_on = models.DateField(_("this step is due"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    paused_why = models.CharField(_("why it waits"), max_length=300, blank=True)
    token = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    known_on = models.DateField(_("evidence as known on"), null=True, blank=True)
    fault = models.PositiveSmallIntegerField(_("our fault, of 100"), null=True, blank=True)
    fault_parts = models.JSONField(_("our fault by part"), default=list, blank=True)
    their_view = models.TextField(_("the client's view, in their own words"), blank=True)
    their_view_on = models.DateField(_("said on"), null=True, blank=True)
    their_view_from = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )
    skipped_why = models.TextField(_("why no repair was tried"), blank=True)
    gaps_discussed = models.TextField(_("what was said about the gaps"), blank=True)

    worth_inputs = models.JSONField(_("estimates"), default=dict, blank=True)
    worth = models.JSONField(_("what came of them"), default=dict, blank=True)
    worth_made_at = models.DateTimeField(_("computed"), null=True, blank=True)

    decision = models.CharField(_("decision"), max_length=11, choices=Decision, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decision_why = models.TextField(_("reasons for the decision"), blank=True)

    ending = models.CharField(_("how it ends"), max_length=13, choices=Ending, blank=True)
    date_candidates = models.JSONField(_("dates that were weighed"), default=list, blank=True)
    notice_on = models.DateField(_("notice is to be sent by"), null=True, blank=True)
    end_on = models.DateField(_("the agreement ends on"), null=True, blank=True)
    date_why = models.TextField(_("why this date"), blank=True)
    notice_given_on = models.DateField(_("notice given"), null=True, blank=True)

    door = models.CharField(_("the door"), max_length=5, choices=Door, blank=True)
    door_terms = models.TextField(_("the terms on which we would work together again"), blank=True)
    door_on = models.DateField(_("get in touch on"), null=True, blank=True)
    ended_on = models.DateField(_("case ended"), null=True, blank=True)

    objects = PartingQuerySet.as_manager()

    class Meta:
        verbose_name = _("parting")
        verbose_name_plural = _("partings")
        ordering = ("-opened_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=~Q(state__in=OVER), name="parting_one_open_per_client"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="parting_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False) | ~Q(state__in=OVER) & Q(ended_on=None),
                name="parting_ended_has_date",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_on__isnull=False) & ~Q(decision_why=""),
                name="parting_decision_is_dated_and_reasoned",
            ),
            models.CheckConstraint(
                condition=Q(notice_on=None) | Q(end_on=None) | Q(end_on__gte=models.F("notice_on")),
                name="parting_ends_after_notice",
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None, paused_why="") | Q(paused_until__isnull=False) & ~Q(paused_why=""),
                name="parting_pause_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="parting_state_due")]

    def __str__(self) -> str:
        return f"{self.client} ({self.opened_on})"

    def get_absolute_url(self) -> str:
        return reverse("parting", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    @property
    def is_before_notice(self) -> bool:
        return self.state in BEFORE_NOTICE


class PartingStep(models.Model):
    """A step that was taken: the case's own history, for the people who read it."""

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="steps", verbose_name=_("parting"))
    key = models.SlugField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=8, choices=Parting.State, blank=True)
    target = models.CharField(_("to"), max_length=8, choices=Parting.State)
    on = models.DateField(_("date"))
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    why = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("step of a parting")
        verbose_name_plural = _("steps of partings")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["parting", "at"], name="partingstep_of_case")]

    def __str__(self) -> str:
        return f"{self.key} ({self.on})"


class CaseFile(models.Model):
    """A file kept with a case: proof of delivery, a reply, proof of a hand-over. It never changes."""

    LARGEST = 10 * 1024 * 1024

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="files", verbose_name=_("parting"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind of file"), max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(size__lte=10 * 1024 * 1024), name="casefile_not_too_large"),
        ]

    def __str__(self) -> str:
        return self.name
