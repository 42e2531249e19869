"""One mail, as bytes, becomes a MessageRecord: who, when, which thread, how many words and questions; no text."""

from __future__ import annotations

import email
import hashlib
import re
from datetime import UTC, datetime, tzinfo
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from django.utils.translation import gettext as _

from accounts.imports.mail_text import count_questions, count_words, new_text, text_of_html
from accounts.imports.outcomes import LeftOut, Refusal, shorten
from accounts.imports.records import ClientRef, MessageRecord

LONGEST_TEXT = 200_000
_MESSAGE_ID = re.compile(r"<([^<>\s]{3,500})>")
_ROBOTS = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)(?:[+-].*)?@", re.IGNORECASE
)
_AWAY = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office|autoreply|automatische antwort|abwesenheits?|"
    r"réponse automatique|absence du bureau|respuesta automática|risposta automatica|"
    r"automatisch antwoord|resposta automática|"
    r"undeliver|delivery status notification|returned mail|mail delivery failed|unzustellbar)",
    re.IGNORECASE,
)


def read_message(raw: bytes, number: int, zone: tzinfo) -> MessageRecord | Refusal | LeftOut:
    """The `number`-th message of its mailbox. A date without a zone is a time in `zone`."""
    message = email.message_from_bytes(raw)
    date_text = header(message, "Date")
    sent_at = _sent_at(date_text, zone)
    if sent_at is None:
        reason = _("The date of this message cannot be read.") if date_text else _("This message has no date.")
        return Refusal(number, "Date", shorten(date_text), reason)
    if not (1980 <= sent_at.year <= 2100):
        return Refusal(
            number, "Date", shorten(date_text), _("The year %(year)s cannot be right.") % {"year": sent_at.year}
        )
    sender = _addresses(message, "From")[:1] or _addresses(message, "Sender")[:1]
    recipients = _addresses(message, "To") + _addresses(message, "Cc")
    if not sender and not recipients:
        return Refusal(
            number, "From", shorten(header(message, "From")), _("This message names neither sender nor recipient.")
        )
    own_id = _ids(header(message, "Message-ID"))[:1]
    identity = own_id[0] if own_id else _identity_of_headers(message)
    earlier = _ids(header(message, "References")) + _ids(header(message, "In-Reply-To"))
    subject = header(message, "Subject")
    text = new_text(_body(message))
    return MessageRecord(
        row=number,
        external_id=identity,
        client=ClientRef(),
        channel="mail",
        sent_at=sent_at,
        sender=sender[0] if sender else None,
        recipients=tuple(dict.fromkeys(recipients)),
        direction=None,
        thread=earlier[0] if earlier else identity,
        subject=shorten(subject, 255) or None,
        words=count_words(text),
        questions=count_questions(text),
        automatic=_is_automatic(message, sender[0] if sender else "", subject),
    )


def header(message: Message, name: str) -> str:
    """A header as text on one line, whatever encoding it claims; blank where it is missing."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        parts = decode_header(str(value))
    except (ValueError, LookupError, email.errors.MessageError):
        return " ".join(str(value).split())
    text = "".join(part if isinstance(part, str) else _decode(part, charset) for part, charset in parts)
    return " ".join(text.replace("\0", "").split())


def _decode(data: bytes, charset: str | None) -> str:
    for encoding in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(encoding or "utf-8")
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _sent_at(text: str, zone: tzinfo) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _addresses(message: Message, name: str) -> list[str]:
    values = [" ".join(str(value).split()) for value in message.get_all(name, [])]
    found = (address.strip().casefold() for _name, address in getaddresses(values))
    return [address[:254] for address in found if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", address)]


def _ids(text: str) -> list[str]:
    found = _MESSAGE_ID.findall(text)
    return found or ([text.strip("<>")[:255]] if text and " " not in text else [])


def _identity_of_headers(message: Message) -> str:
    """A stable id for a message without one, so that a second import finds it again."""
    told = "\n".join(header(message, name) for name in ("Date", "From", "To", "Cc", "Subject"))
    return "no-id:" + hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _body(message: Message) -> str:
    """The plain text of the mail, else its HTML without tags; attachments and forwarded mails are not read."""
    html = ""
    for part in message.walk():
        if (
            part.get_content_maintype() != "text"
            or part.get_filename()
            or "attachment" in str(part.get("Content-Disposition", ""))
        ):
            continue
        if part.get_content_type() == "text/plain":
            if (text := _payload(part)).strip():
                return text
        elif part.get_content_type() == "text/html" and not html:
            html = _payload(part)
    return text_of_html(html) if html else ""


def _payload(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_param("charset")
    return _decode(data[:LONGEST_TEXT], charset if isinstance(charset, str) else None)


def _is_automatic(message: Message, sender: str, subject: str) -> bool:
    """Whether a machine sent it: auto-replies, bounces, mailing lists. They say nothing about how close people are."""
    told = header(message, "Auto-Submitted").casefold()
    if told and told != "no":
        return True
    if header(message, "Precedence").casefold() in {"bulk", "list", "junk", "auto_reply"}:
        return True
    if any(
        message.get(name)
        for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Failed-Recipients")
    ):
        return True
    if message.get_content_type() == "multipart/report" or header(message, "Return-Path") == "<>":
        return True
    return bool(_ROBOTS.match(sender) or _AWAY.match(subject))
