"""Any file -> a table, or messages. What a file is, is decided by its content, never by its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.imports.mailboxes import Mailbox, mail_kind, open_mailbox
from accounts.imports.outcomes import Unreadable
from accounts.imports.sheets import open_sheet
from accounts.imports.tables import Table
from accounts.imports.text_tables import open_text_table

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<table|<body|<meta)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)
_TEXT_CONTROL = bytes(range(0x20, 0x100)) + b"\t\n\r\f\x1b\x00"


def read_file(path: Path, known: Collection[str] = ()) -> Table | Mailbox:
    """What stands in the file (or folder) at `path`; Unreadable, with a sentence, where nothing can be read.

    `known` are the normalised headings the sources look for; they tell the header row from the lines above it.
    """
    if not path.exists():
        raise Unreadable(_("There is no such file."))
    if path.is_dir():
        return open_mailbox(path, "folder")
    with path.open("rb") as stream:
        head = stream.read(64 * 1024)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(_("The file is empty."))
    if kind := _sheet_kind(path, head):
        return open_sheet(path, kind, known)
    if kind := mail_kind(path, head):
        return open_mailbox(path, kind)
    _refuse_foreign(head)
    return open_text_table(path, known)


def _sheet_kind(path: Path, head: bytes) -> str | None:
    if head.startswith(_OLE):
        return "xls"
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xlsb"
            if "content.xml" in names and "mimetype" in names:
                return "ods"
    except (zipfile.BadZipFile, OSError):
        raise Unreadable(_("The file is damaged: its archive cannot be opened.")) from None
    return None


def _refuse_foreign(head: bytes) -> None:
    """Say in plain words what a file is that holds no table and no mail."""
    if _HTML.match(head):
        raise Unreadable(_("This is a web page, not a table, whatever it is called. Export it as CSV or XLSX."))
    if head.startswith(b"%PDF"):
        raise Unreadable(_("This is a PDF. Export the list as CSV or XLSX instead."))
    if _XML.match(head):
        raise Unreadable(_("This is an XML file, not a table. Export it as CSV or XLSX."))
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"Rar!", b"7z\xbc\xaf")):
        raise Unreadable(_("This is an archive without mail in it. Unpack it and send the files one by one."))
    if re.match(rb'\s*(?:\{\s*"|\[\s*\{)', head):
        raise Unreadable(_("This is a JSON file, not a table. Export it as CSV or XLSX."))
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) // 4
    strange = len(head.translate(None, _TEXT_CONTROL))
    if not utf16 and strange > len(head) // 100 + 2:
        raise Unreadable(_("This is not a text file or a spreadsheet; nothing in it can be read as rows."))
    if utf16 and not _decodes_as_utf16(head):
        raise Unreadable(_("This is not a text file or a spreadsheet; nothing in it can be read as rows."))


def _decodes_as_utf16(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return True
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if marked else "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(encoding, errors="replace")
    strange = sum(1 for letter in text if not (letter.isprintable() or letter in "\r\n\t\ufeff\0"))
    return strange <= len(text) // 50 + 1
