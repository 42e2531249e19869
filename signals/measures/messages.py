"""The messages of the window as arrays, read once a pass for every sign that counts or times them.

A window holds a few hundred messages a client, which signs cut in many ways: by thread, by office hours, by pauses.
Whole numbers in NumPy do that many times faster than SQL; all that crosses the wire is five integers a message.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace

import numpy as np

from signals.detection import Scope
from signals.statistics import BoolArray, IntArray

ZERO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # where PostgreSQL's instants begin
MICROSECOND = dt.timedelta(microseconds=1)
IN, OUT = 1, 2


@dataclass(frozen=True, slots=True)
class Messages:
    """m messages that no machine wrote, by client, instant and id; arrays (m,). Instants are as `instant` gives them.

    `key` is place · span + at − start, so that one sorted array finds any stretch of any client's messages.
    """

    place: IntArray  # of the client in the scope
    pk: IntArray
    at: IntArray
    key: IntArray
    thread: IntArray  # a hash of client and thread, 0 without a thread
    direction: IntArray
    channel: IntArray
    asks: BoolArray
    judged: BoolArray  # whether it is known if it asks
    start: int
    span: int

    def keys(self, place: IntArray | int, at: IntArray | int) -> IntArray:
        """`key` of other instants; those outside the window count as its ends."""
        return np.asarray(place * self.span + np.clip(np.asarray(at) - self.start, 0, self.span), dtype=np.int64)

    def among(self, chosen: BoolArray) -> Messages:
        """Only some of them."""
        names = [each.name for each in fields(self) if each.name not in {"start", "span"}]
        return replace(self, **{name: getattr(self, name)[chosen] for name in names})


def instant(at: dt.datetime) -> int:
    """Microseconds since 2000."""
    return (at - ZERO) // MICROSECOND


def instants(times: list[dt.datetime]) -> IntArray:
    return np.array([instant(at) for at in times], dtype=np.int64)


def messages(scope: Scope, start: dt.datetime, end: dt.datetime) -> Messages:
    """Those from `start` until before `end`; every sign asks for the same window."""
    found: Messages = scope.shared("messages", lambda each: _measure(each, start, end))
    return found


def _measure(scope: Scope, start: dt.datetime, end: dt.datetime) -> Messages:
    found = scope.integers(
        ("client", "pk", "at", "thread", "bits"),
        """
        SELECT client_id, id, occurred_at,
               CASE WHEN thread = '' THEN 0 ELSE hashtextextended(thread, client_id) END,
               (direction + 4 * (questions IS NOT NULL)::int + 8 * coalesce(questions > 0, false)::int
                + 16 * channel)::bigint
        FROM [message] m WHERE occurred_at >= %(start)s AND occurred_at < %(end)s AND NOT automatic
        """,
        start=start,
        end=end,
    )
    first, span = instant(start), instant(end) - instant(start)
    places, inside = scope.places(found["client"])
    key = places * span + found["at"] - first
    order = np.lexsort((found["pk"], key))
    order = order[inside[order]]
    bits = found["bits"][order]
    return Messages(
        place=places[order],
        pk=found["pk"][order],
        at=found["at"][order],
        key=key[order],
        thread=found["thread"][order],
        direction=bits & 3,
        channel=bits >> 4,
        asks=bits & 8 > 0,
        judged=bits & 4 > 0,
        start=first,
        span=span,
    )
