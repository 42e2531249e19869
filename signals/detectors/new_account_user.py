"""New user on the ad account: someone outside both firms, or another agency's manager account, may enter.

Half-life 60 days; ×1.6 another agency, ×0.4 the client's own domain and announced to us, 0 our own people. Whose a
user is was judged when the record was written. Whoever had access from the start is nobody new.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.statistics import FloatArray
from signals.strengths import access_strength, unopened
from signals.wording import date_text

MEMORY = 365
FROM_THE_START = 30  # days after the client began in which accesses are set up

ENTRIES = f"""
    entries AS (
        SELECT client_id, id, granted_on AS on_day, email AS who, relation, announced, 'accountaccess' AS record
        FROM [accountaccess] a WHERE granted_on <= %(day)s AND granted_on > %(day)s - {MEMORY}
          AND (revoked_on IS NULL OR revoked_on > %(day)s)
        UNION ALL
        SELECT client_id, id, linked_on, coalesce(nullif(manager_name, ''), manager_number), relation, announced,
               'managerlink'
        FROM [managerlink] m WHERE linked_on <= %(day)s AND linked_on > %(day)s - {MEMORY}
          AND (unlinked_on IS NULL OR unlinked_on > %(day)s)
    ),
    news AS (
        SELECT e.*, CASE relation WHEN 'agency' THEN 16 WHEN 'ours' THEN 0
                    WHEN 'client' THEN CASE WHEN announced THEN 4 ELSE 10 END ELSE 10 END AS tenths
        FROM entries e JOIN [client] c ON c.id = e.client_id
        WHERE c.started_on IS NULL OR e.on_day > c.started_on + {FROM_THE_START}
    )
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """The entry that weighs most today: when, and whose. NaN where no ad account is known.

    Which of several entries that is follows the factors as shipped, whatever a scorecard makes of them.
    """
    newest = scope.columns(
        ("on", "agency", "announced", "ours"),
        f"""
        WITH {ENTRIES}
        SELECT DISTINCT ON (client_id) client_id, on_day - DATE '1970-01-01', (relation = 'agency')::int,
               (relation = 'client' AND announced)::int, (relation = 'ours')::int
        FROM news
        ORDER BY client_id, round(1000000 * tenths * power(0.5::float8, (%(day)s - on_day) / 60.0)) DESC,
                 on_day DESC, id
        """,  # noqa: S608 - our own text
    )
    stranger = scope.columns(
        ("stranger_on", "stranger_agency"),
        f"""
        WITH {ENTRIES}
        SELECT DISTINCT ON (client_id) client_id, on_day - DATE '1970-01-01', (relation = 'agency')::int
        FROM news WHERE relation IN ('agency', 'other')
        ORDER BY client_id, round(1000000 * tenths * power(0.5::float8, (%(day)s - on_day) / 60.0)) DESC,
                 on_day DESC, id
        """,  # noqa: S608 - our own text
    )
    accounts = scope.columns(("accounts",), "SELECT client_id, count(*) FROM [adaccount] a GROUP BY client_id")
    return newest | stranger | accounts


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """The strength; an alert opens for a stranger, never for a colleague of theirs, announced or not."""
    nobody = np.zeros(len(scope.clients), dtype=np.bool_)
    stranger = access_strength(
        float(day_number(scope.day.date)) - columns["stranger_on"],
        ours=nobody,
        other_agency=columns["stranger_agency"] > 0,
        own_domain_announced=nobody,
        agency_factor=scope.value("new_account_user", "agency_factor"),
    )
    strength = judge(columns, scope)["new_account_user"]
    return np.fmax(unopened(strength, ~nobody), np.where(np.isnan(strength), np.nan, stranger))


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    strength = access_strength(
        float(day_number(scope.day.date)) - columns["on"],
        ours=columns["ours"] > 0,
        other_agency=columns["agency"] > 0,
        own_domain_announced=columns["announced"] > 0,
        agency_factor=scope.value("new_account_user", "agency_factor"),
        announced_factor=scope.value("new_account_user", "announced_factor"),
    )
    fine = np.where(np.isnan(columns["accounts"]), np.nan, 0.0)
    return {"new_account_user": np.where(np.isnan(strength), fine, strength)}


def sentence(reading: Reading, factor: str) -> str:
    if reading["on"] is None or reading["ours"]:
        return _("Nobody new may enter the ad account.")
    date = date_text(reading["on"])
    if reading["agency"]:
        return _("Another agency may enter the ad account since %(date)s.") % {"date": date}
    if reading["announced"]:
        return _("A colleague of theirs may enter since %(date)s, announced to us.") % {"date": date}
    return _("Someone new may enter the ad account since %(date)s; not announced to us.") % {"date": date}


def evidence(scope: Scope) -> list[Evidence]:
    """Who was let in within a year; `figure` is the factor of whose they are."""
    rows = scope.rows(
        f"WITH {ENTRIES} SELECT id, on_day, who, relation, record, tenths FROM news ORDER BY on_day DESC, id"  # noqa: S608
    )
    return [_entry(row) for row in rows]


def _entry(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, who, relation, record, tenths = row
    whose = {
        "ours": _("one of us"),
        "client": _("from the client"),
        "agency": _("another agency"),
        "other": _("outside both firms"),
    }[relation]
    return Evidence(
        on, _("%(who)s was let in (%(whose)s)") % {"who": who, "whose": whose}, _("Ad account"), record, pk, tenths / 10
    )


DETECTOR = Detector(
    key="new_account_user",
    title=gettext_lazy("New user on the ad account"),
    icon="user-search",
    topic=gettext_lazy("access to the ad account"),
    factors=("new_account_user",),
    measure=measure,
    judge=judge,
    reading=("on", "agency", "announced", "ours"),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Ask what they need"),
    alert=alert,
    benign=(
        Benign(
            "colleague",
            gettext_lazy("A colleague of theirs"),
            gettext_lazy("Whose address is of the client’s own domain opens no alert; announced, it counts .4."),
        ),
        Benign(
            "our_staff",
            gettext_lazy("One of us"),
            gettext_lazy("Our own addresses count nothing."),
        ),
    ),
    parameters={"agency_factor": 1.6, "announced_factor": 0.4},
    fixed={"half_life_days": 60, "from_the_start_days": FROM_THE_START, "memory_days": MEMORY},
)
