"""Generated columns as PostgreSQL's COPY text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from clienthealth.demo.calendar import Calendar, Ints
from clienthealth.demo.sheets import NONE, Column

NULL = r"\N"
BEFORE, AFTER = 14_000, 2_000  # days around a world that its records may name
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
Strings = npt.NDArray[np.object_]


class Encoder:
    """Days and moments of one world as text, by looking them up."""

    def __init__(self, calendar: Calendar, zone: str) -> None:
        dates = [calendar.date(day) for day in range(-BEFORE, calendar.length + AFTER)]
        offsets = [_offset(date, ZoneInfo(zone)) for date in dates]
        self._days = _strings(date.isoformat() for date in dates)
        self._offsets = _strings(offsets)
        self._minutes = _strings(f" {minute // 60:02d}:{minute % 60:02d}:00" for minute in range(1440))

    def column(self, kind: str, values: Column) -> Sequence[str]:
        """One column as text. Reference kinds come as database ids, with NONE for no value."""
        if kind == "bool":
            return ["t" if value else "f" for value in values]
        if kind in {"text", "json"}:
            return [value.translate(_ESCAPES) for value in values]
        numbers = np.asarray(values, dtype=np.int64)
        found: Sequence[str] = self._numbers(kind, numbers)
        if kind != "thread" and (numbers == NONE).any():
            return [NULL if number == NONE else text for number, text in zip(numbers.tolist(), found, strict=True)]
        return found

    def _numbers(self, kind: str, numbers: Ints) -> Sequence[str]:
        usable = np.where(numbers == NONE, 0, numbers)
        if kind == "day":
            return list(self._days[usable + BEFORE])
        if kind == "moment":
            day, minute = np.divmod(usable, 1440)
            return list(self._days[day + BEFORE] + self._minutes[minute] + self._offsets[day + BEFORE])
        if kind == "money":
            return [f"{number // 100}.{number % 100:02d}" for number in usable.tolist()]
        return [str(number) for number in usable.tolist()]


def _offset(date: dt.date, zone: ZoneInfo) -> str:
    text = dt.datetime.combine(date, dt.time(12), zone).strftime("%z")
    return f"{text[:3]}:{text[3:]}"


def _strings(texts: Iterable[str]) -> Strings:
    return np.array(list(texts), dtype=object)


def lines(columns: Mapping[str, Sequence[str]]) -> str:
    """The rows of some columns as COPY text."""
    return "".join(f"{line}\n" for line in map("\t".join, zip(*columns.values(), strict=True)))
