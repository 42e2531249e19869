"""Loops: who is owed a reply, one loop, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed
from signals.views.shared import Desk, desk_of
from surveys.actions import loops as act
from surveys.loop_forms import CauseForm, HandOverForm, MailForm, TalkForm
from surveys.models import Loop
from surveys.permissions import get_loop
from surveys.views.loop_list import build
from surveys.views.loop_panel import panel_of

PAGE = "surveys/loop.html"


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def index(request: HttpRequest) -> HttpResponse:
    """GET /surveys/loops/?whose=all&state=closed&cause=price&page=2"""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return render(request, "surveys/loops.html", {"page": build(desk, request)})


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/loops/<pk>/: what was said, by whom, and the panel"""
    desk, loop = _asked(request, pk)
    return render(request, PAGE, _context(desk, loop))


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/loops/<pk>/cause/"""
    desk, loop = _asked(request, pk, to_edit=True)
    form = CauseForm(request.POST, loop=loop)
    if _done(form, lambda given: act.set_cause(loop, desk.user, given["cause"], given["note"])):
        messages.success(request, _("The cause is noted."))
        return redirect(loop)
    return _refused(request, desk, loop, cause=form)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/loops/<pk>/reply/: do=send posts the mail, do=sent notes it, do=talk notes a call or a meeting"""
    desk, loop = _asked(request, pk, to_edit=True)
    if request.POST.get("do") == "talk":
        talk = TalkForm(request.POST)
        if _done(talk, lambda given: act.reply(loop, desk.user, given["how"], given["text"])):
            messages.success(request, _("Your reply is kept here."))
            return redirect(loop)
        return _refused(request, desk, loop, talk=talk)
    send, mail = request.POST.get("do") == "send", MailForm(request.POST)
    how = Loop.How.MAIL
    if _done(mail, lambda it: act.reply(loop, desk.user, how, it["text"], send=send, subject=it["subject"])):
        messages.success(request, _("It leaves within seconds.") if send else _("Your reply is kept here."))
        return redirect(loop)
    return _refused(request, desk, loop, mail=mail)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/loops/<pk>/close/"""
    return _act(request, pk, act.close_loop, _("Closed. What you found counts among the causes."), undo="loop_reopen")


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/loops/<pk>/reopen/"""
    return _act(request, pk, act.reopen_loop, _("It is open again."))


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/loops/<pk>/hand-over/"""
    _desk, loop = _asked(request, pk, to_edit=True)
    form = HandOverForm(request.POST, client=loop.client)
    to = form.cleaned_data["to"] if form.is_valid() else None
    if to is None:
        messages.error(request, _("Choose somebody of the list."))
        return redirect(loop)
    return _act(request, pk, lambda one, by: act.hand_over(one, by, to), _("%(name)s replies.") % {"name": to.name})


def _act(
    request: HttpRequest, pk: int, change: Callable[[Loop, User], Any], words: str, *, undo: str = ""
) -> HttpResponse:
    desk, loop = _asked(request, pk, to_edit=True)
    try:
        change(loop, desk.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words, extra_tags=f"undo:{reverse(undo, args=[pk])}" if undo else "")
    return redirect(loop)


def _asked(request: HttpRequest, pk: int, *, to_edit: bool = False) -> tuple[Desk, Loop]:
    desk = desk_of(request)
    if desk is None:
        raise Http404
    return desk, get_loop(desk.user, pk, to_edit=to_edit)


def _done(form: Form, change: Callable[[dict[str, Any]], Any]) -> bool:
    """Whether the form was right and the action took it; what it refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        change(form.cleaned_data)
    except ValidationError as refusal:
        named = hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if named else ValidationError(refusal.messages))
        return False
    return True


def _refused(request: HttpRequest, desk: Desk, loop: Loop, **forms: Any) -> HttpResponse:
    return render(request, PAGE, _context(desk, get_loop(desk.user, loop.pk), **forms), status=422)


def _context(desk: Desk, loop: Loop, **forms: Any) -> dict[str, Any]:
    return {"panel": panel_of(desk.user, desk.agency, loop, **forms), "as_of": desk.today}
