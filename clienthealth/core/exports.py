"""Tables as CSV files that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse

BOM = "\ufeff"  # without it, Excel reads UTF-8 as Latin-1
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBERS = (int, float, Decimal)


class _Echo:
    """What csv.writer writes to: each line is handed straight on."""

    def write(self, line: str) -> str:
        return line


def csv_response(filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A download that is sent line by line, so that its size is no matter."""
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield BOM
    for row in chain([header], rows):
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: Any) -> Any:
    """A cell as it may stand in a file: text that a spreadsheet would run begins with an apostrophe.

    Numbers keep their sign. Source: OWASP, “CSV Injection”.
    """
    if cell is None:
        return ""
    if isinstance(cell, NUMBERS) and not isinstance(cell, bool):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
