"""A client's plays and tasks: what runs, what ran, and what each step asks for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Client, Invoice
from accounts.models.base import own_id
from accounts.permissions import Permission, allowed, get_client, may, may_edit
from signals.actions.tasks import doable_tasks_for
from signals.models import Play, Task
from signals.permissions import plays_for, tasks_for
from signals.playbook_forms import EndForm, PromiseForm
from signals.playbooks.content import Playbook
from signals.playbooks.library import playbooks
from signals.playbooks.people import rescuers_for
from signals.playbooks.signs import sign_name
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.drafts import ICONS, draft_of
from signals.views.playbooks import url_of
from signals.views.shared import Desk, desk_of
from signals.wording import day_text, read_on

PAST, LOOSE = 20, 30
ENDED_ICONS = {
    Play.Outcome.MENDED: "circle-check",
    Play.Outcome.PARTLY: "progress-check",
    Play.Outcome.NOT: "circle-x",
    Play.Outcome.NEEDLESS: "circle-minus",
    Play.Outcome.LEFT: "door-exit",
}
PROMISED_BY = {Task.Kind.CALL, Task.Kind.EMAIL, Task.Kind.MEETING}


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/plays/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    with read_on(desk.today):
        page = build(desk, client)
    return render(request, "signals/client_plays.html", {"page": page})


def build(desk: Desk, client: Client) -> c.PlaysPage:
    """A fixed number of queries, however many plays and tasks there are."""
    editable = may(desk.user, Permission.LOG) and may_edit(desk.user, client)
    known = plays_for(desk.user).filter(client=client).select_related("started_by", "rescuer", "ended_by", "alert")
    running = list(known.filter(state=Play.State.RUNNING))
    tasks = _tasks(desk, client, running)
    lines = _Lines(desk, client, tasks, editable)
    books = playbooks(everything=True) if running else {}
    return c.PlaysPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "plays"),
        log=log_of(desk, client),
        running=[_running(desk, play, tasks[play.pk], lines, books.get(play.playbook), editable) for play in running],
        past=[_past(play) for play in known.exclude(state=Play.State.RUNNING).order_by("-ended_on", "-pk")[:PAST]],
        loose=[lines.line(task, None) for task in tasks[None]],
        people=lines.people,
        start_url=reverse("play_start", args=[client.pk]) if editable and client.is_served else "",
    )


def _tasks(desk: Desk, client: Client, running: Sequence[Play]) -> dict[int | None, list[Task]]:
    """The tasks of each running play, and under None the open ones that belong to no play. Two queries."""
    shown = tasks_for(desk.user).filter(client=client).select_related("contact", "assigned_to", "ended_by")
    found: dict[int | None, list[Task]] = defaultdict(list)
    for task in shown.filter(play__in=running).order_by("number", "pk"):
        found[task.play_id].append(task)
    found[None] = list(shown.filter(play=None).to_do()[:LOOSE])
    return found


class _Lines:
    """What every task of the page needs to know, asked once."""

    def __init__(self, desk: Desk, client: Client, tasks: dict[int | None, list[Task]], editable: bool) -> None:
        self.desk, self.client = desk, client
        ids = [task.pk for some in tasks.values() for task in some]
        self.doable = set(doable_tasks_for(desk.user).filter(pk__in=ids).values_list("pk", flat=True))
        self.may_promise = editable
        sides = ("churn", "fire") if self.doable or editable else ()
        self.staff = {side: list(rescuers_for(client, side)) for side in sides}
        self.people = [c.Choice(one.name, value=str(one.pk)) for one in self.staff.get("churn", ())]
        self._invoices: list[Invoice] | None = None

    def line(self, task: Task, book: Playbook | None) -> c.TaskLine:
        person = task.assigned_to or self.client.owner
        open_now = task.state == Task.State.TO_DO
        asks = book is not None and book.is_dunning and task.kind in PROMISED_BY
        return c.TaskLine(
            pk=task.pk,
            title=task.title,
            icon=ICONS.get(task.kind, "tool"),
            kind=task.get_kind_display(),
            owner=_("you") if person == self.desk.user else person.name if person else _("nobody yet"),
            due=task.due_on,
            late=open_now and task.due_on < self.desk.today,
            state=task.state,
            state_word=task.get_state_display(),
            help=task.help,
            script=task.script,
            draft=draft_of(task),
            contact=task.contact.name if task.contact else "",
            phone=task.contact.phone if task.contact and task.kind == Task.Kind.CALL else "",
            note=task.note,
            ended=_ended(task, self.desk.agency.zone),
            editable=task.pk in self.doable,
            base_url=reverse("client_plays", args=[self.client.pk]) + f"tasks/{task.pk}/",
            promise=self._promise(task) if asks and open_now and self.may_promise else None,
        )

    def _promise(self, task: Task) -> PromiseForm:
        """Of any number of steps the invoices are asked for once."""
        form = promise_form(self.client, self.desk.today, prefix=f"promise-{task.pk}")
        if self._invoices is None:
            self._invoices = list(form.fields["invoice"].queryset)  # type: ignore[attr-defined]
        form.fields["invoice"].choices = [  # type: ignore[attr-defined]
            ("", form.fields["invoice"].empty_label),  # type: ignore[attr-defined]
            *((invoice.pk, str(invoice)) for invoice in self._invoices),
        ]
        return form


def promise_form(client: Client, today: dt.date, data: Any = None, prefix: str = "") -> PromiseForm:
    invoices = Invoice.objects.of(client).debts().unpaid(today).order_by("due_on", "pk")
    return PromiseForm(data, prefix=prefix, invoices=invoices, initial={"token": own_id()})


def _running(
    desk: Desk, play: Play, tasks: Sequence[Task], lines: _Lines, book: Playbook | None, editable: bool
) -> c.RunningPlay:
    ended = sum(task.state != Task.State.TO_DO for task in tasks)
    address = [play.client_id, play.pk]
    people = lines.staff.get(play.side, [])
    return c.RunningPlay(
        pk=play.pk,
        name=play.name,
        playbook=c.Link(play.name, url_of(play.playbook)) if book else None,
        since=play.started_on,
        by=play.started_by.name if play.started_by else _("a rule"),
        sign=sign_name(play.alert.sign) if play.alert else "",
        rescuer=play.rescuer.name if play.rescuer else "",
        done=ended,
        total=len(tasks),
        tasks=[lines.line(task, book) for task in tasks],
        asks=ended == len(tasks),
        editable=editable,
        ending=EndForm(prefix=f"end-{play.pk}") if editable else None,
        end_url=reverse("play_end", args=address),
        rescuer_url=reverse("play_rescuer", args=address),
        people=[c.Choice(one.name, value=str(one.pk), current=one.pk == play.rescuer_id) for one in people],
    )


def _past(play: Play) -> c.PastPlay:
    assert play.ended_on is not None  # the database holds it
    return c.PastPlay(
        name=play.name,
        since=play.started_on,
        ended=play.ended_on,
        icon=ENDED_ICONS.get(Play.Outcome(play.outcome), "circle-minus"),
        outcome=play.get_outcome_display(),
        note=play.note,
        by=play.ended_by.name if play.ended_by else "",
    )


def _ended(task: Task, zone: str) -> str:
    """“3 Mar, Keeper”."""
    if task.ended_at is None:
        return ""
    day = day_text(task.ended_at.astimezone(ZoneInfo(zone)).date())
    return _("%(day)s, %(name)s") % {"day": day, "name": task.ended_by.name} if task.ended_by else day
