"""A queue of clients of whom people and scores say different things: look, and put one of them right."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Client
from accounts.permissions import Permission, allowed, clients_for, editable_clients_for, may
from signals.disagreements import Disagreement, disagreements, live_pulses
from signals.explaining import reasons
from signals.permissions import ClientScore
from signals.priors import Side
from signals.views import contexts as c
from signals.views.contexts.disagreements import DisagreementRow, DisagreementsPage, Said
from signals.views.shared import KEYS, Desk, band_word, client_link, desk_of, page_number

PER_PAGE = 25


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /disagreements/"""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return render(request, "signals/disagreements.html", {"page": build(desk, page_number(request))})


def build(desk: Desk, number: int = 1) -> DisagreementsPage:
    """As many queries for one row as for a page of them."""
    served = clients_for(desk.user).served()
    scores = desk.scores.latest(desk.today, served)
    found = disagreements(scores, live_pulses([score.client for score in scores], desk.today))
    first = (number - 1) * PER_PAGE
    if first >= len(found):
        number, first = 1, 0
    listed = found[first : first + PER_PAGE]
    ids = [one.score.client for one in listed]
    clients = {client.pk: client for client in served.filter(pk__in=ids).select_related("owner").defer("goals")}
    whole = {s.client: s for s in desk.scores.latest(desk.today, served.filter(pk__in=ids), full=True)}
    editable = set(editable_clients_for(desk.user).filter(pk__in=ids).values_list("pk", flat=True))
    rows = [_row(desk, one, clients[one.score.client], whole[one.score.client], editable) for one in listed]
    return DisagreementsPage(desk.today, rows, _paging(number, first, len(rows), len(found)))


def _row(
    desk: Desk, one: Disagreement, client: Client, score: ClientScore, editable: Collection[int]
) -> DisagreementRow:
    sides: list[Side] = list(dict.fromkeys([*(["churn"] if one.pulse else []), *one.by_hand]))  # type: ignore[list-item]
    loss = one.loss
    return DisagreementRow(
        client=client_link(client),
        owner=client.owner.name if client.owner else "",
        monthly=desk.money(score.revenue_cents),
        loss=None if loss is None else c.Money(loss, desk.agency.currency),
        cells=[(_name(side), computed_cell(score, side)) for side in sides],
        said=_said(one),
        reasons=[reason.words for side in sides for reason in reasons(score, side, 2)],
        steps=_steps(desk, client, sides) if client.pk in editable else [],
    )


def computed_cell(score: ClientScore, side: Side) -> c.ScoreCell:
    """The computed score alone, whatever was set by hand."""
    found = score.side(side)
    assert found is not None  # a withheld side is in no dispute
    band = found.computed_band
    return c.ScoreCell(found.computed, KEYS[band], band_word(band), coverage=found.coverage // 10)


def _said(one: Disagreement) -> list[Said]:
    said = []
    if one.pulse:
        by = one.pulse.by.name if one.pulse.by else ""
        said.append(
            Said("heartbeat", _("Pulse %(n)s of 5") % {"n": one.pulse.value}, by, one.pulse.occurred_on, one.pulse.note)
        )
    for side in one.by_hand:
        found = one.score.side(side)
        own = found.override if found else None
        if own:
            what = _("%(side)s set to %(score)s, %(band)s") % {
                "side": _name(side), "score": own.score, "band": band_word(own.band),
            }  # fmt: skip
            said.append(Said("edit", what, own.by, own.starts_on, own.reason))
    return said


def _name(side: Side) -> str:
    return _("Churn risk") if side == "churn" else _("Fire pressure")


def _steps(desk: Desk, client: Client, sides: Sequence[Side]) -> list[tuple[str, c.Link]]:
    steps = [
        ("heartbeat", c.Link(_("Log a pulse"), reverse("entry_log", args=[client.pk, "pulses"]))),
        ("notes", c.Link(_("Log an observation"), reverse("entry_log", args=[client.pk, "observations"]))),
    ]
    if may(desk.user, Permission.OVERRIDE):
        steps.append(("edit", c.Link(_("Set by hand"), reverse("override", args=[client.pk, sides[0]]))))
    return steps


def _paging(number: int, first: int, listed: int, total: int) -> c.Paging:
    pages, here = max(1, -(-total // PER_PAGE)), reverse("disagreements")
    return c.Paging(
        number,
        pages,
        first + 1 if listed else 0,
        first + listed,
        total,
        f"{here}?page={number - 1}" if number > 1 else "",
        f"{here}?page={number + 1}" if number < pages else "",
    )
