"""Main contact left: the champion or the decision maker goes; worse when nobody else there is in touch.

Half-life 90 days; more for a senior one; half when a successor was introduced to us. From the contacts' own dates,
and from observations that a contact leaves.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.statistics import FloatArray
from signals.strengths import departure_strength, unopened
from signals.wording import date_text

MEMORY = 365
IN_TOUCH = 60  # days in which another contact wrote

LEFT = f"""
    gone AS (
        SELECT c.client_id, c.id, c.id AS contact, c.left_on, c.name, c.is_senior, c.introduced, 'contact' AS record,
               '' AS note
        FROM [contact] c
        WHERE c.left_on <= %(day)s AND c.left_on > %(day)s - {MEMORY} AND (c.is_champion OR c.is_decider)
        UNION ALL
        SELECT o.client_id, o.id, o.contact_id, o.occurred_on, coalesce(c.name, ''), coalesce(c.is_senior, false),
               coalesce(c.introduced, false), 'observation', o.note
        FROM [observation] o LEFT JOIN [contact] c ON c.id = o.contact_id
        WHERE o.kind = 'contact_departed' AND o.occurred_on <= %(day)s AND o.occurred_on > %(day)s - {MEMORY}
          AND (c.id IS NULL OR c.left_on IS NULL OR c.left_on > %(day)s)
    )
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """Day of the departure that weighs most, and what makes it worse or better; whether contacts are known.

    Which of several departures that is follows the factors as shipped, whatever a scorecard makes of them.
    """
    left = scope.columns(
        ("left_on", "senior", "introduced", "alone"),
        f"""
        WITH {LEFT},
        heaviest AS (
            SELECT DISTINCT ON (client_id) * FROM gone
            ORDER BY client_id, round(1000000 * CASE WHEN is_senior THEN 1.2 ELSE 1 END
                                      * CASE WHEN introduced THEN 0.5 ELSE 1 END
                                      * power(0.5::float8, (%(day)s - left_on) / 90.0)) DESC, left_on DESC, id
        )
        SELECT l.client_id, l.left_on - DATE '1970-01-01', l.is_senior::int, l.introduced::int, (NOT EXISTS (
            SELECT 1 FROM [message] m WHERE m.client_id = l.client_id AND m.direction = 1 AND NOT m.automatic
              AND m.contact_id IS NOT NULL AND m.contact_id IS DISTINCT FROM l.contact AND m.occurred_at < %(cut)s
              AND m.occurred_at >= %(cut)s - interval '{IN_TOUCH} days'))::int
        FROM heaviest l
        """,  # noqa: S608 - our own text
    )
    known = scope.columns(
        ("contacts",),
        """
        SELECT client_id, count(*) FROM (
            SELECT client_id FROM [contact] c WHERE coalesce(joined_on, %(day)s) <= %(day)s
            UNION ALL SELECT client_id FROM [observation] o
            WHERE kind = 'contact_departed' AND occurred_on <= %(day)s) AS heard
        GROUP BY client_id
        """,
    )
    return left | known


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    age = float(day_number(scope.day.date)) - columns["left_on"]
    strength = departure_strength(
        age,
        senior=columns["senior"] > 0,
        alone=columns["alone"] > 0,
        introduced=columns["introduced"] > 0,
        senior_factor=scope.value("contact_departed", "senior_factor"),
        alone_factor=scope.value("contact_departed", "alone_factor"),
        introduced_factor=scope.value("contact_departed", "introduced_factor"),
    )
    fine = np.where(np.isnan(columns["contacts"]), np.nan, 0.0)
    return {"contact_departed": np.where(np.isnan(strength), fine, strength)}


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """The strength, which opens no alert where the successor was introduced to us."""
    return unopened(judge(columns, scope)["contact_departed"], columns["introduced"] > 0)


def sentence(reading: Reading, factor: str) -> str:
    if reading["left_on"] is None:
        return _("Our main contacts are still there.")
    words = _("Our main contact left on %(date)s.") % {"date": date_text(reading["left_on"])}
    if reading["introduced"]:
        return words + " " + _("The successor was introduced to us.")
    return (
        words
        + " "
        + (_("Nobody else there writes to us.") if reading["alone"] else _("Others there still write to us."))
    )


def evidence(scope: Scope) -> list[Evidence]:
    """The main contacts who left within a year; `figure` 1 each."""
    rows = scope.rows(f"WITH {LEFT} SELECT id, left_on, name, record, note FROM gone ORDER BY left_on DESC, id")  # noqa: S608
    return [
        Evidence(
            on,
            (_("%(who)s left") % {"who": name or _("A main contact")}) + (f". {note}" if note else ""),
            _("Contacts") if record == "contact" else _("Observations"),
            record,
            pk,
            1.0,
        )
        for pk, on, name, record, note in rows
    ]


DETECTOR = Detector(
    key="contact_departed",
    title=gettext_lazy("Main contact left"),
    icon="user-x",
    topic=gettext_lazy("contacts"),
    factors=("contact_departed",),
    measure=measure,
    judge=judge,
    reading=("left_on", "senior", "introduced", "alone"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Brief the successor"),
    alert=alert,
    benign=(
        Benign(
            "planned_successor",
            gettext_lazy("Planned, with a successor we know"),
            gettext_lazy("A successor who was introduced to us halves it, and no alert opens."),
        ),
    ),
    parameters={"senior_factor": 1.2, "alone_factor": 1.2, "introduced_factor": 0.5},
    fixed={"half_life_days": 90, "memory_days": MEMORY, "in_touch_days": IN_TOUCH},
)
