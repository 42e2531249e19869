"""What of the fault may be ours, part by part, and the dated records behind each part.

Loads are millionths of fault; a dated miss halves every 60 days. A change of our people, a late answer or a missing
report may be both logged by a person and measured: the greater counts, so that nobody pays twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from accounts.models import Lapse
from signals.detection import Columns, Evidence, Scope
from signals.measures.ads import ads, weeks
from signals.measures.replies import US, replies, waited
from signals.measures.watched import watched
from signals.replies import mean_wait, reply_strength
from signals.statistics import MILLIONTHS, FloatArray
from signals.strengths import FAULT_HALF_LIFE, MISS_LOAD, results_strength
from signals.wording import day_text

REPLIES_WEIGHT, RESULTS_WEIGHT = 0.5, 0.3  # of a full shift of our reply times, and of results that fell, in the fault
MEMORY = 480  # days; a miss weighs a 256th by then
GRACE = 2  # days after its due day on which a report is not yet late
PARTS = ("misses", "replies", "results", "staff", "reports")
LOGGED = {"replies": Lapse.Kind.REPLY, "staff": Lapse.Kind.STAFF, "reports": Lapse.Kind.REPORT}
SHIFT_FROM, SHIFT_OVER = 0.2, 0.6  # as for their replies

AGED = f"power(0.5::float8, (%(day)s - {{on}}) / {FAULT_HALF_LIFE})"
LAPSE_LOAD = (
    f"round((CASE severity WHEN 1 THEN {MISS_LOAD[1]} WHEN 2 THEN {MISS_LOAD[2]} ELSE {MISS_LOAD[3]} END)"
    f" * {AGED.format(on='occurred_on')})::bigint"
)
LATE = f"""
    SELECT client_id, id, title, due_on, delivered_on,
           CASE WHEN delivered_on <= due_on + {GRACE} OR due_on > %(day)s - {GRACE + 1} THEN 0
                ELSE round((CASE WHEN delivered_on <= %(day)s THEN {MISS_LOAD[1]} ELSE {MISS_LOAD[2]} END)
                           * {AGED.format(on="due_on")})::bigint END AS load
    FROM [deliverable] d WHERE due_on <= %(day)s AND due_on > %(day)s - {MEMORY}
"""  # noqa: S608 - our own text


def _handed_over(scope: Scope) -> str:
    """SQL: the days on which a client got another owner, from the versions that were known."""
    whose = "v.id BETWEEN %(low)s AND %(high)s" if scope.contiguous else "v.id = ANY(%(ids)s)"
    return f"""
        SELECT id AS client_id, owner_id, before, handed_on,
               round({MISS_LOAD[1]} * {AGED.format(on="handed_on")})::bigint AS load
        FROM (
            SELECT v.id, v.owner_id, (v.{scope.known} AT TIME ZONE %(zone)s)::date AS handed_on,
                   lag(v.owner_id) OVER (PARTITION BY v.id ORDER BY v.{scope.known}, v.ceased_at NULLS LAST) AS before
            FROM accounts_client_versions v WHERE v.{scope.known} < %(cut)s AND {whose}
        ) AS owners
        WHERE before <> owner_id AND handed_on > %(day)s - {MEMORY}
    """  # noqa: S608 - our own text


def faults(scope: Scope) -> Columns:
    """Columns (n,): the load of each part, millionths, NaN where it cannot be told; lapses logged and the last day."""
    found: Columns = scope.shared("faults", _measure)
    return found


def _measure(scope: Scope) -> Columns:
    logged = _logged(scope)
    measured = loads(scope)
    columns = {"cases": logged["cases"], "last": logged["last"], "misses": logged["misses"]}
    for name in LOGGED:
        columns[name] = np.fmax(logged[name], measured[name])
    return columns | {"results": measured["results"]}


def _logged(scope: Scope) -> Columns:
    kinds = ", ".join(
        f"coalesce(sum({LAPSE_LOAD}) FILTER (WHERE kind = '{kind.value}'), 0)" for kind in LOGGED.values()
    )
    others = ", ".join(f"'{kind.value}'" for kind in LOGGED.values())
    columns = scope.columns(
        ("cases", "last", "misses", *LOGGED),
        f"""
        SELECT client_id, count(*), max(occurred_on) - DATE '1970-01-01',
               coalesce(sum({LAPSE_LOAD}) FILTER (WHERE kind NOT IN ({others})), 0), {kinds}
        FROM [lapse] l WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {MEMORY} GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    nothing = np.where(watched(scope), 0.0, np.nan)
    for name in ("cases", "misses", *LOGGED):
        columns[name] = np.where(np.isnan(columns[name]), nothing, columns[name])
    return columns


def loads(scope: Scope) -> Columns:
    """What is measured without anybody's word."""
    found: Columns = scope.shared("loads", _loads)
    return found


def _loads(scope: Scope) -> Columns:
    late = scope.columns(("reports",), f"SELECT client_id, sum(load) FROM ({LATE}) AS late GROUP BY client_id")  # noqa: S608
    staff = scope.columns(
        ("staff",),
        f"SELECT client_id, sum(load) FROM ({_handed_over(scope)}) AS handed GROUP BY client_id",  # noqa: S608
    )
    slower = reply_strength(replies(scope, US).shift(), SHIFT_FROM, SHIFT_OVER)
    dearer = results_strength(ads(scope)["d_cpa_weeks"] - scope.frame.cpa_trend)
    return {
        "reports": late["reports"],
        "staff": staff["staff"],
        "replies": _load(slower, REPLIES_WEIGHT),
        "results": _load(dearer, RESULTS_WEIGHT),
    }


