"""A mail server as a program, `python -m bench.postbox`: prints its port, and at the end of stdin what came."""

from __future__ import annotations

import json
import re
import socket
import sys
from collections import Counter

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Postbox:
    """Takes everything and keeps who got how many, and under which ids."""

    def __init__(self) -> None:
        self.people: Counter[str] = Counter()
        self.ids: set[bytes] = set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.people.update(envelope.rcpt_tos)
        found = MESSAGE_ID.search(envelope.original_content or b"")
        self.ids.add(found[1] if found else b"")
        return "250 Taken"


def main() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    print(port, flush=True)
    sys.stdin.read()
    controller.stop()
    taken = sum(box.people.values())
    print(json.dumps({"taken": taken, "people": len(box.people), "ids": len(box.ids)}))


if __name__ == "__main__":
    main()
