"""The shape of a report: plain strings and numbers, which the page shows and Typst sets, so that they never differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.report.charts import Chart


@dataclass(frozen=True, slots=True)
class Row:
    """`share` is drawn as a bar (1 is the goal, or the largest); `reached` is said in the last cell, and marked."""

    cells: Sequence[str]
    share: float | None = None
    share_text: str = ""
    reached: bool | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the width, 0 as wide as it needs; `right` the columns set to the right.

    `bar` is the column that a bar is drawn in, or -1; `marker` draws the goal across it.
    """

    head: Sequence[str]
    rows: Sequence[Row]
    widths: Sequence[int]
    right: Sequence[int] = ()
    bar: int = -1
    marker: bool = False


@dataclass(frozen=True, slots=True)
class Success:
    """Something that went well: its figure, what it was, and when."""

    figure: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it, in this order; what is empty is not printed."""

    key: str
    title: str
    note: str = ""
    bullets: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()
    table: Table | None = None
    chart: Chart | None = None
    wins: Sequence[Success] = ()
    small: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.note or self.bullets or self.terms or self.table or self.chart or self.wins)


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    title: str
    kicker: str
    header: str
    footer: str
    page: str
    welcome: str
    sections: Sequence[Section]
    agency: str
    language: str
    made_on: str  # 2026-11-22
