"""Tasks: overdue, today, the next seven days; ticked, left out, moved, given, added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import record_promise
from accounts.models import Client, User
from accounts.permissions import Permission, allowed, editable_clients_for, may, require_edit
from clienthealth.core.htmx import respond, wants_fragment
from signals.actions import tasks as act
from signals.forms import TaskForm
from signals.models import Task
from signals.models.play import TaskQuerySet
from signals.permissions import tasks_for
from signals.playbooks.library import playbooks
from signals.views import contexts as c
from signals.views.shared import Desk, client_link, desk_of, whole_number
from signals.views.task_cards import WITH as WHOLE
from signals.views.task_cards import Cards, promise_form
from signals.views.task_rows import WITH, rows_of
from signals.wording import read_on

LISTED, AHEAD, NAMES = 100, 7, 300
PAGE, ROW = "signals/tasks.html", "components/task_row.html"


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /tasks/: the list; POST adds a follow-up."""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    form = _form(request, desk)
    if request.method == "POST" and form is not None and form.is_valid() and _added(request, desk, form):
        return HttpResponseRedirect(reverse("tasks") + "?" + urlencode(_pairs(request)))
    status = 422 if form is not None and form.is_bound else 200
    return render(request, PAGE, {"page": build(desk, request, form)}, status=status)


