"""Messages from a list: mails, calls, meetings or chats with date, who and whom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_ID, Field, required
from accounts.imports.mail_text import count_questions, count_words, new_text
from accounts.imports.outcomes import Refusal
from accounts.imports.records import ClientRef, MessageRecord
from accounts.imports.sources.shared import made_up_id
from accounts.imports.values import read_email

CHANNELS = {
    "": "mail", "mail": "mail", "email": "mail", "e-mail": "mail", "call": "call", "phone": "call", "anruf": "call",
    "telefonat": "call", "appel": "call", "meeting": "meeting", "besprechung": "meeting", "réunion": "meeting",
    "chat": "chat", "slack": "chat", "teams": "chat", "whatsapp": "chat", "sms": "chat",
}  # fmt: skip
INBOUND = frozenset({"in", "inbound", "incoming", "received", "eingehend", "empfangen", "entrant", "reçu", "entrante"})
OUTBOUND = frozenset({"out", "outbound", "outgoing", "sent", "ausgehend", "gesendet", "sortant", "envoyé", "saliente"})


def message(row: Any, context: Context) -> MessageRecord | Refusal:
    """One message. A text column is counted and then forgotten."""
    channel = CHANNELS.get((row.channel or "").casefold())
    if channel is None:
        return Refusal(row.line, "channel", row.channel, _("A message is a mail, call, meeting or chat."))
    direction = _direction(row.direction)
    if row.direction and direction is None:
        return Refusal(row.line, "direction", row.direction, _("A message goes in or out."))
    sender, recipients = _addresses(row.sender)[:1], _addresses(row.to) + _addresses(row.cc)
    if not (sender or recipients or row.client_id or row.client_name):
        return Refusal(row.line, "", "", _("The row names neither a client nor an e-mail address."))
    if direction is None and not (sender and recipients):
        return Refusal(row.line, "", "", _("The row does not say whether the message came in or went out."))
    identity = row.id or made_up_id(context, row.sent_at, row.sender, row.to, row.client_name, row.subject, channel)
    text = new_text(row.text) if row.text else None
    return MessageRecord(
        row=row.line,
        external_id=identity,
        client=ClientRef(row.client_id, row.client_name),
        channel=channel,
        sent_at=row.sent_at,
        sender=sender[0] if sender else None,
        recipients=tuple(dict.fromkeys(recipients)),
        direction=direction,
        thread=row.thread or identity,
        subject=row.subject,
        words=row.words if row.words is not None or text is None else count_words(text),
        questions=row.questions if row.questions is not None or text is None else count_questions(text),
        automatic=bool(row.automatic),
    )


def _direction(word: str | None) -> str | None:
    word = (word or "").casefold()
    return "in" if word in INBOUND else "out" if word in OUTBOUND else None


def _addresses(cell: str | None) -> list[str]:
    found = []
    for part in (cell or "").replace(";", ",").split(","):
        try:
            if address := read_email(part):
                found.append(address)
        except ValueError:
            continue
    return found


MESSAGES = Source(
    "messages",
    gettext_lazy("list of messages"),
    (
        required("sent_at", "instant", (
    "sent at|sent|date|datetime|timestamp|time|received at|date sent|datum|gesendet am|fecha|data"
)),
        Field("sender", "name", (
    "from|sender|from address|von|absender|de|expéditeur|remitente|da|mittente|van|afzender"
)),
        Field("to", "text", "to|recipients|recipient|to address|an|empfänger|à|destinataire|para|destinatario|a|aan"),
        Field("cc", "text", "cc|copy|kopie"),
        Field("subject", "name", "subject|title|betreff|objet|asunto|oggetto|onderwerp"),
        Field("direction", "name", "direction|in/out|richtung|sens|dirección|direzione|richting"),
        Field("channel", "name", "channel|type|kind|medium|kanal|canal|canale"),
        Field("client_id", "identifier", CLIENT_ID),
        Field("client_name", "name", (
    "client|client name|customer|company|account|kunde|firma|société|cliente|empresa|azienda|klant"
)),
        Field("id", "identifier", "message id|message-id|id"),
        Field("thread", "identifier", "thread id|thread|conversation|conversation id|references|in-reply-to"),
        Field("words", "whole", "words|word count|wörter|mots|palabras|parole|woorden"),
        Field("questions", "whole", "questions|question count|fragen|preguntas|domande|vragen"),
        Field("automatic", "yes_no", "automatic|auto|automatisch|automatique|automático"),
        Field("text", "text", "body|text|message|content|nachricht|inhalt|texte|cuerpo|testo|bericht"),
    ),
    message,
    hallmarks=tuple(
        frozenset(pair)
        for pair in (("from", "to"), ("sender", "recipient"), ("sender", "recipients"), ("von", "an"),
                     ("absender", "empfanger"),
                     ("de", "a"),
                     ("expediteur", "destinataire"), ("remitente", "destinatario"), ("mittente", "destinatario"),

                     ("direction", "channel"), ("direction", "subject"),
                     ("direction", "client"), ("direction", "customer"))
    ),
)  # fmt: skip
