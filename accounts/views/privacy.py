"""The owners' pages on privacy: how long words are kept, whose time is over, what was erased; and a client's export."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import privacy as actions
from accounts.exporting import archive, parts
from accounts.models import Agency, Client, Contact, DataExport, Erasure, Retention, User
from accounts.permissions import Permission, allowed, get_client, require, require_edit
from accounts.privacy_forms import ErasureForm, RetentionForm
from clienthealth.core import erasure

LISTED = 50
FOUND = 20


@require_http_methods(["GET", "POST"])
@allowed(Permission.ERASE)
def index(request: HttpRequest) -> HttpResponse:
    """GET and POST /privacy/"""
    rule = Retention.of_agency()
    form = RetentionForm(request.POST if request.method == "POST" else None, instance=rule)
    if form.is_valid():
        actions.set_retention(by=_person(request), **form.cleaned_data)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("privacy")
    return render(
        request, "accounts/privacy.html", _lists(request) | {"form": form}, status=422 if form.is_bound else 200
    )


def _lists(request: HttpRequest) -> dict[str, Any]:
    agency, words = Agency.objects.first(), request.GET.get("q", "").strip()[:200]
    due = actions.due(agency.today().date) if agency else Client.objects.none()
    listed = list(due[: LISTED + 1])
    return {
        "due": listed[:LISTED],
        "more_due": len(listed) > LISTED,
        "words": words,
        "people": _found(words) if words else [],
        "erasures": [(one, erasure.named(one.counts)) for one in _erasures()],
        "exports": DataExport.objects.select_related("client", "by")[:LISTED],
    }


def _erasures() -> QuerySet[Erasure]:
    return Erasure.objects.select_related("client", "contact", "by")[:LISTED]


def _found(words: str) -> list[Contact]:
    """People by name or address, whoever they are with."""
    same = Q(name__icontains=words) | Q(email__icontains=words)
    return list(Contact.objects.filter(same).select_related("client").order_by("name", "pk")[:FOUND])


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def erase_client(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /clients/<pk>/erase/: how many rows of what, then the erasure."""
    return _erase(request, _client(request, pk), None)


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def erase_contact(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """GET and POST /clients/<pk>/contacts/<contact>/erase/: the same for one person."""
    client = _client(request, pk)
    person = Contact.objects.filter(client=client, pk=contact).select_related("client").first()
    if person is None:
        raise Http404(_("There is no such contact."))
    return _erase(request, client, person)


def _client(request: HttpRequest, pk: int) -> Client:
    """A client that is not shown to somebody is not there; only then does it matter what their role includes."""
    client = get_client(request.user, pk)
    require(request.user, Permission.ERASE)
    return client


def _erase(request: HttpRequest, client: Client, contact: Contact | None) -> HttpResponse:
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if contact:
                actions.erase_contact(by=_person(request), contact=contact)
            else:
                actions.erase_client(by=_person(request), client=client)
            messages.success(request, _("Erased. Ids, dates, amounts and counts are still there."))
            return redirect("privacy")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    counts = erasure.preview(erasure.Subject(client.pk, contact.pk if contact else None))
    context = {
        "client": client,
        "contact": contact,
        "subject": contact or client,
        "counts": erasure.named(counts),
        "refused": contact is None and client.is_served,
        "form": form,
    }
    return render(request, "accounts/erase.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET /clients/<pk>/export/ says what is in it; POST sends it, and notes who took it along."""
    client = get_client(request.user, pk)
    require(request.user, Permission.EXPORT)
    require_edit(request.user, client)
    if request.method == "GET":
        taken = DataExport.objects.filter(client=client).select_related("by")[:LISTED]
        return render(request, "accounts/export.html", {"client": client, "parts": parts(), "taken": taken})
    actions.note_export(by=_person(request), client=client)
    response = StreamingHttpResponse(archive(client), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="client-{client.pk}.zip"'
    return response


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
