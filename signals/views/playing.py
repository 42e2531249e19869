"""Plays as lines under an alert, and the playbooks that may be started from it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from signals.models import Alert, Play, Task
from signals.views import contexts as c


def lines_of(plays: QuerySet[Play]) -> list[c.PlayLine]:
    """Running plays with how far they are. One query."""
    counted = plays.select_related("rescuer").annotate(
        total=Count("tasks"), ended=Count("tasks", filter=~Q(tasks__state=Task.State.TO_DO))
    )
    return [
        c.PlayLine(play.name, play.started_on, play.ended, play.total, play.rescuer.name if play.rescuer else "")
        for play in counted
    ]


def choices_for(alert: Alert) -> list[c.Choice]:
    """Playbooks for the alert's sign, the first one chosen."""
    return []


def start_from(alert: Alert, post: Any, *, by: User) -> str:
    """Start the playbook that was chosen; what to say about it."""
    raise ValidationError(_("There is no such playbook."))
