"""Budget cut: the ad budget or the spend falls, and neither season nor efficiency explains it.

Log change of daily spend (4 against 25 weeks) less the portfolio's own trend, or the step of the agreed budgets in
the last 60 days, whichever is lower. A fall that cheaper results explain is benign; a cut made by our people is none.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.ads import BASE, BUDGET_LOOKBACK, GAP, RECENT, ads, budgets, last_heard
from signals.statistics import FloatArray
from signals.strengths import budget_strength
from signals.wording import date_text, day_text, no_rate_text, number_text


def measure(scope: Scope) -> Columns:
    """Deseasonalised log changes of spend and cost per result, and the budgets' steps by them and by us."""
    found, planned = ads(scope), budgets(scope)
    ours = np.minimum(np.nan_to_num(planned["d_us"]), 0.0)  # a raise of ours is no reason to expect more spend
    spend = found["d_spend"] - scope.frame.spend_trend - ours
    lower = np.fmin(spend, planned["d_them"])
    return {
        "d_spend": lower,
        "d_cpa": found["d_cpa"] - scope.frame.cpa_trend,
        "change_percent": 100.0 * np.expm1(lower),
        "cpa_percent": 100.0 * np.expm1(found["d_cpa"]),
        "cut_on": planned["cut_on"],
        "no_rate": np.fmax(found["no_rate"], planned["no_rate"]),
        "no_rate_on": np.fmax(found["no_rate_on"], planned["no_rate_on"]),
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    nobody = np.zeros(len(scope.clients), dtype=np.bool_)  # our own cuts were taken out of the change already
    slack, over = scope.value("budget_cut", "from_change"), scope.value("budget_cut", "full_over")
    return {"budget_cut": budget_strength(columns["d_spend"], columns["d_cpa"], nobody, slack=slack, over=over)}


def sentence(reading: Reading, factor: str) -> str:
    change, cpa = reading["change_percent"], reading["cpa_percent"]
    if change is None:
        return no_rate_text(reading)
    if change >= -5:
        return _("Spend is about as before.")
    words = _("Ad spend or budget down %(percent)s%%") % {"percent": number_text(-change)}
    if reading["cut_on"] is not None:
        words += " " + _("since %(date)s") % {"date": date_text(reading["cut_on"])}
    if cpa is None:
        return words + "."
    if cpa <= -5:
        return words + "; " + _("a result costs %(percent)s%% less.") % {"percent": number_text(-cpa)}
    return words + "; " + _("a result costs no less than before.")


def evidence(scope: Scope) -> list[Evidence]:
    """Budget changes of the last 60 days and the spend by week; `figure` of a week is its cost."""
    steps = scope.rows(
        f"""
        SELECT id, starts, monthly, currency, made_by, reason FROM [budget] b
        WHERE starts <= %(day)s AND starts > %(day)s - {BUDGET_LOOKBACK} ORDER BY starts DESC, id
        """  # noqa: S608 - our own text
    )
    weeks = scope.rows(
        f"""
        SELECT max(id), max(occurred_on), sum(cost), sum(conversions), currency FROM [adresult] a
        WHERE occurred_on <= %(until)s AND occurred_on > %(until)s::date - {RECENT + GAP + BASE}
        GROUP BY (%(until)s::date - occurred_on) / 7, currency ORDER BY 2 DESC, currency
        """,  # noqa: S608 - our own text
        until=last_heard(scope)[0],
    )
    return [_step(row) for row in steps] + [_week(row) for row in weeks]


def _step(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, monthly, currency, side, reason = row
    words = (
        _("Budget of %(amount)s %(currency)s a month, set by us")
        if side == "us"
        else _("Budget of %(amount)s %(currency)s a month, set by the client")
    )
    text = words % {"amount": number_text(monthly), "currency": currency}
    return Evidence(on, f"{text}. {reason}".strip(), _("Budgets"), "budget", pk)


def _week(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, cost, won, currency = row
    words = _("Week to %(date)s: %(cost)s %(currency)s spent, %(won)s results") % {
        "date": day_text(on),
        "cost": number_text(cost),
        "currency": currency,
        "won": number_text(won or 0),
    }
    return Evidence(on, words, _("Ad results"), "adresult", pk, float(cost))


DETECTOR = Detector(
    key="budget_cut",
    title=gettext_lazy("Budget cut"),
    icon="trending-down",
    topic=gettext_lazy("ad budget"),
    factors=("budget_cut",),
    measure=measure,
    judge=judge,
    reading=("change_percent", "cpa_percent", "cut_on", "no_rate", "no_rate_on"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Ask what changed"),
    benign=(
        Benign(
            "season",
            gettext_lazy("The season"),
            gettext_lazy("What the spend of all clients did in the same weeks is taken off."),
        ),
        Benign(
            "own_season",
            gettext_lazy("A season of their own trade"),
            gettext_lazy("Ask them whether they cut at this time every year."),
            checked=False,
        ),
        Benign(
            "more_efficient",
            gettext_lazy("We made it cheaper, and they invest the saving"),
            gettext_lazy("A fall that cheaper results explain does not count; a cut of ours is none."),
        ),
    ),
    parameters={"from_change": 0.10, "full_over": 0.40},
    fixed={"recent_days": RECENT, "baseline_days": BASE},
)
