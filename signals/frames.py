"""Building the frame: every figure that needs other clients, from what was known by a cut-off.

1. Day effects, the prior of the rates and κ come from messages; trends from ad accounts; totals from hours and fees.
2. Means, spreads and intercepts of the strengths are renewed with the month, with a new scorecard and with every
   extra frame; in between they are taken over from the frame before.
3. Frames never change. Publishing one that is in force today marks every client in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db import connection, transaction

from clienthealth.core import clock, versions
from clienthealth.core.clock import Day
from signals.calendars import known_calendars
from signals.code_version import code_version
from signals.detection import Calendars, Known, Scope
from signals.framing import DAY_OFF, WORKDAY, FrameData
from signals.judging import SIDES, columns_of, measure
from signals.measures.ads import ads
from signals.measures.effort import QUARTER, SUPPORT, heard
from signals.measures.money import money
from signals.measures.prepayment import terms
from signals.measures.replies import THEM, replies
from signals.measures.rhythm import BASE, WINDOW, rhythm
from signals.models import Frame, Scorecard, Series
from signals.populations import chunks, served
from signals.rhythm import (
    SHIPPED_OUTSIDE_SHARE,
    SHIPPED_QUESTION_SHARE,
    gamma_poisson_prior,
    pooled_kappa,
    pooled_share,
)
from signals.scorecards import in_force
from signals.scoring import ScorecardSpec, judge, solve_intercept, strength_statistics
from signals.statistics import ENOUGH_CLIENTS, MILLIONTHS, IntArray, shrink

PSEUDO_DAY = 10  # messages: how much a single day leans on its weekday
WEEKS = BASE // 7
FRAMELESS = (
    "ads",
    "money",
    "replies",
    "prepayment",
    "still",
)  # shared measures that the figures of a frame don't touch


@dataclass(frozen=True, slots=True)
class Cutoff:
    """What a frame reads."""

    day: Day
    known: Known
    clients: IntArray
    calendars: Calendars
    kept: dict[tuple[int, ...], dict[str, Any]] = field(default_factory=dict)

    def scope(self, clients: IntArray, frame: FrameData) -> Scope:
        cache = dict(self.kept.get(tuple(clients[[0, -1]].tolist()), {})) if len(clients) else {}
        return Scope(clients, self.day, frame, self.calendars, self.known, contiguous=True, cache=cache)

    def keep(self, scope: Scope) -> None:
        """Measures that read nothing of a frame but when the sources were heard of need not be taken again."""
        ads(scope), money(scope), replies(scope, THEM), terms(scope)
        self.kept[tuple(scope.clients[[0, -1]].tolist())] = {name: scope.cache[name] for name in FRAMELESS}


def build(day: Day, *, series: int = Series.LIVE, reason: str, in_force_from: dt.date) -> Frame:
    """Build and publish the frame of a cut-off. One in force today marks every client in the same transaction."""
    scorecard = in_force(in_force_from)
    before = Frame.objects.in_force(in_force_from, series).first()
    cutoff = _cutoff(day, series)
    data = _statistics(cutoff, _rhythms(cutoff), scorecard, before, reason)
    if same := _published(day, series, in_force_from, scorecard, data):
        return same
    with transaction.atomic():
        frame = Frame.objects.create(
            series=series,
            cutoff=day.date,
            in_force_from=in_force_from,
            reason=reason,
            scorecard=scorecard,
            clients=len(cutoff.clients),
            data=data.as_json(),
            code=code_version(),
        )
        # one built over midnight is in force from yesterday on; those of days that are caught up with concern nobody
        if series == Series.LIVE and in_force_from >= clock.today(day.zone).date - dt.timedelta(days=1):
            mark_everyone()
    return frame


def _published(day: Day, series: int, in_force_from: dt.date, scorecard: Scorecard, data: FrameData) -> Frame | None:
    """The newest frame of a past series where it says the same: a week that is filled again changes nothing."""
    newest = Frame.objects.in_force(in_force_from, series).first()
    if newest is None or series == Series.LIVE or (newest.in_force_from, newest.cutoff) != (in_force_from, day.date):
        return None
    same = (newest.scorecard_id, newest.code) == (scorecard.pk, code_version())
    return newest if same and FrameData.from_json(newest.data) == data else None


def rebuilt(frame: Frame, zone: str) -> FrameData:
    """The figures of a frame once more, from what its cut-off knew and the frame before it."""
    before = Frame.objects.in_force(frame.in_force_from, frame.series).filter(pk__lt=frame.pk).first()
    cutoff = _cutoff(Day(frame.cutoff, zone), frame.series)
    return _statistics(cutoff, _rhythms(cutoff), frame.scorecard, before, frame.reason)


def known_by(series: int) -> Known:
    """Live days and their replays read what was recorded by then; backfill and backtests what was declared known."""
    return "recorded_at" if series in {Series.LIVE, Series.REPLAY} else "known_at"


def _cutoff(day: Day, series: int) -> Cutoff:
    known = known_by(series)
    return Cutoff(day, known, served(day, known), known_calendars(day, known))


def mark_everyone() -> None:
    """Append a mark for each client who is ours, or was two days ago, so that no zone leaves anyone out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_mark (client_id, bulk)"
            " SELECT id, true FROM accounts_client WHERE ended_on IS NULL OR ended_on >= %s ORDER BY id",
            [clock.now().date() - dt.timedelta(days=2)],
        )


