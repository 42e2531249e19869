"""Spreadsheets: XLSX streamed by openpyxl, XLS and ODS (small by nature) by calamine."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from accounts.imports.outcomes import Unreadable
from accounts.imports.tables import BATCH, HEADER_WITHIN, Rows, Table, distinct, find_header, normalise

LARGEST_UNPACKED = 2 * 1024**3
LARGEST_ODS = 300 * 1024**2
LARGEST_RATIO = 200

_UNCALCULATED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:<v/>|<v></v>)?</c>')

Reader = Callable[[str], Iterator[list[object]]]


def open_sheet(path: Path, kind: str, known: Collection[str]) -> Table:
    """The sheet of a workbook that holds most known headings (else the first with content)."""
    if kind in ("xlsx", "ods"):
        check_archive(path, LARGEST_ODS if kind == "ods" else LARGEST_UNPACKED)
    try:
        names, reader = _openpyxl(path) if kind == "xlsx" else _calamine(path)
        starts = [(name, list(islice(reader(name), 400))) for name in names]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_reason(error)) from error
    starts = [(name, rows) for name, rows in starts if any(any(cell is not None for cell in row) for row in rows)]
    if not starts:
        raise Unreadable(_("The file is empty."))
    name, rows = max(starts, key=lambda start: _known_headings(start[1], known))
    if kind == "xlsx":
        _refuse_uncalculated(path)
    header = find_header(rows, known)
    width = max((place for place, cell in enumerate(rows[header], 1) if cell is not None), default=1)
    return Table(
        kind=kind,
        headings=distinct(rows[header][:width]),
        header_row=header + 1,
        batches=lambda: _batches(reader, name, header + 1, width),
        preamble=tuple(" ".join(str(cell) for cell in row if cell is not None) for row in rows[:header]),
        sheet=name,
    )


def check_archive(path: Path, largest: int = LARGEST_UNPACKED) -> None:
    """Refuse an archive that unpacks to far more than it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise Unreadable(_("The file is damaged: its archive cannot be opened.")) from None
    if size > largest or (size > 10 * 1024**2 and size > LARGEST_RATIO * path.stat().st_size):
        raise Unreadable(_("The file unpacks to far more than it should; it is not read."))


def _known_headings(rows: list[list[object]], known: Collection[str]) -> int:
    return max(len({word for word in map(normalise, row) if word in known}) for row in rows[:HEADER_WITHIN])


def _openpyxl(path: Path) -> tuple[list[str], Reader]:
    with _opened(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]

    def rows(name: str) -> Iterator[list[object]]:
        with _opened(path) as book:
            sheet = book[name]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                yield [_cell(cell) for cell in row]

    return names, rows


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook, from a stream: by path openpyxl would go by the file's name."""
    with path.open("rb") as stream, closing(openpyxl.load_workbook(stream, read_only=True, data_only=True)) as book:
        yield book


def _calamine(path: Path) -> tuple[list[str], Reader]:
    book = CalamineWorkbook.from_path(str(path))

    def rows(name: str) -> Iterator[list[object]]:
        sheet = book.get_sheet_by_name(name)
        width = sheet.width
        above = sheet.start[0] if sheet.start else 0
        for _line in range(above if sheet.height < sheet.total_height else 0):
            yield [None] * width
        for row in sheet.iter_rows():
            yield [_cell(cell) for cell in row]

    return list(book.sheet_names), rows


def _cell(cell: object) -> object:
    """A cell as text, int, float, date, datetime or timedelta; nothing is None."""
    if cell is None or isinstance(cell, str):
        return cell.replace("\0", "") if cell and cell.strip() else None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    return cell


def _batches(reader: Reader, name: str, first: int, width: int) -> Iterator[Rows]:
    lines: list[int] = []
    cells: list[list[object]] = []
    for line, row in enumerate(islice(reader(name), first, None), start=first + 1):
        if not any(cell is not None for cell in row):
            continue
        while len(row) > width and row[-1] is None:
            row.pop()
        lines.append(line)
        cells.append(["" if cell is None else cell for cell in row] + [""] * (width - len(row)))
        if len(lines) == BATCH:
            yield Rows(lines, cells)
            lines, cells = [], []
    if lines:
        yield Rows(lines, cells)


def _refuse_uncalculated(path: Path) -> None:
    """A formula whose result was never stored would read as blank; the file has to be saved once by its program."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.namelist():
            if not entry.startswith("xl/worksheets/sheet"):
                continue
            with archive.open(entry) as stream:
                tail = b""
                while chunk := stream.read(1 << 20):
                    if found := _UNCALCULATED.search(tail + chunk):
                        raise Unreadable(
                            _(
                                "Cell %(cell)s holds a formula that was never calculated. "
                                "Open the file in a spreadsheet program, save it, and send it again."
                            )
                            % {"cell": found[1].decode()}
                        )
                    tail = chunk[-4096:]


def _reason(error: Exception) -> str:
    text = f"{type(error).__name__} {error}".lower()
    if "password" in text or "encrypt" in text:
        return _("The file is protected by a password. Save it without one and send it again.")
    return _("The file looks like a spreadsheet but cannot be opened; it may be damaged.")
