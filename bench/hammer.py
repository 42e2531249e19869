"""A client that asks and asks: `python -m bench.hammer PORT SECONDS CONNECTIONS PATH …`; prints answers and seconds.

With `@FILE` for paths, each of its lines (path, tab, form) is sent once, and it ends with the last.

Nothing but sockets that are kept open: on a machine of two cores, a client that parses takes from what is measured.
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

HEADERS = (
    " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: de\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0\r\n"
)
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "


def main(port: int, seconds: float, connections: int, paths: list[str]) -> int:
    requests = _requests(paths)
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
    for line in lines:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    begun, answered = time.monotonic(), 0
    while time.monotonic() - begun < seconds and (some := list(islice(requests, connections))):
        asked = lines[: len(some)]
        for line, request in zip(asked, some, strict=True):
            line.sendall(request)
        for line in asked:
            if not _answer(line).startswith(b"HTTP/1.1 302"):
                return 1
            answered += 1
    print(answered, time.monotonic() - begun)
    return 0


def _requests(paths: list[str]) -> Iterator[bytes]:
    if not paths[0].startswith("@"):
        return cycle([f"GET {path}{HEADERS}\r\n".encode() for path in paths])
    rows = [row.split("\t") for row in Path(paths[0][1:]).read_text().splitlines()]
    return iter([f"POST {path}{HEADERS}{FORM}{len(form)}\r\n\r\n{form}".encode() for path, form in rows])


def _answer(line: socket.socket) -> bytes:
    """One answer without a body, whether its length is given or it comes in pieces."""
    answer = b""
    while not (answer.endswith(b"\r\n\r\n") and (b"chunked" not in answer or answer.endswith(b"\r\n0\r\n\r\n"))):
        piece = line.recv(8192)
        if not piece:
            raise ConnectionError("the server hung up")
        answer += piece
    return answer


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
