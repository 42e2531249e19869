"""Thanks, at one address for everybody: what it says follows the answer, and nothing else on the page tells which."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from clienthealth.core.public import public
from surveys.actions.answering import add_words
from surveys.actions.finding import Opened, find_ask
from surveys.links import nonce_of, stamp
from surveys.models import Answer
from surveys.scanners import judge
from surveys.views.public import (
    Words,
    closed,
    draw,
    is_too_large,
    language_of,
    missing,
    press_of,
    text_of,
    values_of,
)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET, POST /s/<token>/thanks/"""
    nonce = nonce_of(token)
    opened = find_ask(nonce) if nonce is not None and not is_too_large(request) else None
    if opened is None:
        return missing(request)
    language = language_of(request, opened.ask.language if opened.ask else "")
    if not opened.is_open:
        return closed(opened, language)
    question = f"{reverse('survey', args=[token])}?{urlencode({'in': language})}"
    if opened.there is None:
        return HttpResponseRedirect(question)
    return answer_thanks(request, opened, opened.there, language, change=question)


def answer_thanks(
    request: HttpRequest, opened: Opened, answer: Answer, language: str, *, change: str, inside: bool = False
) -> HttpResponse:
    """Thanks for an answer; a POST saves what the page asked for and comes back to it."""
    if request.method == "POST":
        press = press_of(request, opened, _purpose(answer), None)
        if judge(press, []).again:
            return _draw(request, opened, answer, language, change=change, inside=inside, error="again")
        with transaction.atomic():
            add_words(answer, **_words_of(request, answer))
        return HttpResponseRedirect(f"?in={language}&saved=1")
    return _draw(request, opened, answer, language, change=change, inside=inside)


def _words_of(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    """What this answer's page asked for, and nothing else."""
    if answer.group == "mid":
        return {"one_thing": text_of(request.POST, "one_thing")}
    return {"may_quote": request.POST.get("quote") == "yes"} if answer.group == "high" else {}


def _draw(
    request: HttpRequest, opened: Opened, answer: Answer, language: str, *, change: str, inside: bool, error: str = ""
) -> HttpResponse:
    values = values_of(opened, language)
    said = Words(language, values)
    context = {
        "title": said[f"thanks_{answer.group}_title"],
        "text": said[_text(opened, answer)],
        "write": said["thanks_write"] if answer.group == "low" and values["reader_email"] else "",
        "one_thing": answer.one_thing if answer.group == "mid" else None,
        "quotable": answer.comment if answer.group == "high" else "",
        "typed": text_of(request.POST, "one_thing") or answer.one_thing,
        "may_quote": answer.may_quote,
        "saved": "saved" in request.GET,
        "error": said[error] if error else "",
        "change": change,
        "stamp": stamp(_purpose(answer), opened.at),
        "inside": inside,
    }
    return draw("thanks", language, context, values=values, status=422 if error else 200)


def _text(opened: Opened, answer: Answer) -> str:
    """Which words: who asked not to be contacted is told that we will not; who gave no address cannot be."""
    if answer.group != "low":
        return f"thanks_{answer.group}"
    if answer.no_contact:
        return "thanks_low_quiet"
    return "thanks_low" if opened.contact is not None else "thanks_low_open"


def _purpose(answer: Answer) -> str:
    return f"thanks:{answer.nonce}"
