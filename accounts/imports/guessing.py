"""How the dates and numbers of each column are written, decided from the column as a whole.

A sample decides where it can; a column that the sample leaves open (every day below 13, every number like 1.234) is
followed to the end of the file. What even that leaves open takes the order of the other columns, then the file's
own habits, then the agency's, and is marked unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accounts.imports.dates import DateOrder, numeric_parts
from accounts.imports.fields import DATES, NUMBERS, Field
from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.tables import Rows, Table, currency_of
from accounts.imports.values import DecimalMark, ambiguous_mark, currency_mark, number_evidence

SAMPLED_BATCHES = 1


@dataclass
class _Column:
    """The votes of one column. `open` counts cells that could be read both ways."""

    wanted: Field
    position: int
    votes: dict[str, int] = field(default_factory=dict)
    open: int = 0
    dotted: int = 0
    signs: set[str] = field(default_factory=set)
    shared_sign: bool = False

    def look(self, cells: Iterable[object]) -> None:
        for cell in {cell for cell in cells if isinstance(cell, str)}:
            if self.wanted.kind in DATES:
                self._look_at_date(cell)
            else:
                self._look_at_number(cell)

    def _look_at_date(self, cell: str) -> None:
        if not (parts := numeric_parts(cell)):
            return
        first, separator, second = parts
        self.dotted += separator != "/"
        if first > 12 or second > 12:
            self._vote("dmy" if first > 12 else "mdy")
        else:
            self.open += first != second

    def _look_at_number(self, cell: str) -> None:
        evidence = number_evidence(cell)
        if evidence == "either":
            self.open += 1
        elif evidence:
            self._vote(evidence)
        if self.wanted.kind == "money" and (sign := currency_mark(cell)):
            self.signs.add(sign)
            self.shared_sign = self.shared_sign or ambiguous_mark(cell)

    def _vote(self, value: str) -> None:
        self.votes[value] = self.votes.get(value, 0) + 1

    @property
    def winner(self) -> str | None:
        return max(self.votes, key=lambda value: self.votes[value]) if self.votes else None


def complete(mapping: Mapping, fields: Iterable[Field], table: Table, assumptions: Assumptions) -> Mapping:
    """The mapping with orders, marks and currency filled in from what the table holds."""
    place = {heading: position for position, heading in enumerate(table.headings)}
    columns = [
        _Column(each, place[mapping.columns[each.name]])
        for each in fields
        if each.name in mapping.columns and each.kind in DATES | NUMBERS
    ]
    _look(columns, table)
    dates = [column for column in columns if column.wanted.kind in DATES]
    numbers = [column for column in columns if column.wanted.kind in NUMBERS]
    order, order_sure = _order(dates, numbers, table, assumptions)
    mark, mark_sure = _mark(numbers, table, assumptions)
    unsure = [column.wanted.name for column in dates if column.open and not column.winner and not order_sure]
    unsure += [column.wanted.name for column in numbers if column.open and not column.winner and not mark_sure]
    currency, currency_column, currency_sure = _currency(mapping, fields, numbers, assumptions)
    return Mapping(
        source=mapping.source,
        columns=mapping.columns,
        orders={column.wanted.name: column.winner or order for column in dates},  # type: ignore[misc]
        marks={column.wanted.name: column.winner or mark for column in numbers},  # type: ignore[misc]
        currency=currency,
        currency_column=currency_column,
        unsure=(*unsure, *(() if currency_sure else ("currency",))),
    )


def _look(columns: list[_Column], table: Table) -> None:
    batches: Iterator[Rows] = table.batches()
    for number, rows in enumerate(batches):
        undecided = [column for column in columns if number < SAMPLED_BATCHES or not column.winner]
        if not undecided:
            return
        for column in undecided:
            column.look(row[column.position] for row in rows.cells)


def _order(
    dates: list[_Column], numbers: list[_Column], table: Table, assumptions: Assumptions
) -> tuple[DateOrder, bool]:
    """(order for columns that do not tell, sure). Dots and dashes between the parts are written day first."""
    winners = {column.winner for column in dates} - {None}
    if len(winners) == 1:
        return winners.pop(), True  # type: ignore[return-value]
    if any(column.dotted for column in dates):
        return "dmy", True
    if table.separator == ";" or any(column.winner == "," for column in numbers):
        return "dmy", False
    return assumptions.date_order, False


def _mark(numbers: list[_Column], table: Table, assumptions: Assumptions) -> tuple[DecimalMark, bool]:
    winners = {column.winner for column in numbers} - {None}
    if len(winners) == 1:
        return winners.pop(), True  # type: ignore[return-value]
    if table.separator == ";":
        return ",", False
    return assumptions.decimal_mark, False


def _currency(
    mapping: Mapping, fields: Iterable[Field], numbers: list[_Column], assumptions: Assumptions
) -> tuple[str | None, str | None, bool]:
    """(currency of rows that name none, money field whose cells name it, sure)."""
    money = [column for column in numbers if column.wanted.kind == "money"]
    if not money:
        return None, None, True
    for column in money:
        if code := currency_of(mapping.columns[column.wanted.name]):
            return code, None, True
    for column in money:
        if column.signs:
            only = next(iter(column.signs)) if len(column.signs) == 1 else assumptions.currency
            return only, column.wanted.name, not column.shared_sign
    return assumptions.currency, None, "currency" in mapping.columns
