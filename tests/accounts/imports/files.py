"""Reading a small file in tests, from text to records."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from accounts.imports.engine import Source, read_records
from accounts.imports.mapping import Assumptions, Mapping
from accounts.imports.outcomes import Outcome
from accounts.imports.reading import read_file
from accounts.imports.recognise import known_headings, recognise
from accounts.imports.tables import Table


class Read(NamedTuple):
    table: Table
    source: Source
    mapping: Mapping
    outcome: Outcome


def table_of(path: Path) -> Table:
    table = read_file(path, known_headings())
    assert isinstance(table, Table)
    return table


def read(path: Path, key: str | None = None, assumptions: Assumptions | None = None) -> Read:
    """Everything a file gives, as one outcome."""
    assumptions = assumptions or Assumptions(currency="EUR", zone=UTC)
    table = table_of(path)
    source, mapping = recognise(table, assumptions, key)
    outcome = Outcome()
    for part in read_records(source, table, mapping, assumptions):
        outcome.records += part.records
        outcome.refused += part.refused
        outcome.left_out += part.left_out
    return Read(table, source, mapping, outcome)


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
