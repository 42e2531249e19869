"""What the address of the answers asks for, and the answers that fit: our own and imported ones in one order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Client, SurveyResponse, User
from accounts.permissions import clients_for
from signals.views.shared import page_number, whole_number
from surveys.models import Answer, Campaign
from surveys.models.answer import CSAT_LOW, PASSIVE, PROMOTER
from surveys.permissions import answers_for
from surveys.views.shared import words_of

SORTS = {"on": "on", "client": "client_name", "owner": "owner_name", "score": "score"}
MONTH = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")
NPS_GROUPS = {"low": Q(score__lt=PASSIVE), "mid": Q(score__range=(PASSIVE, PROMOTER - 1)),
              "high": Q(score__gte=PROMOTER)}  # fmt: skip
CSAT_GROUPS = {"low": Q(score__lte=CSAT_LOW), "mid": Q(score=CSAT_LOW + 1), "high": Q(score__gt=CSAT_LOW + 1)}
COLUMNS = ("pk", "imported", "on", "client_name", "owner_name", "score")


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter each, an order, a page. Unknown values are ignored."""

    q: str = ""
    client: str = ""
    owner: str = ""
    segment: str = ""
    campaign: str = ""
    kind: str = ""
    group: str = ""
    since: str = ""  # months, both included
    until: str = ""
    comment: bool = False
    quote: bool = False
    automatic: bool = False
    sort: str = "-on"
    page: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        get = request.GET
        sort = get.get("sort", "-on")
        return cls(
            q=words_of(get.get("q", "")),
            client=_id(get.get("client", "")), owner=_id(get.get("owner", "")), campaign=_id(get.get("campaign", "")),
            segment=words_of(get.get("segment", ""))[:60],
            kind=_one_of(get.get("kind", ""), Campaign.Kind.values),
            group=_one_of(get.get("group", ""), list(NPS_GROUPS)),
            since=_month(get.get("since", "")), until=_month(get.get("until", "")),
            comment=get.get("comment") == "1", quote=get.get("quote") == "1", automatic=get.get("automatic") == "1",
            sort=sort if sort.removeprefix("-") in SORTS else "-on",
            page=page_number(request),
        )  # fmt: skip

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The query of this page with some things changed; defaults stay out of the address."""
        values: dict[str, object] = {name: getattr(self, name) for name in self.__slots__} | {"page": 1} | changes
        default = {"sort": "-on", "page": 1}
        told = {name: "1" if value is True else "" if value is False else value for name, value in values.items()}
        return [(name, str(value)) for name, value in told.items() if value != "" and value != default.get(name)]

    def url(self, name: str = "survey_answers", **changes: object) -> str:
        query = urlencode(self.pairs(**changes))
        return reverse(name) + (f"?{query}" if query else "")


def found(user: User, asked: Asked, zone: str) -> QuerySet[Answer, tuple[Any, ...]]:
    """Rows of COLUMNS: answers given here, and imported ones that are no answer given here. Not yet sliced."""
    ours = _columns(_filtered(answers_for(user), asked, "answered_at", zone), F("answered_at"), imported=False)
    ours = ours.filter(automatic=asked.automatic)
    if asked.campaign:
        ours = ours.filter(campaign=int(asked.campaign))
    if asked.quote:
        ours = ours.filter(may_quote=True)
    key, down = SORTS[asked.sort.removeprefix("-")], asked.sort.startswith("-")
    order = [f"-{key}" if down else key, "-on", "-pk"]
    rows = ours.values_list(*COLUMNS)
    if not (asked.campaign or asked.quote or asked.automatic or asked.kind == Campaign.Kind.CSAT):
        theirs = SurveyResponse.objects.filter(client__in=clients_for(user), answer=None)
        theirs = _columns(_filtered(theirs, asked, "answered_on", zone), Cast("answered_on", DateTimeField()),
                          imported=True)  # fmt: skip
        rows = rows.order_by().union(theirs.order_by().values_list(*COLUMNS), all=True)
    listed: QuerySet[Answer, tuple[Any, ...]] = rows.order_by(*dict.fromkeys(order))
    return listed


def _columns(rows: Any, on: Any, *, imported: bool) -> Any:
    return rows.annotate(
        imported=Value(imported, output_field=BooleanField()),
        on=on,
        client_name=F("client__name"),
        owner_name=Coalesce(F("client__owner__name"), Value("")),
    )


def _filtered(rows: Any, asked: Asked, day: str, zone: str) -> Any:
    """The filters that both kinds of record know."""
    wanted = Q()
    if asked.q:
        said = Q(comment__icontains=asked.q) | Q(client__name__icontains=asked.q) | Q(contact__name__icontains=asked.q)
        wanted &= said | Q(one_thing__icontains=asked.q) if rows.model is Answer else said
    for name in ("client", "client__owner"):
        if value := getattr(asked, name.rpartition("__")[2]):
            wanted &= Q(**{name: int(value)})
    if asked.segment:
        wanted &= Q(client__segment=asked.segment)
    if asked.comment:
        wanted &= ~Q(comment="")
    if asked.since:
        wanted &= Q(**{f"{day}__gte": _bound(asked.since, day, zone)})
    if asked.until:
        wanted &= Q(**{f"{day}__lt": _bound(asked.until, day, zone, after=True)})
    return rows.filter(wanted & _kind(asked, rows.model))


def _kind(asked: Asked, model: Any) -> Q:
    """Imported answers are all to the question of recommendation."""
    if model is SurveyResponse:
        return NPS_GROUPS.get(asked.group, Q())
    wanted = Q(kind=asked.kind) if asked.kind else Q()
    if not asked.group:
        return wanted
    group = Q(kind=Campaign.Kind.NPS) & NPS_GROUPS[asked.group] | Q(kind=Campaign.Kind.CSAT) & CSAT_GROUPS[asked.group]
    return wanted & group


def _bound(month: str, day: str, zone: str, *, after: bool = False) -> dt.date | dt.datetime:
    year, number = int(month[:4]), int(month[5:])
    first = dt.date(year + number // 12, number % 12 + 1, 1) if after else dt.date(year, number, 1)
    return first if day == "answered_on" else dt.datetime.combine(first, dt.time(), ZoneInfo(zone))


def options(user: User) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    """Owners, segments and campaigns to filter by: of clients whom this person sees."""
    seen = clients_for(user)
    owners = User.objects.filter(clients__in=seen).distinct().order_by("name").values_list("pk", "name")
    segments = seen.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    campaigns: Sequence[tuple[int, str]] = list(Campaign.objects.order_by("name").values_list("pk", "name"))
    return (
        [(str(pk), name) for pk, name in owners],
        [(one, one) for one in segments],
        [(str(pk), name) for pk, name in campaigns],
    )


def client_name(user: User, pk: str) -> str:
    return clients_for(user).filter(pk=int(pk)).values_list("name", flat=True).first() or "?"


def segments_in_use() -> list[str]:
    found = Client.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    return list(found)


def _id(text: str) -> str:
    return text if whole_number(text) is not None else ""


def _one_of(text: str, known: Sequence[str]) -> str:
    return text if text in known else ""


def _month(text: str) -> str:
    return text if MONTH.match(text) else ""
