"""Low pulse: how the client feels to the person who works with them, 1 to 5. It expires after 90 days."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.statistics import FloatArray
from signals.strengths import low_pulse_strength
from signals.wording import date_text, number_text

EXPIRES_AFTER = 90


def measure(scope: Scope) -> Columns:
    """The newest pulse that has not expired, and its day."""
    return scope.columns(
        ("pulse", "on"),
        f"""
        SELECT DISTINCT ON (client_id) client_id, value, occurred_on - DATE '1970-01-01' FROM [pulse] p
        WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {EXPIRES_AFTER}
        ORDER BY client_id, occurred_on DESC, id DESC
        """,  # noqa: S608 - our own text
    )


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    fine, full = scope.value("low_pulse", "fine_from"), scope.value("low_pulse", "full_at")
    return {"low_pulse": low_pulse_strength(columns["pulse"], fine=fine, full=full)}


def sentence(reading: Reading, factor: str) -> str:
    if reading["pulse"] is None:
        return ""
    return _("%(value)s of 5 on %(date)s.") % {
        "value": number_text(reading["pulse"]),
        "date": date_text(reading["on"]),
    }


def evidence(scope: Scope) -> list[Evidence]:
    """The pulses that have not expired, the newest first; `figure` is the pulse."""
    rows = scope.rows(
        f"""
        SELECT id, occurred_on, value, note FROM [pulse] p
        WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {EXPIRES_AFTER} ORDER BY occurred_on DESC, id DESC
        """  # noqa: S608 - our own text
    )
    return [
        Evidence(on, f"{_('%(value)s of 5.') % {'value': value}} {note}".strip(), _("Pulse"), "pulse", pk, float(value))
        for pk, on, value, note in rows
    ]


DETECTOR = Detector(
    key="low_pulse",
    title=gettext_lazy("Low pulse"),
    icon="heartbeat",
    topic=gettext_lazy("pulse"),
    stands_alone=False,
    factors=("low_pulse",),
    measure=measure,
    judge=judge,
    reading=("pulse", "on"),
    alerts=False,
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Talk it over"),
    parameters={"fine_from": 3, "full_at": 1},
    fixed={"expires_after_days": EXPIRES_AFTER},
    ramps=(("fine_from", "full_at"),),
)
