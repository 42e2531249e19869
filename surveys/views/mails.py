"""What clients get: the mail and the page of a campaign in each language, and a test mail to oneself."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Agency, User
from accounts.permissions import Permission, allowed
from clienthealth.core import clock, post
from clienthealth.core.post_office import Letter
from clienthealth.core.public import POLICY
from surveys.mails import letter, sheet_of
from surveys.models import Campaign
from surveys.sample import opened, sample
from surveys.views.asking import Asking, draw_question
from surveys.views.shared import campaign_of, person
from surveys.views.words import language_of, tongues

# A mail carries its style within it and nothing else; what is shown here can neither send nor lead anywhere.
OF_A_MAIL = {
    "default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"], "form-action": [NONE],
    "base-uri": [NONE], "frame-ancestors": [SELF], "sandbox": True,
}  # fmt: skip
OF_A_PAGE = {**POLICY, "form-action": [NONE], "frame-ancestors": [SELF]}


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_GET
@allowed(Permission.SURVEY)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/preview/?in=fr"""
    campaign, language, number = campaign_of(pk), language_of(request), _number(request)
    own = set(campaign.wordings.values_list("language", flat=True))
    context = {
        "campaign": campaign,
        "language": language,
        "reminder": number,
        "letter": _letter(campaign, person(request), language, number),
        "tongues": tongues("campaign_preview", campaign, language, own),
    }
    return render(request, "surveys/preview.html", context)


@csp_replace(OF_A_MAIL)  # type: ignore[arg-type]
@xframe_options_sameorigin
@require_GET
@allowed(Permission.SURVEY)
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/preview/mail/?in=fr&reminder=1: the mail as it goes out."""
    found = _letter(campaign_of(pk), person(request), language_of(request), _number(request))
    return HttpResponse(found.html)


@csp_replace(OF_A_PAGE)  # type: ignore[arg-type]
@xframe_options_sameorigin
@require_GET
@allowed(Permission.SURVEY)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /surveys/campaigns/<pk>/preview/page/?in=fr: the page as it opens, which answers nothing."""
    now, language = clock.now(), language_of(request)
    ask = sample(campaign_of(pk), person(request), language, now)
    return draw_question(opened(ask, Agency.objects.get(), now), language, Asking(purpose="preview"))


@require_POST
@allowed(Permission.SURVEY)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /surveys/campaigns/<pk>/test/?in=fr: the mail, to oneself."""
    user, language, number = person(request), language_of(request), _number(request)
    found = _letter(campaign_of(pk), user, language, number)
    headers = {name: value for name, value in found.headers.items() if not name.startswith("List-")}
    key = f"survey-test:{pk}:{user.pk}:{clock.now():%Y%m%d%H%M%S%f}"
    subject = _("Test: %(subject)s") % {"subject": found.subject}
    post.enqueue([post.Mail(key, user.email, subject, found.text, found.html, user.pk, language, headers=headers)])
    messages.success(request, _("On its way to %(address)s. Its links lead nowhere.") % {"address": user.email})
    return redirect(f"{reverse('campaign_preview', args=[pk])}?in={language}")


def _letter(campaign: Campaign, user: User, language: str, number: int) -> Letter:
    ask = sample(campaign, user, language, clock.now())
    return letter(sheet_of(ask, number, Agency.objects.get()))


def _number(request: HttpRequest) -> int:
    """0 for the first mail, 1 for a reminder."""
    return 1 if request.GET.get("reminder") == "1" else 0
