"""What a file is, by its content: a name proves nothing. Pure: bytes in, a kind out."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_BYTES = 25 * 1024 * 1024
LONGEST_NAME = 120  # characters, without the ending


@dataclass(frozen=True, slots=True)
class FileKind:
    media: str
    ending: str


PDF = FileKind("application/pdf", "pdf")
TEXT = FileKind("text/plain", "txt")
_OPEN = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind("image/png", "png")),
    (b"\xff\xd8\xff", FileKind("image/jpeg", "jpg")),
    (b"GIF87a", FileKind("image/gif", "gif")),
    (b"GIF89a", FileKind("image/gif", "gif")),
    (b"\x1aE\xdf\xa3", FileKind("video/webm", "webm")),
    (b"ID3", FileKind("audio/mpeg", "mp3")),
    (b"\xff\xfb", FileKind("audio/mpeg", "mp3")),
)  # fmt: skip
INSIDE = (
    ("word/document.xml", FileKind(f"{_OFFICE}.wordprocessingml.document", "docx")),
    ("xl/workbook.xml", FileKind(f"{_OFFICE}.spreadsheetml.sheet", "xlsx")),
    ("ppt/presentation.xml", FileKind(f"{_OFFICE}.presentationml.presentation", "pptx")),
)
OPEN_DOCUMENTS = {f"{_OPEN}.{name}": FileKind(f"{_OPEN}.{name}", ending)
                  for name, ending in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))}  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|script|svg|\?xml|iframe|meta)", re.IGNORECASE)


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file that may be shared; None for everything else (web pages, programs, macros, archives)."""
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF":
        known = {b"WEBP": FileKind("image/webp", "webp"), b"WAVE": FileKind("audio/wav", "wav")}
        return known.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _of_mp4(content[8:12])
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content)
    return TEXT if _is_plain_text(content) else None


def kept_name(name: str, kind: FileKind) -> str:
    """The name a file is kept under: no folder, no control sign, the ending of what it is."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C").strip(" .")
    if "." in stem and len(stem.rsplit(".", 1)[1]) <= 5:
        stem = stem.rsplit(".", 1)[0]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'file'}.{kind.ending}"


def _of_mp4(brand: bytes) -> FileKind:
    if brand.startswith(b"M4A"):
        return FileKind("audio/mp4", "m4a")
    return FileKind("video/quicktime", "mov") if brand == b"qt  " else FileKind("video/mp4", "mp4")


def _of_archive(content: bytes) -> FileKind | None:
    """A document of an office program; one that carries a program of its own is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.endswith(("vbaProject.bin", "Basic/script-lc.xml")) for name in names):
                return None
            for name, kind in INSIDE:
                if name in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return OPEN_DOCUMENTS.get(archive.read("mimetype").decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return None
    return None


def _is_plain_text(content: bytes) -> bool:
    """UTF-8 that no browser takes for a page, without control signs."""
    if not content.strip() or _CONTROL.search(content) or _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
