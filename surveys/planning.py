"""Whose turn it is to be asked, and when. Pure: plain values in, plain values out, the same for the same.

A round is one time that a person is due under a campaign. Its name stays, so that planning twice finds it again. A
person whose turn falls into the rest that everybody has between two surveys is asked when the rest is over, as long as
the occasion is still one; then their turn is passed over.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from surveys.windows import Window, part_of
from surveys.zones import Place

EVERY, ANNIVERSARY, EVENT, ONCE = "every", "anniversary", "event", "once"
AROUND = dt.timedelta(days=45)  # an anniversary is one for so long
FRESH = dt.timedelta(days=14)  # what happened is remembered for so long
HALF_YEAR = 6  # months
YEAR = 365  # days between two surveys for whoever asked for one a year
THROTTLED = "throttled"


@dataclass(frozen=True, slots=True)
class Rule:
    """A campaign as far as planning goes. `share` in percent, `spread` in sending days."""

    key: int
    when: str
    begins: dt.date
    ends: dt.date | None = None
    every_days: int = 180
    delay_days: int = 2
    spread: int = 5
    share: int = 100
    window: Window = field(default_factory=Window)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened at a client, by a name that stays."""

    name: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class History:
    """What a campaign did with one person: the rounds that went out, and the day of the last of them."""

    rounds: Collection[str] = ()
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A round, the first day for it, and the last one on which it still makes sense."""

    round: str
    first: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """When a round is asked; `why` says that it is passed over."""

    round: str
    at: dt.datetime
    why: str = ""


def is_sampled(rule: Rule, contact: int) -> bool:
    """Whether a person belongs to the share that is asked: always the same people, nobody's choice."""
    return part_of("share", rule.key, contact) * 100 < rule.share


def due(
    rule: Rule,
    history: History,
    today: dt.date,
    ahead: int,
    *,
    started: dt.date | None = None,
    happened: Sequence[Happened] = (),
) -> Due | None:
    """The round that a person is in by `today + ahead` days, if any."""
    found = _due(rule, history, today, ahead, started, happened)
    if found is None or found.first > today + dt.timedelta(days=ahead):
        return None
    if rule.ends is None:
        return found
    return Due(found.round, found.first, min(rule.ends, found.until or rule.ends))


def turn(
    rule: Rule, found: Due, contact: int, now: dt.datetime, place: Place, free_from: dt.date | None
) -> Turn | None:
    """When somebody is asked who is due, at the earliest from `free_from` on. None: too late for the campaign."""
    first = max(found.first, free_from or found.first)
    part = part_of("slot", rule.key, contact, found.round)
    spread = 1 if rule.when == EVENT else rule.spread
    if found.until is not None and first > found.until:
        return Turn(found.round, rule.window.slot(found.first, spread, part, place), THROTTLED)
    at = slot_from(rule.window, max(first, now.astimezone(place.clock).date()), now, spread, part, place)
    if rule.ends is not None and at.astimezone(place.clock).date() > rule.ends:
        at = slot_from(rule.window, max(first, now.astimezone(place.clock).date()), now, 1, part, place)
        if at.astimezone(place.clock).date() > rule.ends:
            return None
    return Turn(found.round, at)


def slot_from(window: Window, first: dt.date, now: dt.datetime, spread: int, part: float, place: Place) -> dt.datetime:
    """A slot that is still to come."""
    at = window.slot(first, spread, part, place)
    return at if at >= now else window.slot(first + dt.timedelta(days=1), spread, part, place)


def free_from(last: dt.date | None, throttle_days: int, *, yearly: bool) -> dt.date | None:
    """The first day on which somebody may be asked again; None when nobody asked them."""
    if last is None:
        return None
    return last + dt.timedelta(days=max(throttle_days, YEAR) if yearly else throttle_days)


def anniversaries(started: dt.date, low: dt.date, high: dt.date) -> Iterator[dt.date]:
    """The days from `low` to `high` that are some half years after a day. Of a leap day: the last of its month."""
    months = max(1, ((low.year - started.year) * 12 + low.month - started.month) // HALF_YEAR)
    for number in range(months, months + 2 + (high - low).days // 180 + 1):
        on = _months_after(started, number * HALF_YEAR)
        if low <= on <= high:
            yield on


def _due(
    rule: Rule,
    history: History,
    today: dt.date,
    ahead: int,
    started: dt.date | None,
    happened: Sequence[Happened],
) -> Due | None:
    horizon = today + dt.timedelta(days=ahead)
    if rule.when == EVERY:
        first = rule.begins if history.last is None else history.last + dt.timedelta(days=rule.every_days)
        return Due(str(len(history.rounds) + 1), max(first, rule.begins))
    if rule.when == ONCE:
        return None if history.rounds else Due("once", rule.begins)
    if rule.when == ANNIVERSARY:
        days = anniversaries(started, max(rule.begins, today - AROUND), horizon) if started else ()
        rounds = [Due(on.isoformat(), on, on + AROUND) for on in days]
        return next((one for one in rounds if one.round not in history.rounds), None)
    return _after_event(rule, history, today, horizon, happened)


def _after_event(
    rule: Rule, history: History, today: dt.date, horizon: dt.date, happened: Sequence[Happened]
) -> Due | None:
    """The latest thing that happened and was not asked about; what lies behind it is no longer news."""
    delay = dt.timedelta(days=rule.delay_days)
    for one in sorted(happened, key=lambda one: (one.on, one.name), reverse=True):
        first = one.on + delay
        if one.on >= rule.begins and today - FRESH <= first <= horizon:
            return None if one.name in history.rounds else Due(one.name, first, first + FRESH)
    return None


def _months_after(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return dt.date(day.year + year, month + 1, min(day.day, last))
