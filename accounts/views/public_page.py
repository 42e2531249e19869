"""The look and the words of the pages that a link shows instead of its target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.links.opening import Found
from accounts.links.texts import LANGUAGES, fill, known, words
from accounts.models import Agency, Client, LinkTerms


def language_of(request: HttpRequest, usual: str) -> str:
    """The language chosen on the page, else the recipient's, else the browser's."""
    wanted = [request.GET.get("in", ""), usual, *_asked_by_browser(request)]
    return next((found for one in wanted if (found := known(one))), "en")


def page(
    request: HttpRequest, link: Found | None, template: str, language: str, context: Mapping[str, Any], *, status: int
) -> HttpResponse:
    """One look for all: the agency, the words, whom to write to, the choice of languages."""
    agency = Agency.objects.only("name").first()
    owner = _manager(link)
    name = agency.name if agency else ""
    values = {"agency": name, "name": owner[0] if owner else "", **context.get("values", {})}
    said = {key: fill(text, values) for key, text in words(language).items()}
    about = reverse("link_about", args=[link.slug]) if link and LinkTerms.of_agency().disclosed else ""
    everything = {
        **context, "words": said, "language": language, "agency": name, "owner_mail": owner[1] if owner else "",
        "note": said.get(context.get("note", ""), ""), "about_url": f"{about}?in={language}" if about else "",
        "tongues": [(one, words(one)["language"]) for one in LANGUAGES],
    }  # fmt: skip
    answer = render(request, f"accounts/public/{template}.html", everything, status=status)
    answer["Content-Language"] = language
    return answer


def _manager(link: Found | None) -> tuple[str, str] | None:
    """Name and address of whoever looks after the client and is still with us."""
    if link is None:
        return None
    people = Client.objects.filter(pk=link.client, owner__is_active=True)
    return people.values_list("owner__name", "owner__email").first()


def _asked_by_browser(request: HttpRequest) -> list[str]:
    """The languages of Accept-Language in their order; its weights follow it in every browser."""
    return [one.partition(";")[0] for one in request.headers.get("Accept-Language", "")[:200].split(",")]
