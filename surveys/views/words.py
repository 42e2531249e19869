"""The words of a campaign, language by language: the agency's own, or ours, which stand there as placeholders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Agency
from accounts.permissions import Permission, allowed
from signals.views import contexts as c
from surveys.actions import campaigns as act
from surveys.forms import WordingForm
from surveys.models import Campaign, CampaignWording
from surveys.texts import LANGUAGES, fill, words
from surveys.views.shared import campaign_of, person, sent
from surveys.wording import LANGUAGE_NAMES


@require_http_methods(["GET", "POST"])
@allowed(Permission.SURVEY)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /surveys/campaigns/<pk>/wording/?in=fr"""
    campaign, language = campaign_of(pk), language_of(request)
    row = campaign.wordings.filter(language=language).first()
    form = WordingForm(sent(request), instance=row or CampaignWording(), ours=ours(campaign, language))
    if request.method == "POST" and form.is_valid():
        act.word(campaign, by=person(request), language=language, words=form.cleaned_data)
        messages.success(request, _("Saved. It is said so from the next mail and the next page on."))
        return redirect(f"{reverse('campaign_wording', args=[pk])}?in={language}")
    own = set(campaign.wordings.values_list("language", flat=True))
    context = {
        "form": form,
        "campaign": campaign,
        "language": language,
        "tongues": tongues("campaign_wording", campaign, language, own),
    }
    return render(request, "surveys/wording.html", context, status=422 if form.is_bound else 200)


def ours(campaign: Campaign, language: str) -> dict[str, str]:
    """What is said where the agency says nothing, with the agency's name in it."""
    told, kind = words(language), campaign.kind
    found = {
        "subject": told["mail_subject"], "intro": told["mail_intro"], "question": told[f"question_{kind}"],
        "low": told[f"low_{kind}"], "high": told[f"high_{kind}"],
    }  # fmt: skip
    agency = Agency.objects.get().name
    return {name: fill(text, {"agency": agency}) for name, text in found.items()}


def language_of(request: HttpRequest) -> str:
    """The language asked for, else the reader's own where clients are asked in it."""
    own = get_language() or "en"
    wanted = request.GET.get("in", own)
    return wanted if wanted in LANGUAGES else "en"


def tongues(name: str, campaign: Campaign, language: str, own: set[str]) -> list[c.Choice]:
    """The six languages; those with words of the agency's own are marked."""
    url = reverse(name, args=[campaign.pk])
    return [
        c.Choice(LANGUAGE_NAMES[one] + (" ●" if one in own else ""), f"{url}?in={one}", current=one == language)
        for one in LANGUAGES
    ]
