"""When a mail may reach somebody: on some weekdays, between two hours, on no holiday, never at night. Pure.

All instants are aware; `Place` says what the clocks on the wall show there. Hours are local, so that nine o'clock stays
nine o'clock when the clocks change.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import holidays

from surveys.zones import Place

MORNING, EVENING = dt.time(7), dt.time(20)  # outside of these nobody is written to, whatever a campaign says
USUAL = (dt.time(9), dt.time(16))
WORKING = (0, 1, 2, 3, 4)
LONGEST = 400  # days to look ahead; no country is on holiday for so long
DaysOff = Mapping[str, Collection[dt.date]]


@dataclass(frozen=True, slots=True)
class Window:
    """Weekdays (0 is Monday) and hours of a campaign, and days off that are known beside public ones, by country."""

    weekdays: tuple[int, ...] = WORKING
    hour_from: dt.time = USUAL[0]
    hour_to: dt.time = USUAL[1]
    off: DaysOff = field(default_factory=dict)

    @property
    def hours(self) -> tuple[dt.time, dt.time]:
        """The hours, less the night; the usual ones where nothing is left of them."""
        opens, shuts = max(self.hour_from, MORNING), min(self.hour_to, EVENING)
        return (opens, shuts) if opens < shuts else USUAL

    def opens_on(self, day: dt.date, place: Place) -> bool:
        """Whether anything is sent on a day there. A window without a weekday has the working ones."""
        if day.weekday() not in (self.weekdays or WORKING):
            return False
        return not is_holiday(day, place.country) and day not in self.off.get(place.country, ())

    def days(self, first: dt.date, place: Place) -> Iterator[dt.date]:
        """The days on which something is sent, from one on."""
        for after in range(LONGEST):
            day = first + dt.timedelta(days=after)
            if self.opens_on(day, place):
                yield day

    def holds(self, moment: dt.datetime, place: Place) -> bool:
        """Whether a mail may go out at an instant."""
        local = moment.astimezone(place.clock)
        opens, shuts = self.hours
        return opens <= local.time() < shuts and self.opens_on(local.date(), place)

    def fit(self, moment: dt.datetime, place: Place) -> dt.datetime:
        """The instant itself where a mail may go out then, else the next opening."""
        if self.holds(moment, place):
            return moment
        local = moment.astimezone(place.clock)
        opens, _shuts = self.hours
        first = local.date() if local.time() < opens else local.date() + dt.timedelta(days=1)
        day = next(self.days(first, place), first)
        return dt.datetime.combine(day, opens, place.clock).astimezone(dt.UTC)

    def slot(self, first: dt.date, spread: int, part: float, place: Place) -> dt.datetime:
        """An instant within `spread` sending days from a day on; `part` (0 up to 1) says how far into them.

        The same for the same arguments, and evenly spread where the parts are.
        """
        opens, shuts = self.hours
        which, within = divmod(part * spread, 1)
        day = first
        for number, one in enumerate(self.days(first, place)):
            day = one
            if number >= which:
                break
        begin = dt.datetime.combine(day, opens, place.clock).astimezone(dt.UTC)
        length = dt.datetime.combine(day, shuts, place.clock).astimezone(dt.UTC) - begin
        return begin + dt.timedelta(seconds=int(length.total_seconds() * within))


def part_of(*names: object) -> float:
    """A number from 0 up to 1 that belongs to these names for ever: even over many, and nobody's choice."""
    known = "\n".join(str(name) for name in names)
    return int.from_bytes(hashlib.sha256(known.encode()).digest()[:6], "big") / 2**48


def is_holiday(day: dt.date, country: str) -> bool:
    return day in _holidays(country, day.year)


@cache
def _holidays(country: str, year: int) -> frozenset[dt.date]:
    """The public holidays of a country that hold everywhere in it; none where we do not know it."""
    try:
        return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()
    except NotImplementedError:
        return frozenset()
