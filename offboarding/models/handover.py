"""A hand-over: its checklist, who does what by when, and what proves it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountAccess, ManagerLink
from accounts.models.people import keep_audit
from offboarding.models.case import CaseFile, Parting


@keep_audit("ChecklistPast")
class Checklist(models.Model):
    """The agency's own checklist, in place of the built-in one. The newest is in force; the earlier ones stay."""

    lines = models.JSONField(_("lines"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk}"


class HandoverItemQuerySet(models.QuerySet["HandoverItem"]):
    def to_do(self) -> Self:
        return self.filter(state=HandoverItem.State.TO_DO)


@keep_audit("HandoverItemPast")
class HandoverItem(models.Model):
    """Something to hand over, give back, or leave. An access of ours is proved by the book's own record of it."""

    class Kind(models.TextChoices):
        OPEN_WORK = "open_work", _("Open work")
        ASSET = "asset", _("Files and assets")
        OWNERSHIP = "ownership", _("Ownership")
        INFORMATION = "information", _("Information")
        ACCESS = "access", _("Our access")
        PASSWORD = "password", _("Passwords")
        CONFIDENTIALITY = "confidentiality", _("Confidentiality")
        INVOICE = "invoice", _("Money")
        CLIENT = "client", _("What the client does")

    class Side(models.TextChoices):
        OURS = "ours", _("We")
        THEIRS = "theirs", _("The client")

    class State(models.TextChoices):
        TO_DO = "to_do", _("To do")
        DONE = "done", _("Done")
        NEEDLESS = "needless", _("Not needed")

    parting = models.ForeignKey(Parting, models.CASCADE, related_name="items", verbose_name=_("parting"))
    key = models.CharField(max_length=80, editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    side = models.CharField(_("who does it"), max_length=6, choices=Side, default=Side.OURS)
    title = models.CharField(_("what"), max_length=300)
    help = models.TextField(_("how"), blank=True)
    access = models.ForeignKey(
        AccountAccess, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the access")
    )
    link = models.ForeignKey(
        ManagerLink, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the manager account")
    )
    is_required = models.BooleanField(_("needed to close"), default=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="handover_items",
        verbose_name=_("owner"),
    )  # fmt: skip
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.TO_DO)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    proof = models.TextField(_("what shows it"), blank=True)
    proof_file = models.ForeignKey(
        CaseFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("proof, as a file")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = HandoverItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a hand-over")
        verbose_name_plural = _("lines of hand-overs")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["parting", "key"], name="handoveritem_once"),
            models.CheckConstraint(
                condition=Q(state="to_do", done_on=None) | ~Q(state="to_do") & Q(done_on__isnull=False) & ~Q(proof=""),
                name="handoveritem_done_is_proved",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="handoveritem_due")]

    def __str__(self) -> str:
        return self.title
