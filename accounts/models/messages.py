"""Mails, calls, meetings and chats: who wrote to whom, when and how much. No text."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.base import Record, RecordQuerySet, identity, keep_past, record_triggers
from accounts.models.clients import Client, Contact


class MessageQuerySet(RecordQuerySet["Message"]):
    def from_client(self) -> Self:
        return self.filter(direction=Message.Direction.IN, automatic=False)

    def from_us(self) -> Self:
        return self.filter(direction=Message.Direction.OUT, automatic=False)


@keep_past(model_name="MessagePast")
class Message(Record):
    class Channel(models.IntegerChoices):
        MAIL = 1, _("E-mail")
        CALL = 2, _("Call")
        MEETING = 3, _("Meeting")
        CHAT = 4, _("Chat")

    class Direction(models.IntegerChoices):
        IN = 1, _("From the client")
        OUT = 2, _("From us")

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="messages", verbose_name=_("client"), db_index=False
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("contact"),
        db_index=False,
    )
    occurred_at = models.DateTimeField(_("when"))
    channel = models.PositiveSmallIntegerField(_("channel"), choices=Channel, default=Channel.MAIL)
    direction = models.PositiveSmallIntegerField(_("direction"), choices=Direction)
    automatic = models.BooleanField(_("automatic"), default=False, help_text=_("Out of office, bounce, newsletter."))
    words = models.PositiveIntegerField(_("words"), null=True, blank=True)
    questions = models.PositiveSmallIntegerField(_("questions"), null=True, blank=True)
    thread = models.CharField(_("thread"), max_length=64, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-occurred_at",)
        constraints = [identity("message")]
        indexes = [
            models.Index(fields=["client", "occurred_at"], name="message_client_occurred"),
            models.Index(
                fields=["contact", "occurred_at"], name="message_contact", condition=models.Q(contact__isnull=False)
            ),
        ]
        triggers = record_triggers()

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.occurred_at:%Y-%m-%d %H:%M}"
