"""Portfolio: the quadrant of both scores, and the table under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Client, Team, User
from accounts.permissions import Permission, allowed, clients_for
from clienthealth.core.htmx import respond
from signals.bands import Band
from signals.explaining import cannot_tell, hundredths, reasons
from signals.permissions import ClientScore
from signals.priors import Side
from signals.scoring import HIGH, expected_loss
from signals.views import contexts as c
from signals.views.shared import (
    KEYS,
    WEEKS,
    Desk,
    admin_url,
    band_word,
    cell,
    client_link,
    desk_of,
    page_number,
    scored_at,
    whole_number,
)

PER_PAGE = 50
POINTS = 1000  # a canvas with more is a cloud; the largest are drawn
NAMED, UNPLACED = 3, 5
SORTS = ("name", "churn", "fire", "coverage", "owner", "monthly", "deadline", "loss")
BANDS = {"low": Band.LOW, "raised": Band.RAISED, "high": Band.HIGH, "critical": Band.CRITICAL, "unknown": Band.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a filter each, an order, a page. Unknown values are ignored."""

    q: str = ""
    mine: bool = False
    owner: str = ""
    team: str = ""
    status: str = ""
    churn: str = ""
    fire: str = ""
    sort: str = "-churn"
    page: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        get = request.GET
        sort = get.get("sort", "-churn")
        return cls(
            q=get.get("q", "").replace("\x00", "").strip()[:100],
            mine=get.get("mine") == "1",
            owner=_id(get.get("owner", "")),
            team=_id(get.get("team", "")),
            status=get.get("status", "") if get.get("status", "") in Client.Status.values else "",
            churn=get.get("churn", "") if get.get("churn", "") in BANDS else "",
            fire=get.get("fire", "") if get.get("fire", "") in BANDS else "",
            sort=sort if sort.removeprefix("-") in SORTS else "-churn",
            page=page_number(request),
        )

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query of this page with some things changed; defaults stay out of the address."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.__slots__} | {"page": 1} | changes
        values["mine"] = "1" if values["mine"] else ""
        default = {"sort": "-churn", "page": 1}
        return [(k, str(v)) for k, v in values.items() if v != "" and v != default.get(k)]

    def url(self, name: str = "portfolio", **changes: object) -> str:
        query = urlencode(self.pairs(**changes))
        return reverse(name) + (f"?{query}" if query else "")


def _id(text: str) -> str:
    return "" if whole_number(text) is None else text


@dataclass(frozen=True, slots=True)
class Entry:
    """A client with what this person may know of the scores."""

    client: Client
    score: ClientScore | None

    def side(self, side: Side) -> int | None:
        """The score to sort and place by; a withheld or untold one has none."""
        found = self.score.side(side) if self.score else None
        return None if found is None or found.band == Band.UNKNOWN else found.score

    def band(self, side: Side) -> Band | None:
        found = self.score.side(side) if self.score else None
        return None if found is None else found.band

    @property
    def revenue(self) -> int | None:
        return self.score.revenue_cents if self.score else None


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
        points=[_point(desk, e) for e in sorted(placed, key=lambda e: -(e.revenue or 0))[:POINTS]],
        corners=corners_of(desk, placed),
        unplaced=[client_link(e.client, _unplaced(desk, e)) for e in unplaced[:UNPLACED]],
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


# --- quadrant -------------------------------------------------------------------------------------


def corner(churn: int, fire: int) -> c.CornerKey:
    if churn >= HIGH:
        return "part" if fire >= HIGH else "save"
    return "reset" if fire >= HIGH else "keep"


def _point(desk: Desk, entry: Entry) -> c.Point:
    churn, fire = entry.side("churn"), entry.side("fire")
    bands = entry.band("churn") or Band.UNKNOWN, entry.band("fire") or Band.UNKNOWN
    assert churn is not None
    assert fire is not None
    return c.Point(
        entry.client.name,
        reverse("client", args=[entry.client.pk]),
        churn,
        fire,
        desk.money(entry.revenue),
        corner(churn, fire),
        KEYS[max(bands)],
        band_word(bands[0]),
        band_word(bands[1]),
    )


