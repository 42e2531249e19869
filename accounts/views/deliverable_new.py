"""Sharing something new: one thing with one client, or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.actions import link_rows
from accounts.actions import links as actions
from accounts.here import agency_of
from accounts.models import Client, Contact, LinkTerms, User
from accounts.permissions import Permission, allowed, editable_clients_for, get_editable_client
from accounts.sharing import rows as tables
from accounts.sharing.forms import ManyForm, NewForm, RowsForm
from accounts.views.listing import person

NAMED = 500


@require_http_methods(["GET", "POST"])
@allowed(Permission.LOG)
def new(request: HttpRequest) -> HttpResponse:
    """GET, POST /deliverables/new/?client=7: first whose it is, then what it is."""
    user, agency = person(request), agency_of(request)
    if agency is None:
        return redirect("first_hour")
    asked = request.GET.get("client", "")
    if not (asked.isdecimal() and len(asked) < 10):
        clients = writable(user)
        return render(request, "accounts/deliverable_client.html", {"clients": clients.order_by("name")[:NAMED]})
    client, today = get_editable_client(user, int(asked)), agency.today().date
    form = _form(request, client, today)
    if form.is_valid():
        try:
            return redirect(reverse("deliverable", args=[_made(user, client, form)]) + "#links")
        except ValidationError as refusal:
            refuse(form, refusal)
    context = {"form": form, "client": client, "rules": LinkTerms.of_agency()}
    return render(request, "accounts/deliverable_new.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, client: Client, today: dt.date) -> NewForm:
    contacts = present_contacts(client, today)
    if request.method == "POST":
        return NewForm(request.POST, request.FILES, contacts=contacts)
    month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    initial = {"delivered_on": today, "kind": "report", "period_from": month,
               "period_to": today.replace(day=1) - dt.timedelta(days=1)}  # fmt: skip
    return NewForm(initial=initial, contacts=contacts)


def _made(user: User, client: Client, form: NewForm) -> int:
    data = form.cleaned_data
    deliverable = actions.share(
        by=user, client=client, what=form.what(), file=data["file"], target=data["target"],
        contacts=list(data["contacts"]), terms=form.terms(), key=data["key"],
    )  # fmt: skip
    return int(deliverable.pk)


@require_http_methods(["GET", "POST"])
@allowed(Permission.LOG)
def bulk(request: HttpRequest) -> HttpResponse:
    """GET, POST /deliverables/bulk/: the same thing for many clients, or a table row by row."""
    user, agency = person(request), agency_of(request)
    if agency is None:
        return redirect("first_hour")
    how = "same" if request.GET.get("how") == "same" else "rows"
    context = {"how": how, "columns": tables.COLUMNS, "rows_form": RowsForm(), "rules": LinkTerms.of_agency()}
    return _same(request, user, agency.today().date, context) if how == "same" else _rows(request, user, context)


def _same(request: HttpRequest, user: User, today: dt.date, context: dict[str, Any]) -> HttpResponse:
    clients = writable(user).order_by("name")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ManyForm(*sent, initial={"delivered_on": today, "kind": "report"}, clients=clients)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = link_rows.create_for_many(
                list(data["clients"]), by=user, what=form.what(), target=data["target"], file=data["file"],
                champions=data["champions"], terms=form.terms(), key=data["key"],
            )  # fmt: skip
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            said = ngettext("Shared with %(n)s client.", "Shared with %(n)s clients.", len(made)) % {"n": len(made)}
            messages.success(request, said)
            return redirect("deliverables")
    return render(
        request, "accounts/deliverables_bulk.html", context | {"form": form}, status=422 if form.is_bound else 200
    )


def _rows(request: HttpRequest, user: User, context: dict[str, Any]) -> HttpResponse:
    """POST do=check says what each row would do; do=make does it, after checking again."""
    if request.method == "GET":
        return render(request, "accounts/deliverables_bulk.html", context)
    form = RowsForm(request.POST, request.FILES)
    context["rows_form"] = form
    try:
        text, plans = _planned(request, user, form)
        if request.POST.get("do") == "make":
            count = link_rows.create_rows(plans, by=user)
            messages.success(request, _made_words(count, len(plans)))
            return redirect("deliverables")
    except ValidationError as refusal:
        refuse(form, refusal)
        return render(request, "accounts/deliverables_bulk.html", context, status=422)
    counts = {state: sum(one.state == state for one in plans) for state in ("new", "known", "refused")}
    context |= {"plans": plans, "text": text, "counts": counts, "rows_form": RowsForm(initial={"rows": text})}
    return render(request, "accounts/deliverables_bulk.html", context, status=422 if counts["refused"] else 200)


def _planned(request: HttpRequest, user: User, form: RowsForm) -> tuple[str, Sequence[tables.Plan]]:
    agency = agency_of(request)
    assert agency is not None  # asked for before
    if not form.is_valid():
        raise ValidationError(_("The rows could not be read."))
    file = form.cleaned_data["table"]
    text = tables.table_text(file.name, file.read(tables.MOST_BYTES + 1)) if file else form.cleaned_data["rows"]
    if not text.strip():
        raise ValidationError(_("Paste rows, or choose a file."))
    return text, tables.plan(tables.read_rows(text), by=user, today=agency.today())


def _made_words(made: int, rows: int) -> str:
    said = ngettext("%(n)s link made.", "%(n)s links made.", made) % {"n": made}
    if rows > made:
        known = rows - made
        said += " " + ngettext("%(n)s row was there already.", "%(n)s rows were there already.", known) % {"n": known}
    return said


def writable(user: User) -> QuerySet[Client]:
    """The clients a person shares things with."""
    return editable_clients_for(user).served()


def present_contacts(client: Client, today: dt.date) -> QuerySet[Contact]:
    found = Contact.objects.of(client).present(today).exclude(name="", email="")
    return found.order_by("-is_champion", "-is_decider", "name", "pk")


def refuse(form: Any, refusal: ValidationError) -> None:
    """Beside the field where the form has it, else above the form."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, refusal)
