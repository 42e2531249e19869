"""Public entries of a campaign: short address, code to scan, form to embed; one by one and for all its clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.links import qr
from accounts.models import Client, User
from accounts.permissions import Permission, allowed, clients_for, may
from surveys.actions import entries as act
from surveys.forms import EntryForm, OriginsForm
from surveys.models import Campaign, SurveyEntry
from surveys.views.shared import campaign_of, person, refuse, sent

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Line:
    entry: SurveyEntry
    url: str
    answers: int


@dataclass(frozen=True, slots=True)
class EntriesPage:
    campaign: Campaign
    lines: list[Line]
    taken_back: int
    missing: int
    form: Any
    may_run: bool


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /surveys/campaigns/<pk>/entries/: POST with a client, or with all=1."""
    user, campaign = person(request), campaign_of(pk)
    if request.method == "POST":
        return _post(request, user, campaign)
    return render(request, "surveys/entries.html", {"page": build(user, campaign)})


def _post(request: HttpRequest, user: User, campaign: Campaign) -> HttpResponse:
    try:
        if request.POST.get("all") == "1":
            made = act.open_entries(by=user, campaign=campaign, clients=clients_of(campaign))
            said = ngettext("%(n)d address made.", "%(n)d addresses made.", made) % {"n": made}
            messages.success(request, said if made else _("Every client of the campaign has one already."))
            return redirect("campaign_entries", pk=campaign.pk)
        entry = act.open_entry(by=user, campaign=campaign, client=_chosen(request, campaign))
    except ValidationError as refusal:
        refuse(request, refusal)
        return redirect("campaign_entries", pk=campaign.pk)
    return redirect("survey_entry_edit", pk=entry.pk)


def _chosen(request: HttpRequest, campaign: Campaign) -> Client:
    form = EntryForm(request.POST, campaign=campaign)
    if not form.is_valid():
        raise ValidationError(_("Choose a client of ours that has no address for this campaign."))
    client: Client = form.cleaned_data["client"]
    return client


def build(user: User, campaign: Campaign) -> EntriesPage:
    reach = campaign.entries.filter(client__in=clients_for(user))
    may_run = may(user, Permission.SURVEY) and campaign.state != Campaign.State.ENDED
    wanted = clients_of(campaign).exclude(pk__in=campaign.entries.filter(ended_at=None).values("client"))
    return EntriesPage(
        campaign=campaign,
        lines=lines_of(campaign, user),
        taken_back=reach.exclude(ended_at=None).count(),
        missing=wanted.count() if may_run else 0,
        form=EntryForm(campaign=campaign) if may_run else None,
        may_run=may_run,
    )


def lines_of(campaign: Campaign, user: User) -> list[Line]:
    """Those in use, by client: one query."""
    found = campaign.entries.filter(ended_at=None, client__in=clients_for(user)).select_related("client")
    counted = found.annotate(given=Count("answers", filter=Q(answers__automatic=False))).order_by("client__name")
    return [Line(one, entry_url(one), one.given) for one in counted]


def clients_of(campaign: Campaign) -> Any:
    """Whom a campaign is for: clients of ours in its segments, those in notice only where it asks them, too."""
    found = Client.objects.served()
    if campaign.segments:
        found = found.filter(segment__in=campaign.segments)
    return found if campaign.in_notice else found.exclude(status=Client.Status.NOTICE)


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /surveys/entries/<pk>/: the address, its code, the form to embed and where it may stand."""
    user = person(request)
    entry = entry_of(user, pk)
    form = OriginsForm(sent(request), initial={"origins": "\n".join(entry.origins)})
    if request.method == "POST" and form.is_valid():
        act.set_origins(entry, by=user, origins=form.cleaned_data["origins"])
        messages.success(request, _("Saved."))
        return redirect("survey_entry_edit", pk=pk)
    context = {
        "entry": entry, "form": form, "url": entry_url(entry), "embed": embed_code(entry),
        "may_run": may(user, Permission.SURVEY) and entry.ended_at is None,
    }  # fmt: skip
    return render(request, "surveys/entry.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.SURVEY)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/entries/<pk>/end/"""
    entry = act.take_back(entry_of(person(request), pk), by=person(request))
    messages.success(request, _("Taken back: the address leads to a polite page from now on."))
    return redirect("campaign_entries", pk=entry.campaign_id)


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def code(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """GET /surveys/entries/<pk>/qr.svg and qr.png"""
    if kind not in KINDS:
        raise Http404
    entry = entry_of(person(request), pk)
    url = entry_url(entry)
    response = HttpResponse(qr.svg(url) if kind == "svg" else qr.png(url), content_type=KINDS[kind])
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="survey-{entry.slug}.{kind}"'
    return response


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/entries/print/: all codes, to print and cut."""
    campaign = campaign_of(pk)
    context = {"campaign": campaign, "lines": lines_of(campaign, person(request))}
    return render(request, "surveys/entries_print.html", context)


def entry_of(user: User, pk: int) -> SurveyEntry:
    found = SurveyEntry.objects.select_related("campaign", "client")
    return get_object_or_404(found, pk=pk, client__in=clients_for(user))


def entry_url(entry: SurveyEntry) -> str:
    return str(settings.BASE_URL).rstrip("/") + reverse("survey_entry", args=[entry.slug])


def embed_code(entry: SurveyEntry) -> str:
    """What a client puts into a page of theirs: a frame, no script of ours."""
    url = settings.BASE_URL.rstrip("/") + reverse("survey_embed", args=[entry.slug])
    title = _("One question")
    return f'<iframe src="{url}" title="{title}" width="100%" height="640" loading="lazy"></iframe>'