def corners_of(desk: Desk, placed: Sequence[Entry]) -> list[c.Corner]:
    keys: tuple[c.CornerKey, ...] = ("save", "reset", "part", "keep")
    corners = []
    for key in keys:
        inside = [e for e in placed if corner(e.side("churn") or 0, e.side("fire") or 0) == key]
        inside.sort(key=lambda e: -(e.revenue or 0))
        named = inside[:NAMED] if key != "keep" else []
        revenue = desk.money(sum(e.revenue or 0 for e in inside)) if inside else None
        corners.append(c.Corner(key, len(inside), revenue, [client_link(e.client) for e in named]))
    return corners


def _unplaced(desk: Desk, entry: Entry) -> str:
    if entry.score is None:
        return _("not scored yet")
    if entry.score.withheld:
        sealed = any(desk.scores.is_sealed(entry.client.pk, side) for side in entry.score.withheld)
        return _("sealed until you review") if sealed else _("fire pressure not shown to you")
    return _("too little data")


# --- views and filters ----------------------------------------------------------------------------


def views_of(desk: Desk, asked: Asked) -> list[c.Choice]:
    everyone = clients_for(desk.user).served()
    plain = not asked.pairs(sort="-churn")
    views = [c.Choice(_("Everyone"), reverse("portfolio"), current=plain, count=everyone.count())]
    own = everyone.owned_by(desk.user).count()
    if own:
        views.append(c.Choice(_("Mine"), Asked(mine=True).url(), current=asked.mine, count=own))
    views.append(c.Choice(_("High churn risk"), Asked(churn="high").url(), current=asked.churn == "high"))
    views.append(c.Choice(_("Too little data"), Asked(churn="unknown").url(), current=asked.churn == "unknown"))
    return views


def chips_of(desk: Desk, asked: Asked) -> list[c.Chip]:
    chips = []
    if asked.q:
        chips.append(c.Chip(_("Name contains"), asked.q, asked.url(q="")))
    if asked.mine:
        chips.append(c.Chip(_("Owner is"), _("me"), asked.url(mine=False)))
    if asked.owner:
        name = _people(desk).filter(pk=asked.owner).values_list("name", flat=True).first() or "?"
        chips.append(c.Chip(_("Owner is"), name, asked.url(owner="")))
    if asked.team:
        teams = Team.objects.filter(clients__in=clients_for(desk.user))
        name = teams.filter(pk=asked.team).values_list("name", flat=True).first() or "?"
        chips.append(c.Chip(_("Team is"), name, asked.url(team="")))
    if asked.status:
        chips.append(c.Chip(_("Status is"), str(Client.Status(asked.status).label), asked.url(status="")))
    for side, label in (("churn", _("Churn risk is")), ("fire", _("Fire pressure is"))):
        wanted = getattr(asked, side)
        if wanted:
            words = _("High or Critical") if wanted == "high" else band_word(BANDS[wanted])
            chips.append(c.Chip(label, words, asked.url(**{side: ""})))
    return chips


def filters_of(desk: Desk, asked: Asked) -> list[c.FilterField]:
    bands = [("", _("Any"))] + [
        (key, _("High or Critical") if key == "high" else band_word(band)) for key, band in BANDS.items()
    ]
    statuses = [("", _("Ours today"))] + [(value, str(label)) for value, label in Client.Status.choices]
    owners = [("", _("Anyone"))] + [(str(person.pk), person.name) for person in _people(desk)]
    fields = [
        ("owner", _("Owner"), owners, asked.owner),
        ("status", _("Status"), statuses, asked.status),
        ("churn", _("Churn risk"), bands, asked.churn),
        ("fire", _("Fire pressure"), bands, asked.fire),
    ]
    return [
        c.FilterField(name, label, [c.Choice(word, value=value, current=value == now) for value, word in choices])
        for name, label, choices, now in fields
    ]


def _people(desk: Desk) -> QuerySet[User]:
    """Those who look after a client that this person sees."""
    return User.objects.filter(clients__in=clients_for(desk.user)).distinct().order_by("name")
