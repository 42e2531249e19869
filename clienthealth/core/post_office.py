"""One mail and one mail server: the message as it goes out, and what the server's answer means."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import smtplib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import format_datetime, parseaddr
from enum import Enum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from clienthealth.core.models import OutgoingMail

ENHANCED = re.compile(r"\d{3}[ -]5\.(\d{1,3})\.\d{1,3}\b")
POLICY = re.compile(r"block|spam|policy|reputation|black|denied|banned|dnsbl|spf|dkim|dmarc", re.IGNORECASE)
SUBJECT = 200  # characters; more is cut by every reader's list anyway


class Verdict(Enum):
    """What came of handing a mail over."""

    SENT = "sent"
    LATER = "later"  # this mail, not now
    CLOSED = "closed"  # no mail, not now
    REFUSED = "refused"  # this mail, never
    UNKNOWN = "unknown"  # this mail, never: the server says that nobody has this address
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    kind: str  # its media type
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words. A header that it names itself is the one that goes out.

    `envelope` is the address that hears when it could not be delivered, where that is not the sender's.
    """

    recipient: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()
    envelope: str = ""


TURNING = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def one_line(text: str) -> str:
    """Text that may stand in a header: no line breaks, no control characters, no marks that turn the writing round."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} else c for c in text)
    return " ".join("".join(c for c in kept if unicodedata.bidirectional(c) not in TURNING).split())


def address(text: str) -> str:
    """An address a mail can be sent to, and only one. Raises ValueError."""
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("not an e-mail address") from None
    return text


def message_id(mail: OutgoingMail) -> str:
    """The same for every attempt at a mail, and no other's: from its key, when it was written, and where."""
    known = f"{settings.BASE_URL}\n{mail.key}\n{mail.made_at.isoformat()}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(known.encode()).hexdigest()[:40]}@{domain}>"


def message(mail: OutgoingMail, letter: Letter, at: dt.datetime) -> EmailMultiAlternatives:
    """The message as it goes out, from a program: nobody's holiday answers it."""
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message_id(mail),
        "Date": format_datetime(at.astimezone(dt.UTC)),
        "Auto-Submitted": "auto-generated",
        **{name: one_line(value) for name, value in letter.headers.items()},
    }
    subject = one_line(letter.subject)[:SUBJECT]
    sender = letter.envelope or None
    made = EmailMultiAlternatives(subject, letter.text, sender, [address(letter.recipient)], headers=headers)
    if letter.html:
        made.attach_alternative(letter.html, "text/html")
    for one in letter.attachments:
        made.attach(one_line(one.name), one.content, one.kind)
    return made


@contextmanager
def connected() -> Iterator[BaseEmailBackend]:
    """A connection that is opened with the first mail and closed in the end."""
    office: BaseEmailBackend = get_connection()
    try:
        yield office
    finally:
        hang_up(office)


def hang_up(office: BaseEmailBackend) -> None:
    """Say goodbye; a server that no longer listens does not matter then."""
    with suppress(OSError, smtplib.SMTPException):
        office.close()


def hand_over(mail: OutgoingMail, letter: Letter, office: BaseEmailBackend, at: dt.datetime) -> tuple[Verdict, str]:
    """Send one mail; whatever goes wrong is a verdict and a plain sentence, never an exception."""
    try:
        written = message(mail, letter, at)
    except ValueError as error:
        return Verdict.REFUSED, _("This is no mail that can be sent: %(why)s.") % {"why": error}
    try:
        office.open()
    except (OSError, smtplib.SMTPException) as error:
        return Verdict.CLOSED, _("The mail server could not be reached: %(why)s") % {"why": _said(error)}
    try:
        office.send_messages([written])
    except (OSError, smtplib.SMTPException) as error:
        return verdict_of(error)
    except ValueError as error:  # a name that no header can carry
        return Verdict.REFUSED, _("This is no mail that can be sent: %(why)s.") % {"why": error}
    return Verdict.SENT, ""


def verdict_of(error: Exception) -> tuple[Verdict, str]:
    """What a failure means: refusals of this recipient or these words are final, everything else passes.

    A refusal of the sender or of the log-in is about our settings, and would be the same for every mail: those wait.
    """
    words = {"why": _said(error)}
    match error:
        case smtplib.SMTPRecipientsRefused():
            code = next(iter(error.recipients.values()))[0]
            if code == 421:
                return Verdict.CLOSED, _("The mail server asked us to come back later: %(why)s") % words
            if code >= 500:
                verdict = Verdict.UNKNOWN if is_unknown(words["why"]) else Verdict.REFUSED
                return verdict, _("The mail server does not take mail for this address: %(why)s") % words
            return Verdict.LATER, _("The mail server cannot take mail for this address now: %(why)s") % words
        case smtplib.SMTPNotSupportedError():
            return Verdict.REFUSED, _("The mail server cannot write to this address: %(why)s") % words
        case smtplib.SMTPDataError() if error.smtp_code >= 500:
            return Verdict.REFUSED, _("The mail server refused the mail: %(why)s") % words
        case smtplib.SMTPDataError() if error.smtp_code != 421:
            return Verdict.LATER, _("The mail server did not take the mail now: %(why)s") % words
        case smtplib.SMTPSenderRefused():
            return Verdict.CLOSED, _("The mail server does not take mail from our address: %(why)s") % words
    return Verdict.CLOSED, _("The mail server broke off: %(why)s") % words


def is_unknown(said: str) -> bool:
    """Whether a final refusal of a recipient is about the address itself, by its enhanced status (RFC 3463).

    A full mailbox (5.2.2) and refusals out of policy (5.7.1, or in words alone) say nothing about whether it exists.
    """
    if found := ENHANCED.match(said):
        return found[1] in {"1", "0", "4"} or found[0].endswith("5.2.1")
    return said[:3] in {"550", "551", "553"} and not POLICY.search(said)


def _said(error: Exception) -> str:
    """The server's own words, on one line."""
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return one_line(str(error)) or type(error).__name__
    return one_line(f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}")
