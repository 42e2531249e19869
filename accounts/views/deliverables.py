"""Everything we delivered by tracked links: found, sorted, taken out as a table, archived and tagged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import links as actions
from accounts.here import agency_of
from accounts.models import Client, Deliverable, Link, User
from accounts.permissions import Permission, allowed, clients_for, editable_clients_for, may
from accounts.sharing.finding import Asked, matching, ordered
from accounts.sharing.openings import Figures, figures_of
from accounts.sharing.spreadsheet import table_response
from accounts.views.listing import Chip, Choice, Column, FilterField, Paging, person
from clienthealth.core.htmx import respond

PER_PAGE, NAMED = 50, 200
UNDO_KEY = "deliverables_undo"
BULK = ("archive", "restore", "tag", "untag")


@dataclass(frozen=True, slots=True)
class Row:
    deliverable: Deliverable
    figures: Figures
    editable: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    as_of: dt.date
    rows: Sequence[Row]
    columns: dict[str, Column]
    paging: Paging
    views: Sequence[Choice]
    chips: Sequence[Chip]
    filters: Sequence[FilterField]
    asked: Asked
    clear_url: str
    export_url: str
    may_write: bool
    empty: bool
    tail: str


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /deliverables/?q=…&client=7&month=2026-03&opened=nobody&state=archived&tag=…&sort=-people&page=2"""
    agency = agency_of(request)
    if agency is None:
        return redirect("first_hour")
    page = build(person(request), Asked.of(request.GET), agency.today().date)
    return respond(request, "accounts/deliverables.html", {"page": page}, fragment="accounts/deliverables_list.html")


def build(user: User, asked: Asked, today: dt.date) -> ListPage:
    """As many queries for one row as for a page of them."""
    found = matching(user, asked)
    paging = Paging.of(asked.page, PER_PAGE, found.count(), lambda number: asked.url(page=number))
    listed = ordered(found, asked.sort).select_related("client")[paging.start : paging.start + PER_PAGE]
    return ListPage(
        as_of=today,
        rows=rows_of(user, list(listed), today),
        columns=columns_of(asked),
        paging=paging,
        views=views_of(user, asked),
        chips=chips_of(user, asked),
        filters=filters_of(user, asked),
        asked=asked,
        clear_url=reverse("deliverables"),
        export_url=asked.url("deliverables_export"),
        may_write=may(user, Permission.LOG),
        empty=not paging.total and not Deliverable.objects.filter(client__in=clients_for(user)).exists(),
        tail=asked.tail(),
    )


def rows_of(user: User, listed: Sequence[Deliverable], today: dt.date) -> list[Row]:
    figures = figures_of([one.pk for one in listed], today)
    own = set(editable_clients_for(user).filter(pk__in={one.client_id for one in listed}).values_list("pk", flat=True))
    write = may(user, Permission.LOG)
    return [Row(one, figures.get(one.pk, Figures()), write and one.client_id in own) for one in listed]


# --- taken out --------------------------------------------------------------------------------------------------------


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def export(request: HttpRequest) -> HttpResponseBase:
    """GET /deliverables/export/?format=xlsx, with the same filters as the page."""
    agency, asked = agency_of(request), Asked.of(request.GET)
    if agency is None:
        return redirect("first_hour")
    today = agency.today().date
    heading = [
        _("Client"), _("Title"), _("Kind"), _("Delivered"), _("About the time from"), _("to"), _("Recipients"),
        _("Recipients who opened"), _("Opened by people"), _("Likely automatic"), _("Last opened by a person"),
        _("Links"),
    ]  # fmt: skip
    found = ordered(matching(person(request), asked), asked.sort).select_related("client")
    kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
    return table_response(f"deliverables-{today}", kind, heading, _lines(list(found), today))


def _lines(found: Sequence[Deliverable], today: dt.date) -> Iterator[list[object]]:
    figures = figures_of([one.pk for one in found], today)
    words = state_words()
    for one in found:
        of = figures.get(one.pk, Figures())
        yield [
            one.client.name, one.title, one.get_kind_display(), one.delivered_on, one.period_from, one.period_to,
            of.recipients, of.opened_by, of.people, of.machines, of.last, words[of.state],
        ]  # fmt: skip


def state_words() -> dict[str, str]:
    return {"none": _("No link"), "open": _("Open"), "expired": _("Ended"), "archived": _("Archived")}


# --- many at once -----------------------------------------------------------------------------------------------------


@require_POST
@allowed(Permission.LOG)
def many(request: HttpRequest) -> HttpResponse:
    """POST /deliverables/all/: archive, open again or tag the links of the ticked ones, or of all that match."""
    user, asked, what = person(request), Asked.of(request.GET), request.POST.get("do", "")
    if what not in BULK:
        raise Http404
    back = HttpResponseRedirect(asked.url(page=asked.page))
    chosen = matching(user, asked, editable=True)
    if request.POST.get("all") != "1":
        ticked = [int(text) for text in request.POST.getlist("deliverable") if text.isdecimal() and len(text) < 10]
        chosen = chosen.filter(pk__in=ticked)
    try:
        ids = _apply(user, what, Link.objects.filter(deliverable__in=chosen), request.POST.get("tag", ""))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return back
    if not ids:
        messages.error(request, _("Nothing to change: tick deliverables with links, of clients that are yours."))
        return back
    request.session[UNDO_KEY] = {"do": what, "ids": ids, "tag": request.POST.get("tag", "")}
    messages.success(request, told(what, len(ids)), extra_tags=f"undo:{reverse('deliverables_undo')}{asked.tail()}")
    return back


