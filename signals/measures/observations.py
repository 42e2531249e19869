"""What only a person can see: dated observations by kind, with severity and a half-life of 90 days.

One query for all kinds. An observation that contradicts an earlier one counts as a case of a second kind too, whatever
its own: of erratic behaviour where the same contact said both, of internal politics where two contacts did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Observation
from signals.detection import Columns, Evidence, Reading, Scope, day_number
from signals.measures.watched import watched
from signals.statistics import FloatArray
from signals.strengths import HALF, OBSERVATION_HALF_LIFE, SEVERITY_LOAD, observation_strength, unopened
from signals.wording import date_text, day_text, number_text

MEMORY = 720  # days; a grave case weighs a 250th by then
RECENT = 180  # days; how long what is asked once and for all (an unethical request) stays in view
COLUMNS = ("load", "cases", "last", "recent")
CASES = ("cases", "last")  # what a reading keeps of them
FIXED = {"half_life_days": OBSERVATION_HALF_LIFE, "memory_days": float(MEMORY)}
CONDUCT = {"fewest_cases": 2.0}  # parameters: one bad day is nobody's character
ONE = {"fewest_cases": 1.0}

SECOND = f"""CASE WHEN o.contact_id = e.contact_id THEN '{Observation.Kind.ERRATIC.value}'
             ELSE '{Observation.Kind.POLITICS.value}' END"""
IN_VIEW = f"o.occurred_on <= %(day)s AND o.occurred_on > %(day)s - {MEMORY}"
CONTRADICTING = f"""
    [observation] o JOIN [observation] e ON e.id = o.contradicts_id AND e.client_id = o.client_id
    WHERE {IN_VIEW} AND o.contact_id IS NOT NULL AND e.contact_id IS NOT NULL AND o.kind <> {SECOND}
"""
MEASURE = f"""
    SELECT client_id, kind,
           sum(round((CASE severity WHEN 1 THEN {SEVERITY_LOAD[1]} WHEN 2 THEN {SEVERITY_LOAD[2]}
                      ELSE {SEVERITY_LOAD[3]} END)
                     * power(0.5::float8, (%(day)s - occurred_on) / {OBSERVATION_HALF_LIFE}))::bigint),
           count(DISTINCT occurred_on), max(occurred_on) - DATE '1970-01-01',
           count(*) FILTER (WHERE occurred_on > %(day)s - {RECENT})
    FROM (
        SELECT o.client_id, o.kind, o.severity, o.occurred_on FROM [observation] o WHERE {IN_VIEW}
        UNION ALL
        SELECT o.client_id, {SECOND}, o.severity, o.occurred_on FROM {CONTRADICTING}
    ) AS seen GROUP BY client_id, kind
"""  # noqa: S608 - our own text
EVIDENCE = f"""
    SELECT seen.id, seen.occurred_on, seen.own, seen.note, u.name, seen.earlier_on, seen.earlier
    FROM (
        SELECT o.id, o.occurred_on, o.kind, o.kind AS own, o.note, o.by_id, e.occurred_on AS earlier_on,
               e.note AS earlier
        FROM [observation] o LEFT JOIN [observation] e ON e.id = o.contradicts_id AND e.client_id = o.client_id
        WHERE {IN_VIEW}
        UNION ALL
        SELECT o.id, o.occurred_on, {SECOND}, o.kind, o.note, o.by_id, e.occurred_on, e.note FROM {CONTRADICTING}
    ) AS seen LEFT JOIN accounts_user u ON u.id = seen.by_id
    WHERE seen.kind = %(kind)s ORDER BY seen.occurred_on DESC, seen.id
"""  # noqa: S608 - our own text


def observed(scope: Scope, kind: str) -> Columns:
    """Of one kind, columns (n,): load (millionths), dated cases, day number of the last, and how many in 180 days.

    A client about whom nobody has written anything down for half a year is NaN, “cannot tell”, not 0, “fine”.
    """
    found: Mapping[str, Columns] = scope.shared("observed", _measure)
    if kind in found:
        return dict(found[kind])
    return _blank(scope)


def strength_of(columns: Columns, fewest_cases: Any) -> FloatArray:
    """x (n,) of the columns of one kind; fewer dated cases than `fewest_cases` are 0."""
    return observation_strength(columns["load"], columns["cases"], fewest=fewest_cases)


def newly_seen(
    factor: str, judge: Callable[[Columns, Scope], dict[str, FloatArray]]
) -> Callable[[Columns, Scope], FloatArray]:
    """An alert that only a case of the last 90 days opens, or what is measured without any.

    Where the observations of years arrive at once (a first import), old stories are points and nobody's morning; an
    alert that opened in time goes on as long as the evidence does.
    """

    def alert(columns: Columns, scope: Scope) -> FloatArray:
        old = day_number(scope.day.date) - columns["last"] > OBSERVATION_HALF_LIFE
        without = judge(columns | {"load": np.where(old, 0.0, columns["load"])}, scope)[factor]
        return unopened(judge(columns, scope)[factor], old & ~(without >= HALF))

    return alert


def _measure(scope: Scope) -> dict[str, Columns]:
    rows = scope.rows(MEASURE)
    kinds = {kind: _blank(scope) for kind in {str(row[1]) for row in rows}}
    if rows:
        places, inside = scope.places(row[0] for row in rows)
        for row, place, known in zip(rows, places.tolist(), inside.tolist(), strict=True):
            if known:
                for name, value in zip(COLUMNS, row[2:], strict=True):
                    kinds[row[1]][name][place] = float(value)
    return kinds


def _blank(scope: Scope) -> Columns:
    nothing = np.where(watched(scope), 0.0, np.nan)
    columns = {name: nothing.copy() for name in COLUMNS}
    columns["last"] = np.full(len(scope.clients), np.nan)
    return columns


def seen_words(cases: int | None, last: int | None, *, needed: int | None = 1) -> str:
    """What people saw, in words; one or two sentences for any reading. Fewer cases than `needed` do not count."""
    if cases is None:
        return _("Nobody has written down what only a person sees.")
    if cases == 0 or last is None:
        return _("Nothing of the kind is on record.")
    words = ngettext("%(n)s dated case, the last on %(date)s.", "%(n)s dated cases, the last on %(date)s.", cases) % {
        "n": number_text(cases),
        "date": date_text(last),
    }
    if needed is not None and cases < needed:
        words += " " + _("Fewer than %(n)s are not counted.") % {"n": number_text(needed)}
    return words


def both_words(measured: str, reading: Reading) -> str:
    """What was measured, and what people saw where they saw something; what they saw alone where nothing was."""
    seen = seen_words(reading["cases"], reading["last"])
    if not measured:
        return seen
    return f"{measured} {seen}" if reading["cases"] else measured


def seen_evidence(scope: Scope, kind: str) -> list[Evidence]:
    """The observations of one kind, the newest first; `figure` 1 each."""
    return [_observation(row) for row in scope.rows(EVIDENCE, kind=kind)]


def _observation(row: tuple[Any, ...]) -> Evidence:
    pk, on, kind, note, by, earlier_on, earlier = row
    text = f"{Observation.Kind(kind).label}. {note}".strip()
    if earlier_on is not None:
        said = _("It contradicts what was noted on %(date)s.") % {"date": day_text(earlier_on)}
        text = f"{text} {said} {earlier}".strip()
    source = _("Observation, %(by)s") % {"by": by} if by else _("Observation")
    return Evidence(on, text, source, "observation", pk, 1.0)
