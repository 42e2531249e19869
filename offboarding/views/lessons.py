"""Looking back: what is owed, what was learnt, and one ended relationship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Client, User
from accounts.permissions import Permission, allowed, editable_clients_for
from offboarding.actions.cases import today
from offboarding.actions.lessons import Lesson, keep_lesson
from offboarding.causes import suggested
from offboarding.lesson_forms import LessonForm
from offboarding.lesson_sums import FEWEST, IN_TIME, Past, Share, Sums, sums
from offboarding.lessons import (
    case_of,
    clients_without_lesson,
    departure_of,
    lesson_clients,
    lesson_of,
    owed_of,
    retrospectives_for,
    waiting_for,
)
from offboarding.models import Cause, Parting, Retrospective, SecondLook
from offboarding.permissions import get_parting, partings_for
from offboarding.states import State
from offboarding.tracing import Traced, kept_trace, trace
from offboarding.views.lesson_picture import Picture, picture, sign_title
from offboarding.views.path import page, path_of, user_of
from offboarding.views.shared import done
from signals.views.shared import client_link

SHOWN = 50
SIGNS_SHOWN = 10
COUNTED = ("side", "cause", "cause_suggested", "warned_days", "signs", "first_week")


@dataclass(frozen=True, slots=True)
class Page:
    """One ended relationship: what was kept of it, or what would be kept now."""

    client: Client
    kept: Retrospective | None
    picture: Picture
    traced: Traced
    suggestion: str
    form: LessonForm | None
    due_on: Any

    @property
    def suggestion_words(self) -> str:
        return str(Cause(self.suggestion).label) if self.suggestion else ""


@require_safe
@allowed(Permission.PART)
def overview(request: HttpRequest) -> HttpResponse:
    """GET /lessons/: what is owed, what was kept, and what it adds up to."""
    user = user_of(request)
    kept = retrospectives_for(user).annotate(first_week=F("weeks__days__0"))
    counted = kept.values(*COUNTED)
    added = sums([Past(**row) for row in counted], [side.value for side in Client.Side])
    context = {
        "as_of": today(), "owed": clients_without_lesson(user), "in_time": IN_TIME, "fewest": FEWEST, "sums": added,
        "kept": kept.select_related("client", "confirmed_by").defer("signs", "weeks")[:SHOWN], "shown": SHOWN,
        "sides": list(Client.Side), "causes": _cause_rows(added), "warned": _warned_rows(added),
        "signs": [(sign_title(one.sign), one) for one in added.signs[:SIGNS_SHOWN]],
        "looks": list(waiting_for(user).select_related("parting")), "same": _same(user),
    }  # fmt: skip
    return render(request, "offboarding/lessons_overview.html", context)


def _cause_rows(added: Sums) -> list[dict[str, Any]]:
    return [
        {"label": Cause(cause).label, "counts": [by.get(side.value, 0) for side in Client.Side],
         "total": sum(by.values())}
        for cause, by in added.causes
    ]  # fmt: skip


def _warned_rows(added: Sums) -> list[dict[str, Any]]:
    return [
        {"label": Client.Side(side).label, "share": share, "median": days}
        for side, share, days in added.warned
        if share.n
    ]


def _same(user: User) -> Share:
    """How often the same would be decided again, of the second looks at cases this person may read."""
    answers = SecondLook.objects.answered().filter(parting__in=partings_for(user)).values_list("answer", flat=True)
    given = list(answers)
    return Share(given.count(SecondLook.Answer.SAME), len(given))


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /clients/<pk>/lesson/: an ended relationship; where it had a case, the case's own page."""
    user = user_of(request)
    client = lesson_clients(user).select_related("owner").filter(pk=pk).first()
    if client is None:
        raise Http404(_("There is no such relationship to look back on."))
    kept = lesson_of(client)
    case = kept.parting if kept else case_of(client)
    if case is not None and request.method != "POST":
        return redirect("parting_lessons", case.pk)
    found = _page(request, user, client, kept, case)
    if found is None:
        return redirect("lesson", client.pk)
    context = {"page": found, "client": client_link(client), "as_of": today()}
    return render(request, "offboarding/lesson.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/lessons/"""
    parting, user = get_parting(request.user, pk), user_of(request)
    if request.method == "POST" and parting.state != State.CLOSED:
        raise PermissionDenied(_("The case has not been closed."))
    kept = Retrospective.objects.filter(parting=parting).select_related("confirmed_by", "client").first()
    found = None
    if kept or (parting.state == State.CLOSED and case_of(parting.client) == parting):
        found = _page(request, user, parting.client, kept, parting)
        if found is None:
            return redirect("parting_lessons", parting.pk)
    path = path_of(user, parting, "lessons")
    look = SecondLook.objects.filter(parting=parting).select_related("answered_by").first()
    context = {"page": found, "look": look, "as_of": today(), "closed": _("The lessons are drawn when it is closed.")}
    return page(request, path, context, status=422 if request.method == "POST" else 200)


def _page(
    request: HttpRequest, user: User, client: Client, kept: Retrospective | None, case: Parting | None
) -> Page | None:
    """None where what was sent is kept."""
    if not lesson_clients(user).filter(pk=client.pk).exists():
        return _read_only(client, kept) if kept else _nothing(client)
    traced = _traced(kept) if kept else trace(user, departure_of(client))
    ending = case.ending if case else ""
    suggestion = kept.cause_suggested if kept else suggested(traced.signs, side=client.notice_by, ending=ending)
    form = LessonForm(request.POST or None, client=client, kept=kept, suggested=suggestion)
    writes = editable_clients_for(user).filter(pk=client.pk).exists() and _is_newest(client, kept)
    if request.method == "POST":
        if not writes:
            raise PermissionDenied(_("Somebody else answers for this client."))
        if done(form, lambda **data: keep_lesson(by=user, client=client, lesson=Lesson(**data))):
            messages.success(request, _("Kept."))
            return None
    due_on = kept.due_on if kept else owed_of(client, case).due_on
    return Page(client, kept, picture(traced), traced, suggestion, form if writes else None, due_on)


def _is_newest(client: Client, kept: Retrospective | None) -> bool:
    """What is kept of an earlier end is read, not written."""
    return kept is None or kept.ended_on == client.ended_on


def _read_only(client: Client, kept: Retrospective) -> Page:
    """They are with us again, or sealed: what was kept stands."""
    traced = _traced(kept)
    return Page(client, kept, picture(traced), traced, kept.cause_suggested, None, kept.due_on)


def _nothing(client: Client) -> Page:
    raise Http404(_("There is no such relationship to look back on."))


def _traced(kept: Retrospective) -> Traced:
    return kept_trace(kept.until, kept.signs, kept.weeks, kept.warned_days)
