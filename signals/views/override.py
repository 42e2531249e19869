"""A score set by hand: the form, what stood before, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_editable_client
from signals.actions.overrides import LONGEST, set_override, take_back
from signals.forms import OverrideForm
from signals.models import Override
from signals.models.seal import Seal
from signals.priors import Side
from signals.views.shared import Desk, by_hand_words, cell, client_link, desk_of

PAST = 10


@require_http_methods(["GET", "POST"])
@allowed(Permission.OVERRIDE)
def edit(request: HttpRequest, pk: int, side: Side) -> HttpResponse:
    """GET and POST /clients/<pk>/override/<side>/"""
    client, desk = _shown(request, pk, side)
    form = OverrideForm(request.POST or None, today=desk.today, longest=LONGEST)
    if request.method == "POST" and form.is_valid() and _saved(desk, client, side, form):
        messages.success(request, _("Set. The computed score stays beside it."))
        return redirect("client", client.pk)
    return render(
        request, "signals/override.html", _context(desk, client, side, form), status=422 if form.is_bound else 200
    )


@require_POST
@allowed(Permission.OVERRIDE)
def end(request: HttpRequest, pk: int, side: Side) -> HttpResponse:
    """POST /clients/<pk>/override/<side>/end/"""
    client, desk = _shown(request, pk, side)
    if take_back(by=desk.user, client=client, side=side):
        messages.success(request, _("Taken back. Pages show the computed score again."))
    return redirect("client", client.pk)


def _shown(request: HttpRequest, pk: int, side: Side) -> tuple[Client, Desk]:
    """The client and the desk; a side that is not shown to this person does not exist."""
    client, desk = get_editable_client(request.user, pk), desk_of(request)
    if desk is None or not desk.scores.shows(client.pk, side):
        raise Http404(_("There is no such score."))
    return client, desk


def _saved(desk: Desk, client: Client, side: Side, form: OverrideForm) -> bool:
    try:
        set_override(by=desk.user, client=client, side=side, **form.cleaned_data)
    except ValidationError as refusal:
        named = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if named else ValidationError(refusal.messages))
        return False
    return True


def _context(desk: Desk, client: Client, side: Side, form: OverrideForm) -> dict[str, Any]:
    score = desk.scores.one(client, desk.today)
    found = score.side(side) if score else None
    past = Override.objects.filter(client=client, side=side)
    if found and found.override:  # it stands above
        past = past.exclude(pk__in=past.in_force(desk.today))
    return {
        "client": client_link(client),
        "label": Seal.Side(side).label,
        "cell": cell(desk, score, side),
        "as_of": desk.today,
        "current": found.override if found else None,
        "current_words": by_hand_words(found) if found else "",
        "end_url": reverse("override_end", args=[client.pk, side]),
        "form": form,
        "past": past.select_related("by", "ended_by")[:PAST],
    }
