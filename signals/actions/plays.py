"""Starting, handing over and ending plays. Each is one transaction, and twice is the same as once."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Client, User
from accounts.permissions import Permission, may_see_fire, require, require_edit
from clienthealth.core import clock
from clienthealth.core.audit import acting
from clienthealth.core.models import OutboxEvent
from signals.actions.play_records import Wanted, create_plays
from signals.calendars import the_agency
from signals.models import Alert, AlertEvent, Play, Task
from signals.permissions import alerts_for
from signals.playbooks.content import Playbook
from signals.playbooks.library import playbook_of
from signals.playbooks.people import rescuers_for


def start_play(
    client: Client,
    playbook_key: str,
    *,
    by: User,
    alert: Alert | None = None,
    rescuer: User | None = None,
    on: dt.date | None = None,
) -> Play:
    """Put a playbook to work for a client. One that is running already is given back as it is."""
    _require(by, client)
    playbook = playbook_of(playbook_key)
    if playbook is None or not _may_use(by, client, playbook):
        raise ValidationError(_("There is no such playbook."))
    if alert is not None and not alerts_for(by).filter(pk=alert.pk, client=client).exists():
        raise ValidationError(_("That is not this client's."))
    _refuse_rescuer(rescuer, client, "fire" if alert and alert.side == "fire" else playbook.side)
    on = on or the_agency().today().date
    with acting(by=by, why=f"start {playbook.key}"):
        play = create_plays([Wanted(client, playbook, alert, rescuer)], on=on, by=by)[0]
        if alert is not None:
            _take_up(alert, by)
    return play


def assign_rescuer(play: Play, *, by: User, rescuer: User | None) -> Play:
    """Someone else steps in: the open steps meant for a rescuer go along. None gives them back to the manager."""
    _require(by, play.client)
    _refuse_rescuer(rescuer, play.client, play.side)
    playbook = playbook_of(play.playbook)
    numbers = [step.number for step in playbook.steps if step.who == "rescuer"] if playbook else []
    with acting(by=by, why="assign rescuer"):
        found = _running(play)
        tasks = Task.objects.to_do().filter(play=found, number__in=numbers, assigned_to=found.rescuer)
        tasks.update(assigned_to=rescuer)
        found.rescuer = rescuer
        found.save(update_fields=["rescuer"])
    return found


def finish_play(play: Play, *, by: User, outcome: str, note: str = "") -> Play:
    """It ran its course: what came of it, and what we learnt. Steps still open are left out."""
    if outcome not in Play.Outcome.values:
        raise ValidationError({"outcome": _("Say how it ended.")})
    return _end(play, Play.State.DONE, outcome, note, by)


def stop_play(play: Play, *, by: User, why: str, outcome: str = Play.Outcome.NEEDLESS) -> Play:
    """Broken off. Why is asked for, because others planned with it."""
    if not why.strip():
        raise ValidationError({"why": _("Say why, so that the others need not ask.")})
    return _end(play, Play.State.STOPPED, outcome, why, by)


def _end(play: Play, state: Play.State, outcome: str, note: str, by: User) -> Play:
    """1. Lock the play: the second of two who end it is told. 2. Leave out what is open. 3. Say so, once."""
    _require(by, play.client)
    with acting(by=by, why=f"{state} {play.playbook}"):
        found = _running(play)
        found.state, found.outcome, found.note = state, outcome, note.strip()
        found.ended_on, found.ended_by = the_agency().today().date, by
        found.save(update_fields=["state", "outcome", "note", "ended_on", "ended_by"])
        open_tasks = Task.objects.to_do().filter(play=found)
        open_tasks.update(state=Task.State.SKIPPED, ended_at=clock.now(), ended_by=by, note=_("The play ended."))
        OutboxEvent.objects.create(
            topic="play.ended",
            key=f"play.ended:{found.pk}",
            client=found.client_id,
            payload={"play": found.pk, "playbook": found.playbook, "side": found.side, "outcome": outcome},
        )
    return found


def _running(play: Play) -> Play:
    """The row, locked; ended plays are history."""
    found = Play.objects.select_for_update(of=("self",)).select_related("client").get(pk=play.pk)
    if found.state != Play.State.RUNNING:
        raise ValidationError(_("This play has ended already."))
    return found


def _take_up(alert: Alert, by: User) -> None:
    """Someone is on it: an open or snoozed alert is acknowledged with the play that answers it."""
    waiting = Alert.objects.filter(pk=alert.pk, state__in=[Alert.State.OPEN, Alert.State.SNOOZED])
    now = clock.now()
    if waiting.update(state=Alert.State.ACKNOWLEDGED, snoozed_until=None, changed_at=now):
        AlertEvent.objects.create(alert_id=alert.pk, what=AlertEvent.What.ACKNOWLEDGED, by=by, at=now)


def _require(by: User, client: Client) -> None:
    require(by, Permission.LOG)
    require_edit(by, client)


def _may_use(by: User, client: Client, playbook: Playbook) -> bool:
    return playbook.side == "churn" or may_see_fire(by, client)


def _refuse_rescuer(rescuer: User | None, client: Client, side: str) -> None:
    if rescuer is not None and not rescuers_for(client, side).filter(pk=rescuer.pk).exists():
        raise ValidationError({"rescuer": _("%(name)s does not work with this client.") % {"name": rescuer.name}})
