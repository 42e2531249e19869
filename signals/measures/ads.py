"""Spend, results and budgets of the ad accounts: recent four weeks against 25, with one week between."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from signals.currencies import number_of
from signals.detection import Columns, Evidence, Scope, day_number
from signals.statistics import FloatArray
from signals.wording import day_text, number_text

RECENT, GAP, BASE = 28, 7, 175  # days
FORTNIGHT = 14
STALE_AFTER, EXPIRES_AFTER = 5, 45
FEWEST_BASE_DAYS = 56
FEWEST_RECENT_DAYS = 14
FEWEST_CONVERSIONS = 10.0
BUDGET_LOOKBACK = 60
LONGEST = {"days", "days_base", "cut_on"}
COUNTED = {"won", "won_base", "won_last"}


def ads(scope: Scope) -> Columns:
    """Columns (n,): daily spend and cost per result in both windows, and their raw log changes."""
    found: Columns = scope.shared("ads", _measure)
    return found


def last_heard(scope: Scope) -> tuple[dt.date, bool]:
    spoke = scope.frame.last_spoke("adresult", scope.day.date)
    silent = (scope.day.date - spoke).days
    return (scope.day.date if silent <= STALE_AFTER else spoke), silent > EXPIRES_AFTER


def _measure(scope: Scope) -> Columns:
    until, expired = last_heard(scope)
    recent = until - dt.timedelta(days=RECENT - 1)
    base_end = recent - dt.timedelta(days=GAP)
    names = ("cost", "cost_base", "days", "days_base", "won", "won_base", "cost_last", "won_last")
    rows = scope.rows(
        f"""
        SELECT client_id, currency,
               (sum(cost) FILTER (WHERE occurred_on >= %(recent)s) * 100)::bigint,
               (sum(cost) FILTER (WHERE occurred_on < %(base_end)s) * 100)::bigint,
               {_days("occurred_on >= %(recent)s", RECENT)},
               {_days("occurred_on < %(base_end)s", BASE)},
               sum(conversions) FILTER (WHERE occurred_on >= %(recent)s),
               sum(conversions) FILTER (WHERE occurred_on < %(base_end)s),
               (sum(cost) FILTER (WHERE occurred_on > %(until)s::date - {FORTNIGHT}) * 100)::bigint,
               sum(conversions) FILTER (WHERE occurred_on > %(until)s::date - {FORTNIGHT})
        FROM [adresult] a WHERE occurred_on >= %(start)s AND occurred_on <= %(until)s
        GROUP BY client_id, currency ORDER BY client_id, currency
        """,  # noqa: S608 - our own text
        recent=recent,
        base_end=base_end,
        start=base_end - dt.timedelta(days=BASE),
        until=until,
    )
    columns = _added(scope, names, rows)
    return columns | _changes(columns, expired) | _lasting(columns, expired)


def _days(condition: str, span: int) -> str:
    """SQL of the number of distinct days in a window: a bit a day, so that nothing is sorted.

    The window begins at `recent`, or at `start`; 62 days fit one integer.
    """
    first = "%(recent)s" if span == RECENT else "%(start)s"
    return " + ".join(
        f"coalesce(bit_count((bit_or(1::bigint << (occurred_on - ({first} + {low})))"
        f" FILTER (WHERE {condition} AND occurred_on - {first} BETWEEN {low} AND {low + 61}))::bit(64)), 0)"
        for low in range(0, span, 62)
    )


def _added(scope: Scope, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Columns:
    """Rows (client, currency, values) as columns (n,), and the currency without a rate where one is missing.

    The only currency of a client needs no rate; several are converted to the base currency. Of the names in LONGEST
    the greatest counts, those in COUNTED are added up as they are, and all others are amounts.
    """
    columns = {name: np.full(len(scope.clients), np.nan) for name in (*names, "no_rate", "no_rate_on")}
    if not rows:
        return columns
    places, inside = scope.places(row[0] for row in rows)
    several = np.bincount(places[inside], minlength=len(scope.clients)) > 1
    for row, place, known in zip(rows, places, inside, strict=True):
        if known and several[place] and row[1] not in scope.calendars.rates:
            columns["no_rate"][place] = number_of(row[1])
            columns["no_rate_on"][place] = day_number(scope.day.date)
    told = inside & np.isnan(columns["no_rate"][places])
    for row, place, known in zip(rows, places, told, strict=True):
        if known:
            _add(columns, names, int(place), row[2:], scope.calendars.rates[row[1]] if several[place] else 1.0)
    return columns


def _add(columns: Columns, names: tuple[str, ...], place: int, values: tuple[float | None, ...], rate: float) -> None:
    for name, value in zip(names, values, strict=True):
        held = columns[name][place]
        if value is None:
            continue
        if name in LONGEST:
            columns[name][place] = np.fmax(float(value), held)
        else:
            worth = float(value) * (1.0 if name in COUNTED else rate)
            columns[name][place] = worth + (0.0 if np.isnan(held) else held)


def _changes(columns: Columns, expired: bool) -> Columns:
    """Raw log changes of daily spend and of cost per result; NaN where there is too little to compare."""
    days, days_base = np.nan_to_num(columns["days"]), np.nan_to_num(columns["days_base"])
    told = (days_base >= FEWEST_BASE_DAYS) & (np.nan_to_num(columns["cost_base"]) > 0) & (not expired)
    paused = told & (days < FEWEST_RECENT_DAYS)  # no rows while others have them: nothing was spent
    daily = np.where(
        paused | (days == 0), np.nan_to_num(columns["cost"]) / RECENT, columns["cost"] / np.maximum(days, 1)
    )
    daily_base = columns["cost_base"] / np.maximum(days_base, 1)
    floor = 0.02 * daily_base  # a log change of a paused account is large, not infinite
    with np.errstate(divide="ignore", invalid="ignore"):
        spend = np.where(told, np.log(np.maximum(np.nan_to_num(daily), floor) / daily_base), np.nan)
        won, won_base = columns["won"], columns["won_base"]
        enough = told & (won >= FEWEST_CONVERSIONS) & (won_base >= FEWEST_CONVERSIONS) & (columns["cost"] > 0)
        cpa = np.where(enough, np.log((columns["cost"] / won) / (columns["cost_base"] / won_base)), np.nan)
    return {"daily": daily, "daily_base": daily_base, "d_spend": spend, "d_cpa": cpa}


def _lasting(columns: Columns, expired: bool) -> Columns:
    """Dearer results for weeks: log changes of the cost per result over four weeks and over each fortnight of them.

    `expected` is how many results the spend of four weeks would have bought before. Too few of them say nothing; but
    where many were to be expected, few or none is a finding, not a lack of data. `d_cpa_weeks` is the least of the
    three changes, so that one bad week, or one that is over, is none; a fortnight that expects too few is not asked.
    """
    won, won_base = np.nan_to_num(columns["won"]), columns["won_base"]
    told = (np.nan_to_num(columns["days_base"]) >= FEWEST_BASE_DAYS) & (won_base >= FEWEST_CONVERSIONS) & (not expired)
    each = np.where(told & (columns["cost_base"] > 0), columns["cost_base"] / np.where(told, won_base, 1.0), np.nan)
    expected = columns["cost"] / each
    enough = (expected >= FEWEST_CONVERSIONS) & ~np.isnan(columns["won"])
    last, won_last = np.nan_to_num(columns["cost_last"]), np.nan_to_num(columns["won_last"])
    whole = _dearer(expected, won, 0.0)
    late = _dearer(last / each, won_last, FEWEST_CONVERSIONS / 2)
    early = _dearer((columns["cost"] - last) / each, won - won_last, FEWEST_CONVERSIONS / 2)
    return {
        "expected": np.where(enough, expected, np.nan),
        "d_cpa_weeks": np.where(enough, np.fmin(np.fmin(whole, late), early), np.nan),
    }


def _dearer(expected: FloatArray, won: FloatArray, fewest: float) -> FloatArray:
    """Log of results expected over results won; half a result stands for none. NaN where too few are expected."""
    known = expected >= max(fewest, 1e-9)
    return np.where(known, np.log(np.where(known, expected, 1.0) / np.maximum(won, 0.5)), np.nan)


def budgets(scope: Scope) -> Columns:
    """Columns (n,): log change of the monthly budgets in the last 60 days, by them and by us; when; NaN unknown."""
    rows = scope.rows(
        f"""
        WITH steps AS (
            SELECT client_id, ad_account_id, starts, monthly, made_by, currency,
                   lag(monthly) OVER (PARTITION BY ad_account_id, currency ORDER BY starts) AS before,
                   lead(starts) OVER (PARTITION BY ad_account_id ORDER BY starts) AS next
            FROM [budget] b WHERE starts <= %(day)s
        )
        SELECT client_id, currency,
               (sum(monthly) FILTER (WHERE next IS NULL) * 100)::bigint,
               (sum(monthly - before) FILTER (WHERE recent AND made_by = 'client') * 100)::bigint,
               (sum(monthly - before) FILTER (WHERE recent AND made_by = 'us') * 100)::bigint,
               max(starts) FILTER (WHERE recent AND made_by = 'client' AND monthly < before) - DATE '1970-01-01'
        FROM (SELECT *, before IS NOT NULL AND starts > %(day)s - {BUDGET_LOOKBACK} AS recent FROM steps) AS dated
        GROUP BY client_id, currency ORDER BY client_id, currency
        """  # noqa: S608 - our own text
    )
    columns = _added(scope, ("now", "by_them", "by_us", "cut_on"), rows)
    by_them, by_us = np.nan_to_num(columns["by_them"]), np.nan_to_num(columns["by_us"])
    earlier = columns["now"] - by_them - by_us
    return columns | {"d_them": _log_step(earlier, by_them), "d_us": _log_step(earlier, by_us), "before": earlier}


def _log_step(earlier: FloatArray, change: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.log(np.maximum(earlier + change, 0.02 * earlier) / earlier)
    return np.where(earlier > 0, step, np.nan)


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one client's ad accounts, for evidence."""

    on: dt.date
    pk: int
    cost: Decimal
    won: float
    currency: str
    recent: bool

    def told(self, figure: float) -> Evidence:
        said = {"date": day_text(self.on), "currency": self.currency}
        if self.won:
            each = float(self.cost) / self.won
            words = _("Week to %(date)s: %(won)s results at %(each)s %(currency)s") % (
                said | {"won": number_text(self.won), "each": number_text(each, 2)}
            )
        else:
            words = _("Week to %(date)s: no result for %(cost)s %(currency)s") % (
                said | {"cost": number_text(float(self.cost))}
            )
        return Evidence(self.on, words, _("Ad results"), "adresult", self.pk, figure)


def weeks(scope: Scope) -> list[Week]:
    """The weeks of both windows, the newest first; of one client."""
    rows = scope.rows(
        f"""
        SELECT max(occurred_on), max(id), sum(cost), coalesce(sum(conversions), 0), currency,
               max(occurred_on) > %(until)s::date - {RECENT}
        FROM [adresult] a
        WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {RECENT + GAP + BASE}
        GROUP BY (%(until)s::date - occurred_on) / 7, currency ORDER BY 1 DESC, currency
        """,  # noqa: S608 - our own text
        until=last_heard(scope)[0],
    )
    return [Week(on, pk, cost, float(won), currency, recent) for on, pk, cost, won, currency, recent in rows]
