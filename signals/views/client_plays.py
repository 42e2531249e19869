"""A client's plays and tasks: what runs, what ran, and what each step asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client
from signals.models import Play, Task
from signals.permissions import plays_for, tasks_for
from signals.playbook_forms import EndForm
from signals.playbooks.content import Playbook
from signals.playbooks.library import playbooks
from signals.playbooks.signs import sign_name
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.playbooks import url_of
from signals.views.shared import Desk, desk_of
from signals.views.task_cards import WITH, Cards
from signals.wording import read_on

PAST, LOOSE = 20, 30
BACK = "client"
ENDED_ICONS = {
    Play.Outcome.MENDED: "circle-check",
    Play.Outcome.PARTLY: "progress-check",
    Play.Outcome.NOT: "circle-x",
    Play.Outcome.NEEDLESS: "circle-minus",
    Play.Outcome.LEFT: "door-exit",
}


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
    known = plays_for(desk.user).filter(client=client).select_related("started_by", "rescuer", "ended_by", "alert")
    running = list(known.filter(state=Play.State.RUNNING))
    tasks = _tasks(desk, client, running)
    cards = Cards(desk, client, [task for some in tasks.values() for task in some], BACK)
    books = playbooks(everything=True) if running else {}
    return c.PlaysPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "plays"),
        log=log_of(desk, client),
        running=[_running(play, tasks[play.pk], cards, books.get(play.playbook)) for play in running],
        past=[_past(play) for play in known.exclude(state=Play.State.RUNNING).order_by("-ended_on", "-pk")[:PAST]],
        loose=[cards.card(task, None) for task in tasks[None]],
        start_url=reverse("play_start", args=[client.pk]) if cards.may_write and client.is_served else "",
    )


def _tasks(desk: Desk, client: Client, running: Sequence[Play]) -> dict[int | None, list[Task]]:
    """The tasks of each running play, and under None the open ones that belong to no play. Two queries."""
    shown = tasks_for(desk.user).filter(client=client).select_related(*WITH)
    found: dict[int | None, list[Task]] = defaultdict(list)
    for task in shown.filter(play__in=running).order_by("number", "pk"):
        found[task.play_id].append(task)
    found[None] = list(shown.filter(play=None).to_do()[:LOOSE])
    return found


def _running(play: Play, tasks: Sequence[Task], cards: Cards, book: Playbook | None) -> c.RunningPlay:
    ended = sum(task.state != Task.State.TO_DO for task in tasks)
    address = [play.client_id, play.pk]
    people, editable = cards.staff.get(play.side, []), cards.may_write
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
        tasks=[cards.card(task, book) for task in tasks],
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
