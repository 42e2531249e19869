"""From a table and a mapping to typed records, one batch of rows at a time, in bounded memory."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import repeat
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.imports.columns import ColumnReader, reader_for
from accounts.imports.fields import Field
from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.outcomes import Bad, LeftOut, Outcome, Refusal, shorten
from accounts.imports.tables import Rows, Table
from accounts.imports.values import currency_mark

_ASIDE = (Refusal, LeftOut, list, type(None))
_TOTAL = re.compile(
    r"\s*(?:grand |sub-?|sous-)?(?:totals?|totale|totaal|totalt|"
    r"gesamt(?:summe|betrag|ergebnis)?|insgesamt|summe|suma|razem|итого|всего|合計|总计|합계)\b\s*[:：]?",
    re.IGNORECASE,
)


VENDORS = frozenset({"xero", "quickbooks", "stripe", "harvest", "toggl", "clockify", "google", "hubspot"})
SHARED_LISTS = frozenset({"clients", "contacts", "receivables", "payments"})


@dataclass
class Context:
    """What a source may ask for beside the row in hand. `memory` is the source's own, for one reading of a file."""

    mapping: Mapping
    assumptions: Assumptions
    memory: dict[Any, Any] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        return self.assumptions.zone

    @property
    def currency(self) -> str:
        """The currency of rows that name none."""
        return self.mapping.currency or self.assumptions.currency


@dataclass(frozen=True)
class Source:
    """How one system's export becomes records.

    `hallmarks`: sets of normalised headings; a table that holds all of one set is this system's. Without hallmarks
    the needed fields are enough. `record` turns a row (fields as attributes, and `line`) into a record, a Refusal,
    a LeftOut, a list of these, or None; `finish` gives what was held back until the end.
    """

    key: str
    title: str | Promise
    fields: tuple[Field, ...]
    record: Callable[[Any, Context], Any]
    finish: Callable[[Context], list[Any]] | None = None
    hallmarks: tuple[frozenset[str], ...] = ()
    zone: tzinfo | None = None

    @property
    def system(self) -> str:
        """Whose ids these are: the vendor, or `list` for plain lists, which share their customer numbers."""
        vendor = self.key.partition("-")[0]
        return vendor if vendor in VENDORS else "list"

    @property
    def writes_as(self) -> str:
        """The source that the records carry. Plain lists of different things do not share their ids."""
        return self.system if self.system != "list" or self.key in SHARED_LISTS else self.key


def read_records(source: Source, table: Table, mapping: Mapping, assumptions: Assumptions) -> Iterator[Outcome]:
    """The records, refusals and left-out rows of the table, batch by batch."""
    context = Context(mapping, assumptions)
    plan = _Plan(source, table, mapping, source.zone or assumptions.zone)
    for rows in table.batches():
        outcome = Outcome()
        _read_batch(plan, rows, context, outcome)
        yield outcome
    if source.finish:
        outcome = Outcome()
        for each in source.finish(context):
            outcome.add(each)
        yield outcome


class _Plan:
    """Column positions and readers, worked out once for a file."""

    def __init__(self, source: Source, table: Table, mapping: Mapping, zone: tzinfo) -> None:
        place = {heading: position for position, heading in enumerate(table.headings)}
        self.record = source.record
        self.width = len(table.headings)
        self.headings = [mapping.columns.get(each.name, "") for each in source.fields]
        self.positions: list[int | None] = [place.get(heading) for heading in self.headings]
        self.readers = [
            reader_for(each.kind, mapping.orders.get(each.name, "dmy"), mapping.marks.get(each.name, "."), zone)
            for each in source.fields
        ]
        self.filled = [index for index, each in enumerate(source.fields) if each.filled]
        names = [each.name for each in source.fields]
        if mapping.currency_column and "currency" in names and self.positions[names.index("currency")] is None:
            at = names.index("currency")
            self.positions[at] = place[mapping.columns[mapping.currency_column]]
            self.readers[at] = ColumnReader(lambda cell: currency_mark(cell) if isinstance(cell, str) else None)
        self.row = namedtuple("row", ["line", *names])  # type: ignore[misc]


def _read_batch(plan: _Plan, rows: Rows, context: Context, outcome: Outcome) -> None:
    rows = _without_wide_rows(plan, rows, outcome)
    if not rows.cells:
        return
    raw = list(zip(*rows.cells, strict=True))
    columns: list[Any] = [
        repeat(None) if position is None else reader.read(raw[position])
        for position, reader in zip(plan.positions, plan.readers, strict=True)
    ]
    faulty = _faulty(plan, columns, rows, outcome)
    record = plan.record
    results = outcome.records
    make = plan.row._make  # type: ignore[attr-defined]
    for index, row in enumerate(map(make, zip(rows.lines, *columns))):  # noqa: B905 - endless columns of None
        if index in faulty:
            continue
        result = record(row, context)
        if result.__class__ not in _ASIDE:
            results.append(result)
        elif result.__class__ is not Refusal or not _blank(rows.cells[index]):
            outcome.add(result)


def _without_wide_rows(plan: _Plan, rows: Rows, outcome: Outcome) -> Rows:
    if {len(row) for row in rows.cells} <= {plan.width}:
        return rows
    kept: list[int] = []
    for index, row in enumerate(rows.cells):
        if len(row) == plan.width:
            kept.append(index)
            continue
        reason = _("The row has %(cells)s cells, the headings %(headings)s. Is a quotation mark missing?")
        found = shorten(" | ".join(str(cell) for cell in row))
        outcome.refused.append(
            Refusal(rows.lines[index], "", found, reason % {"cells": len(row), "headings": plan.width})
        )
    return Rows([rows.lines[index] for index in kept], [rows.cells[index] for index in kept])


def _faulty(plan: _Plan, columns: Sequence[Any], rows: Rows, outcome: Outcome) -> set[int]:
    """The rows that lack a value or hold one that cannot be read; each is refused, or left out if it is a total."""
    faulty: dict[int, Refusal] = {}
    present = [at for at, position in enumerate(plan.positions) if position is not None]
    for at in present:
        for index, bad in _bad_cells(plan, at, columns[at]):
            faulty.setdefault(index, Refusal(rows.lines[index], plan.headings[at], bad.value, bad.reason))
    for index, refusal in sorted(faulty.items()):
        if not _blank(rows.cells[index]):
            outcome.add(_total(rows, index) or refusal)
    return set(faulty)


def _bad_cells(plan: _Plan, at: int, column: list[Any]) -> list[tuple[int, Bad]]:
    """The cells of a column that cannot be read, or are blank where they must not be."""
    found: list[tuple[int, Bad]] = []
    if plan.readers[at].any_bad:
        found += [(index, value) for index, value in enumerate(column) if type(value) is Bad]
    if at in plan.filled and None in column:
        blank = Bad("", _("This cell is blank."))
        found += [(index, blank) for index, value in enumerate(column) if value is None]
    return found


def _blank(cells: list[object]) -> bool:
    """Spreadsheets export rows of nothing but separators; they are no rows."""
    return not any(not isinstance(cell, str) or cell.strip() for cell in cells)


def _total(rows: Rows, index: int) -> LeftOut | None:
    for cell in rows.cells[index]:
        if isinstance(cell, str) and (text := cell.strip()):
            if _TOTAL.match(text):
                return LeftOut(rows.lines[index], _("This row is a total of other rows."))
            return None
    return None
