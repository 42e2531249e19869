"""Keys with which programs use the API in somebody's name."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_truncate
from accounts.models.people import keep_audit
from clienthealth.core.scopes import Scope


@keep_audit("ApiKeyPast", without=("digest", "last_used_at"))
class ApiKey(models.Model):
    """A key: it may what its person may, within its scopes. The secret is shown once; its SHA-256 is kept.

    A plain hash is enough, for the secret is 256 random bits: nobody tries them all.
    """

    name = models.CharField(_("name"), max_length=120, help_text=_("What uses it: “Bookkeeping, every night”."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_keys", verbose_name=_("acts as")
    )
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices), verbose_name=_("may"))
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-made_at", "-pk")
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return self.name

    def state_at(self, moment: dt.datetime) -> str:
        """Whether it opens the API: "open", "revoked", "expired" or "left" (its person is no longer with us)."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= moment:
            return "expired"
        return "open" if self.user.is_active else "left"
