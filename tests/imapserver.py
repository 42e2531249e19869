"""A mailbox on this machine that speaks as much IMAP as a reader of unread messages needs. Nothing is kept."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

COMMAND = re.compile(rb"(\S+) (UID )?(\S+) ?(.*)", re.IGNORECASE)


@dataclass
class ImapServer:
    """The messages by their number (from 1), and which were read. `drops`: break off when so many are."""

    messages: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    user: str = "bounces"
    password: str = "s3cret"
    port: int = 0
    drops: int | None = None
    log: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"imap://{self.user}:{self.password}@127.0.0.1:{self.port}/INBOX"


class Conversation(socketserver.StreamRequestHandler):
    """One connection: a line is a command, a method of its name answers it."""

    box: ImapServer

    def handle(self) -> None:
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            found = COMMAND.match(line.strip())
            if found is None:
                continue
            tag, _uid, name, rest = found.groups()
            self.box.log.append(name.decode().upper())
            answer = getattr(self, f"on_{name.decode().lower()}", None)
            said = answer(rest) if answer else b"OK done"
            if said is None:
                return
            self.say(tag + b" " + said)

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def on_capability(self, rest: bytes) -> bytes:
        self.say(b"* CAPABILITY IMAP4rev1")
        return b"OK done"

    def on_login(self, rest: bytes) -> bytes:
        known = f'{self.box.user} "{self.box.password}"'.encode()
        return b"OK welcome" if rest.replace(b'"', b"") == known.replace(b'"', b"") else b"NO who?"

    def on_select(self, rest: bytes) -> bytes:
        self.say(b"* %d EXISTS" % len(self.box.messages))
        return b"OK [READ-WRITE] selected"

    def on_search(self, rest: bytes) -> bytes:
        unread = [n for n in range(1, len(self.box.messages) + 1) if n not in self.box.seen]
        self.say(b"* SEARCH " + b" ".join(b"%d" % n for n in unread))
        return b"OK done"

    def on_fetch(self, rest: bytes) -> bytes:
        for number in map(int, rest.split(b" ")[0].split(b",")):
            raw = self.box.messages[number - 1]
            self.wfile.write(b"* %d FETCH (UID %d FLAGS () BODY[] {%d}\r\n" % (number, number, len(raw)))
            self.wfile.write(raw + b")\r\n")
        return b"OK done"

    def on_store(self, rest: bytes) -> bytes | None:
        if self.box.drops is not None and len(self.box.seen) >= self.box.drops:
            return None
        self.box.seen |= set(map(int, rest.split(b" ")[0].split(b",")))
        return b"OK done"

    def on_logout(self, rest: bytes) -> bytes:
        self.say(b"* BYE")
        return b"OK done"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run one for as long as the block lasts."""
    box = ImapServer()
    handler = type("Handler", (Conversation,), {"box": box})
    with Server(("127.0.0.1", 0), handler) as server:
        box.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
