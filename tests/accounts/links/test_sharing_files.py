"""What may be shared as a file is told by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from accounts.sharing.files import kept_name, kind_of


def archive(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x20ftypisom", "mp4"),
        (b"\0\0\0\x20ftypqt  ", "mov"),
        ("Blåbær\n".encode(), "txt"),
        (archive(word__document_dot_xml="<x/>"), "docx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_a_kind_is_known_by_its_content(content: bytes, ending: str) -> None:
    kind = kind_of(content)

    assert kind is not None
    assert kind.ending == ending


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"<!DOCTYPE html><p>",
        b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'>",
        b"<?xml version='1.0'?>",
        b"MZ\x90\0",
        b"\x7fELF",
        b"PK\x03\x04 broken",
        archive(readme_dot_txt="hello"),
        archive(word__document_dot_xml="<x/>", word__vbaProject_dot_bin="macro"),
        archive(mimetype="text/html"),
        "Blåbær".encode("latin-1"),
        b"RIFF\0\0\0\0AVI ",
    ],
)
def test_pages_programs_macros_and_archives_are_refused(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Report March.pdf", "Report March.pdf"),
        ("report.html", "report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Rapport.PDF", "Rapport.pdf"),
        ("evil\r\nSet-Cookie: a.pdf", "evilSet-Cookie: a.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_and_with_the_true_ending(name: str, kept: str) -> None:
    kind = kind_of(b"%PDF-1.7")

    assert kind is not None
    assert kept_name(name, kind) == kept
