"""Mailboxes: mbox files, Maildir folders, single messages, and zip or tar archives of these. One message at a time."""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from itertools import chain
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from accounts.imports.outcomes import Unreadable
from accounts.imports.sheets import check_archive

LARGEST_MESSAGE = 1024 * 1024  # what follows in a message is an attachment; headers and text come first
MOST_MEMBERS = 2_000_000
LARGEST_MEMBER = 4 * 1024**3

_FROM_LINE = re.compile(rb"From \S.*\d{4}\s*$|From \S+@\S+\s|From - ")
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
_TELLING = {
    b"from",
    b"date",
    b"subject",
    b"message-id",
    b"received",
    b"return-path",
    b"to",
    b"mime-version",
    b"delivered-to",
}


@dataclass(frozen=True)
class Mailbox:
    """Messages as bytes, from the start at each call of `messages()`; each cut off after LARGEST_MESSAGE bytes."""

    kind: str
    messages: Callable[[], Iterator[bytes]]


def mail_kind(path: Path, head: bytes) -> str | None:
    """`mbox`, `message`, `zip` or `tar` where the content is mail, else None."""
    if head.startswith(b"PK\x03\x04"):
        return "zip" if _any_mail(_zip_members(path)) else None
    if tarfile_like(path, head):
        return "tar" if _any_mail(_tar_members(path)) else None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if _FROM_LINE.match(start.split(b"\n", 1)[0]) and _has_headers(start.partition(b"\n")[2]):
        return "mbox"
    return "message" if _has_headers(start) else None


def open_mailbox(path: Path, kind: str) -> Mailbox:
    """The mailbox at `path`. Unreadable where a folder holds no mail."""
    if kind == "zip":
        check_archive(path, LARGEST_MEMBER)
        return Mailbox("zip", lambda: _from_members(_zip_members(path)))
    if kind == "tar":
        return Mailbox("tar", lambda: _from_members(_tar_members(path)))
    if kind == "folder":
        if not _any_mail(_folder_members(path)):
            raise Unreadable(_("There is no mail in this folder."))
        return Mailbox("maildir", lambda: _from_members(_folder_members(path)))
    return Mailbox(kind, lambda: _from_file(path))


def tarfile_like(path: Path, head: bytes) -> bool:
    compressed = head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ"))
    return (compressed or head[257:262] == b"ustar") and tarfile.is_tarfile(path)


def _has_headers(start: bytes) -> bool:
    """Whether the text begins with at least two mail headers that mail always has."""
    names = set()
    for line in start.split(b"\n", 40)[:40]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        if not _HEADER.match(line):
            return False
        names.add(line.split(b":", 1)[0].lower())
    return len(names & _TELLING) >= 2


def _from_file(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from _split(stream)


def _split(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The messages of an mbox; a file that does not begin with a From line is one message."""
    kept: list[bytes] = []
    size = 0
    blank = True
    for line in stream:
        if blank and line.startswith(b"From ") and _FROM_LINE.match(line):
            if size:
                yield b"".join(kept)
            kept, size = [], 0
        elif size < LARGEST_MESSAGE and (size or line.strip(b"\r\n\xef\xbb\xbf")):
            kept.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        blank = line in (b"\n", b"\r\n")
    if size:
        yield b"".join(kept)


Members = Iterator[tuple[str, Callable[[], IO[bytes] | BufferedIOBase]]]


def _from_members(members: Members) -> Iterator[bytes]:
    for name, opened in members:
        if not _may_be_mail(name):
            continue
        with opened() as stream:
            start = stream.readline()
            if not start.startswith(b"From ") and not _HEADER.match(start):
                continue
            yield from _split(chain([start], stream))


def _any_mail(members: Members) -> bool:
    for name, opened in members:
        if not _may_be_mail(name):
            continue
        with opened() as stream:
            start = stream.read(16 * 1024)
        if _FROM_LINE.match(start.split(b"\n", 1)[0]) or _has_headers(start):
            return True
    return False


def _may_be_mail(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not parts[-1].startswith(".") and "__MACOSX" not in parts and "tmp" not in parts[-2:-1]


def _folder_members(path: Path) -> Members:
    for file in sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink()):
        yield str(file.relative_to(path)), lambda file=file: file.open("rb")  # type: ignore[misc]


def _zip_members(path: Path) -> Members:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist()[:MOST_MEMBERS]:
                if entry.flag_bits & 1:
                    raise Unreadable(_("The file is protected by a password. Save it without one and send it again."))
                if not entry.is_dir():
                    yield entry.filename, lambda entry=entry: archive.open(entry)  # type: ignore[misc]
    except zipfile.BadZipFile:
        raise Unreadable(_("The file is damaged: its archive cannot be opened.")) from None


def _tar_members(path: Path) -> Members:
    unpacked = 0
    try:
        with tarfile.open(path) as archive:
            for number, entry in enumerate(archive):
                unpacked += entry.size
                if number > MOST_MEMBERS or unpacked > LARGEST_MEMBER:
                    raise Unreadable(_("The file unpacks to far more than it should; it is not read."))
                if entry.isfile() and (stream := archive.extractfile(entry)):
                    yield entry.name, lambda stream=stream: stream  # type: ignore[misc]
                archive.members = []  # type: ignore[attr-defined]  # forget what has been read: memory stays bounded
    except (tarfile.TarError, EOFError, OSError):
        raise Unreadable(_("The file is damaged: its archive cannot be opened.")) from None
