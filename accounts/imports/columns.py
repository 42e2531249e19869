"""Reading a whole column at a time. Each distinct cell is read once, so that columns with few values cost nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _

from accounts.imports import values
from accounts.imports.dates import DateOrder, from_serial, read_date, read_instant
from accounts.imports.fields import Kind
from accounts.imports.outcomes import Bad, shorten
from accounts.imports.values import DecimalMark

REMEMBERED = 50_000

_PLAIN_ID = re.compile(r"[0-9A-Za-z]{1,60}(?:[-_/.][0-9A-Za-z]{1,60}){0,4}").fullmatch


class ColumnReader(dict[object, object]):
    """Cell -> value (None where blank), or Bad with the reason. `any_bad` says that some cell was Bad."""

    def __init__(self, parse: Callable[[object], object]) -> None:
        super().__init__()
        self.parse = parse
        self.any_bad = False

    def __missing__(self, cell: object) -> object:
        try:
            value = self.parse(cell)
        except ValueError as error:
            value = Bad(shorten(cell), str(error))
            self.any_bad = True
        except ArithmeticError:
            value = Bad(shorten(cell), _("This is not a number."))
            self.any_bad = True
        if len(self) > REMEMBERED:
            self.clear()
        self[cell] = value
        return value

    def read(self, cells: Iterable[object]) -> list[object]:
        return list(map(self.__getitem__, cells))


class IdentifierReader(ColumnReader):
    """Ids are seldom the same twice: the usual ones pass as they are, only odd ones are looked at closely."""

    def read(self, cells: Iterable[object]) -> list[object]:
        return [cell if cell.__class__ is str and _PLAIN_ID(cell) else self[cell] for cell in cells]


def reader_for(kind: Kind, order: DateOrder = "dmy", mark: DecimalMark = ".", zone: tzinfo = UTC) -> ColumnReader:
    """The reader of a column of that kind, with its date order and decimal mark."""
    if kind in ("date", "instant"):
        return ColumnReader(partial(_day if kind == "date" else _instant, order=order, zone=zone))
    if kind in ("number", "money", "whole", "score"):
        return ColumnReader(partial(_number, mark=mark, whole=kind in ("whole", "score"), score=kind == "score"))
    if kind == "duration":
        return ColumnReader(partial(_duration, mark=mark))
    if kind == "any":
        return ColumnReader(_as_text)
    read = _TEXTS[kind]
    if kind == "identifier":
        return IdentifierReader(lambda cell: read(_exact(cell)))
    return ColumnReader(lambda cell: read(_as_text(cell)))


_TEXTS: dict[Kind, Callable[[str], object]] = {
    "text": values.read_text,
    "name": values.read_name,
    "identifier": values.read_identifier,
    "email": values.read_email,
    "domain": values.read_domain,
    "yes_no": values.read_yes_no,
    "currency": values.read_currency,
}


def _as_text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    return repr(cell) if isinstance(cell, float) else str(cell)


def _exact(cell: object) -> str:
    """An id as text; one that a spreadsheet holds as a number with more digits than it can keep is refused."""
    if isinstance(cell, (int, float)) and abs(cell) >= 10**15:
        raise ValueError(_("A spreadsheet has rounded this long number. Export it again with the column as text."))
    return _as_text(cell)


def _day(cell: object, order: DateOrder, zone: tzinfo) -> date | None:
    if isinstance(cell, str):
        return None if cell.strip().casefold() in values.BLANKS else read_date(cell, order, zone)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)):
        return from_serial(cell).date()
    raise ValueError(_("This is not a date."))


def _instant(cell: object, order: DateOrder, zone: tzinfo) -> datetime | None:
    if isinstance(cell, str):
        return None if cell.strip().casefold() in values.BLANKS else read_instant(cell, order, zone)
    if isinstance(cell, (int, float)):
        cell = from_serial(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        cell = datetime.combine(cell, time())
    if not isinstance(cell, datetime):
        raise ValueError(_("This is not a date."))
    return (cell if cell.tzinfo else cell.replace(tzinfo=zone)).astimezone(UTC)


def _number(cell: object, mark: DecimalMark, whole: bool, score: bool) -> Decimal | int | None:
    if isinstance(cell, str):
        cell = values.without_label(cell) if score else cell
        number: Decimal | int | None = values.read_whole(cell, mark) if whole else values.read_number(cell, mark)
    elif isinstance(cell, (int, float)):
        number = values.read_whole(_as_text(cell)) if whole else values.read_number(_as_text(cell), ".")
    else:
        raise ValueError(_("This is not a number."))
    if score and number is not None and not 0 <= number <= 10:
        raise ValueError(_("A score lies between 0 and 10."))
    return number


def _duration(cell: object, mark: DecimalMark) -> timedelta | None:
    if isinstance(cell, timedelta):
        return cell
    if isinstance(cell, str):
        return values.read_duration(cell, mark)
    return values.read_duration(_as_text(cell), ".")
