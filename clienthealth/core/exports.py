"""Tables for spreadsheets. A cell is text to read, never a formula to run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.http import StreamingHttpResponse

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula. Numbers stay numbers. Source: OWASP, “CSV Injection”."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, (int, float, Decimal)) or not text.startswith(DANGEROUS):
        return text
    return f"'{text}"


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A byte-order mark (for spreadsheets), the heading, the rows."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(heading)
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
