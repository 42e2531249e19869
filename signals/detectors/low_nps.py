"""Low NPS: a detractor, a drop from their own earlier answer, a rater who stops answering; and the promoters.

The last answer of each contact within a year counts, halved every four months; the worst of them speaks for the
client, and a promoter only where nobody is a detractor. Zero is an answer; a blank is none.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.statistics import FloatArray
from signals.strengths import detractor_strength, mute_strength, nps_drop, promoter_strength, unopened
from signals.wording import date_text, number_text

MEMORY = 365  # days an answer is looked at
HABIT = 2  # surveys answered before, from which on silence is a change
PATIENCE = 14  # days before an invitation counts as unanswered

ANSWERS = f"""
    answers AS (
        SELECT id, client_id, contact_id, score, answered_on, comment,
               lag(score) OVER who AS previous,
               row_number() OVER (PARTITION BY client_id, contact_id ORDER BY answered_on DESC, id DESC) AS place
        FROM [surveyresponse] r WHERE answered_on <= %(day)s
        WINDOW who AS (PARTITION BY client_id, contact_id ORDER BY answered_on, id)
    ),
    last AS (SELECT * FROM answers WHERE place = 1 AND answered_on > %(day)s - {MEMORY})
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """Worst, best and steepest of the contacts' last answers, their ages in days, and surveys left unanswered."""
    answers = scope.columns(
        ("worst", "worst_on", "best", "best_on", "drop_from", "drop_to", "drop_on"),
        f"""
        WITH {ANSWERS},
        worst AS (SELECT DISTINCT ON (client_id) * FROM last ORDER BY client_id, score, answered_on DESC, id),
        best AS (SELECT DISTINCT ON (client_id) * FROM last ORDER BY client_id, score DESC, answered_on DESC, id),
        fall AS (
            SELECT DISTINCT ON (client_id) * FROM last WHERE previous IS NOT NULL
            ORDER BY client_id, previous - score DESC, answered_on DESC, id
        )
        SELECT worst.client_id, worst.score, worst.answered_on - DATE '1970-01-01', best.score,
               best.answered_on - DATE '1970-01-01', fall.previous, fall.score, fall.answered_on - DATE '1970-01-01'
        FROM worst JOIN best USING (client_id) LEFT JOIN fall USING (client_id)
        """,  # noqa: S608 - our own text
    )
    asked = scope.columns(
        ("waves", "unanswered", "answered"),
        f"""
        WITH waves AS (
            SELECT i.client_id, i.sent_on, bool_or(EXISTS (
                SELECT 1 FROM [surveyresponse] r WHERE r.client_id = i.client_id AND r.answered_on <= %(day)s
                  AND (r.invitation_id = i.id OR r.invitation_id IS NULL AND r.answered_on >= i.sent_on
                       AND r.answered_on < i.sent_on + 30))) AS answered
            FROM [surveyinvitation] i WHERE i.sent_on <= %(day)s - {PATIENCE} AND i.sent_on > %(day)s - 730
            GROUP BY i.client_id, i.sent_on
        ),
        dated AS (
            SELECT client_id, sent_on, answered,
                   max(sent_on) FILTER (WHERE answered) OVER (PARTITION BY client_id) AS heard
            FROM waves
        )
        SELECT client_id, count(*), count(*) FILTER (WHERE sent_on > coalesce(heard, DATE '1970-01-01')),
               count(*) FILTER (WHERE answered)
        FROM dated GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    return answers | asked | {"today": np.full(len(scope.clients), float(day_number(scope.day.date)))}


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    worst, best = columns["worst"], np.where(columns["worst"] <= 6, 0.0, columns["best"])
    best = np.where(np.isnan(worst), np.nan, best)
    half = scope.value("low_nps", "half_life_days")
    drop = nps_drop(
        columns["drop_from"],
        columns["drop_to"],
        columns["today"] - columns["drop_on"],
        half,
        slack=scope.value("low_nps", "drop_slack"),
        over=scope.value("low_nps", "drop_full_over"),
    )
    unanswered = np.where(columns["waves"] > 0, columns["unanswered"], np.nan)
    return {
        "nps_detractor": detractor_strength(worst, columns["today"] - columns["worst_on"], half),
        "nps_drop": np.where(np.isnan(worst), np.nan, np.nan_to_num(drop, nan=0.0)),
        "nps_mute": mute_strength(unanswered, fewest=scope.value("low_nps", "mute_after")),
        "nps_promoter": promoter_strength(best, columns["today"] - columns["best_on"], half),
    }


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """The strongest of low answer, drop and silence. Silence opens one only where somebody always answered.

    Who never answered, or skipped surveys before, tells nothing new by skipping two more: those are points, no news.
    """
    judged = judge(columns, scope)
    skipped = columns["waves"] - columns["unanswered"] - columns["answered"]
    used_to = (columns["answered"] >= HABIT) & (skipped == 0)
    mute = unopened(judged["nps_mute"], ~used_to)
    strongest: FloatArray = np.fmax(np.fmax(judged["nps_detractor"], judged["nps_drop"]), mute)
    return strongest


def sentence(reading: Reading, factor: str) -> str:
    if factor == "nps_mute":
        unanswered = reading["unanswered"]
        if unanswered is None:
            return ""
        return ngettext("%(n)s survey without an answer.", "%(n)s surveys in a row without an answer.", unanswered) % {
            "n": number_text(unanswered)
        }
    if factor == "nps_drop" and reading["drop_from"] is not None and reading["drop_to"] is not None:
        return _("Gave us %(last)s on %(date)s, after %(previous)s.") % {
            "last": number_text(reading["drop_to"]),
            "previous": number_text(reading["drop_from"]),
            "date": date_text(reading["drop_on"]),
        }
    score, on = (
        (reading["best"], reading["best_on"]) if factor == "nps_promoter" else (reading["worst"], reading["worst_on"])
    )
    if score is None:
        return ""
    return _("Gave us %(score)s on %(date)s.") % {"score": number_text(score), "date": date_text(on)}


def evidence(scope: Scope) -> list[Evidence]:
    """The last two answers of each contact, `figure` is the score; unanswered invitations have −1."""
    answers = scope.rows(
        f"""
        WITH {ANSWERS}
        SELECT a.id, a.answered_on, a.score, c.name, c.email, a.comment FROM answers a
        LEFT JOIN [contact] c ON c.id = a.contact_id
        WHERE a.place <= 2 ORDER BY a.answered_on DESC, a.id
        """  # noqa: S608 - our own text
    )
    invitations = scope.rows(
        f"""
        SELECT i.id, i.sent_on FROM [surveyinvitation] i
        WHERE i.sent_on <= %(day)s - {PATIENCE} AND i.sent_on > %(day)s - 730 AND NOT EXISTS (
            SELECT 1 FROM [surveyresponse] r WHERE r.client_id = i.client_id AND r.answered_on <= %(day)s
              AND (r.invitation_id = i.id OR r.invitation_id IS NULL AND r.answered_on >= i.sent_on
                   AND r.answered_on < i.sent_on + 30))
        ORDER BY i.sent_on DESC, i.id LIMIT 10
        """  # noqa: S608 - our own text
    )
    found = [_answer(row) for row in answers]
    return found + [
        Evidence(on, _("Survey sent, no answer"), _("Surveys"), "surveyinvitation", pk, -1.0) for pk, on in invitations
    ]


def _answer(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, score, name, email, comment = row
    words = _("%(who)s gave us %(score)s") % {"who": name or email or _("Someone there"), "score": score}
    if comment:
        words += _(": “%(comment)s”") % {"comment": comment[:200]}
    return Evidence(on, words, _("Surveys"), "surveyresponse", pk, float(score))


DETECTOR = Detector(
    key="low_nps",
    title=gettext_lazy("What they told us"),
    icon="message-star",
    topic=gettext_lazy("surveys"),
    factors=("nps_detractor", "nps_drop", "nps_mute", "nps_promoter"),
    measure=measure,
    judge=judge,
    reading=("worst", "worst_on", "best", "best_on", "drop_from", "drop_to", "drop_on", "unanswered"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Close the loop"),
    alert=alert,
    benign=(
        Benign(
            "never_answers",
            gettext_lazy("They never answered surveys"),
            gettext_lazy(
                "Silence opens an alert only after someone who had answered every survey before it, and at least two."
            ),
        ),
    ),
    parameters={"half_life_days": 122, "drop_slack": 1, "drop_full_over": 3, "mute_after": 2},
    fixed={"memory_days": MEMORY, "patience_days": PATIENCE, "habit": HABIT},
    titles={
        "nps_detractor": gettext_lazy("Gave us a low score"),
        "nps_drop": gettext_lazy("Scored us lower than before"),
        "nps_mute": gettext_lazy("Stopped answering surveys"),
        "nps_promoter": gettext_lazy("Last survey: a promoter"),
    },
)
