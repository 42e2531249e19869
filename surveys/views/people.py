"""The people of a campaign: planned, sent, answered, reminded, and who was not asked and why."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import Permission, allowed, clients_for, may
from signals.views import contexts as c
from signals.views.shared import page_number
from surveys.actions import campaigns as act
from surveys.models import Ask, Campaign
from surveys.views.shared import PER_PAGE, campaign_of, paging, person, refuse, words_of
from surveys.wording import Chip, ask_chip


@dataclass(frozen=True, slots=True)
class Row:
    ask: Ask
    chip: Chip
    note: str
    may_take_out: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    campaign: Campaign
    rows: list[Row]
    states: list[c.Choice]
    paging: c.Paging
    query: str
    state: str
    is_empty: bool


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/people/?state=skipped&q=anna&page=2"""
    campaign = campaign_of(pk)
    state, query = request.GET.get("state", ""), words_of(request.GET.get("q", ""))
    page = build(person(request), campaign, state if state in Ask.State.values else "", query, page_number(request))
    return render(request, "surveys/people.html", {"page": page})


def build(user: User, campaign: Campaign, state: str, query: str, number: int) -> PeoplePage:
    """Five queries, however many people there are."""
    reach = Ask.objects.filter(campaign=campaign, client__in=clients_for(user))
    counts = dict(reach.order_by().values_list("state").annotate(Count("pk")))
    chosen = _chosen(reach, state, query)
    where, first = paging(number, chosen.count(), lambda page: _url(campaign, state, query, page))
    listed = chosen.select_related("client", "contact", "answer")[first : first + PER_PAGE]
    may_run = may(user, Permission.SURVEY)
    every = c.Choice(_("All"), _url(campaign, "", query), current=not state, count=sum(counts.values()))
    return PeoplePage(
        campaign=campaign,
        rows=[Row(ask, ask_chip(ask), _note(ask), may_run and ask.state == Ask.State.PLANNED) for ask in listed],
        states=[
            every,
            *(
                c.Choice(str(label), _url(campaign, value, query), current=value == state, count=counts[value])
                for value, label in Ask.State.choices
                if value in counts
            ),
        ],
        paging=where,
        query=query,
        state=state,
        is_empty=not counts,
    )


@require_POST
@allowed(Permission.SURVEY)
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/asks/<pk>/skip/"""
    ask = get_object_or_404(Ask.objects.select_related("contact"), pk=pk, client__in=clients_for(request.user))
    try:
        act.take_out(ask, by=person(request))
        messages.success(request, _("%(name)s is not asked this time.") % {"name": ask.contact})
    except ValidationError as refusal:
        refuse(request, refusal)
    return redirect("campaign_people", pk=ask.campaign_id)


def _chosen(reach: QuerySet[Ask], state: str, query: str) -> QuerySet[Ask]:
    found = reach.filter(state=state) if state else reach
    if query:
        found = found.filter(contact__name__icontains=query) | found.filter(client__name__icontains=query)
    return found


def _note(ask: Ask) -> str:
    if ask.why:
        return str(ask.get_why_display())
    if ask.reminded:
        return _("reminded %(times)d×") % {"times": ask.reminded}
    return ""


def _url(campaign: Campaign, state: str, query: str, page: int = 1) -> str:
    pairs = {"state": state, "q": query, "page": str(page) if page > 1 else ""}
    told = urlencode({name: value for name, value in pairs.items() if value})
    return reverse("campaign_people", args=[campaign.pk]) + (f"?{told}" if told else "")
