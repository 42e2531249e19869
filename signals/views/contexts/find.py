"""The command palette: clients, pages and actions that a person may reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: a word, where it leads, an icon, a quiet note."""

    label: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Answers of one kind."""

    key: str
    label: str
    found: Sequence[Found]


@dataclass(frozen=True, slots=True)
class FindPage:
    """What matches ``query``; without one, the pages and actions."""

    query: str
    groups: Sequence[FoundGroup]

    @property
    def count(self) -> int:
        return sum(len(group.found) for group in self.groups)
