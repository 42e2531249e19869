"""The records of plays that start: any number of them at the same cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import translation

from accounts.models import Agency, Client, Contact, User
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent
from signals.calendars import known_calendars, the_agency, working_day
from signals.detection import Calendars
from signals.models import Alert, AlertEvent, Play, Task
from signals.playbooks.content import Playbook, Step
from signals.playbooks.filling import Facts, facts_of, fill, fill_ours, language_of
from signals.playbooks.library import translated
from signals.playbooks.people import Staff, staff_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A playbook to start for a client, loaded with its owner."""

    client: Client
    playbook: Playbook
    alert: Alert | None = None
    rescuer: User | None = None
    contact: Contact | None = None  # whom it is about, where that is known; else who speaks for us there

    @property
    def side(self) -> str:
        """What stands on fire pressure is a fire play, whatever the playbook is otherwise for."""
        return "fire" if self.alert is not None and self.alert.side == "fire" else self.playbook.side


def create_plays(wanted: Sequence[Wanted], *, on: dt.date, by: User | None) -> list[Play]:
    """The running play of each, new or not, in the order asked for.

    1. Lock the clients, in order of id: of two who start the same, the second finds what the first one made.
    2. What runs already stays as it is.
    3. One insert each for plays, tasks, steps of alerts and events to other systems.
    """
    with transaction.atomic(), translation.override(our_language(the_agency(), by)):
        _lock({one.client.pk for one in wanted})
        running = _running(wanted)
        now = clock.now()
        fresh = {_key(one): one for one in reversed(wanted) if _key(one) not in running}
        made = Play.objects.bulk_create([_play(one, on, now, by) for one in fresh.values()])
        started = list(zip(fresh.values(), made, strict=True))
        if started:
            Task.objects.bulk_create(_tasks(started, on, by))
            AlertEvent.objects.bulk_create(_steps_of_alerts(started, by))
            OutboxEvent.objects.bulk_create([_event(one, play) for one, play in started])
        running |= {_key(one): play for one, play in started}
    return [running[_key(one)] for one in wanted]


def _key(wanted: Wanted) -> tuple[int, str]:
    return wanted.client.pk, wanted.playbook.key


def _lock(clients: set[int]) -> None:
    """Without hindering those who write facts about them."""
    list(Client.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=clients).order_by("pk").values("pk"))


def _running(wanted: Iterable[Wanted]) -> dict[tuple[int, str], Play]:
    clients = {one.client.pk for one in wanted}
    found = Play.objects.filter(client__in=clients, state=Play.State.RUNNING)
    return {(play.client_id, play.playbook): play for play in found}


def _play(one: Wanted, on: dt.date, now: dt.datetime, by: User | None) -> Play:
    return Play(
        client=one.client, alert=one.alert, playbook=one.playbook.key, name=translated(one.playbook.name)[:120],
        side=one.side, started_on=on, started_at=now, started_by=by, rescuer=one.rescuer,
    )  # fmt: skip


def _tasks(started: Sequence[tuple[Wanted, Play]], on: dt.date, by: User | None) -> list[Task]:
    agency = the_agency()
    calendars = known_calendars(agency.today(), "recorded_at")
    clients = list({one.client.pk: one.client for one, _play in started}.values())
    dunning = any(one.playbook.is_dunning for one, _play in started)
    facts = facts_of(clients, agency, on, calendars, debts=dunning)
    staff = staff_of(clients)
    return [
        _task(one, play, step, on, by, _facts(one, facts[one.client.pk], agency), staff, calendars)
        for one, play in started
        for step in one.playbook.steps
    ]


def _facts(one: Wanted, facts: Facts, agency: Agency) -> Facts:
    """What its texts may name: the person whom it is about comes first."""
    if one.contact is None:
        return facts
    return replace(facts, contact=one.contact, language=language_of(one.client, one.contact, agency))


def _task(
    one: Wanted, play: Play, step: Step, on: dt.date, by: User | None, facts: Facts, staff: Staff,
    calendars: Calendars,
) -> Task:  # fmt: skip
    """A step for one client: our words in our language, the e-mail in theirs."""
    ours = translation.get_language() or "en"
    theirs, draft = one.playbook.draft_of(step, facts.language) or ("", None)
    return Task(
        client=one.client,
        play=play,
        number=step.number,
        kind=step.kind,
        title=fill_ours(translated(step.title), facts, ours)[:300],
        help=fill_ours(translated(step.help), facts, ours),
        script=fill_ours(translated(step.script), facts, ours),
        subject=fill(draft.subject, facts, theirs)[:300] if draft else "",
        body=fill(draft.body, facts, theirs) if draft else "",
        language=theirs,
        contact=facts.contact,
        assigned_to_id=staff.doer(step.who, one.client, one.rescuer.pk if one.rescuer else None),
        due_on=due_day(calendars, on, step),
        made_by=by,
    )


def due_day(calendars: Calendars, start: dt.date, step: Step) -> dt.date:
    """Working days after the start; a limit in hours is kept whatever the calendar says: 48 are two days at most."""
    day = working_day(calendars, start, step.due)
    return day if step.hours is None else min(day, start + dt.timedelta(days=step.hours // 24))


def our_language(agency: Agency, by: User | None) -> str:
    """The language of who starts it; of the agency where a rule did."""
    return by.language if by and by.language else language_of(Client(), None, agency)


def _steps_of_alerts(started: Iterable[tuple[Wanted, Play]], by: User | None) -> list[AlertEvent]:
    return [
        AlertEvent(
            alert=one.alert, what=AlertEvent.What.PLAY, by=by, at=play.started_at, said=play.name,
            detail={"play": play.pk, "playbook": play.playbook},
        )
        for one, play in started
        if one.alert is not None
    ]  # fmt: skip


def _event(one: Wanted, play: Play) -> OutboxEvent:
    payload = {
        "play": play.pk, "playbook": play.playbook, "name": play.name, "side": play.side,
        "alert": play.alert_id, "sign": one.alert.sign if one.alert else "", "started_on": play.started_on.isoformat(),
    }  # fmt: skip
    return OutboxEvent(topic="play.started", key=f"play.started:{play.pk}", client=play.client_id, payload=payload)
