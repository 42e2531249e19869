"""How long both sides wait for an answer, in working minutes: recent four weeks against 25, with one week between.

A wait begins with the first message of a side in a thread and ends with the other side's next one. A question that
nobody has answered counts at its age so far once that is a working day, unless both have spoken by phone or met since.
Waits for them leave out their holidays (their country's, and periods of theirs); waits for us only our own.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from signals.detection import Columns, Evidence, Scope
from signals.measures.messages import Messages, instant
from signals.measures.office import hours, office
from signals.measures.rhythm import BASE, RECENT, WINDOW, heard, last_heard, placed_spells, still_spells
from signals.replies import reply_shift
from signals.statistics import BoolArray, FloatArray, IntArray
from signals.wording import number_text

LONGEST_DAYS = 10  # working days: later is no later
TALK_DAYS = 14  # a call or meeting within so many days answers what was asked before it
CALL, MEETING = 2, 3  # channels
THEM, US = 2, 1  # who is waited for, by the direction of the message that waits

OPEN = np.iinfo(np.int64).max  # the answer that has not come
DAY = 86_400_000_000  # microseconds
SUMS = ("answers", "total", "squares", "minutes", "pending")


@dataclass(frozen=True, slots=True)
class Replies:
    """Of one side, columns (n,): answers, their waits (thousandths of log hours) and minutes; then the raw change."""

    columns: Columns
    change: FloatArray  # mean recent wait less the mean before, log hours; NaN where too little is known

    def shift(self, trend: float = 0.0) -> FloatArray:
        """Standardised and shrunk, see signals.replies."""
        c = self.columns
        return reply_shift(c["answers"], c["total"], c["answers_base"], c["total_base"], c["squares_base"], trend)


def replies(scope: Scope, side: int) -> Replies:
    """How long `side` (THEM or US) lets the other wait."""
    found: dict[int, Replies] = scope.shared("replies", _measure)
    return found[side]


@dataclass(frozen=True, slots=True)
class Waits:
    """w waits: whose client, the message that waits and for whom, from when to when, and the working minutes kept."""

    place: IntArray
    pk: IntArray
    side: IntArray
    asked: IntArray  # microseconds since 2000
    answered: IntArray  # OPEN while there is no answer
    minutes: IntArray

    def among(self, chosen: BoolArray) -> Waits:
        return Waits(*(getattr(self, each.name)[chosen] for each in fields(self)))


def _window(scope: Scope) -> tuple[dt.date, dt.date]:
    until = last_heard(scope)[0]
    return until - dt.timedelta(days=WINDOW - 1), until


def _waits(scope: Scope) -> Waits:
    """What counts: answered, or asked, not spoken about since, and a working day old; not across their holidays."""
    first, until = _window(scope)
    found = heard(scope, first, until)
    waits, asks = _turns(found)
    now = found.start + found.span
    recent, base = _ends(scope)
    waits = waits.among(
        ((waits.asked >= recent) | (waits.asked < base))
        & ((waits.answered != OPEN) | (asks & ~_spoken(found, waits)))
        & ((waits.side != THEM) | ~_asleep(scope, found, waits, now))
    )
    opens, shuts = hours(scope.calendars)
    minutes = _minutes(scope, waits, np.where(waits.answered == OPEN, now, waits.answered))
    kept = replace(waits, minutes=np.minimum(minutes, LONGEST_DAYS * (shuts - opens)))
    return kept.among((waits.answered != OPEN) | (minutes >= shuts - opens))


def _ends(scope: Scope) -> tuple[int, int]:
    """The instants at which the recent four weeks begin, and the baseline ends."""
    first, until = _window(scope)
    recent = scope.instant(until - dt.timedelta(days=RECENT - 1))
    return instant(recent), instant(scope.instant(first + dt.timedelta(days=BASE)))


def _turns(found: Messages) -> tuple[Waits, BoolArray]:
    """A turn is what one side writes in a thread until the other does; and whether its messages ask anything."""
    threaded = np.flatnonzero(found.thread != 0)
    order = threaded[np.argsort(found.thread[threaded], kind="stable")]  # each thread by instant and id
    thread, direction = found.thread[order], found.direction[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (thread[1:] != thread[:-1]) | (direction[1:] != direction[:-1])
    turns = np.flatnonzero(begins)
    first = order[turns]
    answered = np.full(len(turns), OPEN, dtype=np.int64)
    follows = np.flatnonzero(thread[turns[1:]] == thread[turns[:-1]])
    answered[follows] = found.at[first[follows + 1]]
    asks = np.logical_or.reduceat(found.asks[order], turns) if len(turns) else np.zeros(0, dtype=bool)
    waits = Waits(
        found.place[first], found.pk[first], found.direction[first], found.at[first], answered, np.zeros_like(answered)
    )
    return waits, asks


def _spoken(found: Messages, waits: Waits) -> BoolArray:
    """Whether both spoke by phone or met within a fortnight after the question."""
    talks = np.append(found.key[(found.channel == CALL) | (found.channel == MEETING)], OPEN)
    asked = found.keys(waits.place, waits.asked)
    after = talks[np.searchsorted(talks, asked, side="right")]
    return np.asarray((after < (waits.place + 1) * found.span) & (after - asked <= TALK_DAYS * DAY))


def _asleep(scope: Scope, found: Messages, waits: Waits, now: int) -> BoolArray:
    """Whether a pause or holiday of theirs touches the wait."""
    touched = np.zeros(len(waits.place), dtype=bool)
    order = np.argsort(waits.place, kind="stable")
    place = waits.place[order]
    first, until = _window(scope)
    for client, since, awake in placed_spells(scope, still_spells(scope, first, until)):
        own = order[np.searchsorted(place, client) : np.searchsorted(place, client, side="right")]
        touched[own] |= (waits.asked[own] < awake) & (np.minimum(waits.answered[own], now) >= since)
    return touched


def _minutes(scope: Scope, waits: Waits, until: IntArray) -> IntArray:
    """Working minutes of each wait: ours by our calendar, theirs by their country's."""
    minutes = np.zeros(len(waits.place), dtype=np.int64)
    countries = _countries(scope)[waits.place]
    countries[waits.side == US] = ""
    first, last = _window(scope)
    for country in np.unique(countries).tolist():
        calendar = scope.calendars.days_off(country)
        known = office(scope.calendars, scope.day.zone, first, last, days_off=calendar)
        chosen = countries == country
        minutes[chosen] = known.minutes(until[chosen]) - known.minutes(waits.asked[chosen])
    return minutes


