"""A rival agency at work: three dated facts inside 60 days, each harmless alone.

1. another agency's manager account is linked to the ad account, or someone outside both firms may enter it;
2. somebody who is not ours gets a role that may export or administer;
3. the client cuts the ad budget, or the spend falls and cheaper results do not explain it.

No factor: its parts count in signs of their own. All three open an alert; two of three keep one open and open none.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope, day_number
from signals.measures.ads import RECENT, ads, last_heard
from signals.statistics import FloatArray
from signals.strengths import budget_strength
from signals.wording import date_text, number_text

WINDOW = 60  # days
FROM_THE_START = 30  # days after the client began in which accesses are set up
ROLES = "(admin|owner|export|full)"
LEAST_CUT = 0.9  # a budget below this share of the one before is cut
SPEND_HALF = 0.5  # strength of a fall of spend that counts as a cut
FACTS = ("entered_on", "role_on", "cut_on")

ENTERED = f"""
    granted AS (
        SELECT client_id, id, granted_on AS on_day, email AS who, role, relation, 'accountaccess' AS record
        FROM [accountaccess] a WHERE granted_on <= %(day)s AND granted_on > %(day)s - {WINDOW} AND NOT announced
          AND relation IN ('agency', 'other')
        UNION ALL
        SELECT client_id, id, linked_on, coalesce(nullif(manager_name, ''), manager_number), '', relation, 'managerlink'
        FROM [managerlink] m WHERE linked_on <= %(day)s AND linked_on > %(day)s - {WINDOW} AND NOT announced
          AND relation = 'agency'
    ),
    strangers AS (
        SELECT g.* FROM granted g JOIN [client] c ON c.id = g.client_id
        WHERE c.started_on IS NULL OR g.on_day > c.started_on + {FROM_THE_START}
    ),
    steps AS (
        SELECT client_id, id, starts, monthly, currency, made_by,
               lag(monthly) OVER (PARTITION BY ad_account_id, currency ORDER BY starts) AS before
        FROM [budget] b WHERE starts <= %(day)s
    ),
    cuts AS (
        SELECT * FROM steps
        WHERE starts > %(day)s - {WINDOW} AND made_by = 'client' AND monthly < {LEAST_CUT} * before
    )
