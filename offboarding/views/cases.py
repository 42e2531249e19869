"""The board of cases, opening one, taking steps, pausing, and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Client
from accounts.permissions import Permission, allowed, fire_clients_for, get_editable_client
from offboarding.actions.cases import open_case, open_departure, pause_case, resume_case, take_step, today
from offboarding.forms import OpenForm, PauseForm, StepForm
from offboarding.models import Parting
from offboarding.permissions import get_parting, partings_for, reviews_asked_of
from offboarding.states import ENDED, State
from offboarding.views.path import stop_of, user_of
from offboarding.views.shared import done
from signals.views.shared import client_link

ENDED_SHOWN = 20


@require_safe
@allowed(Permission.PART)
def board(request: HttpRequest) -> HttpResponse:
    """GET /partings/: the cases by stage, the ended ones below."""
    cases = partings_for(request.user).select_related("client", "client__owner", "responsible")
    open_ones = list(cases.open().order_by("due_on", "pk"))
    columns = [
        {"label": Parting.State(state).label, "cases": [case for case in open_ones if case.state == state]}
        for state in State
        if state not in ENDED
    ]
    context = {
        "columns": columns, "any": bool(open_ones), "as_of": today(),
        "asked_of_me": list(reviews_asked_of(request.user)),
        "ended": list(cases.ended().order_by("-ended_on", "-pk")[:ENDED_SHOWN]),
    }  # fmt: skip
    return render(request, "offboarding/board.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /clients/<pk>/parting/: open a case, or go to the one that is open."""
    user, client = user_of(request), _client(request, pk)
    standing = partings_for(user).open().filter(client=client).first()
    if standing:
        return redirect("parting", standing.pk)
    theirs = client.notice_on is not None and client.notice_by != Client.Side.AGENCY
    form = OpenForm(request.POST if request.method == "POST" else None)
    opened: list[Parting] = []

    def act(why: str, token: str) -> None:
        opening = open_departure if theirs else open_case
        opened.append(opening(by=user, client=client, why=why, token=token))

    if request.method == "POST" and done(form, act):
        return redirect("parting", opened[0].pk)
    context: dict[str, Any] = {"form": form, "client": client_link(client), "theirs": theirs, "record": client}
    return render(request, "offboarding/begin.html", context, status=422 if form.is_bound else 200)


@require_safe
@allowed(Permission.PART)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /partings/<pk>/: the page that is to work on now."""
    parting = get_parting(request.user, pk)
    return redirect(f"parting_{stop_of(parting)}", parting.pk)


@require_POST
@allowed(Permission.PART)
def step(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """POST /partings/<pk>/step/<key>/"""
    parting = get_parting(request.user, pk)
    form = StepForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        parting = take_step(by=user_of(request), parting=parting, key=key, why=why)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.warning(request, sentence)
        return redirect("parting", parting.pk)
    messages.success(request, _("Done: the case is at “%(state)s”.") % {"state": parting.get_state_display()})
    return redirect("parting", parting.pk)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/pause/; an empty form resumes."""
    parting, user = get_parting(request.user, pk), user_of(request)
    if request.method == "POST" and parting.paused_until:
        resume_case(by=user, parting=parting)
        return redirect("parting", parting.pk)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(form, lambda **data: pause_case(by=user, parting=parting, **data)):
        messages.success(request, _("Paused."))
        return redirect("parting", parting.pk)
    context = {"form": form, "parting": parting, "client": client_link(parting.client)}
    return render(request, "offboarding/pause.html", context, status=422 if form.is_bound else 200)


@require_safe
@allowed(Permission.PART)
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """GET /partings/<pk>/files/<file>/: always a download, never shown by the browser."""
    parting = get_parting(request.user, pk)
    found = parting.files.filter(pk=file).first()
    if found is None:
        raise Http404(_("There is no such file."))
    disposition = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type="application/octet-stream", headers=headers)


def _client(request: HttpRequest, pk: int) -> Client:
    """A client to open a case about: someone else's, or one whose fire pressure is not shown, does not exist."""
    client = get_editable_client(request.user, pk)
    if not fire_clients_for(request.user).filter(pk=pk).exists():
        raise Http404(_("There is no such client."))
    return client
