"""What several pages of prospects need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    first: int
    last: int
    total: int
    pages: int
    previous_url: str
    next_url: str

    @classmethod
    def of(cls, number: int, pages: int, before: int, listed: int, total: int, url: Callable[[int], str]) -> Paging:
        return cls(
            first=before + 1 if listed else 0,
            last=before + listed,
            total=total,
            pages=pages,
            previous_url=url(number - 1) if number > 1 else "",
            next_url=url(number + 1) if number < pages else "",
        )


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    return request.user


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty one that was posted is posted all the same."""
    return request.POST if request.method == "POST" else None


def refuse(request: HttpRequest, refusal: ValidationError) -> None:
    """Say on the next page why nothing was done."""
    messages.error(request, " ".join(refusal.messages))


def whole_number(text: str) -> int | None:
    """A plain number of an address; None for anything else, and for what no record or page could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
