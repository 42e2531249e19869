"""Files that were sent in, what became of them, and what is remembered for the next one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.clients import Client


class ImportBatch(models.Model):
    """One file: sent, checked (a dry run), agreed to, committed. The row is the work; a task message only wakes us.

    `learnt_at` is the instant that every record of the batch carries, and `spans` holds the first and last id of the
    rows it created per table: together with the past versions they tell what the batch made and what it changed.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Waiting to be checked")
        CHECKED = "checked", _("Checked")
        AGREED = "agreed", _("Waiting to be imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Could not be imported")

    OPEN = (State.SENT, State.AGREED)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(db_default=Now())
    file = models.FileField(upload_to="imports/%Y/%m/", blank=True)
    name = models.CharField(_("file"), max_length=255)
    source = models.CharField(_("source"), max_length=40, blank=True)
    known_when_happened = models.BooleanField(_("known when it happened"), default=False)
    only_whole = models.BooleanField(_("all rows or none"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.SENT)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    report = models.JSONField(null=True, blank=True)
    failure = models.TextField(_("why it failed"), blank=True)
    learnt_at = models.DateTimeField(null=True, blank=True)
    spans = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-sent_at",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(finished_at__isnull=False),
                name="importbatch_done_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(failure=""), name="importbatch_failed_says_why"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="importbatch_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("import", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        """Whether a worker still has something to do."""
        return self.state in self.OPEN


class ImportRefusal(models.Model):
    """A row of a file that could not be used."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals", db_index=False)
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=255, blank=True)
    value = models.CharField(_("value"), max_length=255, blank=True)
    reason = models.CharField(_("reason"), max_length=400)

    class Meta:
        ordering = ("row",)
        indexes = [models.Index(fields=["batch", "row"], name="importrefusal_batch_row")]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class ImportMapping(models.Model):
    """How files with these headings were read when they were last imported."""

    headings = models.CharField(max_length=64, unique=True, help_text=_("A digest of the headings."))
    mapping = models.JSONField()
    used_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.headings


class ClientAlias(models.Model):
    """What another system calls a client: its id there (`id:4711`) or a name (`name:acme ltd`)."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="aliases")
    system = models.CharField(max_length=40)
    alias = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "alias"], name="clientalias_once_a_system")]

    def __str__(self) -> str:
        return f"{self.system} {self.alias}"
