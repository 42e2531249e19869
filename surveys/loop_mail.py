"""The mail about replies that are owed, written in the moment of sending: what its reader may see and what is still
open, in their language. Subjects stand on locked screens: a client's name and no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from accounts.models import Agency, User
from clienthealth.core import clock, formats
from clienthealth.core.post_office import Letter, one_line
from signals.letters import headers_for, stop_url
from signals.models import NoticePreference
from surveys.models import Loop
from surveys.permissions import loops_for
from surveys.said import said_in

MOST = 20  # lines in one mail


def owed(user: int | None, about: Mapping[str, Any]) -> Letter | None:
    """None when each was dealt with, or withdrawn from this person, meanwhile."""
    wanted = User.objects.filter(pk=user or 0, is_active=True)
    person = wanted.exclude(notice_preference__mail=NoticePreference.Mail.NEVER).first()
    if person is None:
        return None
    shown = loops_for(person).open().filter(pk__in=about["loops"], replied_at=None)
    loops = list(shown.select_related("client", "answer__contact", "response__contact").order_by("due_at", "pk"))
    return _written(person, loops) if loops else None


def _written(person: User, loops: Sequence[Loop]) -> Letter:
    agency = Agency.objects.first()
    zone = ZoneInfo(person.zone or (agency.zone if agency else "UTC"))
    with override(person.language):
        context = {
            "agency_name": agency.name if agency else "",
            "subject": _subject(loops),
            "greeting": gettext("Hello %(name)s,") % {"name": one_line(person.get_short_name())},
            "loops": [_line(loop, person.language, zone) for loop in loops[:MOST]],
            "more": max(0, len(loops) - MOST),
            "list_url": _absolute(reverse("survey_loops")),
            "settings_url": _absolute(reverse("notices")),
            "stop_url": stop_url(person),
        }
        text = render_to_string("emails/loops.txt", context).strip() + "\n"
        html = render_to_string("emails/loops.html", context)
    return Letter(person.email, str(context["subject"]), text, html, headers_for(person))


def _subject(loops: Sequence[Loop]) -> str:
    if len(loops) == 1:
        name = {"client": one_line(loops[0].client.name)}
        if loops[0].quiet:
            return gettext("%(client)s: an answer to look into") % name
        return gettext("%(client)s: a reply is owed") % name
    return ngettext("%(n)s reply is owed", "%(n)s replies are owed", len(loops)) % {"n": len(loops)}


def _line(loop: Loop, language: str, zone: ZoneInfo) -> dict[str, Any]:
    said = said_in(loop)
    due = loop.due_at.astimezone(zone)
    return {
        "client": one_line(loop.client.name),
        "said": gettext("%(who)s gave us %(score)s of %(top)s")
        % {"who": one_line(said.who) or gettext("Somebody there"), "score": said.score, "top": said.top},
        "comment": one_line(said.comment)[:300],
        "due": f"{formats.day(due.date(), language)}, {formats.clock(due, language)}",
        "late": not loop.quiet and loop.due_at < clock.now(),
        "quiet": loop.quiet,
        "url": _absolute(loop.get_absolute_url()),
    }


def _absolute(path: str) -> str:
    return str(settings.BASE_URL).rstrip("/") + path