@allowed(Permission.VIEW_CLIENTS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /tasks/<pk>/?back=today: help, what to say, the draft, and everything that may be done."""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    task = get_task(desk, pk)
    with read_on(desk.today):
        page = _page(desk, task, request.GET.get("back", ""))
    return render(request, "signals/task.html", {"page": page})


@require_POST
@allowed(Permission.LOG)
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """POST /tasks/<pk>/<what>/: the one place where a task is acted on; htmx gets the row back as it stands."""
    desk = desk_of(request)
    change = CHANGES.get(what)
    if desk is None or change is None:
        raise Http404
    task = get_task(desk, pk)
    try:
        words = change(task, request, desk)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(_stay(request, task))
    task = get_task(desk, pk)
    if wants_fragment(request):
        row = rows_of(desk, [task])[0]
        return respond(request, ROW, {"row": row, "as_of": desk.today, "back": request.POST.get("back", "")},
                       fragment=ROW)  # fmt: skip
    undo = f"undo:{reverse('task_change', args=[pk, 'reopen'])}" if what in {"done", "skip"} else ""
    messages.success(request, words, extra_tags=undo)
    return HttpResponseRedirect(_address(request.POST.get("back", ""), task))


def get_task(desk: Desk, pk: int) -> Task:
    """Someone else's does not exist."""
    task = tasks_for(desk.user).select_related("client__team", "client__owner", *WHOLE).filter(pk=pk).first()
    if task is None:
        raise Http404(_("There is no such task."))
    return task


def build(desk: Desk, request: HttpRequest, form: TaskForm | None) -> c.TasksPage:
    """A fixed number of queries."""
    everyone = request.GET.get("whose") == "team"
    span = request.GET.get("when", "")
    all_of = tasks_for(desk.user)
    mine = all_of.owned_by(desk.user)
    chosen = _spanned(all_of if everyone else mine, span, desk.today)
    found = rows_of(desk, chosen.select_related(*WITH)[: LISTED + 1])
    late = mine.to_do().filter(due_on__lt=desk.today).count()
    return c.TasksPage(
        as_of=desk.today,
        scopes=[
            c.Choice(_("Mine"), _url(when=span), current=not everyone, count=mine.to_do().count()),
            c.Choice(_("Everyone’s"), _url(whose="team", when=span), current=everyone, count=all_of.to_do().count()),
        ],
        spans=[
            c.Choice(label, _url(whose="team" if everyone else "", when=key), current=key == span)
            for key, label in (("", _("Due in 7 days")), ("all", _("All to do")), ("ended", _("Done")))
        ],
        groups=_groups(found[:LISTED], desk.today),
        form=form,
        sub=ngettext("%(n)s of yours is late", "%(n)s of yours are late", late) % {"n": late} if late else "",
        more=max(0, len(found) - LISTED),
        names=list(form.clients.order_by("name").values_list("name", flat=True)[:NAMES]) if form else (),
    )


def _spanned(tasks: TaskQuerySet, span: str, today: dt.date) -> TaskQuerySet:
    if span == "ended":
        return tasks.exclude(state=Task.State.TO_DO).order_by("-ended_at", "-pk")
    if span == "all":
        return tasks.to_do()
    return tasks.to_do().filter(due_on__lte=today + dt.timedelta(days=AHEAD))


def _groups(rows: list[c.TaskRow], today: dt.date) -> list[c.TaskGroup]:
    near = today + dt.timedelta(days=AHEAD)
    groups = [
        ("late", _("Late"), [row for row in rows if row.when == "late"]),
        ("today", _("Today"), [row for row in rows if row.when == "today"]),
        ("ahead", _("In the next 7 days"), [row for row in rows if row.when == "ahead" and row.due <= near]),
        ("later", _("Later"), [row for row in rows if row.when == "ahead" and row.due > near]),
        ("ended", _("Done and left out"), [row for row in rows if row.when == "ended"]),
    ]
    return [c.TaskGroup(key, label, inside, len(inside)) for key, label, inside in groups if inside]


def _page(desk: Desk, task: Task, back: str) -> c.TaskPage:
    books = playbooks(everything=True) if task.play else {}
    book = books.get(task.play.playbook) if task.play else None
    words = {"today": _("Today"), "client": task.client.name, "alert": _("The alert")}
    return c.TaskPage(
        card=Cards(desk, task.client, [task], back).card(task, book),
        client=client_link(task.client),
        play=c.Link(task.play.name, reverse("client_plays", args=[task.client_id])) if task.play else None,
        as_of=desk.today,
        back_url=_address(back, task),
        back_word=words.get(back.partition(":")[0], _("Tasks")),
    )


# --- changes ----------------------------------------------------------------------------------------------------------


def _done(task: Task, request: HttpRequest, desk: Desk) -> str:
    act.finish_task(task, by=desk.user, note=request.POST.get("note", ""))
    return _("Done: %(task)s") % {"task": task.title}


def _skip(task: Task, request: HttpRequest, desk: Desk) -> str:
    act.skip_task(task, by=desk.user, why=request.POST.get("note", ""))
    return _("Left out: %(task)s") % {"task": task.title}


def _reopen(task: Task, request: HttpRequest, desk: Desk) -> str:
    act.reopen_task(task, by=desk.user)
    return _("To do again: %(task)s") % {"task": task.title}


def _move(task: Task, request: HttpRequest, desk: Desk) -> str:
    try:
        day = dt.date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise ValidationError(_("Choose a day.")) from None
    act.move_task(task, by=desk.user, on=day)
    return _("Moved: %(task)s") % {"task": task.title}


def _give(task: Task, request: HttpRequest, desk: Desk) -> str:
    asked = request.POST.get("to", "")
    to = User.objects.filter(pk=whole_number(asked) or 0, is_active=True).first() if asked else None
    if asked and to is None:
        raise ValidationError(_("Choose somebody of the list."))
    act.give_task(task, by=desk.user, to=to)
    return _("Given away: %(task)s") % {"task": task.title}


def _promise(task: Task, request: HttpRequest, desk: Desk) -> str:
    """What they promised becomes a record of the book, so that a broken one is seen."""
    require_edit(desk.user, task.client)
    form = promise_form(task.client, desk.today, request.POST, prefix=f"promise-{task.pk}")
    if not form.is_valid():
        raise ValidationError([f"{form[name].label}: {error}" for name, some in form.errors.items() for error in some])
    record_promise(by=desk.user, client=task.client, made_on=desk.today, **form.cleaned_data)
    return _("Promise noted. It counts as broken when the day passes without the money.")


CHANGES: dict[str, Callable[[Task, HttpRequest, Desk], str]] = {
    "done": _done, "skip": _skip, "reopen": _reopen, "move": _move, "give": _give,
    "promise": _promise,
}  # fmt: skip


def _address(back: str, task: Task) -> str:
    """Where the tick was made: a word of ours, never an address from outside."""
    kind, _colon, number = back.partition(":")
    if kind == "alert" and whole_number(number) is not None:
        return reverse("alert", args=[int(number)])
    if kind == "client":
        return reverse("client_plays", args=[task.client_id])
    return reverse("today" if kind == "today" else "tasks")


def _stay(request: HttpRequest, task: Task) -> str:
    """After a refusal: the page whose form it was."""
    back = request.POST.get("back", "")
    if back == "client":
        return _address(back, task)
    return reverse("task", args=[task.pk]) + "?" + urlencode({"back": back})


def _form(request: HttpRequest, desk: Desk) -> TaskForm | None:
    if not may(desk.user, Permission.LOG):
        return None
    number = whole_number(request.GET.get("client", ""))
    client: Client | None = editable_clients_for(desk.user).filter(pk=number).first() if number else None
    return TaskForm(request.POST or None, user=desk.user, today=desk.today, client=client)


def _added(request: HttpRequest, desk: Desk, form: TaskForm) -> bool:
    data = form.cleaned_data
    try:
        made = act.add_task(
            data["client"], by=desk.user, title=data["title"], due_on=data["due_on"], kind=data["kind"],
            assigned_to=desk.user, token=data["token"],
        )  # fmt: skip
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("Added: %(task)s") % {"task": made.title})
    return True


def _pairs(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key] for key in ("whose", "when") if request.GET.get(key)}


def _url(**pairs: str) -> str:
    query = urlencode({key: value for key, value in pairs.items() if value})
    return reverse("tasks") + (f"?{query}" if query else "")
