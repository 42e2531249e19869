"""Closed days: the only tables `core` owns, because every record's clock depends on them."""

from django.db import models
from django.db.models.functions import Now


class ClosedDay(models.Model):
    """A day of the agency whose records are complete: nothing recorded from now on falls inside it."""

    day = models.DateField(unique=True)
    cut = models.DateTimeField(help_text="The instant at which the next day begins in the agency's zone.")
    closed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-day",)
        get_latest_by = "day"

    def __str__(self) -> str:
        return self.day.isoformat()
