"""Results down: a result costs more, for weeks, than the market and the season explain.

Deseasonalised log change of the cost per result, four weeks against 25, less the portfolio's own change; the least of
the four weeks and of each fortnight counts, so that one bad week is none. Too few results cannot be told; where many
were to be expected and none came, it is told.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.ads import BASE, EXPIRES_AFTER, FEWEST_CONVERSIONS, RECENT, ads, weeks
from signals.measures.beginnings import LASTS, beginnings
from signals.statistics import FloatArray
from signals.strengths import results_strength
from signals.wording import no_rate_text, number_text


def measure(scope: Scope) -> Columns:
    """Change of the cost per result beyond the portfolio's, in log and percent; results won and to be expected."""
    found = ads(scope)
    change = found["d_cpa_weeks"] - scope.frame.cpa_trend
    return {
        "d_cpa": change,
        "change_percent": 100.0 * np.expm1(change),
        "trend_percent": np.where(np.isnan(change), np.nan, 100.0 * np.expm1(scope.frame.cpa_trend)),
        "won": np.where(np.isnan(change), np.nan, found["won"]),
        "expected": found["expected"],
        "begins": beginnings(scope)["begins"],
        "no_rate": found["no_rate"],
        "no_rate_on": found["no_rate_on"],
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    strength = results_strength(
        columns["d_cpa"], scope.value("results_down", "from_change"), scope.value("results_down", "full_over")
    )
    return {"results_down": np.where((columns["begins"] > 0) & ~np.isnan(strength), 0.0, strength)}


def sentence(reading: Reading, factor: str) -> str:
    change, won, expected = reading["change_percent"], reading["won"], reading["expected"]
    if change is None or won is None or expected is None:
        return no_rate_text(reading)
    if change < 5:
        return _("A result costs about as before.")
    words = _("A result costs %(percent)s%% more: %(won)s in four weeks, %(expected)s before for the same money") % {
        "percent": number_text(change),
        "won": number_text(won),
        "expected": number_text(expected),
    }
    trend = reading["trend_percent"]
    if trend is not None and trend >= 1:
        return words + "; " + _("the market's own %(percent)s%% are taken off.") % {"percent": number_text(trend)}
    return words + "."


def evidence(scope: Scope) -> list[Evidence]:
    """Results and their cost by week, the newest first; `figure` of a week in the recent four is its results."""
    return [week.told(week.won if week.recent else 0.0) for week in weeks(scope)]


DETECTOR = Detector(
    key="results_down",
    title=gettext_lazy("Results down"),
    icon="chart-arrows-vertical",
    topic=gettext_lazy("what a result costs"),
    factors=("results_down",),
    measure=measure,
    judge=judge,
    reading=("change_percent", "trend_percent", "won", "expected", "begins", "no_rate", "no_rate_on"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Prepare the explanation before they ask"),
    parameters={"from_change": 0.10, "full_over": 0.40},
    fixed={
        "recent_days": RECENT,
        "baseline_days": BASE,
        "fewest_results": FEWEST_CONVERSIONS,
        "launch_lasts_days": LASTS,
        "expires_after_days": EXPIRES_AFTER,
    },
    benign=(
        Benign(
            "market",
            gettext_lazy("The season, or the market"),
            gettext_lazy("What results cost the whole portfolio is taken off."),
        ),
        Benign(
            "one_week",
            gettext_lazy("One bad week"),
            gettext_lazy("Both fortnights of the four weeks must be dearer."),
        ),
        Benign(
            "beginning",
            gettext_lazy("A launch, or a campaign that still learns"),
            gettext_lazy("The first 60 days and onboarding or launch periods do not count."),
        ),
        Benign(
            "own_season",
            gettext_lazy("A season of this client's own trade"),
            gettext_lazy("Compare with the same weeks of last year, or ask the manager."),
            checked=False,
        ),
    ),
)
