"""The hand-over of a case, and the agency's own checklist."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.models.base import own_id
from accounts.permissions import Permission, allowed, may, may_edit
from offboarding.access import accesses_of, links_of
from offboarding.actions import handover as acts
from offboarding.actions.cases import today
from offboarding.actions.repair import keep_file
from offboarding.forms import ChecklistFormSet, DoorForm, GiveForm, ItemForm, LineForm
from offboarding.models import HandoverItem, Parting
from offboarding.permissions import get_parting
from offboarding.states import State
from offboarding.views.path import page, path_of, user_of, ways
from offboarding.views.shared import done
from offboarding.views.steps import CONTENT


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/handover/: the lines by kind, what proves them, and the door."""
    parting, user = get_parting(request.user, pk), user_of(request)
    asked = request.POST.get("form")
    if asked == "make":
        return _made(request, parting)
    line = LineForm(request.POST if asked == "line" else None, user=user, due_on=parting.end_on or today())
    door = DoorForm(request.POST if asked == "door" else None, parting=parting)
    if asked == "line" and done(line, lambda **data: acts.add_item(by=user, parting=parting, **data)):
        return redirect("parting_handover", parting.pk)
    if asked == "door" and done(door, lambda **data: acts.leave_door(by=user, parting=parting, **data)):
        messages.success(request, _("Kept."))
        return redirect("parting_handover", parting.pk)
    path = path_of(user, parting, "handover")
    items = list(parting.items.select_related("owner", "access", "proof_file", "done_by").defer(CONTENT))
    context = {
        "groups": _groups(items), "items": items, "line_form": line, "door_form": door,
        "done_count": sum(item.state != HandoverItem.State.TO_DO for item in items),
        "open": path.may_work and parting.state in {State.NOTICE, State.HANDOVER},
        "accesses": list(accesses_of(parting.client_id)), "links": list(links_of(parting.client_id)),
        "ways": ways(path, "close", "keep"),
        "may_export": may(user, Permission.EXPORT) and may_edit(user, parting.client),
    }  # fmt: skip
    return page(request, path, context, status=422 if request.method == "POST" else 200)


def _groups(items: list[HandoverItem]) -> list[dict[str, Any]]:
    kinds = [(kind, [item for item in items if item.kind == kind.value]) for kind in HandoverItem.Kind]
    return [{"label": kind.label, "items": found} for kind, found in kinds if found]


def _made(request: HttpRequest, parting: Parting) -> HttpResponse:
    try:
        acts.make_checklist(by=user_of(request), parting=parting)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("parting_handover", parting.pk)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """GET and POST /partings/<pk>/handover/<item>/: tick a line with proof, or give it to somebody."""
    parting, user = get_parting(request.user, pk), user_of(request)
    found = get_object_or_404(parting.items.select_related("access", "link", "parting__client"), pk=item)
    giving = request.POST.get("form") == "give"
    sent = request.method == "POST"
    finish = ItemForm(
        request.POST if sent and not giving else None, request.FILES if sent and not giving else None,
        client=parting.client, today=today(),
    )  # fmt: skip
    give = GiveForm(request.POST if giving else None, item=found)
    if giving and done(give, lambda **data: acts.give_item(by=user, item=found, **data)):
        return redirect("parting_handover", parting.pk)
    if sent and not giving and done(finish, lambda **data: _finish(user, found, **data)):
        return redirect("parting_handover", parting.pk)
    path = path_of(user, parting, "handover")
    context = {"path": path, "item": found, "finish_form": finish, "give_form": give}
    return render(request, "offboarding/handover_item.html", context, status=422 if sent else 200)


@transaction.atomic
def _finish(by: User, item: HandoverItem, **data: Any) -> None:
    file = data.pop("file", None)
    kept = None
    if file:
        kept = keep_file(by=by, parting=item.parting, name=file.name, kind=file.content_type or "", content=file.read())
    acts.finish_item(by=by, item=item, file=kept, **data)


@require_POST
@allowed(Permission.PART)
def reopen(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """POST /partings/<pk>/handover/<item>/reopen/"""
    parting = get_parting(request.user, pk)
    found = get_object_or_404(parting.items, pk=item)
    try:
        acts.reopen_item(by=user_of(request), item=found)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("parting_handover", parting.pk)


@require_http_methods(["GET", "POST"])
@allowed(Permission.EDIT_LETTERS)
def checklist(request: HttpRequest) -> HttpResponse:
    """GET and POST /handover/checklist/: the agency's own checklist for the cases to come."""
    initial = [
        {"title": line.title, "kind": line.kind, "side": line.side, "days": line.days, "help": line.help,
         "required": line.required, "key": line.key}
        for line in acts.lines_in_force()
    ]  # fmt: skip
    sent = request.method == "POST"
    forms = ChecklistFormSet(request.POST if sent else None, initial=initial)
    if sent and forms.is_valid():
        try:
            acts.save_checklist(by=user_of(request), rows=_rows(forms), note=request.POST.get("note", "")[:300])
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Kept. Cases that have their checklist already keep it."))
            return redirect("handover_checklist")
    return render(request, "offboarding/checklist.html", {"forms": forms}, status=422 if sent else 200)


def _rows(forms: Any) -> list[dict[str, Any]]:
    """The lines in the order asked for; a new one gets a key of its own."""
    rows = []
    for form in forms.ordered_forms:
        data = dict(form.cleaned_data)
        if not data.get("title"):
            continue
        data["key"] = data["key"] or f"{slugify(data['title'])[:40] or 'line'}-{own_id()[:8]}"
        rows.append(data)
    return rows
