"""Alerts, opened, updated and ended where a client is scored: in the chunk's own transaction.

An alert opens at a strength of OPENS, ends below ENDS or when nobody measures its sign any more (the scorecard's weight
became 0, a later version renamed it); “cannot tell” neither opens nor ends. There is one standing alert
a client and sign. What a person resolved stays so until the condition has ended once, has held for too long after
all, or has become much worse. A pass that finds nothing new writes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection

from clienthealth.core import clock
from clienthealth.core.clock import Day
from clienthealth.core.outbox import Event
from signals.conditions import ENDS, OPENS, UNTOLD, Conditions
from signals.models import Alert, AlertEvent
from signals.statistics import IntArray

MUCH_WORSE = 3_000  # ten-thousandths above the strength at which a person resolved it
REARMS_AFTER = {"mended": 28, "benign": 90, "wrong": 90}  # days that a person's resolve holds

OPENED = ("client_id", "sign", "side", "urgent", "strength", "peak", "factor", "reading", "score", "loss_cents")
UPDATED = ("strength", "peak", "factor", "reading", "score", "loss_cents")
ENDED = ("state", "outcome", "why", "ended_on", "resolved_at", "snoozed_until", "wakes_on_message")

INSERT = f"""
    INSERT INTO signals_alert ({", ".join(OPENED)}, state, opened_on, opened_at, changed_at, why, outcome,
                               wakes_on_message)
    SELECT {", ".join("n." + name for name in OPENED)}, 'open', %(day)s, %(now)s, %(now)s, '', '', false
    FROM json_populate_recordset(NULL::signals_alert, %(rows)s) AS n
    ON CONFLICT DO NOTHING RETURNING id
"""  # noqa: S608 - our own names

UPDATE = f"""
    UPDATE signals_alert a SET {", ".join(f"{name} = n.{name}" for name in (*UPDATED, *ENDED))}, changed_at = %(now)s
    FROM json_populate_recordset(NULL::signals_alert, %(rows)s) AS n WHERE a.id = n.id
"""  # noqa: S608 - our own names

ON_RECORD = """
    WITH changed AS (
        SELECT a.*, coalesce((SELECT jsonb_agg(n.user_id ORDER BY n.user_id) FROM signals_notice n
                              WHERE %(what)s = 'noticed' AND n.alert_id = a.id), '[]'::jsonb) AS told
        FROM signals_alert a WHERE a.id = ANY(%(ids)s)
    ), noted AS (
        INSERT INTO signals_alertevent (alert_id, what, at, said, detail)
        SELECT id, %(what)s, %(now)s, '', CASE %(what)s
            WHEN 'noticed' THEN jsonb_build_object('to', told) WHEN 'ended' THEN jsonb_build_object('outcome', outcome)
            ELSE jsonb_build_object('strength', strength) END
        FROM changed ORDER BY id
    )
    INSERT INTO core_outboxevent (topic, key, client, payload, made_at)
    SELECT 'alert.' || %(what)s, concat_ws(':', 'alert', id, %(what)s), client_id, jsonb_build_object(
               'alert', id, 'sign', sign, 'side', side, 'urgent', urgent, 'strength', strength, 'score', score,
               'loss_cents', loss_cents, 'outcome', outcome, 'to', told), %(now)s
    FROM changed ORDER BY id ON CONFLICT (key) DO NOTHING
