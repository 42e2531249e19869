"""The question by a public entry: a short link, its picture to scan, a form inside a page of the client's."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.links.visitors import agent_family
from clienthealth.core.limits import address_of, is_over
from clienthealth.core.public import POLICY, public
from surveys.actions.finding import Opened, find_entry
from surveys.actions.pressing import TO_CHANGE, take_entry
from surveys.limits import BY_ADDRESS
from surveys.links import answer_nonce, answer_token
from surveys.models import Answer
from surveys.models.base import nonce
from surveys.views.answer import error_of, look, said_of, unscored
from surveys.views.asking import Asking, draw_question
from surveys.views.public import closed, entry_language, is_too_large, missing, press_of, score_of, too_many
from surveys.views.thanks import answer_thanks

ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """A public page that the pages named with its entry may show inside them, and no others."""
    covered = public(view)

    @wraps(covered)
    def shown(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        response: Any = covered(request, slug, **more)
        origins = response.__dict__.get("framed_by", [])
        response._csp_replace = {**POLICY, "frame-ancestors": origins or [NONE]}
        response.xframe_options_exempt = bool(origins)
        return response  # type: ignore[no-any-return]

    return shown


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """GET, POST /a/<slug>/"""
    return _question(request, slug, inside=False)


@framed
@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """GET, POST /a/<slug>/embed/"""
    return _question(request, slug, inside=True)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET, POST /a/<slug>/thanks/<token>/"""
    return _thanks(request, slug, token, inside=False)


@framed
@require_http_methods(["GET", "HEAD", "POST"])
def embed_thanks(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET, POST /a/<slug>/embed/thanks/<token>/"""
    return _thanks(request, slug, token, inside=True)


def _question(request: HttpRequest, slug: str, *, inside: bool) -> HttpResponse:
    opened = None if is_too_large(request) else find_entry(slug)
    if opened is None:
        return missing(request)
    language = entry_language(request, opened)
    if not opened.is_open:
        return _for_frames(closed(opened, language), opened)
    drawn = _post if request.method == "POST" else _get
    return _for_frames(drawn(request, opened, language, inside=inside), opened)


def _get(request: HttpRequest, opened: Opened, language: str, *, inside: bool) -> HttpResponse:
    """A new page is a new answer; the page behind a signed link of an answer changes that one."""
    given = _changed(opened, request.GET.get("change", ""))
    if request.GET.get("change") and given is None:
        return closed(opened, language)
    score = score_of(request.GET, opened.campaign.kind)
    look(request, opened, score)
    key = given.nonce if given is not None else nonce()
    asking = Asking(
        purpose=_purpose(opened, key), score=given.score if given is not None else score, chosen=score is not None,
        given=given, key=key, inside=inside,
    )  # fmt: skip
    return draw_question(opened, language, asking)


def _post(request: HttpRequest, opened: Opened, language: str, *, inside: bool) -> HttpResponse:
    if is_over(BY_ADDRESS, address_of(request)):
        return too_many(opened, language)
    key = request.POST.get("key", "")[:32]
    said = said_of(request, opened, language)
    press = press_of(request, opened, _purpose(opened, key), said.score if said else None)
    verdict, answer = None, None
    if said is not None:
        verdict, answer = take_entry(opened, key, said, press, agent=agent_family(request))
    if verdict is None or verdict.again:
        key = key if press.age is not None else nonce()
        asking = Asking(
            purpose=_purpose(opened, key), score=said.score if said else None, said=said or unscored(request, language),
            error=error_of(opened, verdict), key=key, inside=inside,
        )  # fmt: skip
        return draw_question(opened, language, asking, status=422)
    if answer is None:
        return closed(opened, language)
    name = "survey_embed_thanks" if inside else "survey_entry_thanks"
    there = reverse(name, args=[opened.entry, answer_token(answer)])
    return HttpResponseRedirect(f"{there}?{urlencode({'in': language})}")


def _thanks(request: HttpRequest, slug: str, token: str, *, inside: bool) -> HttpResponse:
    opened = None if is_too_large(request) else find_entry(slug)
    if opened is None or answer_nonce(token) is None:
        return missing(request)
    language = entry_language(request, opened)
    answer = _changed(opened, token)
    if answer is None:
        return _for_frames(closed(opened, language), opened)
    question = reverse("survey_embed" if inside else "survey_entry", args=[slug])
    change = f"{question}?{urlencode({'in': language, 'change': token})}"
    return _for_frames(answer_thanks(request, opened, answer, language, change=change, inside=inside), opened)


def _changed(opened: Opened, token: str) -> Answer | None:
    """The answer of a signed link that may still be changed: later, somebody else sits at the same screen."""
    wanted = answer_nonce(token)
    if wanted is None:
        return None
    since = opened.at - TO_CHANGE
    return Answer.objects.filter(nonce=wanted, entry=opened.entry, answered_at__gte=since).first()


def _for_frames(response: HttpResponse, opened: Opened) -> HttpResponse:
    known = opened.entry.origins if opened.entry is not None else []
    origins = [one for one in known if isinstance(one, str) and ORIGIN.fullmatch(one)]
    response.__dict__["framed_by"] = origins
    return response


def _purpose(opened: Opened, key: str) -> str:
    return f"entry:{opened.entry}:{key}"
