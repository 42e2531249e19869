"""A side of a client's scores withheld from a person, as from a reviewer who has not handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Client


class SealQuerySet(models.QuerySet["Seal"]):
    def unbroken(self) -> SealQuerySet:
        return self.filter(lifted_at=None)


class Seal(models.Model):
    class Side(models.TextChoices):
        CHURN = "churn", _("Churn risk")
        FIRE = "fire", _("Fire pressure")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seals", verbose_name=_("user"))
    client = models.ForeignKey(Client, models.CASCADE, related_name="seals", verbose_name=_("client"))
    side = models.CharField(_("side"), max_length=5, choices=Side, default=Side.FIRE)
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField(_("since"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "client", "side"], condition=models.Q(lifted_at=None), name="seal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client} · {self.get_side_display()} · {self.user}"
