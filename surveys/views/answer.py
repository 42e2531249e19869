"""The question, by signed link. Opening it answers nothing, whatever score the link chooses: pressing does."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.links.visitors import agent_family, know_salt, visitor_of
from clienthealth.core.limits import is_over
from clienthealth.core.public import public
from surveys.actions.answering import Said
from surveys.actions.finding import Opened, find_ask, hold_ask
from surveys.actions.pressing import note_look, take
from surveys.limits import BY_LINK
from surveys.links import nonce_of
from surveys.scanners import Verdict
from surveys.views.asking import Asking, draw_question
from surveys.views.public import (
    LONGEST_NAME,
    closed,
    is_too_large,
    language_of,
    missing,
    press_of,
    reasons_of,
    score_of,
    text_of,
    too_many,
)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /s/<token>/?score=9&in=de"""
    nonce = nonce_of(token)
    if nonce is None or is_too_large(request):
        return missing(request)
    if request.method == "POST":
        return _post(request, nonce, token)
    opened = find_ask(nonce)
    return missing(request) if opened is None else _get(request, opened)


def _get(request: HttpRequest, opened: Opened) -> HttpResponse:
    language = language_of(request, opened.ask.language if opened.ask else "")
    if not opened.is_open:
        return closed(opened, language)
    score = score_of(request.GET, opened.campaign.kind)
    look(request, opened, score)
    given = opened.answer
    asking = Asking(
        purpose=purpose_of(opened), score=given.score if score is None and given else score,
        chosen=score is not None, given=given,
    )  # fmt: skip
    return draw_question(opened, language, asking)


def _post(request: HttpRequest, nonce: str, token: str) -> HttpResponse:
    """Judge and save with the question locked; draw afterwards."""
    know_salt()
    with transaction.atomic():
        opened = hold_ask(nonce)
        if opened is None:
            return missing(request)
        language = language_of(request, opened.ask.language if opened.ask else "")
        if not opened.is_open:
            return closed(opened, language)
        if opened.there is not None and is_over(BY_LINK, nonce):
            return too_many(opened, language)
        said = said_of(request, opened, language)
        press = press_of(request, opened, purpose_of(opened), said.score if said else None)
        verdict = take(opened, said, press, agent=agent_family(request)) if said else None
    if verdict is None or verdict.again:
        asking = Asking(
            purpose=purpose_of(opened), score=said.score if said else None, said=said or unscored(request, language),
            given=opened.answer, error=error_of(opened, verdict),
        )  # fmt: skip
        return draw_question(opened, language, asking, status=422)
    return HttpResponseRedirect(f"{reverse('survey_thanks', args=[token])}?{urlencode({'in': language})}")


def purpose_of(opened: Opened) -> str:
    """What the stamp of a page is good for: the question of one asking."""
    return f"ask:{opened.ask.nonce}" if opened.ask is not None else ""


def look(request: HttpRequest, opened: Opened, score: int | None) -> None:
    """Keep the evidence that a page was opened, if it is any."""
    reasons = reasons_of(request)
    if score is not None or reasons:
        agent, visitor = agent_family(request), visitor_of(request, opened.at)
        note_look(opened, score, reasons, agent=agent, visitor=visitor)


def said_of(request: HttpRequest, opened: Opened, language: str) -> Said | None:
    """What stands in the form; None without a score on the scale."""
    score = score_of(request.POST, opened.campaign.kind)
    return None if score is None else _said(request, language, score)


def unscored(request: HttpRequest, language: str) -> Said:
    """The words of a form in which no score was chosen, to show them again."""
    return _said(request, language, -1)


def error_of(opened: Opened, verdict: Verdict | None) -> str:
    """The key of what to say above the question."""
    if verdict is None:
        return f"missing_{opened.campaign.kind}"
    return "stale" if verdict.is_stale else "again"


def _said(request: HttpRequest, language: str, score: int) -> Said:
    return Said(
        score=score,
        comment=text_of(request.POST, "comment"),
        language=language,
        no_contact=request.POST.get("no_contact") == "yes",
        name=text_of(request.POST, "name", LONGEST_NAME),
    )
