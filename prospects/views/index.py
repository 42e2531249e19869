"""The list of prospects: who waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import Permission, allowed, may
from prospects.models import FitResult, Prospect
from prospects.permissions import fits_for, prospects_for
from prospects.views.shared import Choice, Paging, person, whole_number
from prospects.wording import Chip, state_chip

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """`fit` is None where it is sealed for this reader, or there is none; `sealed` says which."""

    prospect: Prospect
    url: str
    chip: Chip
    fit: FitResult | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    rows: list[Row]
    states: list[Choice]
    owners: list[Choice]
    paging: Paging
    may_publish: bool
    filtered: bool


@require_GET
@allowed(Permission.SCREEN)
def show(request: HttpRequest) -> HttpResponse:
    """GET /prospects/?state=answered&owner=me&page=2"""
    return render(request, "prospects/list.html", {"page": build(request, person(request))})


def build(request: HttpRequest, user: User) -> ListPage:
    """As many queries for one row as for a page of them."""
    state, owner = request.GET.get("state", ""), request.GET.get("owner", "")
    reach = prospects_for(user)
    chosen = _of_owner(_in_state(reach, state), owner, user)
    total = chosen.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, whole_number(request.GET.get("page", "")) or 1), pages)
    first = (number - 1) * PER_PAGE
    found = list(chosen.select_related("owner")[first : first + PER_PAGE])
    fits = fits_for(user, [one.pk for one in found])
    return ListPage(
        rows=[_row(one, fits.get(one.pk)) for one in found],
        states=_states(reach, state, owner),
        owners=_owners(reach, owner, state),
        paging=Paging.of(number, pages, first, len(found), total, lambda n: _url(state, owner, n)),
        may_publish=may(user, Permission.ACCEPT),
        filtered=bool(state or owner),
    )


def _row(prospect: Prospect, fit: FitResult | None) -> Row:
    has_answered = prospect.state in {
        Prospect.State.ANSWERED, Prospect.State.ACCEPTED, Prospect.State.DECLINED, Prospect.State.CONVERTED,
    }  # fmt: skip
    url = reverse("prospect", args=[prospect.pk])
    return Row(prospect, url, state_chip(prospect), fit, sealed=has_answered and fit is None)


def _in_state(prospects: QuerySet[Prospect], state: str) -> QuerySet[Prospect]:
    return prospects.filter(state=state) if state in Prospect.State.values else prospects


def _of_owner(prospects: QuerySet[Prospect], owner: str, user: User) -> QuerySet[Prospect]:
    if owner == "me":
        return prospects.filter(owner=user)
    if owner == "nobody":
        return prospects.filter(owner=None)
    number = whole_number(owner)
    return prospects.filter(owner=number) if number is not None else prospects


def _states(reach: QuerySet[Prospect], state: str, owner: str) -> list[Choice]:
    counts = dict(reach.order_by().values_list("state").annotate(Count("pk")))
    every = Choice(_("All"), _url("", owner), current=not state, count=sum(counts.values()))
    some = [
        Choice(str(label), _url(value, owner), current=value == state, count=counts[value])
        for value, label in Prospect.State.choices
        if value in counts
    ]
    return [every, *some]


def _owners(reach: QuerySet[Prospect], owner: str, state: str) -> list[Choice]:
    names = reach.order_by("owner__name").values_list("owner", "owner__name").distinct()
    fixed: Sequence[tuple[str, str]] = [("", _("Everyone’s")), ("me", _("Mine"))]
    found = [*fixed, *((str(pk) if pk else "nobody", name or _("Nobody’s yet")) for pk, name in names)]
    return [Choice(label, _url(state, key), current=key == owner) for key, label in found]


def _url(state: str, owner: str, page: int = 1) -> str:
    pairs = {"state": state, "owner": owner, "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in pairs.items() if value})
    return reverse("prospects") + (f"?{query}" if query else "")
