"""Our hours, and what clients asked for beyond the agreement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client


@keep_past(model_name="TimeEntryPast")
class TimeEntry(Record):
    class Kind(models.IntegerChoices):
        DELIVERY = 1, _("Delivery")
        SUPPORT = 2, _("Support")
        REPORTING = 3, _("Reporting")
        MEETING = 4, _("Meeting")
        REWORK = 5, _("Rework")

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="time_entries", verbose_name=_("client"), db_index=False
    )
    occurred_on = models.DateField(_("date"))
    minutes = models.PositiveIntegerField(_("minutes"))
    kind = models.PositiveSmallIntegerField(_("kind"), choices=Kind, default=Kind.DELIVERY)
    billable = models.BooleanField(_("billable"), default=True)
    person = models.CharField(_("who"), max_length=120, blank=True)

    objects = RecordQuerySet["TimeEntry"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("time entry")
        verbose_name_plural = _("time entries")
        ordering = ("-occurred_on",)
        constraints = [identity("timeentry")]
        indexes = [models.Index(fields=["client", "occurred_on"], name="timeentry_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.minutes} min"


@keep_past(model_name="ScopeRequestPast")
class ScopeRequest(Record):
    """Something the client asked for, inside or outside what was agreed."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="scope_requests", verbose_name=_("client"))
    asked_on = models.DateField(_("asked on"))
    what = models.CharField(_("what"), max_length=300)
    in_scope = models.BooleanField(_("inside the scope"), default=False)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    billed = models.BooleanField(_("billed"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = RecordQuerySet["ScopeRequest"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("scope request")
        verbose_name_plural = _("scope requests")
        ordering = ("-asked_on",)
        constraints = [identity("scoperequest")]
        indexes = [models.Index(fields=["client", "asked_on"], name="scoperequest_client_asked")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.what
