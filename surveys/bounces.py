"""Mails that came back: what a delivery report (RFC 3464) says, and about which of our mails. Pure.

A report is a message of kind multipart/report with report-type=delivery-status. Anything else in the mailbox (answers
of holiday programs, advertisements) is no report, and none of ours: whoever writes by hand is no machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr
from enum import Enum

TOKEN = re.compile(r"\+([0-9a-f]{32})-(\d)@", re.IGNORECASE)
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
RECEIVED_BY = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
OURS = frozenset({3, 5, 6, 7})  # the other side's system, the protocol, the words, the rules: nothing about the address
FULL = "2.2"  # subject and detail of a mailbox that is full


class Weight(Enum):
    """What a failure says about the address."""

    HARD = "hard"  # nobody is there
    SOFT = "soft"  # not now: full, or nobody answered for days
    OURS = "ours"  # our mail was not wanted, or could not be read


@dataclass(frozen=True, slots=True)
class Bounce:
    """One mail of ours that did not arrive. `token` is the asking's nonce, `number` which of its mails (0: the first).

    `report` is the same for the same report, however often it is read.
    """

    token: str
    number: int
    weight: Weight
    status: str
    report: str


def bounce_of(raw: bytes) -> Bounce | None:
    """What a message reports about one of our mails; None when it is no report of a failure, or not about ours."""
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    if message.get_content_type() != "multipart/report" or _kind(message) != "delivery-status":
        return None
    status = next(_failures(message), None)
    found = _token(message)
    if status is None or found is None:
        return None
    return Bounce(found[0], found[1], weight_of(status), status, hashlib.sha256(raw).hexdigest())


def weight_of(status: str) -> Weight:
    """By class, subject and detail of an enhanced status (RFC 3463), such as `5.1.1`."""
    first, subject, detail = status.split(".")
    if first != "5" or f"{subject}.{detail}" == FULL:
        return Weight.SOFT
    return Weight.OURS if int(subject) in OURS else Weight.HARD


def envelope(address: str, token: str, number: int) -> str:
    """The address to which a mail's reports go: `bounces@agency.example` with a mark that names the mail."""
    local, _at, domain = address.rpartition("@")
    return f"{local}+{token}-{number}@{domain}"


def _kind(message: EmailMessage) -> str:
    return str(message.get_param("report-type", "")).lower()


def _failures(message: EmailMessage) -> Iterator[str]:
    """The status of each recipient for whom it failed for good; what is only late may still arrive."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                yield _status(block)


def _status(block: Message) -> str:
    """The status field, or the one in the server's own words; `5.0.0` where there is none."""
    for name in ("Status", "Diagnostic-Code"):
        if found := STATUS.search(str(block.get(name, ""))):
            return ".".join(found.groups())
    return "5.0.0"


def _token(message: EmailMessage) -> tuple[str, int] | None:
    """Which mail it is about: by the address that the report was sent to, else by the sender of what came back."""
    for address in _addresses(message):
        if found := TOKEN.search(parseaddr(address)[1] or address):
            return found[1].lower(), int(found[2])
    return None


def _addresses(message: EmailMessage) -> Iterator[str]:
    for name in RECEIVED_BY:
        yield from (str(one) for one in message.get_all(name, ()))
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            returned = message_from_bytes(text if isinstance(text, bytes) else b"", EmailMessage, policy=policy.default)
            yield str(returned.get("Return-Path", ""))
        elif kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                yield str(inner[0].get("Return-Path", ""))
