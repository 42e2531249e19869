"""What a detector is, and what it may read.

A detector measures (all the clients asked for, one query), judges (pure, elementwise), and can list the dated
records behind one client's number. It reads the records known on a day, and the frame; nothing else.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
from django.db import connection
from django.utils.functional import Promise

from clienthealth.core import prepared
from clienthealth.core.clock import Day
from clienthealth.core.versions import known_by
from signals.framing import FrameData
from signals.priors import Side
from signals.statistics import FloatArray, IntArray

Columns = dict[str, FloatArray]
Reading = Mapping[str, int | None]
Known = Literal["recorded_at", "known_at"]
SHIPPED_VALUES: dict[str, Mapping[str, Any]] = {}  # each sign's parameters as shipped; filled by signals.detectors
EPOCH = dt.date(1970, 1, 1)
COPY_HEAD, COPY_TAIL = 19, 2  # bytes around the rows of a binary COPY


def day_number(day: dt.date) -> int:
    """Days since 1970, how dates stand in columns and readings."""
    return (day - EPOCH).days


def day_of(number: float | None) -> dt.date | None:
    """The date of a day number; None stays None."""
    return None if number is None or number != number else EPOCH + dt.timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class Calendars:
    """Agency-wide facts known on the day: base currency, rates, office hours, days off, and what an hour is worth.

    `opens` and `shuts` are minutes of the day in the agency's zone; the rates of an hour are in the base currency.
    """

    currency: str
    working_days: frozenset[int]
    rates: Mapping[str, float]
    holidays: Mapping[str, frozenset[dt.date]]
    country: str
    opens: int = 8 * 60
    shuts: int = 18 * 60
    cost_rate: float | None = None
    target_rate: float | None = None

    def days_off(self, country: str = "") -> frozenset[dt.date]:
        """Holidays of the agency, and of the client's country where it is another one."""
        return frozenset().union(*(self.holidays.get(code, frozenset()) for code in ("", self.country, country)))


@dataclass(frozen=True)
class Scope:
    """Which clients, as of when, and what is known of the others (the frame).

    `clients` (n,) are ids in ascending order. `contiguous` says that they are most clients between the first and the
    last, so that SQL may ask for the range; what it brings of others is left out. `kept` statements are prepared: for
    a few clients, in a process that scores again and again.
    """

    clients: IntArray
    day: Day
    frame: FrameData
    calendars: Calendars
    known: Known = "recorded_at"
    contiguous: bool = False
    cache: dict[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: SHIPPED_VALUES)
    kept: bool = False
    segment: IntArray | None = None  # (n,) place among the scorecard's segments, −1 for none; None where it has none

    def value(self, sign: str, name: str) -> Any:
        """A parameter of a sign: one number, or (n,) where segments of the scorecard differ. KeyError if undeclared."""
        return self.values[sign][name]

    @cached_property
    def parameters(self) -> dict[str, Any]:
        return {
            "cut": self.day.cut,
            "day": self.day.date,
            "zone": self.day.zone,
            "ids": [int(i) for i in self.clients],
            "low": int(self.clients[0]) if len(self.clients) else 0,
            "high": int(self.clients[-1]) if len(self.clients) else 0,
        }

    def known_rows(self, table: str, column: str = "client_id") -> str:
        """SQL of the versions of a record that were known on the day, for the clients asked for."""
        whose = f"v.{column} BETWEEN %(low)s AND %(high)s" if self.contiguous else f"v.{column} = ANY(%(ids)s)"
        return f"(SELECT v.* FROM accounts_{table}_versions v WHERE {known_by(self.known, 'v')} AND {whose})"  # noqa: S608

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Run `sql`, in which `[message]` stands for the known rows of that record."""
        with connection.cursor() as cursor:
            execute = partial(prepared.execute, cursor) if self.kept else cursor.execute
            execute(self._named(sql), {**self.parameters, **parameters})
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _named(self, sql: str) -> str:
        for table in _tables(sql):
            sql = sql.replace(f"[{table}]", self.known_rows(table, "id" if table == "client" else "client_id"))
        return sql

    def columns(self, names: Sequence[str], sql: str, **parameters: Any) -> Columns:
        """One row a client (its id first) as columns (n,); NaN where a client has no row or a value is NULL."""
        rows = self.rows(sql, **parameters)
        columns = {name: np.full(len(self.clients), np.nan) for name in names}
        if not rows:
            return columns
        places, inside = self.places(row[0] for row in rows)
        for j, name in enumerate(names, start=1):
            columns[name][places[inside]] = _floats(rows, j)[inside]
        return columns

    def integers(self, names: Sequence[str], sql: str, **parameters: Any) -> dict[str, IntArray]:
        """Many rows of bigint or timestamptz, never NULL, as columns: read in the binary form of COPY, without objects.

        Instants are microseconds since 2000.
        """
        with connection.cursor() as cursor, io.BytesIO() as sent:
            query = cursor.mogrify(self._named(sql), {**self.parameters, **parameters}).decode()
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", sent)
            body = sent.getvalue()[COPY_HEAD:-COPY_TAIL]
        row = np.dtype([("n", ">i2"), *(pair for name in names for pair in ((f"{name}_size", ">i4"), (name, ">i8")))])
        table = np.frombuffer(body, dtype=row)
        return {name: table[name].astype(np.int64) for name in names}

    def places(self, ids: Any) -> tuple[IntArray, Any]:
        """Where each id stands in `clients`, and whether it does."""
        wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.clients, wanted), len(self.clients) - 1)
        return places, self.clients[places] == wanted

    def shared(self, name: str, measure: Callable[[Scope], Any]) -> Any:
        """A measure that several detectors read, taken once a pass."""
        if name not in self.cache:
            self.cache[name] = measure(self)
        return self.cache[name]

    def instant(self, day: dt.date) -> dt.datetime:
        """The first instant of a day in the agency's zone."""
        return Day(day - dt.timedelta(days=1), self.day.zone).cut


