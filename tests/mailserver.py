"""A mail server on this machine that takes, refuses, is slow or breaks off as a test asks it to."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings


class MailServer:
    """Keeps what it took. `answers`: what a recipient is told instead; `words`: what a subject is told after DATA."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.senders: list[str] = []  # of the envelopes, in the order of `taken`
        self.answers: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.seconds = 0.0
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds)
        message = message_from_bytes(envelope.original_content or b"", EmailMessage, policy=policy.default)
        if answer := self.words.get(str(message["Subject"])):
            return answer
        self.taken.append(message)
        self.senders.append(envelope.mail_from or "")
        return "250 Taken"

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(message["Message-ID"]) for message in list(self.taken))

    @property
    def recipients(self) -> list[str]:
        return [str(message["To"]) for message in self.taken]

    def words_of(self, message: EmailMessage, kind: str = "plain") -> str:
        part = message.get_body((kind,))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """Run one, and let this process write to it by SMTP."""
    server = MailServer()
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.DEFAULT_FROM_EMAIL = "Nordlys <health@nordlys.example>"
        yield server
    finally:
        controller.stop()
