"""The guided path: what frames every page of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import Permission, clients_for, may
from offboarding import readiness
from offboarding.actions.cases import today
from offboarding.models import Parting
from offboarding.permissions import may_work
from offboarding.states import By, State, Step, steps_from
from signals.views.contexts import Link
from signals.views.shared import client_link
from signals.wording import day_text

ORDER = list(State)[:-2]


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the path: its address, its words, and the state in which it is the one to work on."""

    key: str
    title: Any
    state: State
    later: Any


STOPS: tuple[Stop, ...] = (
    Stop("evidence", gettext_lazy("Evidence"), State.OPENED, gettext_lazy("what the records say")),
    Stop("fault", gettext_lazy("Is it us?"), State.FAULT, gettext_lazy("three reasons, and their view")),
    Stop("repair", gettext_lazy("Repair first"), State.REPAIR, gettext_lazy("a talk, limits, written warnings")),
    Stop("review", gettext_lazy("Blind review"), State.DECISION, gettext_lazy("two people, each alone")),
    Stop("worth", gettext_lazy("What they are worth"), State.DECISION, gettext_lazy("keep, change the terms, part")),
    Stop("decision", gettext_lazy("Decision"), State.DECISION, gettext_lazy("an owner decides")),
    Stop("date", gettext_lazy("Date"), State.NOTICE, gettext_lazy("lawful, and at the end of a cycle")),
    Stop("letters", gettext_lazy("Letters"), State.NOTICE, gettext_lazy("call script, letter, report")),
    Stop("handover", gettext_lazy("Hand-over"), State.HANDOVER, gettext_lazy("access, data, final invoice")),
    Stop("lessons", gettext_lazy("Lessons"), State.CLOSED, gettext_lazy("within 30 days after")),
)


@dataclass(frozen=True, slots=True)
class StopRow:
    number: int
    title: str
    note: str
    url: str
    state: str  # done, now or later
    current: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A button: a step out of the present state, and what it lacks."""

    key: str
    label: str
    url: str
    asks_why: bool
    lacking: list[str] = field(default_factory=list)
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """The frame: heading, steps, who works on it."""

    user: User
    parting: Parting
    client: Link
    title: str
    sub: str
    stops: list[StopRow]
    here: str
    may_work: bool
    may_decide: bool
    as_of: dt.date


LABELS: dict[str, Any] = {
    "agree_evidence": gettext_lazy("Agree the evidence"),
    "look_at_ourselves": gettext_lazy("Done with ourselves: try to repair"),
    "end_repair": gettext_lazy("Repair was tried: decide"),
    "skip_repair": gettext_lazy("Decide without a repair"),
    "restructure": gettext_lazy("Change the terms, and try again"),
    "decide_to_part": gettext_lazy("Decide to part"),
    "reconsider": gettext_lazy("Back to the decision"),
    "give_notice": gettext_lazy("Notice was given"),
    "close": gettext_lazy("Close the case"),
    "keep": gettext_lazy("Keep the client"),
}


def page(request: HttpRequest, path: Path, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of the path, in its frame."""
    return render(request, f"offboarding/{path.here}.html", {"path": path, **context}, status=status)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def path_of(user: User, parting: Parting, here: str) -> Path:
    works, working = may_work(user, parting), stop_of(parting)
    return Path(
        user=user,
        parting=parting,
        client=_client_link(user, parting),
        title=_title(parting),
        sub=_sub(parting),
        stops=[_row(number, stop, parting, here, working) for number, stop in enumerate(_stops(parting), start=1)],
        here=here,
        may_work=works,
        may_decide=works and may(user, Permission.DECIDE),
        as_of=today(),
    )


def stop_of(parting: Parting) -> str:
    """The page to work on now: of a case that ended without parting, the decision."""
    if parting.state == State.KEPT:
        return "decision"
    if parting.state == State.DECISION and parting.reviews.exists() and not readiness.reviews_in(parting):
        return "review"
    return next(stop.key for stop in _stops(parting) if stop.state == parting.state)


def ways(path: Path, *keys: str) -> list[Way]:
    """The steps of these names out of the present state, with what each lacks. Empty for those who only read."""
    if not path.may_work:
        return []
    state = State(path.parting.state)
    found = [step for step in steps_from(state) if step.key in keys]
    return [
        _way(path, step, primary=n == 0 and step.key != "keep")
        for n, step in enumerate(sorted(found, key=lambda s: keys.index(s.key)))
    ]


def _way(path: Path, step: Step, *, primary: bool) -> Way:
    lacking = [one for one in readiness.missing(path.parting, step, why="-") if one]
    if step.by is By.OWNER and not path.may_decide:
        lacking = [_("An owner of the agency decides this."), *lacking]
    url = reverse("parting_step", args=[path.parting.pk, step.key])
    return Way(step.key, str(LABELS[step.key]), url, "why" in step.needs, lacking, primary)


def _stops(parting: Parting) -> tuple[Stop, ...]:
    """A case that the client's notice opened begins with the hand-over."""
    if parting.origin == Parting.Origin.AGENCY:
        return STOPS
    return tuple(stop for stop in STOPS if stop.key in {"letters", "handover", "lessons"})


def _row(number: int, stop: Stop, parting: Parting, here: str, working: str) -> StopRow:
    place = _place(stop, parting)
    note = "" if place == "done" else str(stop.later)
    if parting.due_on and place == "now" and stop.key == working:
        note = _("due %(day)s") % {"day": day_text(parting.due_on)}
    prepared = stop.key == "handover" and parting.state == State.NOTICE  # its checklist comes before the notice
    url = _address(stop, parting) if place != "later" or prepared else ""
    return StopRow(number, str(stop.title), note, url, place, stop.key == here)


def _address(stop: Stop, parting: Parting) -> str:
    try:
        return reverse(f"parting_{stop.key}", args=[parting.pk])
    except NoReverseMatch:
        return ""


def _place(stop: Stop, parting: Parting) -> str:
    if parting.state == State.KEPT:
        return "done" if parting.steps.filter(source=stop.state).exists() else "later"
    now, its = ORDER.index(State(parting.state)) if parting.is_open else len(ORDER), _index(stop)
    if its < now:
        return "done"
    if its > now:
        return "later"
    return "now" if parting.is_open or not hasattr(parting, "lesson") else "done"


def _index(stop: Stop) -> int:
    return ORDER.index(stop.state) if stop.state in ORDER else len(ORDER)


def _client_link(user: User, parting: Parting) -> Link:
    """An outside reviewer reads the case, and no page of the client."""
    shown = clients_for(user).filter(pk=parting.client_id).exists()
    return client_link(parting.client) if shown else Link(parting.client.name, "")


def _title(parting: Parting) -> str:
    words = {"name": parting.client.name}
    if parting.state == State.KEPT:
        return _("We keep %(name)s") % words
    if parting.is_before_notice:
        return _("Should we part with %(name)s?") % words
    return _("Parting well with %(name)s") % words


def _sub(parting: Parting) -> str:
    who = parting.opened_by.name if parting.opened_by else _("somebody")
    opened = _("Opened by %(who)s on %(day)s") % {"who": who, "day": day_text(parting.opened_on)}
    return f"{opened} · " + _("never shown to the client")
