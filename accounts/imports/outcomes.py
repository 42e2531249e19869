"""What reading a file can end in: a record, a refused row, a row left out on purpose, or a file nobody can read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

SHOWN_LENGTH = 60


class Unreadable(ValueError):  # noqa: N818 - it is a state of the file
    """The file as a whole cannot be used; the argument is a translated sentence for the person who sent it."""


class Bad(NamedTuple):
    """A cell that cannot be read: the cell, shortened, and a translated sentence saying why."""

    value: str
    reason: str


class Refusal(NamedTuple):
    """A row that ought to be a record and cannot be one. `row` is the line (or message) number in the file."""

    row: int
    column: str
    value: str
    reason: str


class LeftOut(NamedTuple):
    """A row that is not meant to be a record: a total, a draft, a supplier's bill."""

    row: int
    reason: str


@dataclass(slots=True)
class Outcome:
    """What a stretch of rows gave. Records are the named tuples of `records`."""

    records: list[Any] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, result: Any) -> None:
        """Sort one result of a source into its list; a tuple of results is sorted one by one."""
        kind = type(result)
        if kind is Refusal:
            self.refused.append(result)
        elif kind is LeftOut:
            self.left_out.append(result)
        elif kind is list:
            for each in result:
                self.add(each)
        elif result is not None:
            self.records.append(result)


def shorten(value: object, length: int = SHOWN_LENGTH) -> str:
    """The value on one line, as people can be shown it."""
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= length else text[: length - 1] + "…"
