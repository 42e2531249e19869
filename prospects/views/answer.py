"""The questions, by signed link: saved as they go, sent at the end. Opening the page writes nothing."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from clienthealth.core import clock
from clienthealth.core.limits import WINDOW, address_of, is_over
from clienthealth.core.public import public
from prospects.actions.answering import Saved, save_answers
from prospects.course import OPEN_TO_ANSWERS
from prospects.library import asked, minutes_for
from prospects.limits import BY_ADDRESS, BY_LINK
from prospects.links import invitation_of, read_stamp, stamp
from prospects.models import Invitation, Prospect
from prospects.reading import LARGEST, Data, read_form
from prospects.views.drawn import Money, draw
from prospects.views.public import closing, language_of, page, visitors_language

QUICKEST = dt.timedelta(seconds=2)  # nobody reads and answers in less; saving a page again is no reading


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /q/<token>/"""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return closing(request, visitors_language(request), "too_large", 413)
    invitation = invitation_of(token)
    if invitation is None:
        return closing(request, visitors_language(request), "missing", 404)
    language = language_of(request, invitation.prospect.language)
    if invitation.prospect.state not in OPEN_TO_ANSWERS and _has_sent(invitation):
        return closing(request, language, "thanks", 200)
    if not invitation.is_open(clock.now()) or invitation.prospect.state not in OPEN_TO_ANSWERS:
        return closing(request, language, "gone", 410)
    if request.method == "POST":
        return _post(request, token, invitation, language)
    return _form(request, invitation, language, _kept(invitation), note="saved" if "saved" in request.GET else "")


def _post(request: HttpRequest, token: str, invitation: Invitation, language: str) -> HttpResponse:
    """Save what came in. What looks like no person is asked to press the button again, and nothing of it is kept."""
    if is_over(BY_LINK, invitation.nonce) or is_over(BY_ADDRESS, address_of(request)):
        return closing(request, language, "too_many", 429, minutes=WINDOW // 60)
    data = read_form(asked(invitation.asked), request.POST)
    seen = read_stamp(request.POST.get("stamp", ""), invitation.nonce)
    if request.POST.get("website"):  # a field that people do not see
        return closing(request, language, "thanks", 200)
    if seen is None:
        return _form(request, invitation, language, data, note="stale", status=422)
    builds_on, age = seen
    if age < QUICKEST:
        return _form(request, invitation, language, data, note="too_fast", status=422)
    send = request.POST.get("action") == "send"
    if send and not data:
        return _form(request, invitation, language, data, note="nothing", status=422)
    part = request.GET.get("part", "")
    saved = save_answers(invitation, data, builds_on=builds_on, part=part, language=language, send=send)
    if saved is Saved.ELSEWHERE:
        return _form(request, invitation, language, data, note="elsewhere", status=409)
    here = f"{reverse('answer', args=[token])}?in={language}"
    return HttpResponseRedirect(here if send else f"{here}&saved=1{_next_part(invitation, part)}")


def _form(
    request: HttpRequest, invitation: Invitation, language: str, data: Data, *, note: str = "", status: int = 200
) -> HttpResponse:
    form = asked(invitation.asked)
    last = invitation.prospect.answers.order_by("-number").values_list("number", flat=True).first()
    owner = invitation.prospect.owner
    context = {
        "parts": draw(form, data, language, Money(invitation.currency, invitation.fee_edges)),
        "stamp": stamp(invitation.nonce, last or 0),
        "note": note,
        "owner": owner if owner is not None and owner.is_active else None,
        "values": {
            "n": len([one for one in form.questions if one.key != "more"]),
            "minutes": minutes_for(form),
        },
    }
    return page(request, "answer", language, context, status=status)


def _kept(invitation: Invitation) -> Data:
    last = invitation.prospect.answers.order_by("-number").first()
    data: Data = last.data if last else {}
    return data


def _has_sent(invitation: Invitation) -> bool:
    """Whoever has sent their answers is thanked, whatever was decided since: the page tells nothing of it."""
    states = {Prospect.State.ANSWERED, Prospect.State.ACCEPTED, Prospect.State.DECLINED, Prospect.State.CONVERTED}
    return invitation.prospect.state in states and invitation.prospect.answers.filter(submitted=True).exists()


def _next_part(invitation: Invitation, part: str) -> str:
    """Where to go on: the part after the one that was saved."""
    keys = [one.key for one in asked(invitation.asked).parts]
    if part not in keys:
        return ""
    return f"#{keys[min(keys.index(part) + 1, len(keys) - 1)]}"
