"""The empty agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unlock:
    """A source and how many signs it opens."""

    label: str
    note: str
    signs: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class FirstHourPage:
    """The empty agency.

    ``done`` holds the keys of steps already taken: clients, invoices, messages, team, second_factor. ``urls`` has the
    keys imports, people and second_factor; a step without an address has no button.
    """

    unlocks: Sequence[Unlock]
    signs_total: int
    signs_open: int = 0
    done: Sequence[str] = ()
    urls: Mapping[str, str] = field(default_factory=dict)
