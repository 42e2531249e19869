"""Unclear goals, the “muddy” one: no goals, no dates, doubts about the price; later “I hoped for something else”.

Measured: once onboarding is over, no goals are on file, or no running contract has a date (an end, or the end of a
campaign cycle). That may as well be our own untidy file, so it never speaks loudly alone. And seen: observations.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.observations import (
    CASES,
    FIXED,
    ONE,
    both_words,
    newly_seen,
    observed,
    seen_evidence,
    strength_of,
)
from signals.statistics import FloatArray
from signals.strengths import either_strength

KIND = "unclear_goals"
SETTLED = 60  # days in which goals are found

FILE = f"""
    file AS (
        SELECT c.id AS client_id, c.started_on, btrim(c.goals) = '' AS aimless,
               c.started_on > %(day)s - {SETTLED} OR EXISTS (
                   SELECT 1 FROM [period] p WHERE p.client_id = c.id AND p.kind = 'onboarding' AND p.starts <= %(day)s
                     AND (p.ends IS NULL OR p.ends > %(day)s)) AS is_new
        FROM [client] c WHERE c.started_on <= %(day)s
    ),
    running AS (
        SELECT k.client_id, k.id, k.starts, k.title, k.ends IS NULL AND jsonb_array_length(k.cycle_ends) = 0 AS dateless
        FROM [contract] k WHERE k.starts <= %(day)s AND (k.ends IS NULL OR k.ends >= %(day)s OR k.renews)
    )
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """1 where no goals, or no dates, are on file after onboarding; NaN where that is not known."""
    found = scope.columns(
        ("aimless", "dateless"),
        f"""
        WITH {FILE}
        SELECT f.client_id, (f.aimless AND NOT f.is_new)::int, (d.dateless AND NOT f.is_new)::int
        FROM file f LEFT JOIN (
            SELECT client_id, bool_and(dateless) AS dateless FROM running GROUP BY client_id
        ) AS d USING (client_id)
        """,  # noqa: S608 - our own text
    )
    return found | observed(scope, KIND)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    aims = scope.value(KIND, "goals_worth") * columns["aimless"]
    dates = scope.value(KIND, "dates_worth") * np.nan_to_num(columns["dateless"])
    seen = strength_of(columns, scope.value(KIND, "fewest_cases"))
    return {"fire_unclear_goals": either_strength(aims + dates, seen)}


def sentence(reading: Reading, factor: str) -> str:
    if reading["aimless"] is None:
        return both_words("", reading)
    if reading["aimless"] and reading["dateless"]:
        words = _("Neither goals nor a date are on file.")
    elif reading["aimless"]:
        words = _("No goals are on file.")
    elif reading["dateless"]:
        words = _("Goals are on file, and no date.")
    else:
        words = _("Their goals are on file.")
    return both_words(words, reading)


def evidence(scope: Scope) -> list[Evidence]:
    """What the file lacks, and the observations; `figure` 1 each."""
    goals = scope.rows(f"WITH {FILE} SELECT client_id, started_on FROM file WHERE aimless AND NOT is_new")  # noqa: S608
    dates = scope.rows(
        f"""
        WITH {FILE}
        SELECT r.id, r.starts, r.title FROM running r JOIN file f USING (client_id)
        WHERE NOT f.is_new AND NOT EXISTS (SELECT 1 FROM running o WHERE o.client_id = r.client_id AND NOT o.dateless)
        ORDER BY r.starts DESC, r.id
        """  # noqa: S608 - our own text
    )
    return (
        [Evidence(on, _("With us since then, no goals on file"), _("Client"), "client", pk, 1.0) for pk, on in goals]
        + [
            Evidence(
                on, _("%(title)s has no date") % {"title": title or _("Contract")}, _("Contracts"), "contract", pk, 1.0
            )
            for pk, on, title in dates
        ]
        + seen_evidence(scope, KIND)
    )


DETECTOR = Detector(
    key="unclear_goals",
    title=gettext_lazy("No clear goals"),
    icon="target-off",
    topic=gettext_lazy("goals"),
    stands_alone=False,
    factors=("fire_unclear_goals",),
    measure=measure,
    judge=judge,
    reading=("aimless", "dateless", *CASES),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_unclear_goals", judge),
    advice=gettext_lazy("Write one goal and one date together"),
    parameters={**ONE, "goals_worth": 0.3, "dates_worth": 0.15},
    fixed={**FIXED, "settled_after_days": SETTLED},
    side="fire",
    benign=(
        Benign(
            "onboarding",
            gettext_lazy("They are new"),
            gettext_lazy("Nothing counts in the first 60 days and while onboarding lasts."),
        ),
        Benign(
            "our_file",
            gettext_lazy("We never wrote the goals down"),
            gettext_lazy("What the file lacks never opens an alert alone; ask the account manager."),
            checked=False,
        ),
    ),
)
