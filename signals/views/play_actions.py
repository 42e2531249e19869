"""What a person does with plays and tasks of a client: start, hand over, end, tick off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import record_promise
from accounts.models import Client, User
from accounts.permissions import Permission, allowed, get_client, get_editable_client
from signals.actions import tasks as task_actions
from signals.actions.plays import assign_rescuer, finish_play, stop_play
from signals.calendars import the_agency
from signals.models import Play, Task
from signals.permissions import plays_for, tasks_for
from signals.playbook_forms import EndForm
from signals.playbooks.people import rescuers_for
from signals.views.client_plays import promise_form
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


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def task(request: HttpRequest, pk: int, task: int, do: str) -> HttpResponse:
    """POST /clients/<pk>/plays/tasks/<task>/<do>/"""
    client = get_client(request.user, pk)
    found = get_object_or_404(tasks_for(request.user).filter(client=client), pk=task)
    if do not in DEEDS:
        raise Http404
    try:
        said = DEEDS[do](request, found, person(request))
    except ValidationError as refusal:
        return _back(request, client, *refusal.messages)
    undo = f"undo:{request.path.removesuffix(f'{do}/')}reopen/" if do in {"done", "skip"} else ""
    messages.success(request, said, extra_tags=undo)
    return redirect("client_plays", pk=client.pk)


def _done(request: HttpRequest, found: Task, by: User) -> str:
    task_actions.finish_task(found, by=by, note=request.POST.get("note", ""))
    return _("Done.")


def _skip(request: HttpRequest, found: Task, by: User) -> str:
    task_actions.skip_task(found, by=by, why=request.POST.get("note", ""))
    return _("Left out.")


def _reopen(request: HttpRequest, found: Task, by: User) -> str:
    task_actions.reopen_task(found, by=by)
    return _("To do again.")


def _move(request: HttpRequest, found: Task, by: User) -> str:
    task_actions.move_task(found, by=by, on=_date(request.POST.get("on", "")))
    return _("Moved.")


def _give(request: HttpRequest, found: Task, by: User) -> str:
    to = whole_number(request.POST.get("to", ""))
    person_asked = User.objects.filter(pk=to, is_active=True).first() if to else None
    if to and person_asked is None:
        raise ValidationError(_("Choose somebody of the list."))
    task_actions.give_task(found, by=by, to=person_asked)
    return _("Handed over.")


def _promise(request: HttpRequest, found: Task, by: User) -> str:
    """What they promised becomes a record of the book, so that a broken one is seen."""
    today = the_agency().today().date
    get_editable_client(by, found.client_id)
    form = promise_form(found.client, today, request.POST, prefix=f"promise-{found.pk}")
    if not form.is_valid():
        raise ValidationError([f"{form[name].label}: {error}" for name, some in form.errors.items() for error in some])
    record_promise(by=by, client=found.client, made_on=today, **form.cleaned_data)
    return _("Promise noted. It counts as broken when the day passes without the money.")


DEEDS: dict[str, Callable[[HttpRequest, Task, User], str]] = {
    "done": _done,
    "skip": _skip,
    "reopen": _reopen,
    "move": _move,
    "give": _give,
    "promise": _promise,
}


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


def _date(text: str) -> dt.date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(_("Choose a day."))
    return day
