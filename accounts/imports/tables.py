"""A table as it stands in a file: headings, and rows in batches with the line each one starts on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BATCH = 5_000
SAMPLE = 2_000
HEADER_WITHIN = 40


class Rows(NamedTuple):
    """Some rows of equal width; `lines[i]` is the line of the file on which `cells[i]` starts."""

    lines: Sequence[int]
    cells: list[list[object]]


@dataclass(frozen=True)
class Table:
    """A readable table. `batches()` reads the file from its start each time it is called, in bounded memory."""

    kind: str
    headings: tuple[str, ...]
    header_row: int
    batches: Callable[[], Iterator[Rows]]
    preamble: tuple[str, ...] = ()
    encoding: str | None = None
    encoding_sure: bool = True
    separator: str | None = None
    sheet: str | None = None

    def sample(self, size: int = SAMPLE) -> list[list[object]]:
        """The first rows, to guess from."""
        cells: list[list[object]] = []
        for rows in self.batches():
            cells.extend(rows.cells)
            if len(cells) >= size:
                break
        return cells[:size]


_CURRENCY_BEHIND = re.compile(r"\s*[(\[](?!UTC|GMT)([A-Z]{3})[)\]]\s*$")


def currency_of(heading: str) -> str | None:
    """The currency a heading names: EUR for `Amount (EUR)`."""
    found = _CURRENCY_BEHIND.search(heading)
    return found[1] if found else None


def normalise(heading: object) -> str:
    """A heading without case, accents, spaces, punctuation and currency: `Due-Date` meets `due date`."""
    text = _CURRENCY_BEHIND.sub("", str(heading or ""))
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in text if letter.isalnum())


def distinct(headings: Sequence[object]) -> tuple[str, ...]:
    """Headings for people, one line each, none twice: `id`, `id (2)`; blank ones are named by their column."""
    seen: Counter[str] = Counter()
    names = []
    for position, heading in enumerate(headings, start=1):
        name = " ".join(str(heading if heading is not None else "").split()).strip("\"'") or f"#{position}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def find_header(rows: Sequence[Sequence[object]], known: Collection[str]) -> int:
    """Index of the row that holds the headings: the one with most known words, else the first as wide as the table.

    `known` are normalised headings. Lines of a preamble above it are narrower, or hold figures.
    """
    best, hits = 0, 0
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        found = len({word for word in map(normalise, row) if word in known})
        if found > hits:
            best, hits = index, found
    if hits >= 2:
        return best
    widths = [sum(1 for cell in row if _filled(cell)) for row in rows]
    usual = Counter(width for width in widths if width).most_common(1)
    if not usual:
        return 0
    for index, width in enumerate(widths[:HEADER_WITHIN]):
        if width >= max(1, usual[0][0] * 0.6) and all(_like_heading(cell) for cell in rows[index] if _filled(cell)):
            return index
    return next(index for index, width in enumerate(widths) if width)


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _like_heading(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) <= 200 and not re.fullmatch(r"[\s\d.,:/+€$%-]+", cell)
