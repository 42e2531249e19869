"""Sudden questions: a hands-off client suddenly writes, and asks, much more.

The mirror of silence, outside onboarding, launches and the first weeks of a new contact, and mainly together with the
share of messages that ask something (beta-binomial against the client's own baseline, 20 pseudo-messages).
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.beginnings import NEWCOMER_DAYS
from signals.measures.newcomers import excused
from signals.measures.rhythm import RECENT, STILL, rhythm
from signals.rhythm import question_strength, sudden_questions_strength, surge_strength
from signals.statistics import FloatArray
from signals.wording import number_text


def measure(scope: Scope) -> Columns:
    """Messages, messages that ask, the usual range; 1 where onboarding, a launch or a new contact explains them."""
    found = rhythm(scope)
    counted = ("y", "asked", "asked_base", "judged", "judged_base", "high")
    columns = {name: np.where(np.isnan(found.z), np.nan, found.columns[name]) for name in counted}
    return columns | {"z": found.z, "excused": excused(scope)}


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    start, full = scope.value("sudden_questions", "from_z"), scope.value("sudden_questions", "full_at_z")
    questions = question_strength(
        columns["asked"],
        columns["judged"],
        columns["asked_base"],
        columns["judged_base"],
        scope.frame.question_share,
        start=start,
        full=full,
        pseudo=scope.value("sudden_questions", "pseudo_messages"),
        fewest=scope.value("sudden_questions", "fewest_messages"),
    )
    surge = surge_strength(columns["z"], start=start, full=full)
    lonely = scope.value("sudden_questions", "share_without_questions")
    return {"sudden_questions": sudden_questions_strength(surge, questions, columns["excused"] > 0, lonely=lonely)}


def sentence(reading: Reading, factor: str) -> str:
    if reading["y"] is None:
        return ""
    words = ngettext("%(n)s message in four weeks", "%(n)s messages in four weeks", reading["y"]) % {
        "n": number_text(reading["y"])
    }
    if reading["asked"]:
        words += ", " + ngettext("%(n)s of them asks something", "%(n)s of them ask something", reading["asked"]) % {
            "n": number_text(reading["asked"])
        }
    if reading["high"] is None:
        return words + "."
    return words + "; " + _("up to %(high)s would be usual.") % {"high": number_text(reading["high"])}


def evidence(scope: Scope) -> list[Evidence]:
    """The messages of the recent four weeks; `figure` is 1 for one that asks something."""
    rows = scope.rows(
        f"""
        SELECT m.id, (m.occurred_at AT TIME ZONE %(zone)s)::date, m.questions, c.name, c.email
        FROM [message] m LEFT JOIN [contact] c ON c.id = m.contact_id
        WHERE m.direction = 1 AND NOT m.automatic
          AND m.occurred_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
          AND m.occurred_at >= (%(until)s::date - {RECENT - 1})::timestamp AT TIME ZONE %(zone)s
          AND NOT EXISTS (
              SELECT 1 FROM [period] p WHERE p.client_id = m.client_id AND p.kind = ANY(%(still)s)
                AND (m.occurred_at AT TIME ZONE %(zone)s)::date BETWEEN p.starts AND coalesce(p.ends, %(until)s))
        ORDER BY m.occurred_at DESC LIMIT 200
        """,  # noqa: S608 - our own text
        until=rhythm(scope).until,
        still=list(STILL),
    )
    return [_message(row) for row in rows]


def _message(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, questions, name, email = row
    who = name or email or _("Someone there")
    words = _("%(who)s wrote to us") % {"who": who}
    if questions:
        words = ngettext("%(who)s asked %(n)s question", "%(who)s asked %(n)s questions", questions) % {
            "who": who,
            "n": number_text(questions),
        }
    return Evidence(on, words, _("Messages"), "message", pk, 1.0 if questions else 0.0)


DETECTOR = Detector(
    key="sudden_questions",
    title=gettext_lazy("Sudden questions"),
    icon="message-question",
    topic=gettext_lazy("questions"),
    factors=("sudden_questions",),
    measure=measure,
    judge=judge,
    reading=("y", "asked", "high", "excused"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Bring the numbers"),
    benign=(
        Benign(
            "launch",
            gettext_lazy("A launch"),
            gettext_lazy("While a launch is written down, and four weeks after it, nothing counts."),
        ),
        Benign(
            "new_contact",
            gettext_lazy("A new contact is learning"),
            gettext_lazy("In the first 60 days of a contact who writes, nothing counts."),
        ),
        Benign(
            "onboarding",
            gettext_lazy("Onboarding"),
            gettext_lazy("In the first 60 days of a client, and while onboarding lasts, nothing counts."),
        ),
    ),
    parameters={
        "from_z": 0.8,
        "full_at_z": 2.5,
        "pseudo_messages": 20,
        "fewest_messages": 3,
        "share_without_questions": 0.4,
    },
    fixed={"recent_days": RECENT, "newcomer_days": NEWCOMER_DAYS},
    ramps=(("from_z", "full_at_z"),),
)
