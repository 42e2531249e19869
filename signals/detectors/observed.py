"""What only a person can see, for the fire side: dated observations by kind, with severity and a half-life of 90 days.

x = 1 − e^(−Σ load), where a fresh case of severity 1, 2, 3 alone gives .26, .50, .75; conduct needs at least two dated
cases. A client about whom nobody has written anything down for half a year is “cannot tell”, not “fine”. An unethical
request is never averaged in: it asks for an immediate review.
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Observation
from signals.detection import Columns, Detector, Evidence, Reading, Scope
from signals.measures.watched import watched
from signals.priors import FIRE
from signals.statistics import FloatArray
from signals.strengths import OBSERVATION_HALF_LIFE, SEVERITY_LOAD, observation_strength
from signals.wording import date_text, number_text

KINDS = (
    "disrespect",
    "ignores_advice",
    "micromanagement",
    "unrealistic_expectations",
    "unresponsive",
    "out_of_hours",
    "haggling",
    "refuses_prepayment",
    "unclear_goals",
    "grass_is_greener",
    "erratic_behaviour",
    "internal_politics",
)
MEMORY = 720  # days; a grave case weighs a 250th by then
UNETHICAL_MEMORY = 180
CONDUCT = frozenset(factor.key.removeprefix("fire_") for factor in FIRE if factor.dimension == "conduct")


def measure(scope: Scope) -> Columns:
    """For each kind the load (millionths), the number of cases and the day of the last; unethical requests."""
    rows = scope.rows(
        f"""
        SELECT client_id, kind,
               sum(round((CASE severity WHEN 1 THEN {SEVERITY_LOAD[1]} WHEN 2 THEN {SEVERITY_LOAD[2]}
                          ELSE {SEVERITY_LOAD[3]} END)
                         * power(0.5::float8, (%(day)s - occurred_on) / {OBSERVATION_HALF_LIFE}))::bigint),
               count(DISTINCT occurred_on), max(occurred_on) - DATE '1970-01-01',
               count(*) FILTER (WHERE occurred_on > %(day)s - {UNETHICAL_MEMORY})
        FROM [observation] o WHERE occurred_on <= %(day)s AND occurred_on > %(day)s - {MEMORY}
        GROUP BY client_id, kind
        """  # noqa: S608 - our own text
    )
    seen = np.where(watched(scope), 0.0, np.nan)
    columns = {f"{kind}_{name}": seen.copy() for kind in KINDS for name in ("load", "cases")}
    columns |= {f"{kind}_last": np.full(len(scope.clients), np.nan) for kind in KINDS}
    columns["unethical"] = np.zeros(len(scope.clients))
    if rows:
        places, inside = scope.places(row[0] for row in rows)
        for row, place, known in zip(rows, places, inside, strict=True):
            if known and row[1] in KINDS:
                for name, value in zip(("load", "cases", "last"), row[2:5], strict=True):
                    columns[f"{row[1]}_{name}"][place] = float(value)
            elif known and row[1] == Observation.Kind.UNETHICAL:
                columns["unethical"][place] = float(row[5])
    return columns


def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
    return {
        f"fire_{kind}": observation_strength(columns[f"{kind}_load"], columns[f"{kind}_cases"], conduct=kind in CONDUCT)
        for kind in KINDS
    }


def sentence(reading: Reading, factor: str) -> str:
    kind = factor.removeprefix("fire_")
    cases = reading.get(f"{kind}_cases")
    if not cases:
        return _("Nothing of the kind is on record.")
    words = ngettext("%(n)s dated case, the last on %(date)s.", "%(n)s dated cases, the last on %(date)s.", cases) % {
        "n": number_text(cases),
        "date": date_text(reading[f"{kind}_last"]),
    }
    if cases == 1 and kind in CONDUCT:
        words += " " + _("One case is not counted; two are.")
    return words


def evidence(scope: Scope) -> list[Evidence]:
    """The observations looked at, the newest first; `figure` 1 each."""
    rows = scope.rows(
        f"""
        SELECT o.id, o.occurred_on, o.kind, o.severity, o.note, u.name
        FROM [observation] o LEFT JOIN accounts_user u ON u.id = o.by_id
        WHERE o.occurred_on <= %(day)s AND o.occurred_on > %(day)s - {MEMORY} ORDER BY o.occurred_on DESC, o.id
        """  # noqa: S608 - our own text
    )
    return [_observation(row) for row in rows]


def _observation(row: tuple) -> Evidence:  # type: ignore[type-arg]
    pk, on, kind, _severity, note, by = row
    label = str(Observation.Kind(kind).label)
    source = _("Observation, %(by)s") % {"by": by} if by else _("Observation")
    return Evidence(on, f"{label}. {note}".strip(), source, f"observation:{kind}", pk, 1.0)


DETECTOR = Detector(
    key="observed",
    title=gettext_lazy("What our people saw"),
    icon="notes",
    topic=gettext_lazy("what our people saw"),
    stands_alone=False,
    factors=tuple(f"fire_{kind}" for kind in KINDS),
    measure=measure,
    judge=judge,
    reading=("unethical", *(f"{kind}_{name}" for kind in KINDS for name in ("cases", "last"))),
    sentence=sentence,
    evidence=evidence,
    advice=gettext_lazy("Talk about limits"),
    fixed={"half_life_days": OBSERVATION_HALF_LIFE, "fewest_conduct_cases": 2},
    titles={f"fire_{kind}": Observation.Kind(kind).label for kind in KINDS},
)
