"""Who is owed a reply: the list, and the filters that stand in its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clienthealth.core import clock
from signals.views import contexts as c
from signals.views.shared import Desk, page_number
from surveys.loop_words import Standing, standing
from surveys.models import Loop
from surveys.models.loop import LoopQuerySet
from surveys.permissions import loops_for
from surveys.said import Said, said_in

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    loop: Loop
    said: Said
    standing: Standing
    responsible: str


@dataclass(frozen=True, slots=True)
class LoopsPage:
    rows: Sequence[Row]
    scopes: list[c.Choice]
    states: list[c.Choice]
    causes: list[c.Choice]
    paging: c.Paging
    late: int
    cause: str
    order: str
    filtered: bool


def build(desk: Desk, request: HttpRequest) -> LoopsPage:
    """As many queries for one row as for a page of them."""
    asked = {key: request.GET.get(key, "") for key in ("whose", "state", "cause")}
    now, reach = clock.now(), loops_for(desk.user)
    mine = owned_by(reach, desk.user)
    everyone = asked["whose"] == "all"
    whose = reach if everyone else mine
    chosen = _in_state(whose, asked["state"])
    if asked["cause"] in Loop.Cause.values:
        chosen = chosen.filter(cause=asked["cause"])
    total, number = chosen.count(), page_number(request)
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    before = (number - 1) * PER_PAGE
    found = chosen.select_related("client__owner", "answer__contact", "response__contact", "responsible")
    order = (
        ["-closed_at"]
        if asked["state"] == "closed"
        else [F("closed_at").asc(nulls_first=True), F("replied_at").asc(nulls_first=True), "quiet", "due_at"]
    )
    rows = [
        Row(loop, said_in(loop), standing(loop, now), _responsible(loop, desk.user))
        for loop in found.order_by(*order, "pk")[before : before + PER_PAGE]
    ]
    return LoopsPage(
        rows=rows,
        scopes=[
            c.Choice(_("Mine"), _url(asked, whose=""), current=not everyone, count=mine.owed().count()),
            c.Choice(_("Everyone’s"), _url(asked, whose="all"), current=everyone, count=reach.owed().count()),
        ],
        states=[
            c.Choice(label, _url(asked, state=key), current=asked["state"] == key)
            for key, label in (("", _("Open")), ("owed", _("Reply owed")), ("closed", _("Closed")), ("all", _("All")))
        ],
        causes=[
            c.Choice(str(label), _url(asked, cause=value), current=asked["cause"] == value)
            for value, label in [("", _("Every cause")), *Loop.Cause.choices]
        ],
        paging=c.Paging(
            first=before + 1 if rows else 0, last=before + len(rows), total=total, number=number, pages=pages,
            previous_url=_url(asked, page=str(number - 1)) if number > 1 else "",
            next_url=_url(asked, page=str(number + 1)) if number < pages else "",
        ),
        late=whose.overdue(now).count(),
        cause=asked["cause"],
        order=_("the last closed stands first") if asked["state"] == "closed" else _("who waits longest stands first"),
        filtered=any(asked.values()),
    )  # fmt: skip


def owned_by(loops: LoopQuerySet, user: User) -> LoopQuerySet:
    """Those that this person answers for; where nobody is named, whoever looks after the client."""
    return loops.filter(Q(responsible=user) | Q(responsible=None, client__owner=user))


def _in_state(loops: LoopQuerySet, state: str) -> LoopQuerySet:
    if state == "all":
        return loops
    if state == "closed":
        return loops.exclude(closed_at=None)
    return loops.owed() if state == "owed" else loops.open()


def _responsible(loop: Loop, user: User) -> str:
    person = loop.responsible or loop.client.owner
    return _("you") if person == user else person.name if person else _("Nobody")


def _url(asked: dict[str, str], **changed: str) -> str:
    query = urlencode({key: value for key, value in {**asked, **changed}.items() if value})
    return reverse("survey_loops") + (f"?{query}" if query else "")
