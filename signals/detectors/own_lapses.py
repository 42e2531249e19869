"""Our own lapses: missed deadlines, late replies, errors, changes of our people, reports not delivered.

They count twice: as a reason why a client may leave, and as our share of the fault, which takes fire pressure back
(1.5 log-odds at full fault). Half-life 60 days.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Lapse
from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.measures.watched import watched
from signals.statistics import FloatArray
from signals.strengths import FAULT_HALF_LIFE, MISS_LOAD, fault
from signals.wording import date_text, number_text

MEMORY = 480


def measure(scope: Scope) -> Columns:
    """Weighted misses (millionths of fault), their number, the day of the last."""
    columns = scope.columns(
        ("misses", "cases", "last"),
        f"""
        SELECT client_id,
               sum(round((CASE severity WHEN 1 THEN {MISS_LOAD[1]} WHEN 2 THEN {MISS_LOAD[2]} ELSE {MISS_LOAD[3]} END)
                         * power(0.5::float8, (%(day)s - occurred_on) / {FAULT_HALF_LIFE}))::bigint),
               count(*), max(occurred_on) - DATE '1970-01-01'
        FROM [lapse] l WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {MEMORY} GROUP BY client_id
        """,  # noqa: S608 - our own text
    )
    nothing = np.where(watched(scope), 0.0, np.nan)
    for name in ("misses", "cases"):
        columns[name] = np.where(np.isnan(columns[name]), nothing, columns[name])
    return columns


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    return {"own_lapses": fault(columns["misses"])}


def sentence(reading: Reading, factor: str) -> str:
    cases = reading["cases"]
    if not cases:
        return _("No lapse of ours is on record.")
    return ngettext(
        "%(n)s lapse of ours, the last on %(date)s.", "%(n)s lapses of ours, the last on %(date)s.", cases
    ) % {"n": number_text(cases), "date": date_text(reading["last"])}


def evidence(scope: Scope) -> list[Evidence]:
    """Our lapses, the newest first; `figure` 1 each."""
    rows = scope.rows(
        f"""
        SELECT l.id, l.occurred_on, l.kind, l.note, u.name FROM [lapse] l LEFT JOIN accounts_user u ON u.id = l.by_id
        WHERE l.occurred_on <= %(day)s AND l.occurred_on > %(day)s - {MEMORY} ORDER BY l.occurred_on DESC, l.id
        """  # noqa: S608 - our own text
    )
    return [
        Evidence(
            on,
            f"{Lapse.Kind(kind).label}. {note}".strip(),
            _("Logged by %(by)s") % {"by": by} if by else _("Lapses"),
            "lapse",
            pk,
            1.0,
        )
        for pk, on, kind, note, by in rows
    ]


DETECTOR = Detector(
    key="own_lapses",
    title=gettext_lazy("Our own lapses"),
    icon="home-x",
    topic=gettext_lazy("our own lapses"),
    factors=("own_lapses",),
    measure=measure,
    judge=judge,
    reading=("cases", "last", "misses"),
    alerts=False,
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Mend ours first"),
    parameters={"half_life_days": FAULT_HALF_LIFE},
)
