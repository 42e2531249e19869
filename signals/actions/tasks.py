"""Ticking off, leaving out, moving, giving and adding a task. Each answers with the task as it stands afterwards.

Whoever may write about the client may do all of it; so may the person a task was given to. A second tick changes
nothing, so that a double click or a repeated request is harmless.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, Client, User
from accounts.permissions import Permission, clients_for, editable_clients_for, may, require_edit
from clienthealth.core import clock
from signals.models import Task
from signals.models.play import TaskQuerySet
from signals.permissions import tasks_for


def finish_task(task: Task, *, by: User, note: str = "") -> Task:
    """Done. `note` is what came of it."""
    return _end(task, Task.State.DONE, by, note)


def skip_task(task: Task, *, by: User, why: str) -> Task:
    """Left out on purpose; why is asked for, because somebody planned it."""
    if not why.strip():
        raise ValidationError({"why": _("Say why, so that the others need not ask.")})
    return _end(task, Task.State.SKIPPED, by, why)


def reopen_task(task: Task, *, by: User) -> Task:
    """Not done after all: also the undo of a tick."""
    with transaction.atomic():
        found = _locked(task, by)
        if found.state != Task.State.TO_DO:
            found.state, found.ended_at, found.ended_by, found.note = Task.State.TO_DO, None, None, ""
            found.save(update_fields=["state", "ended_at", "ended_by", "note"])
    return found


def move_task(task: Task, *, by: User, on: dt.date) -> Task:
    """Due another day."""
    _refuse_past(on)
    with transaction.atomic():
        found = _locked(task, by)
        found.due_on = on
        found.save(update_fields=["due_on"])
    return found


def give_task(task: Task, *, by: User, to: User | None) -> Task:
    """Someone else's from now on; None gives it back to whoever looks after the client."""
    with transaction.atomic():
        found = _locked(task, by)
        _refuse_stranger(to, found.client)
        _refuse_blind(to, found)
        found.assigned_to = to
        found.save(update_fields=["assigned_to"])
    return found


def add_task(
    client: Client,
    *,
    by: User,
    title: str,
    due_on: dt.date,
    kind: str = Task.Kind.WORK,
    assigned_to: User | None = None,
    token: str = "",
) -> Task:
    """A follow-up of one's own. A form sent twice carries the same `token` and finds what the first one wrote."""
    require_edit(by, client)
    known = _known(token, client, by)
    if known is not None:
        return known
    _refuse_past(due_on)
    _refuse_stranger(assigned_to, client)
    made = Task(client=client, title=title.strip(), due_on=due_on, kind=kind, assigned_to=assigned_to, made_by=by)
    made.token = token or None
    made.full_clean(exclude=["made_at"])
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        known = _known(token, client, by)  # the other half of a double click was quicker
        if known is None:
            raise
        return known
    return made


def doable_tasks_for(user: User) -> TaskQuerySet:
    """The tasks a person may tick: of clients they may write about, and those given to them."""
    if not may(user, Permission.LOG):
        return Task.objects.none()
    shown = tasks_for(user)
    return shown.filter(client__in=editable_clients_for(user)) | shown.filter(assigned_to=user)


def _end(task: Task, state: Task.State, by: User, note: str) -> Task:
    with transaction.atomic():
        found = _locked(task, by)
        if found.state == Task.State.TO_DO:
            found.state, found.ended_at, found.ended_by, found.note = state, clock.now(), by, note.strip()
            found.save(update_fields=["state", "ended_at", "ended_by", "note"])
    return found


def _locked(task: Task, by: User) -> Task:
    """The row as it stands, for a person who may act on it."""
    if not doable_tasks_for(by).filter(pk=task.pk).exists():
        raise PermissionDenied(_("You can read this task, but it is someone else's."))
    return Task.objects.select_for_update(of=("self",)).select_related("client").get(pk=task.pk)


def _known(token: str, client: Client, by: User) -> Task | None:
    known = Task.objects.filter(token=token).first() if token else None
    if known is not None and (known.client_id, known.made_by_id) != (client.pk, by.pk):
        raise ValidationError(_("This form was used already. Load the page again."))
    return known


def _refuse_past(day: dt.date) -> None:
    if day < Agency.objects.get().today().date:
        raise ValidationError({"due_on": _("This day is over.")})


def _refuse_blind(to: User | None, task: Task) -> None:
    """A step of a play on fire pressure goes to nobody who may not see it."""
    if to is not None and not tasks_for(to).filter(pk=task.pk).exists():
        raise ValidationError({"assigned_to": _("%(name)s may not see this task.") % {"name": to.name}})


def _refuse_stranger(to: User | None, client: Client) -> None:
    """A task may only go to someone who sees the client."""
    if to is not None and not (may(to, Permission.LOG) and clients_for(to).filter(pk=client.pk).exists()):
        raise ValidationError({"assigned_to": _("%(name)s does not work with this client.") % {"name": to.name}})
