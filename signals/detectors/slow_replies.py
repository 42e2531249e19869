"""Slow replies: their answers come ever later, against their own habit.

Waits in working hours (our office hours, without our holidays and theirs), as logarithms; standardised shift of four
weeks against their own 25 before, shrunk by four pseudo-weeks, less what the whole portfolio does. A question without
an answer counts at its age so far.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.beginnings import beginnings
from signals.measures.replies import LONGEST_DAYS, TALK_DAYS, THEM, replies, waited, working_hours
from signals.measures.rhythm import BASE, EXPIRES_AFTER, RECENT
from signals.replies import FEWEST_BASE, FEWEST_RECENT, PSEUDO_WEEKS, hours_of, mean_wait, reply_strength
from signals.statistics import FloatArray
from signals.wording import number_text


def measure(scope: Scope) -> Columns:
    """Answers of four weeks, typical minutes now and before, questions of ours still open; the shift."""
    found = replies(scope, THEM)
    columns = found.columns
    told = ~np.isnan(found.change)
    return {
        "shift": found.shift(scope.frame.reply_trend),
        "answers": np.where(told, columns["answers"], np.nan),
        "pending": np.where(told, columns["pending"], np.nan),
        "minutes": np.where(told, columns["minutes"], np.nan),
        "now": np.where(told, 60.0 * hours_of(mean_wait(columns["total"], columns["answers"])), np.nan),
        "usual": np.where(told, 60.0 * hours_of(mean_wait(columns["total_base"], columns["answers_base"])), np.nan),
        "begins": beginnings(scope)["begins"],
    }


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    strength = reply_strength(
        columns["shift"], scope.value("slow_replies", "from_shift"), scope.value("slow_replies", "full_over")
    )
    return {"slow_replies": np.where((columns["begins"] > 0) & ~np.isnan(strength), 0.0, strength)}


def sentence(reading: Reading, factor: str) -> str:
    if reading["now"] is None or reading["usual"] is None:
        return ""
    words = _("They take about %(now)s working hours to answer; about %(usual)s used to be usual.") % {
        "now": working_hours(reading["now"]),
        "usual": working_hours(reading["usual"]),
    }
    if reading["pending"]:
        words += " " + ngettext(
            "%(n)s question of ours is still open.", "%(n)s questions of ours are still open.", reading["pending"]
        ) % {"n": number_text(reading["pending"])}
    return words


def evidence(scope: Scope) -> list[Evidence]:
    """What they were asked in the recent four weeks and how long it took; `figure` in working minutes."""
    return waited(scope, THEM)


DETECTOR = Detector(
    key="slow_replies",
    title=gettext_lazy("Slow replies"),
    icon="clock-pause",
    topic=gettext_lazy("how fast they answer"),
    factors=("slow_replies",),
    measure=measure,
    judge=judge,
    reading=("answers", "pending", "minutes", "now", "usual", "begins"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Ask what changed; bring the numbers"),
    parameters={"from_shift": 0.2, "full_over": 0.6},
    fixed={
        "recent_days": RECENT,
        "baseline_days": BASE,
        "pseudo_weeks": PSEUDO_WEEKS,
        "fewest_answers": FEWEST_RECENT,
        "fewest_answers_before": FEWEST_BASE,
        "longest_working_days": LONGEST_DAYS,
        "a_talk_answers_within_days": TALK_DAYS,
        "expires_after_days": EXPIRES_AFTER,
    },
    benign=(
        Benign(
            "holidays",
            gettext_lazy("Holidays, theirs or ours, a weekend, a pause"),
            gettext_lazy("Only working hours count; waits that touch a holiday or pause of theirs are left out."),
        ),
        Benign(
            "beginning",
            gettext_lazy("They are starting, or a launch is on"),
            gettext_lazy("The first 60 days and onboarding or launch periods do not count."),
        ),
        Benign(
            "always_slow",
            gettext_lazy("They have always been slow"),
            gettext_lazy("The waits are held against their own 25 weeks before."),
        ),
        Benign(
            "season",
            gettext_lazy("Everybody is slow these weeks"),
            gettext_lazy("What the whole portfolio does is taken off."),
        ),
        Benign(
            "spoke",
            gettext_lazy("They answered by phone or in a meeting"),
            gettext_lazy("A call or meeting within 14 days answers what was asked before it."),
        ),
        Benign(
            "no_answer_needed",
            gettext_lazy("What we wrote needed no answer"),
            gettext_lazy("Of messages without an answer only those that ask something count."),
        ),
    ),
)
