"""Campaigns: the list, one of them, and the form with which owners make and change one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed, clients_for, may
from surveys.actions import campaigns as act
from surveys.forms import CampaignForm
from surveys.models import Answer, Ask, Campaign
from surveys.results import Nps, Share, Voice, nps_of, satisfied
from surveys.views.overview import campaign_lines
from surveys.views.shared import campaign_of, person, refuse, sent
from surveys.wording import Chip, campaign_chip, when_words

State = Campaign.State


@dataclass(frozen=True, slots=True)
class Move:
    """A way on for a campaign, with what it will do."""

    to: str
    label: str
    icon: str
    words: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class CampaignPage:
    campaign: Campaign
    chip: Chip
    when: str
    states: list[tuple[str, str, int]]
    asked: int
    rate: Share
    nps: Nps | None
    csat: Share | None
    automatic: int
    moves: list[Move]
    languages: int
    entries: int
    may_run: bool


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def index(request: HttpRequest) -> HttpResponse:
    """GET /surveys/campaigns/"""
    user = person(request)
    context = {"lines": campaign_lines(user), "may_run": may(user, Permission.SURVEY)}
    return render(request, "surveys/campaigns.html", context)


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/"""
    return render(request, "surveys/campaign.html", {"page": build(person(request), campaign_of(pk))})


def build(user: User, campaign: Campaign) -> CampaignPage:
    """What came of it, of clients whom this person sees."""
    asks = Ask.objects.filter(campaign=campaign, client__in=clients_for(user))
    counts: Counter[str] = Counter(dict(asks.order_by().values_list("state").annotate(Count("pk"))))
    sent_out = asks.aggregate(
        n=Count("pk", filter=Q(sent_at__isnull=False)),
        k=Count("pk", filter=Q(state=Ask.State.ANSWERED, answer__automatic=False)),
    )
    given = Answer.objects.filter(campaign=campaign, client__in=clients_for(user))
    rows = list(given.values_list("client_id", "answered_at", "score", "automatic"))
    voices = [Voice(client, at.date(), score) for client, at, score, automatic in rows if not automatic]
    is_nps = campaign.kind == Campaign.Kind.NPS
    return CampaignPage(
        campaign=campaign,
        chip=campaign_chip(campaign),
        when=when_words(campaign),
        states=[(value, str(label), counts[value]) for value, label in Ask.State.choices if counts[value]],
        asked=sent_out["n"],
        rate=Share(sent_out["k"], sent_out["n"]),
        nps=nps_of(voices) if is_nps else None,
        csat=None if is_nps else satisfied(voices),
        automatic=len(rows) - len(voices),
        moves=moves_of(campaign) if may(user, Permission.SURVEY) else [],
        languages=campaign.wordings.count(),
        entries=campaign.entries.filter(ended_at=None, client__in=clients_for(user)).count(),
        may_run=may(user, Permission.SURVEY),
    )


def moves_of(campaign: Campaign) -> list[Move]:
    words = {
        State.RUNNING: Move(
            State.RUNNING, _("Start") if campaign.state == State.DRAFT else _("Go on"), "player-play",
            _("From now on people are asked by themselves, in the hours and on the days that you chose."), True,
        ),
        State.PAUSED: Move(
            State.PAUSED, _("Pause"), "player-pause",
            _("Nobody new is asked and nobody is reminded. Who was asked may still answer."),
        ),
        State.ENDED: Move(
            State.ENDED, _("End"), "circle-x",
            _("For good: who is planned is taken out. Who was asked may still answer. To ask again, copy it."),
        ),
    }  # fmt: skip
    return [move for to, move in words.items() if to in act.WAYS[campaign.state]]


@require_http_methods(["GET", "POST"])
@allowed(Permission.SURVEY)
def new(request: HttpRequest) -> HttpResponse:
    """GET, POST /surveys/campaigns/new/"""
    form = CampaignForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            campaign = act.make(by=person(request), values=form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept as a draft: nobody is asked before you start it."))
            return redirect(campaign)
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SURVEY)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /surveys/campaigns/<pk>/edit/"""
    campaign = campaign_of(pk)
    form = CampaignForm(sent(request), instance=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            act.change(campaign, by=person(request), values=form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(campaign)
    return _form(request, form, campaign)


def _form(request: HttpRequest, form: CampaignForm, campaign: Campaign | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "campaign": campaign}
    return render(request, "surveys/campaign_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.SURVEY)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/campaigns/<pk>/state/ with to=running, paused or ended."""
    campaign = campaign_of(pk)
    said = {
        State.RUNNING: _("It runs. The next planning writes down whose turn it is."),
        State.PAUSED: _("Paused: nobody new is asked."),
        State.ENDED: _("Ended. Its answers stay."),
    }
    try:
        campaign = act.move(campaign, by=person(request), to=request.POST.get("to", ""))
    except ValidationError as refusal:
        refuse(request, refusal)
    else:
        messages.success(request, said[State(campaign.state)])
    return redirect(campaign)


@require_POST
@allowed(Permission.SURVEY)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/campaigns/<pk>/copy/"""
    made = act.copy(campaign_of(pk), by=person(request))
    messages.success(request, _("A copy, as a draft: nobody is asked before you start it."))
    return redirect("campaign_edit", pk=made.pk)
