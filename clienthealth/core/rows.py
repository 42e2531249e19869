"""Rows of another system on their way into the book, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"
Expect = Callable[[Any | None], None]  # called with the record as it is, under its lock, before it is written


@dataclass(frozen=True, slots=True)
class Row:
    """What another system says of one record: its id there, and the fields it gave, already checked one by one."""

    external_id: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class Outcome:
    """What became of a row. `errors`: name of a field (empty: the row itself) -> why it was refused."""

    status: str
    id: int | None = None
    word: str = ""  # of the refusal: not-found, forbidden, invalid
    errors: Mapping[str, str] = field(default_factory=dict)


def counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    return {word: sum(each.status == word for each in outcomes) for word in (CREATED, UPDATED, UNCHANGED, REFUSED)}
