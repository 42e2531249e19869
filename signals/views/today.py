"""Today: who needs me, in order of expected loss; who costs more than they bring; what is due; what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client
from accounts.models.clients import ClientQuerySet
from accounts.permissions import Permission, allowed, clients_for
from signals.bands import Band
from signals.detectors import unethical_request
from signals.explaining import Said, reasons
from signals.models import Scorecard
from signals.permissions import ClientScore
from signals.scoring import expected_loss, probability
from signals.views import contexts as c
from signals.views.figures import figures_of
from signals.views.shared import WEEKS, Desk, band_word, cell, client_link, desk_of, scored_at
from signals.views.today_work import work_of

LOSING, COSTLY, DEADLINES = 8, 5, 6
DEADLINE_DAYS = 60


@dataclass(frozen=True)
class Table:
    """The people's clients of today: records and scores by id."""

    clients: dict[int, Client]
    scores: dict[int, ClientScore]


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /"""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    mine = request.GET.get("mine") == "1"
    return render(request, "signals/today.html", {"page": build(desk, mine=mine)})


def build(desk: Desk, *, mine: bool = False) -> c.TodayPage:
    table = table_of(desk, mine=mine)
    if not table.scores:
        return c.TodayPage(desk.today, None, "unscored" if table.clients else "empty", scopes=scopes_of(desk, mine))
    losing = ranked_by_loss(table)
    costly = ranked_by_pressure(table)
    shown = [*losing[:LOSING], *costly[:COSTLY]]
    whole = whole_scores(desk, shown)
    weeks = weeks_of(desk, shown)
    by_clients, by_us = changes_of(desk, table)
    return c.TodayPage(
        as_of=desk.today,
        scored_at=scored_at(table.scores.values()),
        state="ready",
        scopes=scopes_of(desk, mine),
        figures=figures_of(desk, table.clients, table.scores),
        work=work_of(desk),
        losing=[_losing(desk, table, whole[pk], weeks.get(pk, [])) for pk in losing[:LOSING]],
        losing_more=max(0, len(losing) - LOSING),
        costly=[_costly(desk, table, whole[pk], weeks.get(pk, [])) for pk in costly[:COSTLY]],
        costly_more=max(0, len(costly) - COSTLY),
        deadlines=deadlines_of(desk, table),
        changes_by_clients=by_clients,
        changes_by_us=by_us,
    )


def table_of(desk: Desk, *, mine: bool) -> Table:
    """Two queries, whatever the number of clients."""
    chosen = clients_for(desk.user).served()
    if mine:
        chosen = chosen.owned_by(desk.user)
    clients = {client.pk: client for client in chosen.select_related("owner").defer("goals")}
    scores = {score.client: score for score in desk.scores.latest(desk.today, chosen)}
    return Table(clients, scores)


def scopes_of(desk: Desk, mine: bool) -> list[c.Choice]:
    all_of = clients_for(desk.user).served()
    own = all_of.owned_by(desk.user).count()
    if not own:
        return []
    return [
        c.Choice(_("All clients"), "?", current=not mine, count=all_of.count()),
        c.Choice(_("Mine"), "?mine=1", current=mine, count=own),
    ]


def ranked_by_loss(table: Table) -> list[int]:
    """Clients at Raised or above with enough data, the largest expected loss first."""
    at_risk = [s for s in table.scores.values() if s.churn is not None and s.churn.band >= Band.RAISED]
    return [s.client for s in sorted(at_risk, key=lambda s: (-(loss_of(s) or Decimal(0)), s.client))]


def loss_of(score: ClientScore) -> Decimal | None:
    if score.churn is None or score.revenue_cents is None:
        return None
    return expected_loss(Decimal(score.revenue_cents) / 100, score.churn.score)


def ranked_by_pressure(table: Table) -> list[int]:
    """Clients whose fire pressure this person may see, at Raised or above; reviews asked for come first.

    A sealed client stands at the end in the order of names, so that the place gives nothing away.
    """
    seen = [s for s in table.scores.values() if s.fire is not None and (s.fire.band >= Band.RAISED or s.review_now)]
    order = sorted(seen, key=lambda s: (not s.review_now, -(s.fire.score if s.fire else 0), s.client))
    return [s.client for s in order]


def whole_scores(desk: Desk, ids: Sequence[int]) -> dict[int, ClientScore]:
    found = desk.scores.latest(desk.today, clients_for(desk.user).filter(pk__in=ids), full=True)
    return {score.client: score for score in found}


def weeks_of(desk: Desk, ids: Sequence[int]) -> dict[int, list[ClientScore]]:
    return desk.scores.weekly(ids, desk.today - dt.timedelta(weeks=WEEKS + 5), desk.today)


def _losing(desk: Desk, table: Table, score: ClientScore, weeks: Sequence[ClientScore]) -> c.QueueRow:
    client = table.clients[score.client]
    strongest = reasons(score, "churn", 2)
    loss = loss_of(score)
    assert score.churn is not None
    return c.QueueRow(
        client=client_link(client),
        monthly=desk.money(score.revenue_cents),
        owner=client.owner.name if client.owner else "",
        score=cell(desk, score, "churn", weeks),
        why=_why(strongest),
        amount=None if loss is None else c.Money(loss, desk.agency.currency),
        next_step=_step(client, strongest, "churn"),
        probability=float(probability(score.churn.score, "churn")[0]),
        amount_note=_("revenue unknown") if loss is None else "",
    )


def _costly(desk: Desk, table: Table, score: ClientScore, weeks: Sequence[ClientScore]) -> c.QueueRow:
    client = table.clients[score.client]
    strongest = reasons(score, "fire", 2)
    return c.QueueRow(
        client=client_link(client),
        monthly=desk.money(score.revenue_cents),
        owner=client.owner.name if client.owner else "",
        score=cell(desk, score, "fire", weeks),
        why=_("Asked for something we will not do: review at once.") if score.review_now else _why(strongest),
        amount=desk.money(score.overdue_cents) if score.overdue_cents else None,
        next_step=_step(client, strongest, "fire", review=score.review_now),
        amount_note=_("overdue") if score.overdue_cents else "",
    )


def _why(strongest: Sequence[Said]) -> str:
    return " ".join(one.words for one in strongest)


def _step(client: Client, strongest: Sequence[Said], side: str, *, review: bool = False) -> c.NextStep:
    """The first reason's advice, or a review's; it leads to the client's page, where the records are."""
    url = reverse("client", args=[client.pk]) + (f"?why={side}#why" if side == "fire" else "")
    if review:
        return c.NextStep(str(unethical_request.DETECTOR.advice), url, unethical_request.DETECTOR.icon)
    for one in strongest:
        detector = one.detector
        if detector.advice:
            return c.NextStep(str(detector.advice), url, detector.icon)
    return c.NextStep(_("See the records"), url, "list-search")


