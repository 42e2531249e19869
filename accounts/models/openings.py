"""What a tracked link records while it is being opened, and the agency's rules for it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import refuse_truncate
from accounts.models.deliverables import Link
from accounts.models.people import keep_audit


class Opening(models.Model):
    """A request for a link, as it came in. Judged and moved to the clicks a little later, with its company known.

    One insert, no trigger: a redirect waits for it. `visitor` is a hash with the day's salt; `agent` the name of the
    program, without versions; `hint` what the request itself gave away ("head", "prefetch", "scanner").
    """

    link = models.ForeignKey(Link, models.CASCADE, related_name="openings", db_constraint=False, db_index=False)
    at = models.DateTimeField(_("when"))
    visitor = models.CharField(_("visitor"), max_length=64, blank=True)
    agent = models.CharField(_("program"), max_length=80, blank=True)
    hint = models.CharField(_("hint"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings not yet judged")
        ordering = ("pk",)
        indexes = [models.Index(fields=["at"], name="opening_by_time")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.at:%Y-%m-%d %H:%M}"


class VisitorSalt(models.Model):
    """A day's salt. It is deleted two days later: from then on nobody can tell who a hash was."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return self.day.isoformat()


@keep_audit("LinkTermsPast")
class LinkTerms(models.Model):
    """One row: how the agency's tracked links behave."""

    disclosed = models.BooleanField(
        _("say in our texts that openings are recorded"), default=True, help_text=_("With the way to say no to it.")
    )
    expire_days = models.PositiveSmallIntegerField(
        _("new links end after, in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    visitor_days = models.PositiveSmallIntegerField(
        _("tell visitors apart for, in days"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("After that only the time of an opening is kept, and whether it was likely automatic."),
    )

    class Meta:
        verbose_name = _("rules for links")
        verbose_name_plural = _("rules for links")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="linkterms_only_one"),
            models.CheckConstraint(condition=models.Q(visitor_days__range=(1, 400)), name="linkterms_days_sensible"),
        ]
        triggers = [refuse_truncate()]

    def __str__(self) -> str:
        return str(_("rules for links"))

    @classmethod
    def of_agency(cls) -> LinkTerms:
        return cls.objects.first() or cls()
