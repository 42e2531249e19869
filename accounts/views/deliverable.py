"""One deliverable: its links, who opened them and when, the texts to send with them; the proof on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import links as actions
from accounts.here import agency_of
from accounts.links.addresses import url_of
from accounts.models import Agency, Contact, Deliverable, DeliverableFile, Link, LinkTerms, User
from accounts.permissions import Permission, allowed, clients_for, may, may_edit, require_edit
from accounts.sharing import openings
from accounts.sharing.forms import AddForm, PlacedAddForm, WhatForm
from accounts.sharing.spreadsheet import table_response
from accounts.sharing.texts import Message, message_of
from accounts.views.deliverables import UNDO_KEY, told
from accounts.views.listing import person

SHOWN = 100  # openings on the page; the proof has them all


@dataclass(frozen=True, slots=True)
class LinkRow:
    link: Link
    url: str
    state: str
    figures: openings.LinkFigures
    message: Message
    whose: str


@dataclass(frozen=True, slots=True)
class DeliverablePage:
    as_of: dt.date
    deliverable: Deliverable
    file: DeliverableFile | None
    figures: openings.Figures
    rows: Sequence[LinkRow]
    opened: Sequence[openings.Opened]
    more: int
    waiting: int
    targets: Sequence[str]
    editable: bool
    form: Any
    rules: LinkTerms


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /deliverables/<pk>/"""
    agency = agency_of(request)
    if agency is None:
        return redirect("first_hour")
    return page(request, agency, get_deliverable(person(request), pk))


def page(
    request: HttpRequest, agency: Agency, deliverable: Deliverable, form: Any = None, status: int = 200
) -> HttpResponse:
    context = {"page": build(person(request), agency, deliverable, form)}
    return render(request, "accounts/deliverable.html", context, status=status)


def get_deliverable(user: User, pk: int) -> Deliverable:
    """With its client; of a client that is not shown, it is not there."""
    found = Deliverable.objects.filter(pk=pk, client__in=clients_for(user)).select_related("client__owner").first()
    if found is None:
        raise Http404(_("There is no such deliverable."))
    return found


def get_editable(user: User, pk: int) -> Deliverable:
    found = get_deliverable(user, pk)
    require_edit(user, found.client)
    return found


def build(user: User, agency: Agency, deliverable: Deliverable, form: Any = None) -> DeliverablePage:
    """As many queries for one link and opening as for many."""
    today = agency.today().date
    file = DeliverableFile.objects.filter(pk=deliverable.pk).defer("content").first()
    links = list(links_of(deliverable))
    figures = openings.figures_of([deliverable.pk], today).get(deliverable.pk, openings.Figures())
    by_link, rules = openings.by_link(deliverable), LinkTerms.of_agency()
    editable = may(user, Permission.LOG) and may_edit(user, deliverable.client)
    return DeliverablePage(
        as_of=today,
        deliverable=deliverable,
        file=file,
        figures=figures,
        rows=[
            LinkRow(
                link, url_of(link), state_of(link, today), by_link.get(link.pk, openings.LinkFigures()),
                message_of(link, agency=agency, sender=user.name, rules=rules), openings.whose(link),
            )
            for link in links
        ],
        opened=openings.openings_of(deliverable, SHOWN),
        more=max(0, figures.people + figures.machines - SHOWN),
        waiting=openings.waiting(deliverable),
        targets=sorted({link.target for link in links if link.target}),
        editable=editable,
        form=form or (add_form(deliverable, links, file, today) if editable else None),
        rules=rules,
    )  # fmt: skip


def links_of(deliverable: Deliverable) -> QuerySet[Link]:
    """Open ones first, in the order they were made."""
    found = deliverable.links.select_related("contact", "client", "deliverable__client")
    return found.order_by(F("archived_at").asc(nulls_first=True), "made_on", "pk")


def add_form(
    deliverable: Deliverable, links: Sequence[Link], file: DeliverableFile | None, today: dt.date, data: Any = None,
    files: Any = None,
) -> AddForm | PlacedAddForm:  # fmt: skip
    """For those who have no open link yet; the place is asked for only where nothing is known of it."""
    having = [link.contact_id for link in links if link.contact_id and state_of(link, today) == "open"]
    contacts = Contact.objects.of(deliverable.client).present(today).exclude(pk__in=having).exclude(name="", email="")
    if file or any(link.target for link in links):
        return AddForm(data, contacts=contacts.order_by("name", "pk"))
    return PlacedAddForm(data, files, contacts=contacts.order_by("name", "pk"))


