"""Plays as lines under an alert, and the playbooks that may be started from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from signals.actions.plays import start_play
from signals.models import Alert, Play, Task
from signals.playbook_forms import WHO
from signals.playbooks.content import Playbook
from signals.playbooks.library import playbooks_for, translated
from signals.playbooks.people import is_large
from signals.views import contexts as c
from signals.views.colleagues import choices_of
from signals.views.drafts import span_words
from signals.views.shared import Desk, whole_number

PLACE = re.compile(r"\{(\w+)\}")


def lines_of(plays: QuerySet[Play]) -> list[c.PlayLine]:
    """Running plays with how far they are. One query."""
    counted = plays.select_related("rescuer").annotate(
        total=Count("tasks"), ended=Count("tasks", filter=~Q(tasks__state=Task.State.TO_DO))
    )
    return [
        c.PlayLine(
            play.name,
            play.started_on,
            play.ended,
            play.total,
            play.rescuer.name if play.rescuer else "",
            reverse("client_plays", args=[play.client_id]),
            play.playbook,
        )
        for play in counted
    ]


def offer_of(
    desk: Desk, alert: Alert, running: Sequence[str], staff: Sequence[User], revenue: int | None
) -> c.StartOffer | None:
    """What may be started on the alert's sign and does not run yet; None where there is nothing. Two queries.

    Playbooks about fire pressure are offered to those who may see it. One of our largest clients is worth a fresh
    ear: the lead, or an owner of the agency, who does not look after them already is suggested as the rescuer.
    """
    fire = desk.scores.shows(alert.client_id, "fire")
    books = [b for b in playbooks_for(alert.sign) if b.key not in running and (fire or b.side == "churn")]
    if not books:
        return None
    fresh = [one for one in staff if one.pk != alert.client.owner_id and one.role in {Role.LEAD, Role.OWNER}]
    ask = min(fresh, key=lambda one: one.role != Role.LEAD) if fresh and is_large(alert.client, revenue) else None
    people = choices_of(staff, desk.user, ask.pk if ask else None)
    return c.StartOffer([_offered(book, n) for n, book in enumerate(books)], people, ask.name if ask else "")


def _offered(book: Playbook, place: int) -> c.BookOffer:
    count = len(book.steps)
    note = ngettext("%(n)d step", "%(n)d steps", count) % {"n": count}
    steps = [(step.title, step.who) for step in book.steps]
    return c.BookOffer(
        book.key,
        translated(book.name),
        f"{note}, {span_words(book)}",
        [(_without_facts(translated(title)), str(dict(WHO)[who])) for title, who in steps],
        chosen=not place,
    )


def _without_facts(title: str) -> str:
    """A title before it is filled in: whom it is about stands in general words."""
    words = {"contact_name": _("the contact"), "client_name": _("the client"), "manager_name": _("the manager")}
    return PLACE.sub(lambda found: words.get(found[1], "…"), title)


def start_from(alert: Alert, post: Any, *, by: User) -> str:
    """Start the playbook that was chosen; what to say about it."""
    number = whole_number(post.get("rescuer", ""))
    rescuer = User.objects.filter(pk=number).first() if number else None
    play = start_play(alert.client, post.get("playbook", ""), by=by, alert=alert, rescuer=rescuer)
    return _("Started: %(playbook)s. Its tasks are here and on Today.") % {"playbook": play.name}
