"""The public addresses of a link, and the stamps that its forms carry instead of a cookie's token."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import Link
from clienthealth.core import clock

STAMP_AGE = dt.timedelta(days=1)  # how long a page may have stood open
PASS_AGE = dt.timedelta(minutes=10)  # how long a password that was right opens our own file


def url_of(link: Link) -> str:
    """The whole address of a link, as it stands in a mail."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('link_open', args=[link.slug])}"


def about_url_of(link: Link) -> str:
    """Where it says what is noted when the link is opened."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('link_about', args=[link.slug])}"


def stamp(purpose: str) -> str:
    """Says for what it was made and when."""
    return signing.dumps([purpose, round(clock.now().timestamp(), 3)], salt="accounts.links")


def read_stamp(text: str, purpose: str, longest: dt.timedelta = STAMP_AGE) -> dt.timedelta | None:
    """The age of a stamp; None for a forged one, another purpose's, or one that is too old."""
    try:
        made_for, made_at = signing.loads(text, salt="accounts.links")
    except (signing.BadSignature, ValueError):
        return None
    age = clock.now() - dt.datetime.fromtimestamp(made_at, dt.UTC)
    return age if made_for == purpose and age < longest else None
