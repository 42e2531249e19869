"""A task as lists show it: on Today, under an alert, on the page of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client
from signals.actions.tasks import doable_tasks_for
from signals.models import Task
from signals.models.play import TaskQuerySet
from signals.views import contexts as c
from signals.views.shared import Desk, client_link

ICONS = {"call": "phone", "email": "mail", "meeting": "users", "work": "tool", "decide": "git-fork"}
WITH = ("client__owner", "play", "assigned_to")


def rows_of(desk: Desk, tasks: Iterable[Task]) -> list[c.TaskRow]:
    """One query beside that of the tasks: which of them this person may tick."""
    found = list(tasks)
    ids = [task.pk for task in found]
    doable = set(doable_tasks_for(desk.user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [row_of(desk, task, editable=task.pk in doable) for task in found]


def row_of(desk: Desk, task: Task, *, editable: bool) -> c.TaskRow:
    person = task.assigned_to or task.client.owner
    return c.TaskRow(
        pk=task.pk,
        url=reverse("task", args=[task.pk]),
        title=task.title,
        client=client_link(task.client),
        owner=_("you") if person == desk.user else person.name if person else "",
        due=task.due_on,
        when=_when(task, desk.today),
        icon=ICONS.get(task.kind, "tool"),
        kind=task.get_kind_display(),
        play=task.play.name if task.play else "",
        draft=bool(task.body or task.script),
        editable=editable,
        mine=person == desk.user,
        state=task.state,  # type: ignore[arg-type]
        note=task.note,
    )


def of_client(desk: Desk, tasks: TaskQuerySet, client: Client, limit: int) -> list[c.TaskRow]:
    """The next things to do for a client."""
    return rows_of(desk, tasks.filter(client=client).to_do().select_related(*WITH)[:limit])


def _when(task: Task, today: dt.date) -> c.When:
    if task.state != Task.State.TO_DO:
        return "ended"
    if task.due_on < today:
        return "late"
    return "today" if task.due_on == today else "ahead"
