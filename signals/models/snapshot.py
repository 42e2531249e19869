"""What the scores of one client were on one day."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Client
from signals.bands import Band
from signals.models.scorecard import Scorecard

BANDS = [
    (Band.UNKNOWN.value, _("Not enough data")),
    (Band.LOW.value, _("Low")),
    (Band.RAISED.value, _("Raised")),
    (Band.HIGH.value, _("High")),
    (Band.CRITICAL.value, _("Critical")),
]


class Series(models.IntegerChoices):
    """Which history a snapshot belongs to. Backtests use numbers from 100."""

    LIVE = 0, _("Live")
    BACKFILL = 1, _("Backfilled: history declared known when it happened")
    REPLAY = 2, _("Replayed")


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def live(self) -> Self:
        return self.filter(series=Series.LIVE)

    def shown(self) -> Self:
        """What pages show: the live series, and the backfill before it."""
        return self.filter(series__in=[Series.LIVE, Series.BACKFILL])

    def newest(self, by: dt.date) -> Self:
        """The newest live snapshot of each client by a day."""
        return self.live().filter(day__lte=by).order_by("client_id", "-day").distinct("client_id")


class Snapshot(models.Model):
    """One row a client, day and series. Points and their sums are hundredths, strengths ten-thousandths.

    `strengths` and `points` follow the scorecard's factor list; NULL is “cannot tell”. `churn_rows` and `fire_rows`
    are the page's other rows: level, fault, cap, clip, rounding. With 5000 and the points they add up to 100 × score.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="snapshots", db_index=False)
    day = models.DateField()
    series = models.IntegerField(choices=Series, default=Series.LIVE)
    frame = models.ForeignKey("signals.Frame", models.PROTECT, related_name="+", db_index=False)
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16)
    closed = models.BooleanField(default=False)
    week_close = models.BooleanField(default=False)

    churn = models.SmallIntegerField()
    churn_band = models.SmallIntegerField(choices=BANDS)
    churn_held_back = models.SmallIntegerField(default=0)
    churn_coverage = models.SmallIntegerField(help_text="Per mille.")
    churn_rows = ArrayField(models.IntegerField(), size=5)
    churn_state = ArrayField(models.SmallIntegerField(), size=4)
    fire = models.SmallIntegerField()
    fire_band = models.SmallIntegerField(choices=BANDS)
    fire_held_back = models.SmallIntegerField(default=0)
    fire_coverage = models.SmallIntegerField(help_text="Per mille.")
    fire_rows = ArrayField(models.IntegerField(), size=5)
    fire_state = ArrayField(models.SmallIntegerField(), size=4)
    fault = models.SmallIntegerField(null=True, help_text="Per mille; null is “cannot tell”.")
    review_now = models.BooleanField(default=False, help_text="An unethical request was observed.")

    strengths = ArrayField(models.IntegerField(null=True))
    points = ArrayField(models.IntegerField())
    readings = models.JSONField()
    revenue_cents = models.BigIntegerField(null=True, help_text="A month, in the base currency.")
    overdue_cents = models.BigIntegerField(null=True, help_text="In the base currency.")
    deadline = models.DateField(null=True, help_text="The last day to give notice.")
    digest = models.CharField(max_length=32)
    written_at = models.DateTimeField(db_default=Now(), help_text="When a pass last changed this row.")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(fields=["client", "series", "day"], name="snapshot_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(churn__range=(0, 100), fire__range=(0, 100)), name="snapshot_scores_to_hundred"
            ),
        ]
        indexes = [
            models.Index(
                fields=["series", "client", "-day"],
                name="snapshot_week_closes",
                condition=models.Q(week_close=True, closed=True),
            ),
            models.Index(fields=["series", "day"], name="snapshot_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.day}: {self.churn}/{self.fire}"
