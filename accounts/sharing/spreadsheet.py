"""A table to take along: CSV, or XLSX with real dates. A cell is text to read, never a formula to run."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from clienthealth.core.exports import csv_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_response(name: str, kind: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponseBase:
    if kind != "xlsx":
        return csv_response(name, heading, (_local(row) for row in rows))
    content = workbook(heading, rows)
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


def workbook(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A sheet with a bold first row that stays in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    head = [WriteOnlyCell(sheet, value=word) for word in heading]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in _local(row)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _local(row: Sequence[object]) -> list[object]:
    """Instants as the reader's clock shows them; spreadsheets know no zones."""
    return [
        timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0) if isinstance(value, dt.datetime)
        else value
        for value in row
    ]  # fmt: skip


def _cell(sheet: Any, value: object) -> object:
    """Text stays text, even where it begins like a formula."""
    if value is None or isinstance(value, (int, float, Decimal, dt.date)):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    return cell
