"""Unethical request: asks for what we will not do, or sells what is not what it says.

A hard flag and no factor: it is never averaged into a score. One dated case asks for an immediate review, for 180 days.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Observation
from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.measures.observations import RECENT, observed, seen_evidence
from signals.statistics import FloatArray
from signals.wording import date_text, number_text

KIND = Observation.Kind.UNETHICAL.value


def measure(scope: Scope) -> Columns:
    """How many in 180 days, and the day number of the last; NaN where nobody writes anything down."""
    return observed(scope, KIND)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    return {}


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """1 while one is in view, else 0, also where nobody writes things down any more: what was flagged is over then."""
    return (columns["recent"] > 0).astype(float)


def sentence(reading: Reading, factor: str) -> str:
    count = reading["recent"]
    if not count:
        return _("Nothing of the kind is on record.")
    words = ngettext(
        "Asked for something we will not do, on %(date)s.",
        "Asked %(n)s times for something we will not do, the last on %(date)s.",
        count,
    )
    return words % {"n": number_text(count), "date": date_text(reading["last"])}


def evidence(scope: Scope) -> list[Evidence]:
    """The requests in view, the newest first; `figure` 1 each."""
    return [one for one in seen_evidence(scope, KIND) if (scope.day.date - one.on).days < RECENT]


DETECTOR = Detector(
    key="unethical_request",
    title=gettext_lazy("Asks for what we will not do"),
    icon="hand-stop",
    topic=gettext_lazy("what our people saw"),
    factors=(),
    measure=measure,
    judge=judge,
    reading=("recent", "last"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Say no, and review at once"),
    fixed={"memory_days": RECENT},
    side="fire",
    alert=alert,
    urgent=True,
)
