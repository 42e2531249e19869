"""Portfolio: the quadrant of both scores, and the table under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client
from accounts.permissions import Permission, allowed, clients_for
from clienthealth.core.htmx import respond
from signals.bands import Band
from signals.explaining import cannot_tell, hundredths, reasons
from signals.permissions import ClientScore
from signals.priors import Side
from signals.scoring import HIGH, expected_loss
from signals.views import contexts as c
from signals.views.portfolio_filters import chips_of, filters_of, views_of
from signals.views.portfolio_query import BANDS, Asked, Entry
from signals.views.quadrant import corners_of, point, why_unplaced
from signals.views.shared import (
    WEEKS,
    Desk,
    admin_url,
    cell,
    client_link,
    desk_of,
    scored_at,
)

PER_PAGE = 50
POINTS = 1000  # a canvas with more is a cloud; the largest are drawn
UNPLACED = 5


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /portfolio/"""
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    page = build(desk, Asked.of(request))
    return respond(request, "signals/portfolio.html", {"page": page}, fragment="signals/portfolio_list.html")


def build(desk: Desk, asked: Asked) -> c.PortfolioPage:
    entries = ordered(entries_of(desk, asked), asked.sort)
    first = (asked.page - 1) * PER_PAGE
    if first >= len(entries):
        first = 0
    listed = entries[first : first + PER_PAGE]
    placed = [e for e in entries if e.side("churn") is not None and e.side("fire") is not None]
    unplaced = [e for e in entries if e not in placed] if len(entries) < 500 else []
    revenue = sum(e.revenue or 0 for e in entries)
    return c.PortfolioPage(
        as_of=desk.today,
        scored_at=scored_at(entry.score for entry in entries),
        total=len(entries),
        revenue=desk.money(revenue),
        rows=rows_of(desk, listed),
        columns=columns_of(asked),
        paging=paging_of(asked, first, len(listed), len(entries)),
        export_url=asked.url("portfolio_export"),
        clear_url=reverse("portfolio"),
        points=[point(desk, e) for e in sorted(placed, key=lambda e: -(e.revenue or 0))[:POINTS]],
        corners=corners_of(desk, placed),
        unplaced=[client_link(e.client, why_unplaced(desk, e)) for e in unplaced[:UNPLACED]],
        unplaced_more=max(0, len(entries) - len(placed) - UNPLACED),
        views=views_of(desk, asked),
        chips=chips_of(desk, asked),
        filters=filters_of(desk, asked),
        keep=[("sort", asked.sort)] if asked.sort != "-churn" else [],
        query=asked.q,
        add_url=admin_url(desk.user, "client"),
        limit=HIGH,
    )


def entries_of(desk: Desk, asked: Asked) -> list[Entry]:
    """The clients asked for, with their scores: two queries."""
    clients = clients_for(desk.user)
    clients = clients.filter(status=asked.status) if asked.status else clients.served()
    if asked.q:
        clients = clients.named(asked.q)
    if asked.mine:
        clients = clients.owned_by(desk.user)
    if asked.owner:
        clients = clients.filter(owner=int(asked.owner))
    if asked.team:
        clients = clients.filter(team=int(asked.team))
    scores = {score.client: score for score in desk.scores.latest(desk.today, clients)}
    entries = [Entry(client, scores.get(client.pk)) for client in clients.select_related("owner").defer("goals")]
    sides: tuple[Side, Side] = ("churn", "fire")
    for side in sides:
        wanted = getattr(asked, side)
        if wanted:
            least = BANDS[wanted]
            entries = [e for e in entries if _in_band(e.band(side), least)]
    return entries


def _in_band(band: Band | None, wanted: Band) -> bool:
    """High means High and above; Low, Raised and “not enough data” mean just that."""
    if band is None:
        return False
    return band >= Band.HIGH if wanted == Band.HIGH else band == wanted


