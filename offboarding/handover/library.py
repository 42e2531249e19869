"""Reading a checklist: the built-in one, or the agency's own. Pure; raises ValueError in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BUILT_IN = Path(__file__).parent / "checklist.toml"
KINDS = (
    "open_work", "asset", "ownership", "information", "access", "password", "confidentiality", "invoice", "client",
)  # fmt: skip
SIDES = ("ours", "theirs")
EARLIEST, LATEST, MOST = -120, 120, 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist. `days` counts from the last day of the agreement."""

    key: str
    kind: str
    side: str
    days: int
    title: str
    help: str = ""
    required: bool = True


@cache
def built_in() -> tuple[Line, ...]:
    return read(tomllib.loads(BUILT_IN.read_text(encoding="utf-8"))["items"])


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Lines of plain values. Each has a key of its own."""
    lines = tuple(_line(row) for row in rows)
    keys = [line.key for line in lines]
    if len(set(keys)) != len(keys):
        raise ValueError("Two lines have the same key.")
    if len(lines) > MOST:
        raise ValueError(f"A checklist has at most {MOST} lines.")
    return lines


def _line(row: Mapping[str, Any]) -> Line:
    line = Line(
        key=str(row["key"]), kind=str(row["kind"]), side=str(row.get("side", "ours")), days=int(row.get("days", 0)),
        title=str(row["title"]).strip(), help=str(row.get("help", "")).strip(),
        required=bool(row.get("required", True)),
    )  # fmt: skip
    if not line.title:
        raise ValueError("A line needs a title.")
    if line.kind not in KINDS or line.side not in SIDES:
        raise ValueError(f"“{line.title}” has a kind or a side that is not known.")
    if not EARLIEST <= line.days <= LATEST:
        raise ValueError(f"“{line.title}” is due more than {LATEST} days from the end.")
    return line