def deadlines_of(desk: Desk, table: Table) -> list[c.Deadline]:
    until = desk.today + dt.timedelta(days=DEADLINE_DAYS)
    near = [s for s in table.scores.values() if s.deadline and desk.today <= s.deadline <= until]
    near.sort(key=lambda s: (s.deadline, s.client))
    return [
        c.Deadline(
            client_link(table.clients[s.client]),
            s.deadline,  # type: ignore[arg-type]
            (s.deadline - desk.today).days,  # type: ignore[operator]
            desk.money(s.revenue_cents),
            table.clients[s.client].owner.name if table.clients[s.client].owner else "",  # type: ignore[union-attr]
        )
        for s in near[:DEADLINES]
    ]


# --- since yesterday -------------------------------------------------------------------------------------------------


def changes_of(desk: Desk, table: Table) -> tuple[list[c.Change], list[c.Change]]:
    """What clients did since yesterday's scores, and, apart from it, what we changed."""
    before = {s.client: s for s in desk.scores.latest(desk.today - dt.timedelta(days=1), _of(desk, table))}
    moved = []
    for score in table.scores.values():
        old = before.get(score.client)
        if old and old.churn and score.churn and abs(score.churn.computed - old.churn.computed) >= 3:
            moved.append((abs(score.churn.computed - old.churn.computed), score, old))
    moved.sort(key=lambda one: (-one[0], one[1].client))
    whole = whole_scores(desk, [score.client for _n, score, _old in moved[:5]])
    theirs = [_moved(table, whole[score.client], old) for _n, score, old in moved[:5]]
    return theirs, _ours(desk)


def _of(desk: Desk, table: Table) -> ClientQuerySet:
    return clients_for(desk.user).filter(pk__in=list(table.clients))


def _moved(table: Table, now: ClientScore, old: ClientScore) -> c.Change:
    assert now.churn is not None
    assert old.churn is not None
    before, after = old.churn.computed, now.churn.computed  # what they did; a score set by hand is ours
    up = after > before
    words = _("churn risk %(before)s → %(after)s.") % {"before": before, "after": after}
    if now.churn.computed_band != old.churn.computed_band:
        words = _("is %(band)s now: %(before)s → %(after)s.") % {
            "band": band_word(now.churn.computed_band), "before": before, "after": after,
        }  # fmt: skip
    strongest = reasons(now, "churn", 1) if up else []
    if strongest:
        words += f" {strongest[0].title}."
    icon = "arrow-up-right" if up else "arrow-down-right"
    return c.Change(icon, words, client_link(table.clients[now.client]), when=now.day)


def _ours(desk: Desk) -> list[c.Change]:
    current = Scorecard.objects.in_force(desk.today).first()
    if current is None:
        return []
    if current.in_force_from >= desk.today - dt.timedelta(days=1):
        return [c.Change("adjustments-horizontal", _("Scorecard %(n)s is in use.") % {"n": current.version})]
    return [c.Change("adjustments-horizontal", _("Nothing. Scorecard %(n)s is in use.") % {"n": current.version})]
