"""Tables that no app owns: closed days, on which every record's clock depends, and what waits to be sent."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


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


class OutboxEvent(models.Model):
    """Something happened that other systems may want to hear of, written in the transaction in which it happened.

    `key` makes it happen once, however often the work is repeated. Consumers keep their own place in the list, which
    is a `position`: given after the commit, so that no row appears behind a reader (`clienthealth.core.outbox`).
    """

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    client = models.BigIntegerField(null=True, help_text="The client's id, by which readers' rights are looked up.")
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    position = models.BigIntegerField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["topic", "position"], name="outboxevent_topic"),
            models.Index(fields=["id"], name="outboxevent_waiting", condition=models.Q(position=None)),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class OutgoingMail(models.Model):
    """A mail that waits to be sent, or was. `key` makes it exist once; the Message-ID is made from it.

    Where a `composer` is named, the mail is written in the moment of sending, from `about`, and its words are never
    stored: what somebody may no longer see by then is not in it. `subject` then only says what kind of mail it is.
    """

    class GivenUp(models.TextChoices):
        """Why no further try is made."""

        ADDRESS = "address", _("nobody has this address")
        REFUSED = "refused", _("the mail was refused")
        TRIED = "tried", _("tried often enough")
        NOTHING = "nothing", _("nothing was left to say")

    key = models.CharField("key", max_length=200, unique=True)
    recipient = models.EmailField(_("to"))
    user = models.BigIntegerField(null=True, help_text="Whom of our people it is for.")
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    composer = models.CharField(max_length=100, blank=True)
    about = models.JSONField(default=dict)
    language = models.CharField(max_length=10, default="en")
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    next_try_at = models.DateTimeField(_("next try"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    given_up_at = models.DateTimeField(_("given up"), null=True)
    given_up = models.CharField(_("why given up"), max_length=7, choices=GivenUp, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ("pk",)
        indexes = [
            models.Index(
                fields=["next_try_at"], name="outgoingmail_waiting", condition=models.Q(sent_at=None, given_up_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"


class KeptAnswer(models.Model):
    """The answer to a write of the API that named an Idempotency-Key, to be given again when the write is repeated.

    Written in the transaction of the write itself: either both are there or neither is. Forgotten after two days.
    """

    caller = models.CharField(max_length=40, help_text="“key:12” or “user:7”.")
    method = models.CharField(max_length=6)
    path = models.CharField(max_length=500)
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64, help_text="SHA-256 of the body that was sent.")
    status = models.PositiveSmallIntegerField()
    etag = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["caller", "method", "path", "key"], name="keptanswer_once")]
        indexes = [models.Index(fields=["made_at"], name="keptanswer_by_age")]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