def _load(strength: FloatArray, weight: float) -> FloatArray:
    return np.rint(MILLIONTHS * weight * strength)


# --- the records behind it -----------------------------------------------------------------------------------------


def parts(scope: Scope) -> dict[str, list[Evidence]]:
    """Of one client: each part's dated records; their `figure` is millionths of fault and adds up to the part's load.

    Where the same was logged and measured, the records of the lesser of the two have figure 0.
    """
    found, measured, logged = faults(scope), loads(scope), _lapses(scope)
    records = {"misses": logged.pop("misses"), "results": _results(scope, _whole(found["results"]))}
    for name, listed in (("replies", _replies), ("staff", _staff), ("reports", _reports)):
        words, load = logged[name], _whole(measured[name])
        spoken = round(sum(each.figure for each in words))
        wins = load > spoken
        seen = listed(scope, load if wins else 0)
        records[name] = (seen + _silenced(words)) if wins else (words + _silenced(seen))
    return {name: records[name] for name in PARTS}


def _whole(load: FloatArray) -> int:
    return 0 if np.isnan(load[0]) else round(float(load[0]))


def _silenced(records: Sequence[Evidence]) -> list[Evidence]:
    return [Evidence(each.on, each.text, each.source, each.record, each.pk) for each in records]


def _lapses(scope: Scope) -> dict[str, list[Evidence]]:
    rows = scope.rows(
        f"""
        SELECT l.id, l.occurred_on, l.kind, l.note, u.name, {LAPSE_LOAD}
        FROM [lapse] l LEFT JOIN accounts_user u ON u.id = l.by_id
        WHERE l.occurred_on <= %(day)s AND l.occurred_on > %(day)s - {MEMORY} ORDER BY l.occurred_on DESC, l.id
        """  # noqa: S608 - our own text
    )
    named = {kind.value: name for name, kind in LOGGED.items()}
    found: dict[str, list[Evidence]] = {"misses": [], **{name: [] for name in LOGGED}}
    for pk, on, kind, note, by, load in rows:
        source = _("Logged by %(by)s") % {"by": by} if by else _("Lapses")
        text = f"{Lapse.Kind(kind).label}. {note}".strip()
        found[named.get(kind, "misses")].append(Evidence(on, text, source, "lapse", pk, float(load)))
    return found


def _replies(scope: Scope, load: int) -> list[Evidence]:
    """The waits for us that were longer than is usual for us, and what each adds."""
    columns = replies(scope, US).columns
    usual = float(mean_wait(columns["total_base"], columns["answers_base"])[0])
    records = waited(scope, US)
    excess = [max(0.0, float(np.log1p(each.figure / 60.0)) - usual) for each in records]
    late = [(each, over) for each, over in zip(records, excess, strict=True) if over > 0]
    return _shared_out(load, [each for each, _over in late], [over for _each, over in late])


def _results(scope: Scope, load: int) -> list[Evidence]:
    recent = [week for week in weeks(scope) if week.recent] if load else []
    return _shared_out(load, [week.told(0.0) for week in recent], [float(week.cost) for week in recent])


def _staff(scope: Scope, load: int) -> list[Evidence]:
    rows = scope.rows(
        f"""
        SELECT h.client_id, h.handed_on, was.name, now.name, h.load FROM ({_handed_over(scope)}) AS h
        LEFT JOIN accounts_user was ON was.id = h.before LEFT JOIN accounts_user now ON now.id = h.owner_id
        ORDER BY h.handed_on DESC, h.owner_id
        """  # noqa: S608 - our own text
    )
    return [
        Evidence(
            on,
            _("%(now)s took over from %(before)s") % {"now": now or _("Somebody"), "before": was or _("somebody")},
            _("Clients"),
            "client",
            pk,
            float(each),
        )
        for pk, on, was, now, each in rows
    ]


def _reports(scope: Scope, load: int) -> list[Evidence]:
    rows = scope.rows(
        f"SELECT id, due_on, title, delivered_on, load FROM ({LATE}) AS late WHERE load > 0 ORDER BY due_on DESC, id"  # noqa: S608
    )
    return [_report(row, scope.day.date) for row in rows]


def _report(row: tuple[Any, ...], today: dt.date) -> Evidence:
    pk, due, title, delivered, load = row
    if delivered is None or delivered > today:
        words = _("%(title)s was due and is not delivered") % {"title": title}
    else:
        words = _("%(title)s came %(days)s days late, on %(date)s") % {
            "title": title,
            "days": (delivered - due).days,
            "date": day_text(delivered),
        }
    return Evidence(due, words, _("Deliverables"), "deliverable", pk, float(load))


def _shared_out(load: int, records: Sequence[Evidence], weights: Sequence[float]) -> list[Evidence]:
    """A load over records in proportion to their weights, in whole millionths that add up to it."""
    total, given, above = sum(weights), 0, 0.0
    found = []
    for each, weight in zip(records, weights, strict=True):
        above += weight
        upto = round(load * above / total) if total > 0 else 0
        found.append(Evidence(each.on, each.text, each.source, each.record, each.pk, float(upto - given)))
        given = upto
    return found