@require_POST
@allowed(Permission.LOG)
def undo(request: HttpRequest) -> HttpResponse:
    """POST /deliverables/undo/: take back what was done last."""
    user, last = person(request), request.session.pop(UNDO_KEY, None)
    if last is None:
        messages.error(request, _("That was taken back already."))
    else:
        opposite = {"archive": "restore", "restore": "archive", "tag": "untag", "untag": "tag"}[last["do"]]
        _apply(user, opposite, Link.objects.filter(pk__in=last["ids"]), last["tag"])
        messages.success(request, _("Taken back."))
    address = (last or {}).get("back") or Asked.of(request.GET).url()
    return HttpResponseRedirect(address)


def _apply(user: User, what: str, links: QuerySet[Link], word: str) -> list[int]:
    """The ids of the links that changed."""
    if what == "archive":
        return actions.archive(links, by=user)
    if what == "restore":
        ids = list(links.filter(archived_at__isnull=False).values_list("pk", flat=True))
        return ids if actions.restore(ids, by=user) else []
    return actions.tag(links, by=user, word=word, off=what == "untag")


def told(what: str, count: int) -> str:
    words = {
        "archive": ngettext("%(n)s link archived.", "%(n)s links archived.", count),
        "restore": ngettext("%(n)s link opened again.", "%(n)s links opened again.", count),
        "tag": ngettext("%(n)s link tagged.", "%(n)s links tagged.", count),
        "untag": ngettext("Tag taken off %(n)s link.", "Tag taken off %(n)s links.", count),
    }
    return words[what] % {"n": count}


# --- around the table -------------------------------------------------------------------------------------------------


def columns_of(asked: Asked) -> dict[str, Column]:
    labels = {
        "title": _("Title"), "client": _("Client"), "delivered": _("Delivered"), "people": _("Opened by people"),
        "automatic": _("Likely automatic"), "last": _("Last opened"),
    }  # fmt: skip
    columns = {}
    for key, label in labels.items():
        current, down = asked.sort.removeprefix("-") == key, asked.sort.startswith("-")
        first = key if key in {"title", "client"} else f"-{key}"
        turned = key if down else f"-{key}"
        columns[key] = Column(
            key, label, asked.url(sort=turned if current else first),
            ("descending" if down else "ascending") if current else "",
        )  # fmt: skip
    return columns


def views_of(user: User, asked: Asked) -> list[Choice]:
    plain = not asked.pairs(sort=Asked().sort)
    return [
        Choice(_("In use"), Asked().url(), current=plain),
        Choice(_("Mine"), Asked(mine=True).url(), current=asked.mine),
        Choice(_("Opened by nobody"), Asked(opened="nobody").url(), current=asked.opened == "nobody"),
        Choice(_("Archived"), Asked(state="archived").url(), current=asked.state == "archived"),
    ]


def opened_words() -> dict[str, str]:
    return {"people": _("by a person"), "machines": _("by machines only"), "nobody": _("by nobody")}


def chips_of(user: User, asked: Asked) -> list[Chip]:
    chips = []
    if asked.q:
        chips.append(Chip(_("Contains"), asked.q, asked.url(q="")))
    if asked.client:
        name = clients_for(user).filter(pk=int(asked.client)).values_list("name", flat=True).first() or "?"
        chips.append(Chip(_("Client is"), name, asked.url(client="")))
    if asked.mine:
        chips.append(Chip(_("Owner is"), _("me"), asked.url(mine=False)))
    if asked.kind:
        chips.append(Chip(_("Kind is"), str(Deliverable.Kind(asked.kind).label), asked.url(kind="")))
    if asked.month:
        chips.append(Chip(_("Delivered in, or about"), asked.month, asked.url(month="")))
    if asked.opened:
        chips.append(Chip(_("Opened"), opened_words()[asked.opened], asked.url(opened="")))
    if asked.state:
        words = {"archived": _("archived"), "all": _("in use or archived")}
        chips.append(Chip(_("State is"), words[asked.state], asked.url(state="")))
    if asked.tag:
        chips.append(Chip(_("Tagged"), asked.tag, asked.url(tag="")))
    return chips


def filters_of(user: User, asked: Asked) -> list[FilterField]:
    served = clients_for(user).filter(~Q(status=Client.Status.ENDED) | Q(pk=int(asked.client or 0)))
    clients: list[tuple[str, Any]] = [
        (str(pk), name) for pk, name in served.order_by("name").values_list("pk", "name")[:NAMED]
    ]
    fields: list[tuple[str, str, list[tuple[str, Any]], str]] = [
        ("client", _("Client"), [("", _("Any")), *clients], asked.client),
        ("kind", _("Kind"), [("", _("Any")), *Deliverable.Kind.choices], asked.kind),
        ("opened", _("Opened"), [("", _("Any")), *opened_words().items()], asked.opened),
        ("state", _("State"), [("", _("In use")), ("archived", _("Archived")), ("all", _("Both"))], asked.state),
    ]
    return [
        FilterField(name, label, [Choice(str(word), value=value, current=value == now) for value, word in choices])
        for name, label, choices, now in fields
    ]