"""


class Row(TypedDict):
    """An alert whose condition goes on as far as we know: standing, or resolved by a person."""

    id: int
    client_id: int
    sign: str
    state: str
    outcome: str
    why: str
    resolved_at: dt.datetime | None
    snoozed_until: dt.date | None
    wakes_on_message: bool
    ended_on: dt.date | None
    strength: int
    peak: int
    factor: str
    reading: dict[str, int | None]
    score: int | None
    loss_cents: int | None


@dataclass(slots=True)
class Plan:
    """What a chunk has to write: new rows, and by the id of an alert what becomes of it."""

    opens: list[dict[str, Any]] = field(default_factory=list)
    updates: dict[int, dict[str, Any]] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)  # standing or resolved: the condition is over

    def __bool__(self) -> bool:
        return bool(self.opens or self.updates or self.ends)


def follow(day: Day, clients: IntArray, found: Conditions) -> int:
    """Bring the alerts of a chunk's clients up to date; returns how many were opened, changed or ended.

    The caller holds the clients' scoring locks. 1. Read what goes on. 2. Plan. 3. Where there is something to do: lock
    those alerts in the order of their ids, so that what people did meanwhile is respected, and write.
    """
    plan = _plan(day, clients, found, going_on(clients))
    if not plan:
        return 0
    now = clock.now()
    return _change(plan, day, now) + _open(plan, day, now)


def going_on(clients: IntArray) -> list[Row]:
    """Alerts of a chunk whose condition has not ended, the oldest first."""
    rows = Alert.objects.filter(client__in=clients.tolist(), ended_on=None).order_by("pk")
    return list(rows.values(*Row.__annotations__))


# --- the plan ---------------------------------------------------------------------------------------------------------


def _plan(day: Day, clients: IntArray, found: Conditions, rows: Sequence[Row]) -> Plan:
    plan = Plan()
    places = {sign.key: k for k, sign in enumerate(found.signs)}
    newest: dict[tuple[int, int], Row] = {}
    for row in rows:
        if row["sign"] not in places:
            plan.ends.add(row["id"])
            continue
        cell = (int(np.searchsorted(clients, row["client_id"])), places[row["sign"]])
        newest[cell] = row
        if UNTOLD < found.strength[cell] < ENDS:
            plan.ends.add(row["id"])
        elif row["state"] != Alert.State.RESOLVED:
            _update(plan, found, cell, row)
    for i, k in np.argwhere(found.strength >= OPENS).tolist():
        held = newest.get((i, k))
        if held is None or _arms_again(held, int(found.strength[i, k]), day):
            plan.opens.append(_opening(clients, found, (i, k)))
            if held is not None:
                plan.ends.add(held["id"])
    return plan


def _update(plan: Plan, found: Conditions, cell: tuple[int, int], row: Row) -> None:
    now = _figures(found, cell)
    if found.strength[cell] == UNTOLD:  # what it would cost to lose them is known all the same
        now = {**{name: row[name] for name in UPDATED}, "loss_cents": now["loss_cents"]}  # type: ignore[literal-required]
    now["peak"] = max(row["peak"], now["strength"])
    if any(row[name] != now[name] for name in UPDATED):  # type: ignore[literal-required]
        plan.updates[row["id"]] = now


def _arms_again(held: Row, strength: int, day: Day) -> bool:
    """Whether a resolve by a person no longer holds although the condition never ended."""
    if held["state"] != Alert.State.RESOLVED or held["resolved_at"] is None:
        return False
    resolved_on = held["resolved_at"].astimezone(ZoneInfo(day.zone)).date()
    days = REARMS_AFTER.get(held["outcome"], 0)
    return strength >= held["strength"] + MUCH_WORSE or day.date >= resolved_on + dt.timedelta(days=days)


def _figures(found: Conditions, cell: tuple[int, int]) -> dict[str, Any]:
    i, k = cell
    return {
        "strength": int(found.strength[i, k]),
        "factor": found.factor(i, k),
        "reading": found.reading(i, k),
        "score": found.score(i, k),
        "loss_cents": found.loss_cents(i),
    }


def _opening(clients: IntArray, found: Conditions, cell: tuple[int, int]) -> dict[str, Any]:
    sign, figures = found.signs[cell[1]], _figures(found, cell)
    heading = {"client_id": int(clients[cell[0]]), "sign": sign.key, "side": sign.side, "urgent": sign.urgent}
    return {**heading, **figures, "peak": figures["strength"]}


# --- writing ----------------------------------------------------------------------------------------------------------


def _change(plan: Plan, day: Day, now: dt.datetime) -> int:
    """Write updates and ends. Whoever was resolved, or had ended, since we looked is not touched again."""
    touched = plan.ends | plan.updates.keys()
    if not touched:
        return 0
    locked = Alert.objects.filter(pk__in=touched, ended_on=None).order_by("pk").select_for_update()
    rows, ended = [], []
    for row in locked.values(*Row.__annotations__):
        standing = row["state"] != Alert.State.RESOLVED
        if row["id"] in plan.ends:
            rows.append(row | {"ended_on": day.date} | (ending(now, Alert.Outcome.ENDED) if standing else {}))
            ended += [row["id"]] if standing else []
        elif standing:
            rows.append(row | plan.updates[row["id"]])
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, {"rows": json.dumps(rows, default=str), "now": now})
    put_on_record(AlertEvent.What.ENDED, ended, now)
    return len(rows)


def ending(now: dt.datetime, outcome: str) -> dict[str, Any]:
    """What a standing alert becomes that no person resolved."""
    return {
        "state": Alert.State.RESOLVED.value, "outcome": str(outcome), "why": "", "resolved_at": now,
        "snoozed_until": None, "wakes_on_message": False,
    }  # fmt: skip


def _open(plan: Plan, day: Day, now: dt.datetime) -> int:
    """Insert new alerts; one that another scorer, or a person who reopened it, made meanwhile stands already."""
    if not plan.opens:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"rows": json.dumps(plan.opens), "day": day.date, "now": now})
        opened = [row[0] for row in cursor.fetchall()]
    put_on_record(AlertEvent.What.OPENED, opened, now)
    return len(opened)


# --- on record --------------------------------------------------------------------------------------------------------


def put_on_record(what: AlertEvent.What, alerts: Sequence[int], now: dt.datetime) -> None:
    """One step in the history of each, and word of it for other systems, in one statement."""
    if alerts:
        with connection.cursor() as cursor:
            cursor.execute(ON_RECORD, {"what": what.value, "ids": list(alerts), "now": now})


def told_elsewhere(event: AlertEvent) -> Event:
    """What other systems hear of a step that a person took, or that can happen again: as above, and who and what.

    Its words stay here: they were written for colleagues.
    """
    alert = event.alert
    facts = {name: getattr(alert, name) for name in ("sign", "side", "urgent", "strength", "score", "loss_cents")}
    payload = {"alert": alert.pk, **facts, "outcome": alert.outcome, "by": event.by_id, **event.detail}
    if "to" in payload:  # a list, as where people are told
        payload["to"] = [payload["to"]] if payload["to"] else []
    return Event(f"alert:{alert.pk}:{event.what}:{event.pk}", alert.client_id, payload)
