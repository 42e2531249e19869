"""Writing down how we work, and publishing it. What was published never changes."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.text import get_text_list
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import StandardsVersion, User
from accounts.permissions import Permission, require
from accounts.standards.text import read, unfilled
from clienthealth.core import clock
from clienthealth.core.audit import acting

LONGEST = 40_000  # characters


def save_draft(*, by: User, language: str, text: str) -> StandardsVersion | None:
    """Keep the next version's text in one language; an empty one is no draft any more."""
    require(by, Permission.EDIT_STANDARDS)
    if len(text) > LONGEST:
        raise ValidationError(_("This is longer than %(n)s characters. Nobody would read it.") % {"n": LONGEST})
    with acting(by=by, why="write standards"):
        found = StandardsVersion.objects.drafts().select_for_update().filter(language=language).first()
        if not text.strip():
            if found:
                found.delete()
            return None
        draft = found or StandardsVersion(language=language)
        draft.text = text.replace("\r\n", "\n").strip() + "\n"
        draft.full_clean(exclude=["number", "in_force_from"])
        draft.save()
    return draft


def publish(*, by: User, today: dt.date, in_force_from: dt.date, note: str = "") -> int:
    """Publish the drafts of all languages as one version; returns its number.

    Refused with one sentence a reason: nothing to publish, places still to be filled, no title, a day that is over or
    before that of the version before.
    """
    require(by, Permission.EDIT_STANDARDS)
    with acting(by=by, why="publish standards"):
        drafts = list(StandardsVersion.objects.drafts().select_for_update().order_by("language"))
        number, latest = _last()
        if reasons := [*_unready(drafts), *_too_early(today, in_force_from, latest)]:
            raise ValidationError(reasons)
        for draft in drafts:
            draft.number, draft.in_force_from, draft.note = number + 1, in_force_from, note
            draft.published_at, draft.published_by = clock.now(), by
            draft.full_clean()
            draft.save()
    return number + 1


def _last() -> tuple[int, dt.date | None]:
    newest = StandardsVersion.objects.published().aggregate(number=Max("number"), day=Max("in_force_from"))
    return newest["number"] or 0, newest["day"]


def _unready(drafts: list[StandardsVersion]) -> list[str]:
    if not drafts:
        return [_("There is no draft to publish.")]
    found = []
    for draft in drafts:
        named = get_language_info(draft.language)["name_translated"]
        if places := unfilled(draft.text):
            said = _("%(language)s: fill in or take out %(places)s.")
            found.append(said % {"language": named, "places": get_text_list(places, _("and"))})
        if not read(draft.text).title:
            found.append(_("%(language)s: begin with a title, “# How we work”.") % {"language": named})
    return found


def _too_early(today: dt.date, day: dt.date, latest: dt.date | None) -> list[str]:
    if day < today:
        return [_("A version cannot be in force from a day that is over: nobody could read it then.")]
    if latest and day < latest:
        return [_("The version before begins later. Choose its day or a later one.")]
    return []