def state_of(link: Link, today: dt.date) -> str:
    if link.archived_at:
        return "archived"
    return "expired" if link.expires_on and link.expires_on < today else "open"


# --- changed ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /deliverables/<pk>/edit/"""
    user = person(request)
    deliverable = get_editable(user, pk)
    names = ("kind", "title", "delivered_on", "due_on", "period_from", "period_to")
    sent = request.POST if request.method == "POST" else None
    form = WhatForm(sent, initial={name: getattr(deliverable, name) for name in names})
    if form.is_valid():
        try:
            changes = {name: form.cleaned_data[name] for name in names}
            actions.change_deliverable(get_editable(user, pk), by=user, **changes)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("deliverable", pk=pk)
    context = {"form": form, "deliverable": deliverable}
    return render(request, "accounts/deliverable_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /deliverables/<pk>/archive/: all its links lead to a polite page from now on."""
    user = person(request)
    ids = actions.archive(Link.objects.filter(deliverable=get_editable(user, pk)), by=user)
    return done(request, pk, "archive", ids)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /deliverables/<pk>/restore/"""
    user = person(request)
    links = Link.objects.filter(deliverable=get_editable(user, pk), archived_at__isnull=False)
    ids = list(links.values_list("pk", flat=True))
    actions.restore(ids, by=user)
    return done(request, pk, "restore", ids)


def done(request: HttpRequest, pk: int, what: str, ids: list[int]) -> HttpResponse:
    """Say what was done, with an undo that leads back here."""
    address = reverse("deliverable", args=[pk])
    if ids:
        request.session[UNDO_KEY] = {"do": what, "ids": ids, "tag": "", "back": address}
        messages.success(request, told(what, len(ids)), extra_tags=f"undo:{reverse('deliverables_undo')}")
    return HttpResponseRedirect(address)


# --- the proof --------------------------------------------------------------------------------------------------------


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /deliverables/<pk>/openings/: every opening with its date, to be printed."""
    agency = agency_of(request)
    if agency is None:
        return redirect("first_hour")
    deliverable = get_deliverable(person(request), pk)
    found, by_link = list(links_of(deliverable)), openings.by_link(deliverable)
    context = {
        "deliverable": deliverable,
        "agency": agency,
        "agency_zone": request.user.zone or agency.zone,  # type: ignore[union-attr]
        "today": agency.today().date,
        "file": DeliverableFile.objects.filter(pk=pk).defer("content").first(),
        "links": [(link, openings.whose(link), by_link.get(link.pk, openings.LinkFigures())) for link in found],
        "opened": openings.openings_of(deliverable),
        "waiting": openings.waiting(deliverable),
    }
    return render(request, "accounts/deliverable_proof.html", context)


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def proof_table(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET /deliverables/<pk>/openings.csv"""
    deliverable = get_deliverable(person(request), pk)
    heading = [_("When"), _("Whose link"), _("Link"), _("Opened by"), _("Why likely automatic")]
    words = {False: _("A person"), True: _("Likely automatic")}
    rows = (
        [one.at, one.whose, one.address, words[one.automatic], one.why] for one in openings.openings_of(deliverable)
    )
    return table_response(f"openings-{pk}", "csv", heading, rows)


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /deliverables/<pk>/file/: as it was shared. Looked at here, it counts as no opening."""
    kept = DeliverableFile.objects.filter(pk=get_deliverable(person(request), pk).pk).first()
    if kept is None:
        raise Http404(_("No file is kept with this deliverable."))
    plain = slugify(kept.name.rsplit(".", 1)[0]) or "file"
    name = f"{plain}.{kept.name.rsplit('.', 1)[-1]}"
    disposition = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(kept.name)}"
    return HttpResponse(
        bytes(kept.content), content_type=kept.kind,
        headers={"Content-Disposition": disposition, "Content-Security-Policy": "sandbox; default-src 'none'"},
    )  # fmt: skip
