"""The short names of links: drawn by us, or chosen by a person. A name that was ever given is never given again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Link
from clienthealth.core.history import past_models

ALPHABET = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, so no words; nothing that is read as something else
LENGTH = 7  # 27⁷: ten thousand million
SHORTEST, LONGEST = 3, 60
TAKEN = gettext_lazy("Another link has this name, or had it. Old mails still lead there.")
SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({
    "about", "admin", "api", "archive", "file", "help", "index", "link", "links", "login", "new", "password",
    "privacy", "qr", "robots", "static", "test", "undefined", "null",
})  # fmt: skip


def random_slug() -> str:
    """A new name that no link has or had."""
    while True:
        slug = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
        if not is_taken(slug):
            return slug


def random_slugs(number: int) -> list[str]:
    """So many new names that no link has or had, in two queries however many."""
    drawn: set[str] = set()
    while len(drawn) < number:
        more = {"".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)) for _each in range(number - len(drawn))}
        drawn |= more - taken_among(more)
    return list(drawn)


def taken_among(slugs: Collection[str]) -> set[str]:
    """Which of these a link has, or had once."""
    there = Link.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {*there, *past_models()[Link].objects.filter(slug__in=slugs).values_list("slug", flat=True)}


def clean_slug(text: str, *, of: Link | None = None) -> str:
    """A person's own name for a link, in lower case. Raises ValidationError. `of`: the link that may keep its name."""
    slug = shaped(text)
    if is_taken(slug, of=of):
        raise ValidationError(TAKEN, code="taken")
    return slug


def shaped(text: str) -> str:
    """A name in lower case that can be one, taken or not. Raises ValidationError."""
    slug = text.strip().lower()
    if not SHORTEST <= len(slug) <= LONGEST:
        raise ValidationError(
            _("Use between %(from)d and %(to)d characters."), params={"from": SHORTEST, "to": LONGEST}, code="length"
        )
    if not SHAPE.fullmatch(slug):
        raise ValidationError(_("Use letters from a to z, digits, and single hyphens between them."), code="shape")
    if slug in RESERVED:
        raise ValidationError(_("This word is kept for our own pages."), code="reserved")
    return slug


def is_taken(slug: str, *, of: Link | None = None) -> bool:
    """Whether a link has this name, archived ones too, or had it once."""
    there, were = Link.objects.filter(slug=slug), past_models()[Link].objects.filter(slug=slug)
    if of is not None and of.pk:
        there, were = there.exclude(pk=of.pk), were.exclude(pgh_obj=of.pk)
    return there.exists() or were.exists()
