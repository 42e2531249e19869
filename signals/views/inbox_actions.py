"""What is done with alerts, one or many: posts that end in the list, with the next alert in focus and an undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed
from clienthealth.core.htmx import respond, wants_fragment
from signals.actions import alerts as act
from signals.models import Alert
from signals.permissions import alerts_for
from signals.views import inbox
from signals.views.inbox_query import PER_PAGE, Asked, matching, ordered
from signals.views.playing import start_from
from signals.views.shared import Desk, desk_of, whole_number

UNDO_KEY = "inbox_undo"
LEAVES = frozenset({"snooze", "resolve"})  # after these the next alert is shown
BULK = frozenset({"acknowledge", "snooze", "resolve", "give"})
BACK = {"acknowledge": "wake", "snooze": "wake", "resolve": "reopen"}


@require_POST
@allowed(Permission.LOG)
def one(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """POST /inbox/<pk>/<what>/"""
    desk, asked = _desk(request), Asked.of(request.GET)
    alert = inbox.get_alert(desk, pk)
    following = next_of(desk, asked, pk) if what in LEAVES else pk
    try:
        words, undo = _do(request, desk, alert, what)
    except ValidationError as refusal:
        return _shown(request, desk, asked, pk, refused=(what, " ".join(refusal.messages)))
    back = reverse("alert_act", args=[pk, undo]) + asked.tail() if undo else ""
    messages.success(request, words, extra_tags=f"undo:{back}" if back else "")
    return _shown(request, desk, asked, following)


@require_POST
@allowed(Permission.LOG)
def many(request: HttpRequest) -> HttpResponse:
    """POST /inbox/all/: the ticked ones, or all that match the address."""
    desk, asked, what = _desk(request), Asked.of(request.GET), request.POST.get("do", "")
    if what not in BULK:
        raise Http404
    chosen = matching(desk.user, asked, editable=True)
    ticked = [number for text in request.POST.getlist("alert") if (number := whole_number(text)) is not None]
    if request.POST.get("all") != "1":
        chosen = chosen.filter(pk__in=ticked)
    ids = list(chosen.order_by("pk").values_list("pk", flat=True))
    if not ids:
        messages.error(request, _("Tick at least one alert that you may act on."))
        return _shown(request, desk, asked, None, status=422)
    before = _people(ids) if what == "give" else {}
    try:
        count = _apply(request.POST, desk, what, ids)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _shown(request, desk, asked, None, status=422)
    request.session[UNDO_KEY] = {"do": what, "ids": ids, "before": before}
    messages.success(request, _told(what, count), extra_tags=f"undo:{reverse('inbox_undo')}{asked.tail()}")
    return _shown(request, desk, asked, None)


@require_POST
@allowed(Permission.LOG)
def undo(request: HttpRequest) -> HttpResponse:
    """POST /inbox/undo/: take back what was last done to many."""
    desk, asked = _desk(request), Asked.of(request.GET)
    last: dict[str, Any] | None = request.session.pop(UNDO_KEY, None)
    if last is None:
        messages.error(request, _("That was taken back already."))
        return _shown(request, desk, asked, None)
    seen = list(alerts_for(desk.user).filter(pk__in=last["ids"]).values_list("pk", flat=True))
    try:
        if last["do"] == "give":
            _give_back(desk, last["before"])
        else:
            getattr(act, BACK[last["do"]])(seen, by=desk.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _shown(request, desk, asked, None)
    messages.success(request, _("Taken back."))
    return _shown(request, desk, asked, None)


def next_of(desk: Desk, asked: Asked, pk: int) -> int | None:
    """The alert after this one in the list asked for; the one before it at the end; None in an empty list."""
    first = (asked.page - 1) * PER_PAGE
    chosen = ordered(matching(desk.user, asked), asked.state).values_list("pk", flat=True)
    ids = list(chosen[first : first + PER_PAGE + 1])
    if pk not in ids:
        return ids[0] if ids else None
    at = ids.index(pk)
    return next(iter([*ids[at + 1 : at + 2], *ids[max(at - 1, 0) : at]]), None)


# --- what is done -----------------------------------------------------------------------------------------------------


def _do(request: HttpRequest, desk: Desk, alert: Alert, what: str) -> tuple[str, str]:
    """Do it to one; what to say, and what would take it back."""
    post, name = request.POST, alert.client.name
    if what == "play":
        return start_from(alert, post, by=desk.user), ""
    if what == "due":
        day = _day(post.get("on", ""), required=bool(post.get("on")))
        act.set_due([alert.pk], by=desk.user, on=day)
        return _("Due day set.") if day else _("Due day taken away."), ""
    if what in {"wake", "reopen"}:
        getattr(act, what)([alert.pk], by=desk.user)
        return _("%(client)s is back in the inbox.") % {"client": name}, ""
    if what not in BULK:
        raise Http404
    _apply(post, desk, what, [alert.pk])
    words = {
        "acknowledge": _("You are on it: %(client)s."),
        "snooze": _("Snoozed: %(client)s."),
        "resolve": _("Resolved: %(client)s."),
        "give": _("Given away: %(client)s."),
    }
    return words[what] % {"client": name}, BACK.get(what, "")


def _apply(post: Any, desk: Desk, what: str, ids: Sequence[int]) -> int:
    """The four that can be done to many."""
    if what == "acknowledge":
        return act.acknowledge(ids, by=desk.user)
    if what == "snooze":
        until, on_message = _until(post, desk.today)
        return act.snooze(ids, by=desk.user, until=until, why=post.get("snooze_why", ""), wakes_on_message=on_message)
    if what == "resolve":
        return act.resolve(ids, by=desk.user, outcome=post.get("outcome", ""), why=post.get("resolve_why", ""))
    return act.assign(ids, by=desk.user, to=_person(post.get("to", "")))


def _until(post: Any, today: dt.date) -> tuple[dt.date, bool]:
    """The day of a snooze, and whether a message ends it."""
    until = post.get("until", "")
    if until == "message":
        return today + dt.timedelta(days=inbox.WAIT), True
    day = _day(post.get("day", "") if until == "day" else until)
    assert day is not None
    return day, False


def _day(text: str, *, required: bool = True) -> dt.date | None:
    if not text and not required:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Choose a day.")) from None


def _person(text: str) -> User | None:
    """Whom it is given to; empty gives it back to whoever looks after the client."""
    if not text:
        return None
    person = User.objects.filter(pk=whole_number(text) or 0).first()
    if person is None:
        raise ValidationError(_("Choose a person."))
    return person


def _told(what: str, count: int) -> str:
    words = {
        "acknowledge": ngettext("%(n)s alert acknowledged.", "%(n)s alerts acknowledged.", count),
        "snooze": ngettext("%(n)s alert snoozed.", "%(n)s alerts snoozed.", count),
        "resolve": ngettext("%(n)s alert resolved.", "%(n)s alerts resolved.", count),
        "give": ngettext("%(n)s alert given away.", "%(n)s alerts given away.", count),
    }
    return words[what] % {"n": count}


def _people(ids: Sequence[int]) -> dict[str, list[int]]:
    """To whom each alert is given now, for the undo."""
    found: dict[str, list[int]] = {}
    for pk, person in Alert.objects.filter(pk__in=ids).values_list("pk", "assigned_to"):
        found.setdefault(str(person or ""), []).append(pk)
    return found


def _give_back(desk: Desk, before: dict[str, list[int]]) -> None:
    for person, ids in before.items():
        act.assign(ids, by=desk.user, to=_person(person))


# --- the answer -------------------------------------------------------------------------------------------------------


def _shown(
    request: HttpRequest, desk: Desk, asked: Asked, pk: int | None, *, status: int = 200,
    refused: tuple[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Both panes for htmx, which puts the keys on the alert shown; else the address of it.

    What was refused (which form, and why) is shown again at once, with what was typed, by a script or without.
    """
    address = asked.url(pk)
    if refused:
        messages.error(request, refused[1])
        status = 422
    elif not wants_fragment(request):
        return HttpResponseRedirect(address)
    alert = alerts_for(desk.user).filter(pk=pk).first() if pk else inbox.first_of(desk, asked)
    alert = inbox.get_alert(desk, alert.pk) if alert else None
    page = inbox.build(desk, asked, alert, alone=pk is not None)
    context: dict[str, Any] = {"page": page, "part": wants_fragment(request)}
    if refused:
        context |= {"refused": refused[0], "refusal": refused[1], "given": request.POST}
    answer = respond(request, inbox.PAGE, context, fragment=inbox.LIST, status=status)
    answer.headers["HX-Push-Url"] = address
    return answer


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    if desk is None:
        raise Http404
    return desk