def _tables(sql: str) -> list[str]:
    return [part.split("]", 1)[0] for part in sql.split("[")[1:] if part.split("]", 1)[0].isalpha()]


def _floats(rows: Sequence[tuple[Any, ...]], j: int) -> FloatArray:
    return np.array([np.nan if row[j] is None else float(row[j]) for row in rows], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One dated record behind a number. `figure` is what it contributes, in the unit of the detector's total."""

    on: dt.date
    text: str
    source: str
    record: str
    pk: int
    figure: float = 0.0


@dataclass(frozen=True, slots=True)
class Benign:
    """A harmless reading of a sign. `checked`: the calculation rules it out; otherwise only a person can know.

    `how` says what was done about it, or whom to ask.
    """

    key: str
    title: str | Promise
    how: str | Promise
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Detector:
    """A sign: how to measure it, to judge it, to say it and to prove it.

    `parameters` are what a scorecard may change, read by `scope.value(key, name)` in `judge` and `alert`; `fixed` are
    figures of the measure itself, which it may not. `side` is the table of signs it stands in: an alert opens on the
    strongest factor of that side with a positive weight, unless `alert` gives its strength (n,) itself. `urgent` ones
    ask for an immediate review and are never held back. One that is `seconded` opens its alert only where the rest of
    its side's score is Raised without it, or too little is known to call the client calm. `ramps` names pairs of
    parameters, where evidence begins and where it is full: which of the two is greater stays as shipped.
    """

    key: str
    title: str | Promise
    icon: str
    factors: tuple[str, ...]
    measure: Callable[[Scope], Columns]
    judge: Callable[[Columns, Scope], dict[str, FloatArray]]
    reading: tuple[str, ...]
    sentence: Callable[[Reading, str], str]
    evidence: Callable[[Scope], list[Evidence]]
    topic: str | Promise = ""
    stands_alone: bool = True  # whether its sentence says enough without the title
    advice: str | Promise = ""
    parameters: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    ramps: tuple[tuple[str, str], ...] = ()
    side: Side = "churn"
    alerts: bool = True
    alert: Callable[[Columns, Scope], FloatArray] | None = None
    urgent: bool = False
    seconded: bool = False
    benign: tuple[Benign, ...] = ()
    titles: Mapping[str, str | Promise] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """Its page under docs/signals/."""
        return f"docs/signals/{self.key.replace('_', '-')}.md"
