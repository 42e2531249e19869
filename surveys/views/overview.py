"""Surveys at a glance: what clients say, how sure that is, who is owed a reply, what is asked next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Agency, Client, SurveyInvitation, SurveyResponse, User
from accounts.permissions import Permission, allowed, clients_for, may
from clienthealth.core import clock
from surveys.models import Answer, Ask, Campaign, Loop
from surveys.permissions import answers_for, loops_for
from surveys.results import Nps, Share, Voice, by_group, by_month, last_months, nps_of, satisfied
from surveys.views.answers import Row, rows_of
from surveys.views.answers_query import Asked, found
from surveys.views.pictures import MonthsPicture, months_picture
from surveys.views.shared import person
from surveys.wording import Chip, campaign_chip, when_words

NOW_DAYS = 183  # the same half year as the figure on Today
MONTHS, SPAN = 12, 6
LAST, OWED = 8, 6


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    nps: Nps
    url: str


@dataclass(frozen=True, slots=True)
class CampaignLine:
    campaign: Campaign
    chip: Chip
    when: str
    asked: int
    rate: Share
    next_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    today: dt.date
    nps: Nps
    rate: Share
    csat: Share
    automatic: int
    automatic_url: str
    months: MonthsPicture
    segments: list[Group]
    owners: list[Group]
    campaigns: list[CampaignLine]
    owed: list[Loop]
    owed_count: int
    late_count: int
    last: list[Row]
    may_run: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """A voice with what it is grouped by."""

    voice: Voice
    segment: str
    owner: tuple[int, str]
    served: bool


@dataclass(slots=True)
class _Asks:
    asked: int = 0
    answered: int = 0
    next_at: dt.datetime | None = field(default=None)


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest) -> HttpResponse:
    """GET /surveys/"""
    return render(request, "surveys/overview.html", {"page": build(person(request), Agency.objects.get())})


def build(user: User, agency: Agency) -> Overview:
    """A fixed number of queries, whatever the number of clients, campaigns and answers."""
    today, now = agency.today().date, clock.now()
    since = today - dt.timedelta(days=NOW_DAYS)
    months = last_months(today, MONTHS)
    said = _said(user, last_months(months[0], SPAN)[0], today)
    recent = [one for one in said if one.served and one.voice.day > since]
    campaigns = campaign_lines(user)
    owed = list(loops_for(user).open().select_related("client", "answer", "response", "responsible")[:OWED])
    counts = (
        loops_for(user).open().aggregate(all=Count("pk"), late=Count("pk", filter=Q(replied_at=None, due_at__lt=now)))
    )
    last = found(user, Asked(), agency.zone)[:LAST]
    return Overview(
        today=today,
        nps=nps_of(one.voice for one in recent),
        rate=_rate(user, since, today),
        csat=_csat(user, since, today, agency),
        automatic=answers_for(user).filter(automatic=True).count(),
        automatic_url=Asked(automatic=True).url(),
        months=months_picture(by_month((one.voice for one in said), months, SPAN)),
        segments=_segments(recent),
        owners=_owners(recent),
        campaigns=campaigns,
        owed=owed,
        owed_count=counts["all"],
        late_count=counts["late"],
        last=rows_of([(pk, imported) for pk, imported, *_rest in last], agency),
        may_run=may(user, Permission.SURVEY),
        is_empty=not said and not campaigns,
    )


def _said(user: User, since: dt.date, until: dt.date) -> list[_Said]:
    """Answers to the question of recommendation, ours and imported ones: the facts that scores read, too."""
    columns = (
        "client_id", "answered_on", "score", "client__segment", "client__owner_id", "client__owner__name",
        "client__status",
    )  # fmt: skip
    rows = SurveyResponse.objects.filter(
        client__in=clients_for(user), answered_on__gte=since, answered_on__lte=until
    ).values_list(*columns)
    return [
        _Said(Voice(client, day, score), segment, (owner or 0, name or ""), status != Client.Status.ENDED)
        for client, day, score, segment, owner, name, status in rows
    ]


def _rate(user: User, since: dt.date, until: dt.date) -> Share:
    """Of the invitations of half a year, those that were answered. An answer without one is not in it."""
    answered = Exists(SurveyResponse.objects.filter(invitation=OuterRef("pk")))
    sent = SurveyInvitation.objects.filter(
        client__in=clients_for(user).served(), sent_on__gt=since, sent_on__lte=until
    ).annotate(answered=answered)
    sums = sent.aggregate(n=Count("pk"), k=Count("pk", filter=Q(answered=True)))
    return Share(sums["k"], sums["n"])


def _csat(user: User, since: dt.date, until: dt.date, agency: Agency) -> Share:
    """Satisfaction is asked by our campaigns alone; automatic answers are no answers."""
    rows = (
        Answer.objects.counted()
        .filter(
            client__in=clients_for(user).served(),
            kind=Campaign.Kind.CSAT,
            answered_at__gte=agency.today().plus(-NOW_DAYS).cut,
        )
        .values_list("client_id", "score")
    )
    return satisfied(Voice(client, until, score) for client, score in rows)


def _segments(said: Iterable[_Said]) -> list[Group]:
    named = {id(one.voice): one.segment for one in said}
    sums = by_group((one.voice for one in said), lambda voice: named[id(voice)])
    return [
        Group(name or _("No segment"), nps, Asked(segment=name, kind="nps").url() if name else "")
        for name, nps in sorted(sums.items(), key=lambda pair: (not pair[0], -pair[1].n))
    ]


def _owners(said: Iterable[_Said]) -> list[Group]:
    named = {id(one.voice): one.owner for one in said}
    sums = by_group((one.voice for one in said), lambda voice: named[id(voice)])
    return [
        Group(name or _("Nobody"), nps, Asked(owner=str(pk), kind="nps").url() if pk else "")
        for (pk, name), nps in sorted(sums.items(), key=lambda pair: (not pair[0][0], -pair[1].n))
    ]


def campaign_lines(user: User) -> list[CampaignLine]:
    """Every campaign, with what it asked of clients whom this person sees: two queries."""
    asks: dict[int, _Asks] = defaultdict(_Asks)
    sums = (
        Ask.objects.filter(client__in=clients_for(user))
        .order_by()
        .values("campaign")
        .annotate(
            asked=Count("pk", filter=Q(sent_at__isnull=False)),
            answered=Count("pk", filter=Q(state=Ask.State.ANSWERED, answer__automatic=False)),
            next_at=Min("due_at", filter=Q(state=Ask.State.PLANNED)),
        )
    )
    for row in sums:
        asks[row["campaign"]] = _Asks(row["asked"], row["answered"], row["next_at"])
    order = {state: place for place, state in enumerate(["running", "paused", "draft", "ended"])}
    campaigns = sorted(Campaign.objects.all(), key=lambda one: (order[one.state], one.name.casefold()))
    return [_line(one, asks[one.pk]) for one in campaigns]


def _line(campaign: Campaign, asks: _Asks) -> CampaignLine:
    return CampaignLine(
        campaign,
        campaign_chip(campaign),
        when_words(campaign),
        asks.asked,
        Share(asks.answered, asks.asked),
        asks.next_at,
    )