# --- messages ------------------------------------------------------------------------------------------------------


def _rhythms(cutoff: Cutoff) -> FrameData:
    """Day effects first, then with them the prior of the rates, κ and the share of questions."""
    frame = _day_effects(cutoff)
    parts = []
    for part in chunks(cutoff.clients):
        scope = cutoff.scope(part, frame)
        parts.append(rhythm(scope).columns)
        cutoff.keep(scope)
    if not parts:
        return frame
    y, e, asked, judged_, outside = (
        np.concatenate([part[name] for part in parts])
        for name in ("y_base", "e_base", "asked_base", "judged_base", "outside_base")
    )
    told = e >= 4.0  # weeks
    prior = gamma_poisson_prior(y[told], e[told])
    kappa = pooled_kappa(*_weekly_sums(cutoff, frame), prior=prior)
    return replace(
        frame,
        prior=prior,
        kappa=kappa,
        question_share=pooled_share(asked, judged_, SHIPPED_QUESTION_SHARE),
        outside_share=pooled_share(outside, y, SHIPPED_OUTSIDE_SHARE),
    )


def _window(cutoff: Cutoff) -> tuple[dt.date, dict[str, Any]]:
    start = cutoff.day.date - dt.timedelta(days=WINDOW - 1)
    scope = cutoff.scope(cutoff.clients[:1], FrameData())
    return start, {
        "start": scope.instant(start),
        "b1": scope.instant(start + dt.timedelta(days=BASE)),
        "before": scope.instant(start - dt.timedelta(days=56)),
        "cut": cutoff.day.cut,
        "zone": cutoff.day.zone,
        "ids": [int(i) for i in cutoff.clients],
    }


def _messages(known: Known) -> str:
    return (
        f"(SELECT * FROM accounts_message_versions v WHERE {versions.known_by(known, 'v')}"  # noqa: S608 - our own names
        " AND v.direction = 1 AND NOT v.automatic"
        " AND v.occurred_at < %(cut)s AND v.client_id = ANY(%(ids)s)) m"
    )


