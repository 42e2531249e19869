"""What an import did or would do, for people: counts, totals, refusals, questions. Kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN = 100


@dataclass
class Report:
    """The report of a dry run, or of an import. `counts` and `totals` go by the title of what was written.

    `totals`: title -> currency -> [rows, sum]. `refusals`: the first hundred, as [row, column, value, reason].
    """

    source: str
    title: str
    guesses: list[str]
    columns: dict[str, str]
    committed: bool = False
    rows: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    totals: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    new_clients: int = 0
    new_client_names: list[str] = field(default_factory=list)
    refused: int = 0
    refusals: list[list[Any]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)
    notices: dict[str, int] = field(default_factory=dict)
    stopped: str = ""

    @property
    def created(self) -> int:
        return sum(count["created"] for count in self.counts.values()) + self.new_clients

    @property
    def updated(self) -> int:
        return sum(count["updated"] for count in self.counts.values())

    @property
    def same(self) -> int:
        return sum(count["same"] for count in self.counts.values())

    @property
    def usable(self) -> bool:
        """Whether there is anything to import, or everything is there already."""
        return bool(self.created or self.updated or self.same)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapped[str, Any]) -> Report:
        return cls(**data)
