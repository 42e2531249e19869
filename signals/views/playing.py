"""Plays as lines under an alert, and the playbooks that may be started from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from signals.actions.plays import start_play
from signals.models import Alert, Play, Task
from signals.playbooks.library import playbooks_for, translated
from signals.views import contexts as c
from signals.views.shared import whole_number


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


def choices_for(alert: Alert, running: Sequence[str]) -> list[c.Choice]:
    """Playbooks for the alert's sign that do not run yet, the best fitting one chosen. One query."""
    found = [book for book in playbooks_for(alert.sign) if book.key not in running]
    return [c.Choice(translated(book.name), value=book.key, current=not n) for n, book in enumerate(found)]


def start_from(alert: Alert, post: Any, *, by: User) -> str:
    """Start the playbook that was chosen; what to say about it."""
    number = whole_number(post.get("rescuer", ""))
    rescuer = User.objects.filter(pk=number).first() if number else None
    play = start_play(alert.client, post.get("playbook", ""), by=by, alert=alert, rescuer=rescuer)
    return _("Started: %(playbook)s. Its tasks are under Tasks.") % {"playbook": play.name}
