"""What the public pages of prospects have in common: one look, polite endings, one set of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request

from accounts.models import Agency
from prospects.actions.taking import terms_of
from prospects.content import LANGUAGES
from prospects.library import page_words
from prospects.links import standards_url


def language_of(request: HttpRequest, usual: str) -> str:
    """The language chosen on the page, else the usual one of the link."""
    wanted = request.POST.get("in") or request.GET.get("in") or usual
    return wanted if wanted in LANGUAGES else usual


def visitors_language(request: HttpRequest) -> str:
    """What the browser asks for; for pages whose link tells nothing."""
    asked = request.GET.get("in", "")
    found = asked if asked in LANGUAGES else get_language_from_request(request)
    return found if found in LANGUAGES else "en"


def page(
    request: HttpRequest, template: str, language: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """One look for all: agency, words, the choice of languages."""
    agency = Agency.objects.only("name", "zone").first()
    words = dict(page_words(language))
    terms = terms_of()
    values = {
        "agency": agency.name if agency else "",
        "months": terms.keep_months,
        "days": terms.reply_days,
        **context.get("values", {}),
    }
    said = {name: _filled(text, values) for name, text in words.items() if not name.startswith("mail_")}
    tongues = [(one, page_words(one)["language"]) for one in LANGUAGES]
    said["text"], said["more"] = said.get(context.get("name", ""), ""), said.get(f"{context.get('name')}_more", "")
    said["note"] = said.get(context.get("note", ""), "")
    everything = {
        **context, "words": said, "language": language, "agency": values["agency"], "tongues": tongues,
        "standards_url": standards_url(agency, language) if agency else "",
    }  # fmt: skip
    return render(request, f"prospects/public/{template}.html", everything, status=status)


def closing(request: HttpRequest, language: str, name: str, status: int, **values: Any) -> HttpResponse:
    """A page that only says something: `gone`, `missing`, `thanks`, …"""
    words = page_words(language)
    context = {"title": words.get(f"{name}_title", ""), "name": name, "values": values}
    return page(request, "closing", language, context, status=status)


def _filled(text: str, values: Mapping[str, Any]) -> str:
    """The words with what is known; a placeholder of which nothing is known belongs to another page."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text
