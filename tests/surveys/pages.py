"""Public pages as people and programs use them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from clienthealth.core import clock
from surveys.links import stamp, token_of
from surveys.models import Ask, SurveyEntry
from tests.factories import AgencyFactory, AskFactory, UserFactory

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
SCANNER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)


def asked(**fields: Any) -> Ask:
    """Somebody was asked today by an agency with a name and an owner for the client."""
    AgencyFactory(name="Nordlys")
    now = clock.now()
    known = {"sent_at": now - dt.timedelta(days=1), "closes_at": now + dt.timedelta(days=27), **fields}
    known.setdefault("contact__client__owner", UserFactory(role="manager", name="Ingrid Solberg"))
    known.setdefault("contact__name", "Harriet Vance")
    return AskFactory(**known)


def person(agent: str = PHONE, **extra: Any) -> Browser:
    return Browser(headers={"user-agent": agent, **extra})


def page_of(ask: Ask, name: str = "survey", query: str = "") -> str:
    return reverse(name, args=[token_of(ask)]) + query


def form(ask: Ask, score: int | str | None = 9, age: dt.timedelta = MINUTE, **fields: Any) -> dict[str, Any]:
    """A page of a minute ago, filled in."""
    made = stamp(f"ask:{ask.nonce}", clock.now() - age)
    return {"stamp": made, "leave": "", "comment": "", **({} if score is None else {"score": score}), **fields}


def press(ask: Ask, score: int | str | None = 9, browser: Browser | None = None, **fields: Any) -> Any:
    query = f"?in={fields.pop('language')}" if "language" in fields else ""
    return (browser or person()).post(page_of(ask, query=query), form(ask, score, **fields))


def stamp_on(page: str) -> str:
    """The stamp of a page, as a browser would send it back."""
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


def entry_page(entry: SurveyEntry, name: str = "survey_entry", query: str = "") -> str:
    return reverse(name, args=[entry.slug]) + query


def entry_form(page: str, score: int | None = 9, *, name_: str = "", **fields: Any) -> dict[str, Any]:
    """The form of an entry's page, filled in."""
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None, page
    return {"stamp": stamp_on(page), "key": key[1], "leave": "", "score": score, "name": name_, **fields}


def press_later(address: str, data: dict[str, Any]) -> Any:
    """Press a button a minute after its page was made."""
    with clock.pretend(clock.now() + MINUTE):
        return person().post(address, data)
