"""The mailbox for mails that came back: read over IMAP. A message is marked as read when what it says was noted."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import structlog
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags

log = structlog.get_logger(__name__)

MOST = 500  # messages at a time
PATIENCE = 30.0  # seconds
PORTS = {"imaps": 993, "imap": 143}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a mailbox is: `imaps://user:password@host:993/INBOX`. `imap` without TLS is for this machine."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str


def box_of(address: str) -> Box:
    """Raises ValueError for an address that is none; the password is not in its words."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise ValueError("a mailbox is written imaps://user:password@host/INBOX")
    return Box(
        parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], unquote(parts.username),
        unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX",
    )  # fmt: skip


def read(address: str, take: Callable[[bytes], bool]) -> int:
    """Hand every unread message to `take`. How many it took. Whoever is killed between reads the same again."""
    box = box_of(address)
    taken = 0
    with _connected(box) as mailbox:
        for message in mailbox.fetch(AND(seen=False), mark_seen=False, limit=MOST, bulk=50):
            taken += take(message.obj.as_bytes())
            mailbox.flag([message.uid or ""], [MailMessageFlags.SEEN], value=True)
    log.info("mailbox read", taken=taken)
    return taken


@contextmanager
def _connected(box: Box) -> Iterator[BaseMailBox]:
    """Logged in. With TLS the server proves who it is, which the library leaves to us; the line is closed anyway."""
    if box.scheme == "imaps":
        made: BaseMailBox = MailBox(box.host, box.port, PATIENCE, ssl_context=ssl.create_default_context())
    else:
        made = MailBoxUnencrypted(box.host, box.port, PATIENCE)
    try:
        yield made.login(box.user, box.password, box.folder)
        made.logout()
    finally:
        with suppress(OSError):
            made.client.shutdown()
