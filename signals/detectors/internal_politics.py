"""Internal politics: several people at the client contradict each other, and no one decides.

Seen: dated observations, and any observation in which one contact contradicts what another was noted to say. Measured:
how many people there decide; more than two are a risk, and no proof.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Columns, Detector, Evidence, Reading, Scope
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
from signals.statistics import FloatArray, clip01
from signals.strengths import either_strength
from signals.wording import number_text

KIND = "internal_politics"
DECIDERS = """
    [contact] k WHERE is_decider AND coalesce(joined_on, %(day)s) <= %(day)s
      AND (left_on IS NULL OR left_on > %(day)s)
"""


def measure(scope: Scope) -> Columns:
    """How many people there decide; NaN where nobody is known to."""
    deciders = scope.columns(("deciders",), f"SELECT client_id, count(*) FROM {DECIDERS} GROUP BY client_id")  # noqa: S608
    return deciders | observed(scope, KIND)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    first, full = scope.value(KIND, "from_deciders"), scope.value(KIND, "full_at_deciders")
    many = scope.value(KIND, "deciders_worth") * clip01((columns["deciders"] - first) / (full - first))
    seen = strength_of(columns, scope.value(KIND, "fewest_cases"))
    return {"fire_internal_politics": either_strength(many, seen)}


def sentence(reading: Reading, factor: str) -> str:
    deciders = reading["deciders"]
    if not deciders:
        return both_words("", reading)
    words = ngettext("%(n)s person there decides.", "%(n)s people there decide.", deciders)
    return both_words(words % {"n": number_text(deciders)}, reading)


def evidence(scope: Scope) -> list[Evidence]:
    """Who decides there, and the observations; `figure` 1 each."""
    rows = scope.rows(
        f"""
        SELECT d.id, coalesce(d.joined_on, c.started_on, %(day)s), d.name, d.email
        FROM (SELECT k.* FROM {DECIDERS}) d JOIN [client] c ON c.id = d.client_id ORDER BY 2 DESC, 1
        """  # noqa: S608 - our own text
    )
    return [
        Evidence(on, _("%(who)s decides there") % {"who": name or email}, _("Contacts"), "contact", pk, 1.0)
        for pk, on, name, email in rows
    ] + seen_evidence(scope, KIND)


DETECTOR = Detector(
    key="internal_politics",
    title=gettext_lazy("They contradict each other"),
    icon="arrows-split",
    topic=gettext_lazy("who decides"),
    stands_alone=False,
    factors=("fire_internal_politics",),
    measure=measure,
    judge=judge,
    reading=("deciders", *CASES),
    sentence=sentence,
    evidence=evidence,
    alert=newly_seen("fire_internal_politics", judge),
    advice=gettext_lazy("Ask who decides"),
    parameters={**ONE, "from_deciders": 2.0, "full_at_deciders": 4.0, "deciders_worth": 0.3},
    fixed=FIXED,
    side="fire",
)
