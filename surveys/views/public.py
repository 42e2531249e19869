"""What the public pages of surveys have in common: one look, one set of words, polite endings, what a form brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import loader
from django.utils.http import urlencode
from django.utils.translation import get_language_from_request

from accounts.links.visitors import agent_family, visitor_of
from clienthealth.core import formats
from clienthealth.core.limits import WINDOW
from surveys.actions.finding import Opened
from surveys.links import read_stamp
from surveys.models.answer import CSAT_TOP, NPS_TOP
from surveys.models.campaign import Campaign
from surveys.permissions import reader_of
from surveys.scanners import AHEAD, Press, Reason, of_request
from surveys.texts import LANGUAGES, address, fill, words

LARGEST = 80_000  # bytes of a form: five thousand Chinese characters, encoded
LONGEST, LONGEST_NAME = 5000, 120  # characters
TRAP = "leave"  # a field that people do not see


@dataclass(frozen=True)
class Words(Mapping[str, str]):
    """The words of a page, filled in as they are asked for."""

    language: str
    known: Mapping[str, object]

    def __getitem__(self, key: str) -> str:
        return fill(words(self.language)[key], self.known)

    def __iter__(self) -> Iterator[str]:
        return iter(words(self.language))

    def __len__(self) -> int:
        return len(words(self.language))


def language_of(request: HttpRequest, usual: str) -> str:
    """The language chosen on the page, else that of the link, else the browser's."""
    wanted = request.GET.get("in", "")
    if wanted in LANGUAGES:
        return wanted
    return usual if usual in LANGUAGES else browser_language(request)


def browser_language(request: HttpRequest) -> str:
    found = get_language_from_request(request)
    return found if found in LANGUAGES else "en"


def entry_language(request: HttpRequest, opened: Opened) -> str:
    """Somebody in the room reads it: what their browser asks for, else the client's language."""
    usual = "" if request.headers.get("Accept-Language") else opened.client.language
    return language_of(request, usual)


def draw(
    name: str, language: str, context: Mapping[str, Any], *, values: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """One look for all. Without the request: nothing that our own pages know may reach these."""
    kept = context.get("kept", {})
    everything = {
        "words": Words(language, values),
        "values": values,
        "language": language,
        "agency": values.get("agency", ""),
        "tongues": [
            (one, words(one)["language"], "?" + urlencode({"in": one, **kept})) for one in LANGUAGES
        ],
        **context,
    }  # fmt: skip
    drawn = loader.render_to_string(f"surveys/public/{name}.html", everything)
    return HttpResponse(drawn, status=status, headers={"Content-Language": language})


def values_of(opened: Opened, language: str) -> dict[str, object]:
    """What the words of a page may name: the agency, who reads the answer, the client, the days."""
    reader, ask, answer = reader_of(opened.campaign, opened.client), opened.ask, opened.answer
    until = ask.closes_at if ask is not None else None
    return {
        "agency": opened.agency,
        "client": opened.client.name,
        "name": address(language, opened.contact.name) if opened.contact is not None else "",
        "email": opened.contact.email if opened.contact is not None else "",
        "reader": (reader.name if reader else "") or opened.agency,
        "reader_email": reader.email if reader else "",
        "until": formats.plain_day(opened.day_of(until), language) if until else "",
        "answered": formats.plain_day(opened.day_of(answer.answered_at), language) if answer else "",
    }


def missing(request: HttpRequest) -> HttpResponse:
    """A link that we did not sign, or of something that is not there: nothing is told, not even whose page it is."""
    return _closing(language_of(request, ""), {}, "missing_title", "missing", status=404)


def closed(opened: Opened, language: str) -> HttpResponse:
    """What was once open: until when, and to whom one may write now."""
    values = values_of(opened, language)
    text = "closed" if values["until"] else "closed_entry"
    return _closing(language, values, "closed_title", text, status=410)


def too_many(opened: Opened, language: str) -> HttpResponse:
    values = {**values_of(opened, language), "minutes": WINDOW // 60}
    return _closing(language, values, "too_many_title", "too_many", status=429)


def _closing(language: str, values: Mapping[str, object], title: str, text: str, *, status: int) -> HttpResponse:
    """A page that only says something."""
    said = Words(language, values)
    write = said["closed_write"] if values.get("reader_email") else ""
    context = {"title": said[title], "text": said[text], "write": write}
    return draw("closing", language, context, values=values, status=status)


def is_too_large(request: HttpRequest) -> bool:
    return int(request.headers.get("Content-Length") or 0) > LARGEST


def score_of(data: QueryDict, kind: str) -> int | None:
    """A score on the scale of its question; None for anything else. Zero is a score."""
    said = data.get("score", "")
    if not said.isascii() or not said.isdigit() or len(said) > 2:
        return None
    score = int(said)
    low, top = (0, NPS_TOP) if kind == Campaign.Kind.NPS else (1, CSAT_TOP)
    return score if low <= score <= top else None


def text_of(data: QueryDict, name: str, longest: int = LONGEST) -> str:
    """What was written, as the database takes it."""
    return data.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()[:longest]


def reasons_of(request: HttpRequest) -> tuple[Reason, ...]:
    headers = {name: request.META.get(f"HTTP_{name.upper().replace('-', '_')}", "") for name in AHEAD}
    return of_request(request.method or "", headers, agent_family(request))


def press_of(request: HttpRequest, opened: Opened, purpose: str, score: int | None) -> Press:
    """The press of a button, with all that may tell a program's from a person's."""
    return Press(
        at=opened.at,
        score=score,
        visitor=visitor_of(request, opened.at),
        age=read_stamp(request.POST.get("stamp", ""), purpose, opened.at),
        trap=bool(request.POST.get(TRAP)),
        asked=reasons_of(request),
    )
