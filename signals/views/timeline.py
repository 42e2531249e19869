"""The timeline of a client: every dated fact, with filters."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.permissions import Permission, allowed, get_client
from clienthealth.core.htmx import respond
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.facts import KINDS, facts_of, items_of
from signals.views.shared import desk_of, page_number

PER_PAGE = 60


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/timeline/?kind=money&page=2"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KINDS else ""
    page = page_number(request)
    facts, counts = facts_of(
        client, desk.today, desk.agency.zone, kind=kind, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    if page > 1 and not facts:
        page = 1
        facts, counts = facts_of(client, desk.today, desk.agency.zone, kind=kind, limit=PER_PAGE)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    context = c.TimelinePage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "timeline"),
        log=log_of(desk, client),
        items=items_of(facts, desk.today),
        filters=_filters(kind, counts),
        paging=_paging(kind, page, len(facts), total),
    )
    return respond(
        request, "signals/client_timeline.html", {"page": context}, fragment="signals/client_timeline_list.html"
    )


def _filters(kind: str, counts: dict[str, int]) -> list[c.Choice]:
    choices = [c.Choice(_("Everything"), "?", current=not kind, count=sum(counts.values()))]
    return choices + [
        c.Choice(str(label), f"?kind={key}", current=kind == key, count=counts[key])
        for key, label in KINDS.items()
        if key in counts
    ]


def _paging(kind: str, page: int, listed: int, total: int) -> c.Paging:
    first = (page - 1) * PER_PAGE
    pages = max(1, -(-total // PER_PAGE))

    def url(number: int) -> str:
        return "?" + urlencode([("kind", kind)] * bool(kind) + [("page", str(number))])

    return c.Paging(
        page, pages, first + 1 if listed else 0, first + listed, total,
        url(page - 1) if page > 1 else "", url(page + 1) if page < pages else "",
    )  # fmt: skip
