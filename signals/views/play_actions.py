"""What a person does with a play of a client: hand over, end. Its tasks are acted on in `views.tasks`."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client, get_editable_client
from signals.actions.plays import assign_rescuer, finish_play, stop_play
from signals.models import Play
from signals.permissions import plays_for
from signals.playbook_forms import EndForm
from signals.playbooks.people import rescuers_for
from signals.views.playbooks import person
from signals.views.shared import whole_number


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def end(request: HttpRequest, pk: int, play: int) -> HttpResponse:
    """POST /clients/<pk>/plays/<play>/end/: finished, or broken off with `do=stop`."""
    client, found = _play(request, pk, play)
    form = EndForm(request.POST, prefix=f"end-{found.pk}")
    if not form.is_valid():
        return _back(request, client, _("Say how it ended."))
    stopped, given = request.POST.get("do") == "stop", form.cleaned_data
    try:
        if stopped:
            stop_play(found, by=person(request), why=given["note"], outcome=given["outcome"])
        else:
            finish_play(found, by=person(request), outcome=given["outcome"], note=given["note"])
    except ValidationError as refusal:
        return _back(request, client, *refusal.messages)
    messages.success(request, _("Noted. It is among the past plays now."))
    return redirect("client_plays", pk=client.pk)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def rescuer(request: HttpRequest, pk: int, play: int) -> HttpResponse:
    """POST /clients/<pk>/plays/<play>/rescuer/"""
    client, found = _play(request, pk, play)
    asked = whole_number(request.POST.get("rescuer", "")) or 0
    chosen = rescuers_for(client, found.side).filter(pk=asked).first()
    if chosen is None and request.POST.get("rescuer"):
        return _back(request, client, _("Choose somebody of the list."))
    try:
        assign_rescuer(found, by=person(request), rescuer=chosen)
    except ValidationError as refusal:
        return _back(request, client, *refusal.messages)
    messages.success(request, _("The rescuer's open steps went along."))
    return redirect("client_plays", pk=client.pk)


def _play(request: HttpRequest, pk: int, play: int) -> tuple[Client, Play]:
    client = get_client(request.user, pk)
    found = get_object_or_404(plays_for(request.user).filter(client=client), pk=play)
    get_editable_client(request.user, pk)
    return client, found


def _back(request: HttpRequest, client: Client, *faults: str) -> HttpResponse:
    """The page again, with what was wrong."""
    for fault in faults:
        messages.error(request, fault)
    return redirect("client_plays", pk=client.pk)
