"""The voice tab of a client's page: what they told us, when they did not answer, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client
from clienthealth.core import clock
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.shared import Desk, desk_of
from surveys.drawing import Plot, plot
from surveys.loop_words import Standing, standing
from surveys.voice import Heard, Person, voice_of


@dataclass(frozen=True, slots=True)
class Line:
    """An answer of the list, and how its loop stands."""

    heard: Heard
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Card:
    """A person and the picture of their answers; None for who never said how likely they are to recommend us."""

    person: Person
    plot: Plot | None
    spoken: str


@dataclass(frozen=True, slots=True)
class VoicePage:
    as_of: dt.date
    header: c.ClientHeader
    log: c.QuickLog | None
    cards: Sequence[Card]
    lines: Sequence[Line]
    automatic: Sequence[Heard]
    quotes: Sequence[Heard]
    silent: int


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/voice/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return render(request, "surveys/voice.html", {"page": build(desk, client)})


def build(desk: Desk, client: Client) -> VoicePage:
    """As many queries for one answer as for many."""
    found, now = voice_of(client, desk.today), clock.now()
    since = min((one.said.on for one in found.heard), default=desk.today)
    return VoicePage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "voice"),
        log=log_of(desk, client),
        cards=[_card(person, since, desk.today) for person in found.people],
        lines=[Line(one, standing(one.loop, now) if one.loop else None) for one in found.heard],
        automatic=found.automatic,
        quotes=found.quotes,
        silent=sum(person.silent for person in found.people),
    )


def _card(person: Person, since: dt.date, today: dt.date) -> Card:
    points = [(one.said.on, one.said.score, one.said.group) for one in person.heard if one.said.kind == "nps"]
    scores = ", ".join(str(score) for _on, score, _tone in points)
    spoken = _("Scores of 10, the oldest first: %(scores)s") % {"scores": scores}
    return Card(person, plot(points, since, today) if points else None, spoken)
