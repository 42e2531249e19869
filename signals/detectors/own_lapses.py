"""Our own lapses: what of the fault may be ours.

Missed deadlines and errors, answers of ours that come later than they used to, results down, changes of our people,
reports not delivered; half-life 60 days. They count twice: as a reason why a client may leave (results have a factor
of their own there), and as our share of the fault, which takes fire pressure back (1.5 log-odds at full fault).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.fault import (
    GRACE,
    PARTS,
    REPLIES_WEIGHT,
    RESULTS_WEIGHT,
    SHIFT_FROM,
    SHIFT_OVER,
    faults,
    parts,
)
from signals.statistics import MILLIONTHS, FloatArray
from signals.strengths import FAULT_HALF_LIFE, fault
from signals.wording import date_text, number_text

TITLES = {
    "misses": gettext_lazy("Missed deadlines and errors"),
    "replies": gettext_lazy("Our answers come later"),
    "results": gettext_lazy("Results down"),
    "staff": gettext_lazy("Changes of our people"),
    "reports": gettext_lazy("Reports not delivered"),
}
ICONS = {
    "misses": "home-x",
    "replies": "clock-pause",
    "results": "chart-arrows-vertical",
    "staff": "users-group",
    "reports": "file-off",
}


def measure(scope: Scope) -> Columns:
    """The load of each part (millionths), and `fault` in [0, 1] of them all."""
    columns = dict(faults(scope))
    columns["fault"] = _fault(columns, PARTS)
    return columns


def _fault(columns: Columns, names: tuple[str, ...]) -> FloatArray:
    others = [(columns[name] / MILLIONTHS, 1.0) for name in names if name != "misses"]
    return fault(columns["misses"], *others)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    return {"own_lapses": _fault(columns, tuple(name for name in PARTS if name != "results"))}


def sentence(reading: Reading, factor: str) -> str:
    cases = reading["cases"]
    words = []
    if cases:
        words.append(
            ngettext("%(n)s lapse of ours, the last on %(date)s.", "%(n)s lapses of ours, the last on %(date)s.", cases)
            % {"n": number_text(cases), "date": date_text(reading["last"])}
        )
    measured = {
        "replies": _("Our answers come later than they used to."),
        "staff": _("Our people changed."),
        "reports": _("Reports are late or missing."),
    }
    words += [said for name, said in measured.items() if (reading[name] or 0) >= 50_000]
    return " ".join(words) or _("No lapse of ours is on record.")


def evidence(scope: Scope) -> list[Evidence]:
    """Every dated record behind our share, part by part; `figure` is millionths of fault and adds up to the parts."""
    return [record for records in parts(scope).values() for record in records]


DETECTOR = Detector(
    key="own_lapses",
    title=gettext_lazy("Our own lapses"),
    icon="home-x",
    topic=gettext_lazy("our own lapses"),
    alerts=False,
    factors=("own_lapses",),
    measure=measure,
    judge=judge,
    reading=("cases", "last", *PARTS),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Mend ours first"),
    fixed={
        "replies_weight": REPLIES_WEIGHT,
        "results_weight": RESULTS_WEIGHT,
        "half_life_days": FAULT_HALF_LIFE,
        "report_grace_days": GRACE,
        "replies_from_shift": SHIFT_FROM,
        "replies_full_over": SHIFT_OVER,
    },
    benign=(
        Benign(
            "market",
            gettext_lazy("Results fell everywhere"),
            gettext_lazy("What results cost the whole portfolio is taken off."),
        ),
        Benign(
            "logged_twice",
            gettext_lazy("The same was logged and measured"),
            gettext_lazy("Of late answers, changes of people and missing reports the greater counts."),
        ),
    ),
)
