"""A mapping: which heading feeds which field, and how its dates and numbers are read. Plain data, kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any

from accounts.imports.dates import DateOrder
from accounts.imports.values import DecimalMark


@dataclass(frozen=True)
class Assumptions:
    """What the agency's settings say where a file says nothing."""

    currency: str = "EUR"
    zone: tzinfo = UTC
    date_order: DateOrder = "dmy"
    decimal_mark: DecimalMark = "."


@dataclass(frozen=True)
class Mapping:
    """`columns`, `orders` and `marks` go by field name; columns hold headings as `tables.distinct` names them.

    `unsure` names the fields whose date order or decimal mark nothing in the file decides, and `currency` where the
    agency's own is taken.
    """

    source: str
    columns: Mapped[str, str]
    orders: Mapped[str, DateOrder] = field(default_factory=dict)
    marks: Mapped[str, DecimalMark] = field(default_factory=dict)
    currency: str | None = None
    currency_column: str | None = None
    unsure: tuple[str, ...] = ()

    def with_columns(self, **columns: str | None) -> Mapping:
        """Another choice of headings; None takes a field away."""
        merged = {**self.columns, **columns}
        return replace(self, columns={name: heading for name, heading in merged.items() if heading})

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "unsure": list(self.unsure)}

    @classmethod
    def from_json(cls, data: Mapped[str, Any]) -> Mapping:
        return cls(**{**data, "unsure": tuple(data.get("unsure", ()))})
