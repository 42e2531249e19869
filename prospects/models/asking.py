"""What we ask, by which link, and what was answered."""

from __future__ import annotations

import datetime as dt
import secrets
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import keep_audit
from clienthealth.core.clock import RecordedNow
from prospects.models.base import fixed, person
from prospects.models.prospect import Prospect, base_alone


def nonce() -> str:
    return secrets.token_hex(16)


def slug() -> str:
    return secrets.token_urlsafe(8).replace("_", "x").replace("-", "y")


@keep_audit("QuestionnairePast")
class Questionnaire(models.Model):
    """The agency's own version of a built-in questionnaire: other words, questions left out, open ones added.

    `changes`: {"left_out": [question, …], "texts": {language: {key: {name: words}}},
    "added": [{"key": …, "title": {language: words}}, …]}. The highest version of a key is asked; older ones stay, for
    those who were asked them.
    """

    key = models.SlugField(_("stands in for"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    made_by = person(_("by"), null=True, blank=True)
    made_at = models.DateTimeField(_("published"), db_default=RecordedNow(), editable=False)

    class Meta:
        verbose_name = _("questionnaire of our own")
        verbose_name_plural = _("questionnaires of our own")
        ordering = ("key", "-version")
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="questionnaire_versions"),
            models.CheckConstraint(condition=Q(version__gte=1), name="questionnaire_from_one"),
        ]
        triggers = [fixed()]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


@keep_audit("EntryPast")
class Entry(models.Model):
    """A public page where a company asks to be asked, for the agency's website. Off until somebody turns it on."""

    slug = models.CharField(_("address"), max_length=24, unique=True, default=slug, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("For us; nobody outside sees it."))
    questionnaires = models.JSONField(_("what is asked"), default=base_alone)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    is_on = models.BooleanField(_("open"), default=False)
    made_by = person(_("by"), null=True, blank=True)

    class Meta:
        verbose_name = _("public entry")
        verbose_name_plural = _("public entries")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


@keep_audit("InvitationPast", without=["nonce"])
class Invitation(models.Model):
    """One link. It keeps what is asked and where the ranges of fees meet, as they were when it was made."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="invitations", verbose_name=_("prospect"))
    nonce = models.CharField(max_length=32, unique=True, default=nonce, editable=False)
    asked = models.JSONField(_("what is asked"), default=list)  # [[key, version], …]
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    edges = models.JSONField(_("where the ranges of fees meet"), default=list)
    made_by = person(_("by"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), db_default=RecordedNow(), editable=False)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    saves = models.PositiveIntegerField(_("saved, times"), default=0)
    last_saved_at = models.DateTimeField(_("last saved"), null=True, blank=True)
    mail_key = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.prospect_id} {self.pk}"

    def is_open(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at

    @property
    def fee_edges(self) -> list[Decimal]:
        return [Decimal(edge) for edge in self.edges]


class Answers(models.Model):
    """All answers as they stood after one save; every save is a row of its own, and the last one counts."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="answers", verbose_name=_("prospect"))
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers", verbose_name=_("invitation"))
    number = models.PositiveIntegerField(_("save"))
    part = models.CharField(_("part"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    data: Any = models.JSONField(_("answers"), default=dict)
    saved_at = models.DateTimeField(_("saved"), db_default=RecordedNow(), editable=False)
    submitted = models.BooleanField(_("sent"), default=False)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")
        ordering = ("prospect", "-number")
        constraints = [models.UniqueConstraint(fields=["prospect", "number"], name="answers_numbered")]
        triggers = [fixed()]

    def __str__(self) -> str:
        return f"{self.prospect_id} {self.number}"
