"""Signed links, and the mails that carry them. A link names no person and cannot be guessed or altered."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Agency, User
from accounts.standards.versions import standards_in_force
from clienthealth.core import clock, formats
from clienthealth.core.post import Mail
from prospects.library import asked, minutes_for, page_words
from prospects.models import Invitation

ASKED_FOR = dt.timedelta(days=2)  # how long the link of a public entry works
ENTRY_MAIL = "prospect-entry:"
PAGE_AGE = dt.timedelta(days=30)  # how long a page may have stood open


def token_of(invitation: Invitation) -> str:
    return _signer().sign(invitation.nonce)


def url_of(invitation: Invitation) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse('answer', args=[token_of(invitation)])}"


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link; None for one that we did not sign."""
    try:
        nonce = _signer().unsign(token)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("prospect", "prospect__owner").filter(nonce=nonce).first()


def remember_request(about: Mapping[str, str]) -> str:
    """Keep what somebody wrote on a public entry until they confirm it, for two days, and nowhere but in the cache."""
    token = secrets.token_urlsafe(24)
    cache.set(f"prospects:entry:{token}", dict(about), int(ASKED_FOR.total_seconds()))
    return token


def request_of(token: str) -> dict[str, str] | None:
    found: dict[str, str] | None = cache.get(f"prospects:entry:{token}")
    return found


def stamp(purpose: str, number: int) -> str:
    """Says on a page for what it was made, on which save it builds and when; comes back with the form."""
    return signing.dumps([purpose, number, round(clock.now().timestamp(), 3)], salt="prospects.page")


def read_stamp(text: str, purpose: str) -> tuple[int, dt.timedelta] | None:
    """The save a page builds on, and its age; None for a forged stamp, another page's, or one that is too old."""
    try:
        made_for, number, made_at = signing.loads(text, salt="prospects.page")
    except (signing.BadSignature, ValueError):
        return None
    age = clock.now() - dt.datetime.fromtimestamp(made_at, dt.UTC)
    return (number, age) if made_for == purpose and age < PAGE_AGE else None


def invitation_mail(invitation: Invitation, agency: Agency, by: User | None) -> Mail:
    prospect = invitation.prospect
    words = page_words(prospect.language)
    until = invitation.expires_at.astimezone(ZoneInfo(agency.zone)).date()
    values = {
        "name": prospect.name or prospect.company,
        "company": prospect.company,
        "agency": agency.name,
        "sender": by.name if by else agency.name,
        "minutes": minutes_for(asked(invitation.asked)),
        "link": url_of(invitation),
        "until": formats.long_day(until, prospect.language),
    }
    return Mail(
        key=f"prospect-invitation:{invitation.nonce[:12]}:{invitation.pk}",
        recipient=prospect.email,
        subject=words["mail_invite_subject"].format(**values),
        text=words["mail_invite"].format(**values),
        language=prospect.language,
    )


def entry_mail(about: Mapping[str, str], agency: Agency) -> Mail:
    """The link that proves the address."""
    words = page_words(about["language"])
    link = settings.BASE_URL.rstrip("/") + reverse("ask_confirm", args=[remember_request(about)])
    values = {"name": about["name"], "agency": agency.name, "link": link}
    return Mail(
        key=f"{ENTRY_MAIL}{secrets.token_hex(12)}",
        recipient=about["email"],
        subject=words["mail_ask_subject"],
        text=words["mail_ask"].format(**values),
        language=about["language"],
    )


def standards_url(agency: Agency, language: str) -> str:
    """Where the agency's standards can be read; nothing where none are in force."""
    if standards_in_force(agency.today().date, language) is None:
        return ""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('standards')}?language={language}"


def _signer() -> signing.Signer:
    return signing.Signer(salt="prospects.invitation")
