"""Logging something about a client, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.models import Client, User
from accounts.permissions import Permission, allowed, get_editable_client
from accounts.quicklog import Kind, agency_date, offered
from clienthealth.core.htmx import go, refused, respond

PAGE, FRAGMENT = "signals/quick_log_page.html", "signals/quick_log_form.html"


@require_http_methods(["GET", "POST"])
@allowed(Permission.LOG)
def log(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    """GET shows the form as a page of its own, for browsers without scripts; POST logs."""
    client = get_editable_client(request.user, pk)
    form = kind.form(request.POST or None, client=client, today=agency_date())
    entry = _logged(request.user, client, kind, form) if request.method == "POST" and form.is_valid() else None
    if entry is not None:
        address = reverse("entry_undo", args=[client.pk, kind.plural, entry.pk])
        messages.success(request, str(kind.saved), extra_tags=f"undo:{address}")
        return go(request, client_url(client))
    context = {"kind": offered(kind, client, form), "client": {"label": str(client), "url": client_url(client)}}
    answer = refused if form.is_bound else respond
    return answer(request, PAGE, context, fragment=FRAGMENT)


@require_POST
@allowed(Permission.LOG)
def undo(request: HttpRequest, pk: int, kind: Kind, entry: int) -> HttpResponse:
    client = get_editable_client(request.user, pk)
    made: Any = get_object_or_404(kind.model._default_manager, pk=entry, client=client)
    actions.undo(made, by=_person(request))
    messages.success(request, _("Taken back."))
    return go(request, client_url(client))


def client_url(client: Client) -> str:
    return reverse("client", args=[client.pk])


def _logged(user: Any, client: Client, kind: Kind, form: Any) -> Any:
    """What was written; None where it was refused, with the reason on the form."""
    try:
        return kind.log(by=user, client=client, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # `allowed` lets nobody else in
    return request.user
