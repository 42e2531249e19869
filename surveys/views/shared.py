"""What the pages of surveys have in common: who asks, filters, paging, refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from accounts.models import Agency, User
from signals.views import contexts as c
from surveys.models import Campaign

PER_PAGE = 50


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    return request.user


def today() -> dt.date:
    return Agency.objects.get().today().date


def campaign_of(pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("reader"), pk=pk)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty one that was posted is posted all the same."""
    return request.POST if request.method == "POST" else None


def refuse(request: HttpRequest, refusal: ValidationError) -> None:
    """Say on the next page why nothing was done."""
    messages.error(request, " ".join(refusal.messages))


def words_of(text: str) -> str:
    """A search as it may go to the database."""
    return text.replace("\x00", "").strip()[:100]


def paging(page: int, total: int, url: Callable[[int], str]) -> tuple[c.Paging, int]:
    """Where a page of a list begins; a page beyond the end is the last one."""
    pages = max(1, -(-total // PER_PAGE))
    number = min(page, pages)
    first = (number - 1) * PER_PAGE
    last = min(first + PER_PAGE, total)
    before, after = url(number - 1) if number > 1 else "", url(number + 1) if number < pages else ""
    return c.Paging(number, pages, first + 1 if total else 0, last, total, before, after), first
