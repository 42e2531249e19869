"""What only a person can see: observations, our own lapses, wins, notes and the pulse."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client, Contact


class Severity(models.IntegerChoices):
    MINOR = 1, _("Minor")
    CLEAR = 2, _("Clear")
    GRAVE = 3, _("Grave")


@keep_past(model_name="ObservationPast")
class Observation(Record):
    class Kind(models.TextChoices):
        DISRESPECT = "disrespect", _("Rude or abusive")
        IGNORES_ADVICE = "ignores_advice", _("Ignores advice")
        MICROMANAGEMENT = "micromanagement", _("Micromanages")
        UNREALISTIC = "unrealistic_expectations", _("Expects the impossible")
        UNRESPONSIVE = "unresponsive", _("Does not deliver what we need")
        OUT_OF_HOURS = "out_of_hours", _("Calls at night or at weekends")
        HAGGLING = "haggling", _("Haggles over every item")
        REFUSES_PREPAYMENT = "refuses_prepayment", _("Refuses to pay beforehand")
        UNCLEAR_GOALS = "unclear_goals", _("No clear goals")
        GRASS_IS_GREENER = "grass_is_greener", _("Always a better agency elsewhere")
        ERRATIC = "erratic_behaviour", _("Unpredictable")
        POLITICS = "internal_politics", _("They contradict each other")
        UNETHICAL = "unethical_request", _("Asks for what we will not do")
        CONTACT_LEFT = "contact_departed", _("A contact leaves")
        OTHER = "other", _("Something else")

    client = models.ForeignKey(Client, models.PROTECT, related_name="observations", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.CLEAR)
    occurred_on = models.DateField(_("when"))
    note = models.TextField(_("what happened"), blank=True)
    evidence = models.CharField(_("where it can be seen"), max_length=500, blank=True)
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    contradicts = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contradicts")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = RecordQuerySet["Observation"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("-occurred_on",)
        constraints = [
            identity("observation"),
            models.CheckConstraint(condition=models.Q(severity__range=(1, 3)), name="observation_severity_known"),
        ]
        indexes = [models.Index(fields=["client", "occurred_on"], name="observation_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.occurred_on})"


@keep_past(model_name="LapsePast")
class Lapse(Record):
    """Our own fault."""

    class Kind(models.TextChoices):
        DEADLINE = "deadline", _("Missed deadline")
        REPLY = "reply", _("Late reply")
        ERROR = "error", _("Error")
        STAFF = "staff", _("Change of our people")
        REPORT = "report", _("Report not delivered")

    client = models.ForeignKey(Client, models.PROTECT, related_name="lapses", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=Severity.CLEAR)
    occurred_on = models.DateField(_("when"))
    note = models.TextField(_("what happened"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = RecordQuerySet["Lapse"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("lapse of ours")
        verbose_name_plural = _("lapses of ours")
        ordering = ("-occurred_on",)
        constraints = [
            identity("lapse"),
            models.CheckConstraint(condition=models.Q(severity__range=(1, 3)), name="lapse_severity_known"),
        ]
        indexes = [models.Index(fields=["client", "occurred_on"], name="lapse_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.occurred_on})"


@keep_past(model_name="WinPast")
class Win(Record):
    """What we achieved, with the figure."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="wins", verbose_name=_("client"))
    occurred_on = models.DateField(_("when"))
    title = models.CharField(_("what we achieved"), max_length=300)
    figure = models.CharField(_("the figure"), max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = RecordQuerySet["Win"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("win")
        verbose_name_plural = _("wins")
        ordering = ("-occurred_on",)
        constraints = [identity("win")]
        indexes = [models.Index(fields=["client", "occurred_on"], name="win_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.title


@keep_past(model_name="PulsePast")
class Pulse(Record):
    """How a client feels to the person who works with them, from 1 (bad) to 5 (good). It expires."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="pulses", verbose_name=_("client"))
    occurred_on = models.DateField(_("when"))
    value = models.PositiveSmallIntegerField(_("pulse"))
    note = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = RecordQuerySet["Pulse"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        ordering = ("-occurred_on",)
        constraints = [
            identity("pulse"),
            models.CheckConstraint(condition=models.Q(value__range=(1, 5)), name="pulse_value_one_to_five"),
        ]
        indexes = [models.Index(fields=["client", "occurred_on"], name="pulse_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.value} ({self.occurred_on})"


@keep_past(model_name="NotePast")
class Note(Record):
    """Free words about a client. No score reads them."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="notes", verbose_name=_("client"))
    occurred_on = models.DateField(_("when"))
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    objects = RecordQuerySet["Note"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-occurred_on",)
        constraints = [identity("note")]
        indexes = [models.Index(fields=["client", "occurred_on"], name="note_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.text[:60]