def _countries(scope: Scope) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """The country of each client whose holidays are known, else none: (n,)."""
    found: np.ndarray[tuple[int], np.dtype[np.str_]] = scope.shared("countries", _read_countries)
    return found


def _read_countries(scope: Scope) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    countries = np.full(len(scope.clients), "", dtype="U2")
    named = sorted(code for code in scope.calendars.holidays if code)
    rows = scope.rows("SELECT id, country FROM [client] c WHERE country = ANY(%(named)s)", named=named) if named else []
    places, inside = scope.places(np.array([row[0] for row in rows], dtype=np.int64))
    countries[places[inside]] = np.array([row[1] for row in rows], dtype="U2")[inside]
    return countries


@lru_cache(maxsize=4)
def _log_waits(longest: int) -> IntArray:
    """Thousandths of log(1 + hours) by whole minutes up to `longest`."""
    return np.array([round(1000 * math.log(1 + minutes / 60)) for minutes in range(longest + 1)], dtype=np.int64)


def _measure(scope: Scope) -> dict[int, Replies]:
    waits = _waits(scope)
    opens, shuts = hours(scope.calendars)
    logs = _log_waits(LONGEST_DAYS * (shuts - opens))[waits.minutes]
    still_open = (waits.answered == OPEN).astype(np.int64)
    values = dict(zip(SUMS, (np.ones_like(logs), logs, logs * logs, waits.minutes, still_open), strict=True))
    expired = last_heard(scope)[1]
    late = waits.asked >= _ends(scope)[0]
    n = len(scope.clients)
    found = {}
    for side in (THEM, US):
        columns: Columns = {}
        for chosen, ending in ((late, ""), (~late, "_base")):
            rows = np.flatnonzero(chosen & (waits.side == side))
            for name, value in values.items():  # whole numbers below 2^53: exact in any order
                total = np.bincount(waits.place[rows], weights=value[rows].astype(np.float64), minlength=n)
                columns[name + ending] = np.full(n, np.nan) if expired else total.astype(np.float64)
        found[side] = Replies(columns, _change(columns))
    return found


def _change(columns: Columns) -> FloatArray:
    c = columns
    shift = reply_shift(c["answers"], c["total"], c["answers_base"], c["total_base"], c["squares_base"])
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (columns["total"] / columns["answers"] - columns["total_base"] / columns["answers_base"]) / 1000.0
    return np.where(np.isnan(shift), np.nan, change)


def working_hours(minutes: float) -> str:
    """Hours with one decimal below ten."""
    return number_text(minutes / 60, 0 if minutes >= 600 else 1)


def waited(scope: Scope, side: int) -> list[Evidence]:
    """What waited for `side` in the recent four weeks, one client, the newest first; `figure` in working minutes."""
    waits = _waits(scope)
    waits = waits.among((waits.side == side) & (waits.asked >= _ends(scope)[0]))
    told = zip(waits.pk.tolist(), (waits.answered == OPEN).tolist(), waits.minutes.tolist(), strict=True)
    known = {pk: (still_open, minutes) for pk, still_open, minutes in told}
    rows = scope.rows(
        """
        SELECT m.id, (m.occurred_at AT TIME ZONE %(zone)s)::date, p.name, p.email
        FROM [message] m LEFT JOIN [contact] p ON p.id = m.contact_id
        WHERE m.id = ANY(%(waiting)s) ORDER BY m.occurred_at DESC, m.id
        """,
        waiting=list(known),
    )
    return [_wait((pk, on, *known[pk], name, email), side) for pk, on, name, email in rows]


def _wait(row: tuple[Any, ...], side: int) -> Evidence:
    pk, on, still_open, minutes, name, email = row
    said = {"who": name or email or _("someone there"), "hours": working_hours(minutes)}
    if side == US:
        words = _("From %(who)s: %(hours)s working hours without an answer of ours")
        words = words if still_open else _("From %(who)s: we answered after %(hours)s working hours")
    elif still_open:
        words = _("To %(who)s: no answer yet, %(hours)s working hours so far")
    else:
        words = _("To %(who)s: answered after %(hours)s working hours")
    return Evidence(on, words % said, _("Messages"), "message", pk, float(minutes))
