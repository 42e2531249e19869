"""What we delivered, the links to it, and who opened them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client, Contact
from accounts.models.people import User


@keep_past(model_name="DeliverablePast")
class Deliverable(Record):
    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        AUDIT = "audit", _("Audit")
        CREATIVE = "creative", _("Creative")
        RECORDING = "recording", _("Recording")

    client = models.ForeignKey(Client, models.PROTECT, related_name="deliverables", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    period_from = models.DateField(_("about the time from"), null=True, blank=True)
    period_to = models.DateField(_("to"), null=True, blank=True)

    objects = RecordQuerySet["Deliverable"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        ordering = ("-delivered_on",)
        constraints = [identity("deliverable")]
        indexes = [models.Index(fields=["client", "delivered_on"], name="deliverable_client_delivered")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.title


@keep_past(model_name="LinkPast")
class Link(Record):
    """A tracked short link to a deliverable: to an address elsewhere, or (no target) to the file kept with it."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="links", verbose_name=_("client"))
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="links", verbose_name=_("deliverable"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("recipient")
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    target = models.URLField(_("target"), max_length=2000, blank=True)
    made_on = models.DateField(_("made on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    password = models.CharField(_("password"), max_length=200, blank=True, editable=False)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    utm = models.JSONField(_("campaign parameters"), default=dict, blank=True)

    objects = RecordQuerySet["Link"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("-made_on",)
        constraints = [
            identity("link"),
            models.CheckConstraint(
                condition=models.Q(target="") | models.Q(target__iregex="^https?://"), name="link_target_is_web"
            ),
        ]
        triggers = record_triggers()

    def __str__(self) -> str:
        return self.slug


@keep_past(model_name="ClickPast")
class Click(Record):
    """One opening of a link. Visitors are hashed with a salt that changes daily."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="clicks", verbose_name=_("client"), db_index=False)
    link = models.ForeignKey(Link, models.PROTECT, related_name="clicks", verbose_name=_("link"))
    occurred_at = models.DateTimeField(_("when"))
    visitor = models.CharField(_("visitor"), max_length=64, blank=True)
    automatic = models.BooleanField(_("likely automatic"), default=False)
    why = models.CharField(_("why automatic"), max_length=60, blank=True)

    objects = RecordQuerySet["Click"].as_manager()

    class Meta(Record.Meta):
        verbose_name = _("click")
        verbose_name_plural = _("clicks")
        ordering = ("-occurred_at",)
        constraints = [identity("click")]
        indexes = [models.Index(fields=["client", "occurred_at"], name="click_client_occurred")]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.link_id} {self.occurred_at:%Y-%m-%d %H:%M}"


class DeliverableFile(models.Model):
    """The file of a deliverable that we keep ourselves, as it was shared. A newer one is another deliverable's."""

    deliverable = models.OneToOneField(
        Deliverable, models.CASCADE, related_name="file", verbose_name=_("deliverable"), primary_key=True
    )
    name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("media type"), max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("kept since"), db_default=Now(), editable=False)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("file of a deliverable")
        verbose_name_plural = _("files of deliverables")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
