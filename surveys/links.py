"""Signed links and stamped pages. A link names no person and cannot be guessed or altered."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.urls import reverse

from clienthealth.core import clock
from surveys.models import Answer, Ask

PAGE_AGE = dt.timedelta(days=30)  # how long a page may have stood open


def token_of(ask: Ask) -> str:
    return _asks().sign(ask.nonce)


def nonce_of(token: str) -> str | None:
    """The nonce that a link carries; None for one that we did not sign. Asks no database."""
    return _unsign(_asks(), token)


def ask_of(token: str) -> Ask | None:
    """The asking behind a link, with all that its pages show."""
    nonce = nonce_of(token)
    if nonce is None:
        return None
    people = ("campaign", "campaign__reader", "client", "client__owner", "contact")
    return Ask.objects.select_related(*people).filter(nonce=nonce).first()


def url_of(ask: Ask, score: int | None = None) -> str:
    """Where the question is answered; with a score, that one is chosen on the page. Opening it answers nothing."""
    chosen = "" if score is None else f"?score={score}"
    return f"{_absolute(reverse('survey', args=[token_of(ask)]))}{chosen}"


def unsubscribe_url(ask: Ask) -> str:
    return _absolute(reverse("survey_stop", args=[token_of(ask)]))


def answer_token(answer: Answer) -> str:
    """For an answer that came by a public entry: whoever gave it may change it for a while."""
    return _answers().sign(answer.nonce)


def answer_nonce(token: str) -> str | None:
    return _unsign(_answers(), token)


def stamp(purpose: str, at: dt.datetime | None = None) -> str:
    """Says when a page was made, and for what; comes back with its form. `at`: now, where it is known already."""
    moment = at or clock.now()
    return _pages(purpose).sign(str(int(moment.timestamp() * 1000)))


def read_stamp(text: str, purpose: str, at: dt.datetime | None = None) -> dt.timedelta | None:
    """The age of the page that a form came from; None for a forged stamp, another page's, or one that is too old."""
    made = _unsign(_pages(purpose), text)
    if made is None:
        return None
    age = (at or clock.now()) - dt.datetime.fromtimestamp(int(made) / 1000, dt.UTC)
    return age if age < PAGE_AGE else None


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def _unsign(signer: signing.Signer, text: str) -> str | None:
    try:
        return signer.unsign(text)
    except signing.BadSignature:
        return None


def _asks() -> signing.Signer:
    return signing.Signer(salt="surveys.ask", sep=".")


def _answers() -> signing.Signer:
    return signing.Signer(salt="surveys.answer", sep=".")


def _pages(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"surveys.page:{purpose}", sep=".")
