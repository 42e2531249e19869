"""Which signs were there before a relationship ended, when, and whether anybody acted on them.

From the closed week closes of the 52 weeks before the notice, as pages showed them, and from the alerts and plays of
that time. Nothing of the day of the notice or later counts, however early it is dated: what was written down
afterwards is hindsight. Five queries, however many relationships.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Agency
from accounts.permissions import Person
from clienthealth.core.clock import Day
from signals.bands import Band
from signals.configuration import spec_of
from signals.detectors import BY_FACTOR
from signals.models import Alert, AlertEvent, Play
from signals.permissions import ClientScore, alerts_for, plays_for, scores_for
from signals.priors import Side

WEEKS = 52
STILL_DAYS = 13  # a week close older than that says nothing of the notice
FIRING = 5_000  # ten-thousandths: as strong as what an alert opens on
NO_SIGN = frozenset({"tenure"})  # how long they are with us is no sign of anything they did
BY_SIGN = {detector.key for detector in BY_FACTOR.values()} - NO_SIGN
SIDES: dict[str, frozenset[Side]] = {"client": frozenset({"churn"}), "agency": frozenset({"fire"})}
BOTH: frozenset[Side] = frozenset({"churn", "fire"})


@dataclass(frozen=True, slots=True)
class Departure:
    """A relationship that ended: who ended it, and the day of the notice (or of the end where nobody gave any)."""

    client: int
    side: str
    until: dt.date

    @property
    def since(self) -> dt.date:
        return self.until - dt.timedelta(weeks=WEEKS)

    @property
    def sides(self) -> frozenset[Side]:
        """The scores on which a warning could have come."""
        return SIDES.get(self.side, BOTH)


@dataclass(frozen=True, slots=True)
class SignTrace:
    """One sign. Strengths are ten-thousandths, the weight hundredths of log-odds on the side that ended it.

    `first` is None for a sign of which only an alert tells; `weeks` counts the week closes on which it fired.
    """

    sign: str
    first: dt.date | None = None
    strongest: int = 0
    weeks: int = 0
    at_notice: bool = False
    alerted: dt.date | None = None
    acknowledged: dt.date | None = None
    play: dt.date | None = None
    weight: int = 0

    @property
    def acted_on(self) -> bool:
        return self.acknowledged is not None or self.play is not None


@dataclass(frozen=True, slots=True)
class Traced:
    """All of one relationship; one entry of `days`, of both bands and of each of `strengths` a week close."""

    until: dt.date
    signs: list[SignTrace] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)
    strengths: dict[str, list[int | None]] = field(default_factory=dict)
    churn: list[int | None] = field(default_factory=list)
    fire: list[int | None] = field(default_factory=list)
    warned_on: dt.date | None = None

    @property
    def warned_days(self) -> int | None:
        return None if self.warned_on is None else (self.until - self.warned_on).days


@dataclass(slots=True)
class _Acted:
    """What is known of the alerts of one sign."""

    side: str
    alerted: dt.date
    acknowledged: dt.date | None = None
    play: dt.date | None = None


Alerted = dict[str, _Acted]


def trace(user: Person, departure: Departure) -> Traced:
    return traces(user, [departure])[departure.client]


def traces(user: Person, departures: Collection[Departure]) -> dict[int, Traced]:
    """By client, of what this person may see."""
    if not departures:
        return {}
    clients = [one.client for one in departures]
    since, until = min(one.since for one in departures), max(one.until for one in departures)
    weekly = scores_for(user).weekly(clients, since, until, full=True)
    alerts = _alerted(user, departures)
    return {one.client: _traced(one, weekly.get(one.client, []), alerts[one.client]) for one in departures}


def _traced(of: Departure, weekly: Iterable[ClientScore], alerts: Alerted) -> Traced:
    weeks = [score for score in weekly if of.since <= score.day < of.until]
    strengths = _strengths(weeks)
    weights = _weights(weeks, of)
    known = {sign: column for sign, column in strengths.items() if _fires(column) or sign in alerts}
    bare = [sign for sign in alerts if sign not in known and sign in BY_SIGN]
    last = weeks[-1].day if weeks and (of.until - weeks[-1].day).days <= STILL_DAYS else None
    signs = [_sign(sign, known.get(sign, []), weeks, last) for sign in (*known, *bare)]
    signs = [replace(one, weight=weights.get(one.sign, 0), **_acts(alerts.get(one.sign))) for one in signs]
    return Traced(
        until=of.until,
        signs=sorted(signs, key=lambda one: (-one.strongest, one.sign)),
        days=[score.day for score in weeks],
        strengths=known,
        churn=[int(score.churn.band) if score.churn else None for score in weeks],
        fire=[int(score.fire.band) if score.fire else None for score in weeks],
        warned_on=_warned(of, weeks, alerts),
    )


def _fires(column: Iterable[int | None]) -> bool:
    return any(value is not None and value >= FIRING for value in column)


def _strengths(weeks: Sequence[ClientScore]) -> dict[str, list[int | None]]:
    """Of each sign the strongest of its factors that speak against the relationship, a week an entry."""
    found: dict[str, list[int | None]] = {}
    for place, score in enumerate(weeks):
        for factor, strength in zip(spec_of(score.scorecard).factors, score.strengths, strict=False):
            detector = BY_FACTOR.get(factor.key)
            if detector is None or factor.weight <= 0 or detector.key in NO_SIGN:
                continue
            column = found.setdefault(detector.key, [None] * len(weeks))
            before = column[place]
            if strength is not None:
                column[place] = strength if before is None else max(before, strength)
    return found


def _weights(weeks: Sequence[ClientScore], of: Departure) -> dict[str, int]:
    """By the newest scorecard, on the side that ended it."""
    found: dict[str, int] = {}
    for factor in spec_of(weeks[-1].scorecard).factors if weeks else ():
        detector = BY_FACTOR.get(factor.key)
        if detector is not None and factor.side in of.sides:
            found[detector.key] = max(found.get(detector.key, 0), round(100 * factor.weight))
    return found


def _sign(key: str, column: Sequence[int | None], weeks: Sequence[ClientScore], last: dt.date | None) -> SignTrace:
    """`last` is the week close before the notice; None where the scores had ended by then."""
    firing = [score.day for score, value in zip(weeks, column, strict=False) if value is not None and value >= FIRING]
    return SignTrace(
        sign=key,
        first=firing[0] if firing else None,
        strongest=max((value for value in column if value is not None), default=0),
        weeks=len(firing),
        at_notice=last is not None and last in firing,
    )


def _acts(acted: _Acted | None) -> dict[str, Any]:
    if acted is None:
        return {}
    return {"alerted": acted.alerted, "acknowledged": acted.acknowledged, "play": acted.play}


def _warned(of: Departure, weeks: Iterable[ClientScore], alerts: Alerted) -> dt.date | None:
    """The first week of High or above, or the first alert, on a side that could have warned of this end."""
    high = [
        score.day
        for score in weeks
        for side in of.sides
        if (one := score.side(side)) and one.computed_band >= Band.HIGH
    ]
    return min([*high, *(one.alerted for one in alerts.values() if one.side in of.sides)], default=None)


# --- alerts, and what was done about them --


def _alerted(user: Person, departures: Collection[Departure]) -> dict[int, Alerted]:
    zone = Agency.objects.get().zone
    of = {one.client: one for one in departures}
    cuts = {one.client: Day(one.until - dt.timedelta(days=1), zone).cut for one in departures}
    found: dict[int, Alerted] = defaultdict(dict)
    alerts = [one for one in _alerts(user, departures) if _is_of(one, of[one.client_id], cuts[one.client_id])]
    by_pk = {one.pk: one for one in alerts}
    for alert in alerts:
        known = found[alert.client_id].setdefault(alert.sign, _Acted(alert.side, alert.opened_on))
        known.alerted = min(known.alerted, alert.opened_on)
    for event in AlertEvent.objects.filter(alert__in=by_pk, what=AlertEvent.What.ACKNOWLEDGED).order_by("at"):
        alert = by_pk[event.alert_id]
        acted = found[alert.client_id][alert.sign]
        if event.at < cuts[alert.client_id] and acted.acknowledged is None:
            acted.acknowledged = event.at.astimezone(ZoneInfo(zone)).date()
    for play in _plays(user, by_pk):
        alert = by_pk[play.alert_id or 0]
        acted = found[alert.client_id][alert.sign]
        if play.started_at < cuts[alert.client_id] and play.started_on < of[alert.client_id].until:
            acted.play = acted.play or play.started_on
    return found


def _alerts(user: Person, departures: Collection[Departure]) -> Iterable[Alert]:
    """Opened before the latest notice; each relationship's own days are looked at by `_is_of`."""
    latest = max(one.until for one in departures)
    chosen = alerts_for(user).filter(client__in=[one.client for one in departures], opened_on__lt=latest)
    return chosen.order_by("opened_on", "pk")


