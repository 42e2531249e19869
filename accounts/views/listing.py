"""What a list with filters is made of, for its template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str = ""
    value: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; `off_url` is the page without it."""

    label: str
    value: str
    off_url: str


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter that can be set: a select of choices, the empty value first."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Column:
    """A sortable head. `url` asks for this order, or the other direction if it is current."""

    key: str
    label: str
    url: str
    sort: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Paging:
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str

    @classmethod
    def of(cls, page: int, size: int, total: int, url: Callable[[int], str]) -> Paging:
        """A page behind the last one is the last one."""
        pages = max(1, -(-total // size))
        page = min(page, pages)
        first = (page - 1) * size
        return cls(
            first=first + 1 if total else 0,
            last=min(first + size, total),
            total=total,
            previous_url=url(page - 1) if page > 1 else "",
            next_url=url(page + 1) if page < pages else "",
        )

    @property
    def start(self) -> int:
        return max(0, self.first - 1)


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    return request.user