def _fetch(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _established(cutoff: Cutoff) -> list[int]:
    """Clients whose messages are known from before the window: newcomers would look like a busier portfolio."""
    _, given = _window(cutoff)
    rows = _fetch(
        f"SELECT DISTINCT client_id FROM {_messages(cutoff.known)} WHERE occurred_at >= %(before)s"  # noqa: S608
        " AND occurred_at < %(start)s ORDER BY client_id",
        given,
    )
    return [row[0] for row in rows]


def _day_effects(cutoff: Cutoff) -> FrameData:
    """Portfolio messages that day over the portfolio's mean, leaning on weekday and holiday; integer millionths."""
    spoke = _spoke(cutoff)
    ids = _established(cutoff) if len(cutoff.clients) else []
    if not ids:
        return FrameData(spoke=spoke)
    start, given = _window(cutoff)
    rows = _fetch(
        f"SELECT (occurred_at AT TIME ZONE %(zone)s)::date, count(*) FROM {_messages(cutoff.known)}"  # noqa: S608
        " WHERE occurred_at >= %(start)s GROUP BY 1 ORDER BY 1",
        given | {"ids": ids},
    )
    counts = np.zeros(WINDOW, dtype=np.int64)
    for on, count in rows:
        counts[(on - start).days] = count
    off = _days_off(cutoff)
    dates = [start + dt.timedelta(days=i) for i in range(WINDOW)]
    return _effects(counts, dates, off, len(ids), spoke)


def _days_off(cutoff: Cutoff) -> frozenset[dt.date]:
    holidays = cutoff.calendars.holidays
    return holidays.get("", frozenset()) | holidays.get(cutoff.calendars.country, frozenset())


def _effects(
    counts: IntArray, dates: list[dt.date], off: frozenset[dt.date], clients: int, spoke: dict[str, str]
) -> FrameData:
    total = int(counts.sum())
    if total == 0:
        return FrameData(spoke=spoke)
    mean = total / len(counts)
    is_off = np.array([day in off for day in dates])
    weekday = np.array([day.weekday() for day in dates])
    shipped = [WORKDAY] * 5 + [DAY_OFF] * 2
    weekdays = [_pooled(counts[(weekday == w) & ~is_off], mean, shipped[w], clients) for w in range(7)]
    holiday = _pooled(counts[is_off], mean, DAY_OFF, clients)
    usual = np.where(is_off, holiday, np.array(weekdays)[weekday])
    seen = (counts * MILLIONTHS + PSEUDO_DAY * usual) / (mean + PSEUDO_DAY)
    share = min(1.0, clients / ENOUGH_CLIENTS)
    effects = np.rint((1.0 - share) * usual + share * seen).astype(np.int64)
    return FrameData(
        first_day=dates[0].isoformat(),
        days=tuple(int(v) for v in effects),
        weekdays=tuple(weekdays),
        holiday=holiday,
        spoke=spoke,
    )


def _pooled(counts: IntArray, mean: float, shipped: int, clients: int) -> int:
    if not len(counts):
        return shipped
    return round(shrink(MILLIONTHS * int(counts.sum()) / len(counts) / mean, float(shipped), clients))


def _weekly_sums(cutoff: Cutoff, frame: FrameData) -> tuple[Any, Any, Any, Any, Any]:
    """Σ y_w, Σ y_w², Σ e_w, Σ e_w², Σ y_w·e_w per established client over the 25 weeks of the baseline."""
    ids = _established(cutoff) if len(cutoff.clients) else []
    start, given = _window(cutoff)
    effects = frame.effects(start, BASE, _days_off(cutoff)).reshape(WEEKS, 7).sum(axis=1)
    rows = _fetch(
        f"""
        SELECT client_id, sum(n), sum(n * n), sum(n * e.millionths) FROM (
            SELECT client_id, ((occurred_at AT TIME ZONE %(zone)s)::date - %(first)s) / 7 AS week, count(*) AS n
            FROM {_messages(cutoff.known)} WHERE occurred_at >= %(start)s AND occurred_at < %(b1)s GROUP BY 1, 2
        ) AS weekly JOIN unnest(%(weeks)s, %(effects)s::bigint[]) AS e (week, millionths) USING (week)
        GROUP BY client_id ORDER BY client_id
        """,  # noqa: S608 - our own text
        given | {"ids": ids, "first": start, "weeks": list(range(WEEKS)), "effects": [int(e) for e in effects]},
    )
    weeks = effects / (7.0 * MILLIONTHS)
    n = len(rows)
    counted = np.array([[float(v) for v in row[1:]] for row in rows]).reshape(n, 3)
    return (
        counted[:, 0],
        counted[:, 1],
        np.full(n, float(weeks.sum())),
        np.full(n, float((weeks**2).sum())),
        counted[:, 2] / (7.0 * MILLIONTHS),
    )


def _spoke(cutoff: Cutoff) -> dict[str, str]:
    """The last day each source was heard of."""
    valid = versions.known_by(cutoff.known, "v")
    days = {
        "message": "(max(occurred_at) AT TIME ZONE %(zone)s)::date",
        "adresult": "max(occurred_on)",
        "timeentry": "max(occurred_on)",
    }
    limits = {
        "message": "occurred_at < %(cut)s",
        "adresult": "occurred_on <= %(day)s",
        "timeentry": "occurred_on <= %(day)s",
    }
    found = {}
    for source, newest in days.items():
        rows = _fetch(
            f"SELECT {newest} FROM accounts_{source}_versions v WHERE {valid} AND {limits[source]}",  # noqa: S608
            {"cut": cutoff.day.cut, "day": cutoff.day.date, "zone": cutoff.day.zone},
        )
        if rows[0][0]:
            found[source] = rows[0][0].isoformat()
    return found


# --- strengths -----------------------------------------------------------------------------------------------------


def _statistics(cutoff: Cutoff, frame: FrameData, scorecard: Scorecard, before: Frame | None, reason: str) -> FrameData:
    """Add trends and totals; renew the means, spreads and intercepts, or take them over within the month."""
    frame = _trends(cutoff, frame)
    renewed = f"{scorecard.version} {cutoff.day.date:%Y-%m}"
    if before is not None and reason == Frame.Reason.CLOSING:
        old = FrameData.from_json(before.data)
        if old.statistics_of == renewed:
            return replace(
                frame, means=old.means, spreads=old.spreads, intercepts=old.intercepts, statistics_of=renewed
            )
    means, spreads, intercepts = _renewed(cutoff, frame, scorecard.spec())
    return replace(frame, means=means, spreads=spreads, intercepts=intercepts, statistics_of=renewed)


def _trends(cutoff: Cutoff, frame: FrameData) -> FrameData:
    """The portfolio's own changes (medians) of spend, cost per result and waits; who pays beforehand; totals."""
    spend, cpa, later, revenue, agreed, prepaid = [], [], [], 0, 0, 0
    for part in chunks(cutoff.clients):
        scope = cutoff.scope(part, frame)
        found, owed = ads(scope), money(scope)
        spend.append(found["d_spend"])
        cpa.append(found["d_cpa"])
        later.append(replies(scope, THEM).change)
        kept = terms(scope)
        agreed += int(np.count_nonzero(kept["contracts"] > 0))
        prepaid += int(np.count_nonzero(kept["prepaid"] > 0))
        revenue += int(np.nansum(np.rint(owed.columns["revenue"] * owed.to_base)))
    until, _expired = heard(frame.last_spoke("timeentry", cutoff.day.date), cutoff.day.date)
    minutes = _fetch(
        "SELECT coalesce(sum(minutes), 0) FROM accounts_timeentry_versions v"  # noqa: S608
        f" WHERE {versions.known_by(cutoff.known, 'v')} AND kind = {SUPPORT}"
        f" AND occurred_on <= %(until)s AND occurred_on > %(until)s::date - {QUARTER}",
        {"cut": cutoff.day.cut, "until": until},
    )[0][0]
    return replace(
        frame,
        spend_trend=_median(spend),
        cpa_trend=_median(cpa),
        reply_trend=_median(later),
        prepaid_share=round(shrink(prepaid / agreed, 0.0, agreed), 6) if agreed else 0.0,
        revenue_cents=revenue,
        support_minutes=int(minutes),
    )


def _median(parts: list[Any]) -> float:
    known = np.concatenate(parts) if parts else np.empty(0)
    known = known[~np.isnan(known)]
    return round(shrink(float(np.median(known)), 0.0, len(known)), 6) if len(known) else 0.0


def _renewed(
    cutoff: Cutoff, frame: FrameData, spec: ScorecardSpec
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    parts = [measure(cutoff.scope(part, frame), spec) for part in chunks(cutoff.clients)]
    n_factors = len(spec.factors)
    x = np.vstack([p.strengths for p in parts]) if parts else np.empty((0, n_factors))
    fault = np.concatenate([p.fault for p in parts]) if parts else np.empty(0)
    known = [p.segment for p in parts if p.segment is not None]
    segment = np.concatenate(known) if known else None
    means: dict[str, float] = {}
    spreads: dict[str, float] = {}
    intercepts: dict[str, float] = {}
    for side in SIDES:
        factors = spec.side(side)
        own = x[:, columns_of(spec, side)]
        mean, spread = strength_statistics(factors, own)
        mean, spread = np.round(mean, 9), np.round(spread, 9)
        means |= dict(zip((f.key for f in factors), mean.tolist(), strict=True))
        spreads |= dict(zip((f.key for f in factors), spread.tolist(), strict=True))
        weights = spec.weights(side, segment)
        added = judge(factors, own, mean, spread, 0.0, fault if side == "fire" else None, weights).log_odds()
        intercepts[side] = solve_intercept(added, spec.base_rates[side])
    return means, spreads, intercepts