def _is_of(alert: Alert, of: Departure, cut: dt.datetime) -> bool:
    """Opened before the notice and written down before it, and not over before the weeks that are looked at."""
    over = alert.ended_on or (alert.resolved_at.date() if alert.resolved_at else None)
    return alert.opened_on < of.until and alert.opened_at < cut and (over is None or over >= of.since)


def _plays(user: Person, alerts: Iterable[int]) -> Iterable[Play]:
    return plays_for(user).filter(alert__in=list(alerts)).order_by("started_on", "pk")


# --- as it is kept --


def signs_json(traced: Traced) -> list[dict[str, Any]]:
    return [
        {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in asdict(one).items()}
        for one in traced.signs
    ]


def weeks_json(traced: Traced) -> dict[str, Any]:
    return {
        "days": [day.isoformat() for day in traced.days],
        "strengths": traced.strengths,
        "churn": traced.churn,
        "fire": traced.fire,
    }


def sign_of(kept: dict[str, Any]) -> SignTrace:
    days = {key: _day(kept.get(key)) for key in ("first", "alerted", "acknowledged", "play")}
    return SignTrace(**{**kept, **days})


def kept_trace(until: dt.date, signs: Iterable[dict[str, Any]], weeks: dict[str, Any], warned: int | None) -> Traced:
    """What was frozen, as it was traced."""
    return Traced(
        until=until,
        signs=[sign_of(one) for one in signs],
        days=[dt.date.fromisoformat(day) for day in weeks.get("days", [])],
        strengths=weeks.get("strengths", {}),
        churn=weeks.get("churn", []),
        fire=weeks.get("fire", []),
        warned_on=None if warned is None else until - dt.timedelta(days=warned),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