"""  # noqa: S608 - our own text


def measure(scope: Scope) -> Columns:
    """Day numbers (n,) of the newest fact of each kind, NaN where there is none; whether an ad account is known."""
    found = scope.columns(
        ("accounts", "entered_on", "role_on", "budget_on"),
        f"""
        WITH {ENTERED},
        known AS MATERIALIZED (SELECT client_id, count(*) AS accounts FROM [adaccount] a GROUP BY client_id),
        inside AS MATERIALIZED (
            SELECT client_id, max(on_day) AS entered, max(on_day) FILTER (WHERE role ~* '{ROLES}') AS may_export
            FROM strangers GROUP BY client_id
        ),
        last_cut AS MATERIALIZED (SELECT client_id, max(starts) AS cut FROM cuts GROUP BY client_id)
        SELECT client_id, accounts, entered - DATE '1970-01-01', may_export - DATE '1970-01-01',
               cut - DATE '1970-01-01'
        FROM known LEFT JOIN inside USING (client_id) LEFT JOIN last_cut USING (client_id)
        """,  # noqa: S608 - our own text
    )
    spend = spend_fell(scope)
    fell_on = np.where(spend <= 0, float(day_number(first_day(scope))), np.nan)
    columns = found | {"cut_on": np.fmax(found["budget_on"], fell_on), "spend_percent": spend}
    facts = np.count_nonzero([~np.isnan(columns[name]) for name in FACTS], axis=0).astype(np.float64)
    return columns | {"facts": np.where(np.isnan(found["accounts"]), np.nan, facts)}


def first_day(scope: Scope) -> dt.date:
    """The first of the four weeks whose spend is compared."""
    return last_heard(scope)[0] - dt.timedelta(days=RECENT - 1)


def spend_fell(scope: Scope) -> FloatArray:
    """Change of spend in percent (n,) where it fell and neither season nor cheaper results explain it; else NaN."""
    found, frame = ads(scope), scope.frame
    change = found["d_spend"] - frame.spend_trend
    nobody = np.zeros(len(scope.clients), dtype=np.bool_)
    fell = budget_strength(change, found["d_cpa"] - frame.cpa_trend, nobody) >= SPEND_HALF
    return np.where(fell, 100.0 * np.expm1(change), np.nan)


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    return {}


def alert(columns: Columns, scope: Scope) -> FloatArray:
    """1 for the whole pattern, .4 for two of its facts, 0 for fewer; NaN without an ad account."""
    facts = columns["facts"]
    return np.where(np.isnan(facts), np.nan, np.where(facts >= 3, 1.0, np.where(facts >= 2, 0.4, 0.0)))


def sentence(reading: Reading, factor: str) -> str:
    words = {
        "entered_on": _("an outsider may enter the ad account since %(date)s"),
        "role_on": _("one may export or administer since %(date)s"),
        "cut_on": _("budget or spend cut since %(date)s"),
    }
    told = [words[name] % {"date": date_text(reading[name])} for name in FACTS if reading[name] is not None]
    if len(told) < 2:
        return _("Nothing looks like another agency at work.")
    return _("Inside 60 days: %(facts)s.") % {"facts": "; ".join(told)}


def evidence(scope: Scope) -> list[Evidence]:
    """The facts inside 60 days, the newest first; `figure` is 1 for an entry, 2 for a role, 3 for a cut."""
    entries = scope.rows(
        f"""
        WITH {ENTERED}
        SELECT id, on_day, who, role, record, relation, role ~* '{ROLES}' FROM strangers
        ORDER BY on_day DESC, record, id
        """  # noqa: S608 - our own text
    )
    cuts = scope.rows(
        f"WITH {ENTERED} SELECT id, starts, monthly, before, currency FROM cuts ORDER BY starts DESC, id"  # noqa: S608
    )
    facts = [_entry(row) for row in entries] + [_role(row) for row in entries if row[6]] + [_cut(row) for row in cuts]
    return sorted(facts + _spend(scope), key=lambda one: (-one.on.toordinal(), one.figure, one.pk))


def _entry(row: tuple[Any, ...]) -> Evidence:
    pk, on, who, _role, record, relation, _may = row
    words = _("%(who)s was let in (another agency)") if relation == "agency" else _("%(who)s was let in (outside both)")
    return Evidence(on, words % {"who": who}, _("Ad account"), record, pk, 1.0)


def _role(row: tuple[Any, ...]) -> Evidence:
    pk, on, who, role, record, _relation, _may = row
    words = _("%(who)s may export or administer: %(role)s") % {"who": who, "role": role}
    return Evidence(on, words, _("Ad account"), record, pk, 2.0)


def _cut(row: tuple[Any, ...]) -> Evidence:
    pk, on, monthly, before, currency = row
    words = _("Budget cut from %(before)s to %(after)s %(currency)s a month by the client") % {
        "before": number_text(before),
        "after": number_text(monthly),
        "currency": currency,
    }
    return Evidence(on, words, _("Budgets"), "budget", pk, 3.0)


def _spend(scope: Scope) -> list[Evidence]:
    """The fall of spend of one client, named by its newest ad result."""
    percent = float(spend_fell(scope)[0])
    rows = scope.rows("SELECT max(id) FROM [adresult] a WHERE occurred_on <= %(day)s")
    if percent != percent or rows[0][0] is None:
        return []
    words = _("Ad spend down %(percent)s%% in four weeks") % {"percent": number_text(-percent)}
    return [Evidence(first_day(scope), words, _("Ad results"), "adresult", rows[0][0], 3.0)]


DETECTOR = Detector(
    key="rival_agency",
    title=gettext_lazy("Another agency at work"),
    icon="binoculars",
    topic=gettext_lazy("access to the ad account"),
    factors=(),
    measure=measure,
    judge=judge,
    reading=("facts", *FACTS),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Ask openly, and bring the value"),
    fixed={"window_days": WINDOW, "from_the_start_days": FROM_THE_START, "least_cut_share": LEAST_CUT},
    alert=alert,
    benign=(
        Benign(
            "announced",
            gettext_lazy("An auditor or partner they told us about"),
            gettext_lazy("Who was announced to us is no part of the pattern."),
        ),
        Benign(
            "own_people",
            gettext_lazy("Their own people, or ours"),
            gettext_lazy("Colleagues of theirs and our own staff are no strangers."),
        ),
    ),
)
