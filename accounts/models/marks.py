"""Which clients changed since they were last scored."""

from django.db import models
from django.db.models.functions import Now


class Mark(models.Model):
    """Appended by triggers, whoever writes; deleted by the scorer that looked. No client means every client."""

    client = models.ForeignKey(
        "accounts.Client", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    made_at = models.DateTimeField(db_default=Now())
    bulk = models.BooleanField(db_default=False, help_text="Everyone's turn, not one client's news: may wait a little.")

    class Meta:
        indexes = [
            models.Index(fields=["client", "id"], name="accounts_mark_client"),
            models.Index(fields=["bulk", "id"], name="accounts_mark_turn"),
        ]

    def __str__(self) -> str:
        return f"client {self.client_id}" if self.client_id else "every client"
