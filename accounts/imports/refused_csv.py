"""The refused rows as a CSV to mend and send again: the rows as they stood, with line and reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.imports.outcomes import Unreadable
from accounts.imports.reading import read_file
from accounts.imports.recognise import known_headings
from accounts.imports.tables import Table
from accounts.models import ImportBatch

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(batch: ImportBatch) -> Iterator[str]:
    """The CSV, line by line, in bounded memory."""
    table = _table(batch)
    heading = [_("Line"), _("Column"), _("Reason"), *(table.headings if table else [_("Value")])]
    yield "\ufeff" + _line(heading)
    refusals = batch.refusals.order_by("row").values_list("row", "column", "value", "reason").iterator(2_000)
    cells = _cells(table) if table else iter(())
    at: tuple[int, list[object]] = (0, [])
    for row, column, value, reason in refusals:
        while table and at[0] < row:
            at = next(cells, (2**31, []))
        yield _line([row, column, reason, *(at[1] if at[0] == row else [value])])


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; a plain negative number stays one."""
    text = "" if cell is None else str(cell)
    if text.startswith(FORMULA) and not text[1:].replace(".", "").replace(",", "").isdigit():
        return "'" + text
    return text


def _line(cells: list[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(map(safe, cells))
    return text.getvalue()


def _table(batch: ImportBatch) -> Table | None:
    try:
        if not batch.file:
            return None
        content = read_file(Path(batch.file.path), known_headings())
    except (Unreadable, OSError):
        return None
    return content if isinstance(content, Table) else None


def _cells(table: Table) -> Iterator[tuple[int, list[object]]]:
    return chain.from_iterable(zip(rows.lines, rows.cells, strict=True) for rows in table.batches())
