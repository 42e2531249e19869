"""Who asks to be served by us, and the terms on which we ask back."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Team, User
from accounts.models.people import keep_audit
from clienthealth.core.clock import RecordedNow
from prospects.models.base import person


def base_alone() -> list[str]:
    return ["base"]


@keep_audit("ScreeningTermsPast")
class ScreeningTerms(models.Model):
    """One row: how long links and answers live, and what we promise."""

    keep_months = models.PositiveSmallIntegerField(
        _("delete prospects after, months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Counted from the last thing that happened; those who became clients stay."),
    )  # fmt: skip
    link_days = models.PositiveSmallIntegerField(
        _("a link works for, days"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    reply_days = models.PositiveSmallIntegerField(
        _("we answer within, working days"), default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    class Meta:
        verbose_name = _("terms of screening")
        verbose_name_plural = _("terms of screening")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="screeningterms_only_one"),
            models.CheckConstraint(condition=Q(keep_months__gte=1), name="screeningterms_keep_some"),
        ]

    def __str__(self) -> str:
        return str(_("terms of screening"))


class ProspectQuerySet(models.QuerySet["Prospect"]):
    def undecided(self) -> Self:
        return self.exclude(state__in=[Prospect.State.ACCEPTED, Prospect.State.DECLINED, Prospect.State.CONVERTED])

    def never_clients(self) -> Self:
        return self.filter(client=None)

    def quiet_since(self, moment: dt.datetime) -> Self:
        return self.filter(moved_at__lt=moment)

    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)


@keep_audit("ProspectPast", without=["company", "name", "email", "source"])
class Prospect(models.Model):
    """A company that may become a client. What names people is in no past version, so deleting it is enough."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        ASKED = "asked", _("Asked")
        ANSWERING = "answering", _("Answering")
        ANSWERED = "answered", _("Answered")
        MORE = "more", _("Asked for more")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        CONVERTED = "converted", _("Became a client")

    company = models.CharField(_("company"), max_length=200)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    source = models.CharField(_("how they came to us"), max_length=200, blank=True)
    segment = models.CharField(_("segment"), max_length=60, blank=True)
    questionnaires = models.JSONField(_("what they are asked"), default=base_alone)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="prospects",
        verbose_name=_("owner"),
    )  # fmt: skip
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="prospects", verbose_name=_("team")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    made_by = person(_("noted by"), null=True, blank=True)
    made_at = models.DateTimeField(_("since"), db_default=RecordedNow(), editable=False)
    moved_at = models.DateTimeField(_("last moved"), db_default=RecordedNow(), editable=False)
    entry_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    client = models.OneToOneField(
        Client, models.PROTECT, null=True, blank=True, related_name="prospect", verbose_name=_("client")
    )

    objects = ProspectQuerySet.as_manager()

    class Meta:
        verbose_name = _("prospect")
        verbose_name_plural = _("prospects")
        ordering = ("-moved_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="converted", client__isnull=False) | (~Q(state="converted") & Q(client=None)),
                name="prospect_converted_has_client",
            )
        ]
        indexes = [
            models.Index(fields=["state", "owner"], name="prospect_state_owner"),
            models.Index(fields=["-moved_at"], name="prospect_newest"),
        ]

    def __str__(self) -> str:
        return self.company

    @property
    def is_decided(self) -> bool:
        return self.state in {self.State.ACCEPTED, self.State.DECLINED, self.State.CONVERTED}