def ordered(entries: list[Entry], sort: str) -> list[Entry]:
    """Sorted as asked; what has no value, or may not be seen, comes last in the order of names."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    entries = sorted(entries, key=lambda e: e.client.name.casefold())
    if key == "name":
        return entries[::-1] if down else entries
    known = [e for e in entries if _value(e, key) is not None]
    unknown = [e for e in entries if _value(e, key) is None]
    return sorted(known, key=lambda e: _value(e, key), reverse=down) + unknown  # type: ignore[arg-type,return-value]


def _value(entry: Entry, key: str) -> object:
    score = entry.score
    if key in {"churn", "fire"}:
        return entry.side(key)  # type: ignore[arg-type]
    if key == "owner":
        return entry.client.owner.name.casefold() if entry.client.owner else None
    if score is None:
        return None
    if key == "coverage":
        return score.churn.coverage if score.churn else None
    if key == "monthly":
        return score.revenue_cents
    if key == "loss":
        return _loss(score)
    return score.deadline


def _loss(score: ClientScore) -> Decimal | None:
    if score.churn is None or score.revenue_cents is None:
        return None
    return expected_loss(Decimal(score.revenue_cents) / 100, score.churn.score)


# --- table ----------------------------------------------------------------------------------------


def rows_of(desk: Desk, entries: Sequence[Entry]) -> list[c.PortfolioRow]:
    """The listed clients in full: two queries more."""
    ids = [entry.client.pk for entry in entries]
    whole = {s.client: s for s in desk.scores.latest(desk.today, clients_for(desk.user).filter(pk__in=ids), full=True)}
    weeks = desk.scores.weekly(ids, desk.today - dt.timedelta(weeks=WEEKS + 5), desk.today)
    return [_row(desk, e.client, whole.get(e.client.pk), weeks.get(e.client.pk, [])) for e in entries]


def _row(desk: Desk, client: Client, score: ClientScore | None, weeks: Sequence[ClientScore]) -> c.PortfolioRow:
    deadline = score.deadline if score else None
    place = ", ".join(word for word in (client.industry, client.city) if word)
    coverage = score.churn.coverage // 10 if score and score.churn else None
    return c.PortfolioRow(
        client=client_link(client, place),
        churn=cell(desk, score, "churn", weeks),
        fire=cell(desk, score, "fire", weeks),
        owner=client.owner.name if client.owner else "",
        monthly=desk.money(score.revenue_cents) if score else None,
        coverage=coverage,
        reasons=_reasons(score),
        gap=_gap(score),
        deadline=deadline,
        days_left=(deadline - desk.today).days if deadline else None,
        status="" if client.status == Client.Status.ACTIVE else client.get_status_display(),
    )


def _reasons(score: ClientScore | None) -> list[c.Reason]:
    """The two strongest of both sides; a withheld side gives none."""
    if score is None:
        return []
    sides: tuple[Side, Side] = ("churn", "fire")
    found = [(side, one) for side in sides for one in reasons(score, side, 2)]
    found.sort(key=lambda pair: -pair[1].points)
    return [c.Reason(hundredths(one.points), one.words, side) for side, one in found[:2]]


def _gap(score: ClientScore | None) -> str:
    if score is None:
        return _("Not scored yet.")
    if score.churn is None or score.churn.band != Band.UNKNOWN:
        return ""
    missing = cannot_tell(score, "churn")[:3]
    return _("No records for: %(signs)s.") % {"signs": ", ".join(missing)} if missing else ""


def columns_of(asked: Asked) -> dict[str, c.Column]:
    labels = {
        "name": _("Client"), "churn": _("Churn risk, 12 weeks"), "fire": _("Fire pressure, 12 weeks"),
        "coverage": _("Coverage"), "owner": _("Owner"), "monthly": _("Monthly"), "deadline": _("Next deadline"),
    }  # fmt: skip
    down_first = {"churn", "fire", "coverage", "monthly"}
    columns = {}
    for key, label in labels.items():
        current = asked.sort.removeprefix("-") == key
        down = asked.sort.startswith("-")
        turned = key if down else f"-{key}"
        first = f"-{key}" if key in down_first else key
        sort = ("descending" if down else "ascending") if current else ""
        columns[key] = c.Column(key, label, asked.url(sort=turned if current else first), sort)  # type: ignore[arg-type]
    return columns


def paging_of(asked: Asked, first: int, listed: int, total: int) -> c.Paging:
    number, pages = first // PER_PAGE + 1, max(1, -(-total // PER_PAGE))
    return c.Paging(
        number,
        pages,
        first + 1 if listed else 0,
        first + listed,
        total,
        asked.url(page=number - 1) if number > 1 else "",
        asked.url(page=number + 1) if number < pages else "",
    )
