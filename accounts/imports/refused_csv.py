"""The refused rows as a list to mend and send again: the rows as they stood, with line and reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.imports.outcomes import Unreadable
from accounts.imports.reading import read_file
from accounts.imports.recognise import known_headings
from accounts.imports.tables import Table
from accounts.models import ImportBatch


def refused_rows(batch: ImportBatch) -> tuple[list[str], Iterator[list[object]]]:
    """(headings, rows), in bounded memory. Mail and files that are gone give the refusals alone."""
    table = _table(batch)
    told = list(table.headings) if table else [_("Value")]
    return [_("Line"), _("Column"), _("Reason"), *told], _rows(batch, table)


def _rows(batch: ImportBatch, table: Table | None) -> Iterator[list[object]]:
    cells = _cells(table) if table else iter(())
    line, row_cells = 0, list[object]()
    refusals = batch.refusals.order_by("row").values_list("row", "column", "value", "reason")
    for row, column, value, reason in refusals.iterator(2_000):
        while table and line < row:
            line, row_cells = next(cells, (row + 1, []))
        yield [row, column, reason, *(row_cells if line == row else [value])]


def _table(batch: ImportBatch) -> Table | None:
    try:
        content = read_file(Path(batch.file.path), known_headings()) if batch.file else None
    except (Unreadable, OSError):
        return None
    return content if isinstance(content, Table) else None


def _cells(table: Table) -> Iterator[tuple[int, list[object]]]:
    return chain.from_iterable(zip(rows.lines, rows.cells, strict=True) for rows in table.batches())
