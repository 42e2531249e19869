"""The list of deliverables: what the address asks for, and what matches. Counts are asked for one page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Click, Deliverable, Link, User
from accounts.permissions import clients_for, editable_clients_for

SORTS = ("title", "client", "delivered", "people", "automatic", "last")
STATES = ("archived", "all")
OPENED = ("people", "machines", "nobody")
NEWEST = "-delivered"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; unknown values are ignored."""

    q: str = ""
    client: str = ""
    mine: bool = False
    kind: str = ""
    month: str = ""  # 2026-03: delivered in it, or about it
    opened: str = ""
    state: str = ""  # empty: what is in use
    tag: str = ""
    sort: str = NEWEST
    page: int = 1

    @classmethod
    def of(cls, get: QueryDict) -> Asked:
        sort, page, month = get.get("sort", NEWEST), get.get("page", ""), get.get("month", "")
        return cls(
            q=_plain(get.get("q", ""))[:100],
            client=get.get("client", "") if _number(get.get("client", "")) else "",
            mine=get.get("mine") == "1",
            kind=_one_of(get.get("kind", ""), Deliverable.Kind.values),
            month=month if _month(month) else "",
            opened=_one_of(get.get("opened", ""), OPENED),
            state=_one_of(get.get("state", ""), STATES),
            tag=_plain(get.get("tag", ""))[:40],
            sort=sort if sort.removeprefix("-") in SORTS else NEWEST,
            page=max(1, int(page)) if _number(page) else 1,
        )

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query of this page with some things changed; defaults stay out of the address."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.__slots__} | {"page": 1} | changes
        values["mine"] = "1" if values["mine"] else ""
        default = {"sort": NEWEST, "page": 1}
        return [(name, str(value)) for name, value in values.items() if value != "" and value != default.get(name)]

    def url(self, name: str = "deliverables", **changes: object) -> str:
        return reverse(name) + self.tail(**changes)

    def tail(self, **changes: object) -> str:
        query = urlencode(self.pairs(**changes))
        return f"?{query}" if query else ""


def matching(user: User, asked: Asked, *, editable: bool = False) -> QuerySet[Deliverable]:
    """What this person may see (or change) of what is asked for."""
    reach = editable_clients_for(user) if editable else clients_for(user)
    found: QuerySet[Deliverable] = Deliverable.objects.filter(client__in=reach)
    if asked.q:
        found = found.filter(Q(title__icontains=asked.q) | Q(client__name__icontains=asked.q))
    if asked.client:
        found = found.filter(client=int(asked.client))
    if asked.mine:
        found = found.filter(client__owner=user)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if first := _month(asked.month):
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        about = Q(period_from__lte=last, period_to__gte=first)
        found = found.filter(Q(delivered_on__range=(first, last)) | about)
    if asked.tag:
        found = found.filter(Exists(_links().filter(tags__contains=[asked.tag])))
    return _opened(_in_state(found, asked.state), asked.opened)


def ordered(found: QuerySet[Deliverable], sort: str) -> QuerySet[Deliverable]:
    """What has no value comes last, whichever way round."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    plain = {"title": "title", "client": "client__name", "delivered": "delivered_on"}
    if key not in plain:
        found = found.annotate(sorted_by=_figure(key))
    field = F(plain.get(key, "sorted_by"))
    return found.order_by(field.desc(nulls_last=True) if down else field.asc(nulls_last=True), "-pk")


def _in_state(found: QuerySet[Deliverable], state: str) -> QuerySet[Deliverable]:
    """In use: one of the links is not archived, or there is none."""
    if state == "all":
        return found
    live, linked = Exists(_links().filter(archived_at=None)), Exists(_links())
    return found.filter(linked & ~live) if state == "archived" else found.filter(live | ~linked)


def _opened(found: QuerySet[Deliverable], opened: str) -> QuerySet[Deliverable]:
    people, machines = Exists(_clicks().filter(automatic=False)), Exists(_clicks().filter(automatic=True))
    if opened == "people":
        return found.filter(people)
    if opened == "machines":
        return found.filter(machines & ~people)
    return found.filter(~people & Exists(_links())) if opened == "nobody" else found


def _links() -> QuerySet[Link]:
    return Link.objects.filter(deliverable=OuterRef("pk"))


def _clicks() -> QuerySet[Click]:
    return Click.objects.filter(link__deliverable=OuterRef("pk"))


def _figure(key: str) -> Subquery:
    of = _clicks().filter(automatic=key == "automatic").order_by().values("link__deliverable")
    figure = Max("occurred_at") if key == "last" else Count("pk")
    return Subquery(of.annotate(figure=figure).values("figure"))


def _one_of(text: str, known: Sequence[str]) -> str:
    return text if text in known else ""


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _month(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None
