"""What was measured, what was aimed at, and how it is shown."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `aim` is the largest value that is good enough; without one it is only reported."""

    part: str
    name: str
    value: float
    unit: str
    aim: float | None = None

    @property
    def met(self) -> bool | None:
        return None if self.aim is None else self.value <= self.aim

    def row(self) -> tuple[str, ...]:
        verdict = {None: "", True: "met", False: "NOT met"}[self.met]
        aim = "" if self.aim is None else f"≤ {_number(self.aim)}"
        return (self.part, self.name, _number(self.value), self.unit, aim, verdict)


@dataclass(slots=True)
class Report:
    """All figures of one run, and what they were measured on."""

    world: dict[str, Any] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        self.figures += figures

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "world": self.world,
            "figures": [asdict(figure) | {"met": figure.met} for figure in self.figures],
            "notes": self.notes,
        }
        path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def table(self) -> str:
        rows = [("part", "figure", "value", "", "aim", ""), *(figure.row() for figure in self.figures)]
        widths = [max(len(row[j]) for row in rows) for j in range(len(rows[0]))]
        lines = [_line(row, widths) for row in rows]
        lines.insert(1, "─" * len(lines[0]))
        world = ", ".join(
            f"{value:,} {name}" if isinstance(value, int) else f"{name} {value}" for name, value in self.world.items()
        )
        return "\n".join([world, "", *lines, "", *(f"· {note}" for note in self.notes)])


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Median of the ratios of interleaved pairs: a machine that slows down for a while slows both."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(
        cell.rjust(width) if j in {2, 4} else cell.ljust(width)
        for j, (cell, width) in enumerate(zip(row, widths, strict=True))
    )


def _number(value: float) -> str:
    if value == 0 or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.01 else f"{value:.4f}"
