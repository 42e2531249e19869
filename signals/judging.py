"""From a scope to scores: run every detector, then the pure scoring. Nothing is written here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from signals.bands import BandState, BandStep, step
from signals.detection import Scope
from signals.detectors import DETECTORS
from signals.measures.money import money
from signals.priors import Factor, Side
from signals.scoring import ScoreArrays, ScorecardSpec, judge
from signals.segments import configured
from signals.statistics import BoolArray, FloatArray, IntArray, settled

SIDES: tuple[Side, Side] = ("churn", "fire")


@dataclass(frozen=True, slots=True)
class Measured:
    """Strengths (n, f) in the scorecard's order, and each detector's reading as whole numbers.

    `alerts` are the strengths (n,) of signs whose alert does not follow their factors.
    """

    strengths: FloatArray
    readings: dict[str, list[list[int | None]]]
    fault: FloatArray
    unethical: FloatArray
    revenue: FloatArray
    overdue: FloatArray
    deadline: FloatArray
    segment: IntArray | None = None
    alerts: dict[str, FloatArray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """Both sides' scores and bands of n clients."""

    measured: Measured
    scores: dict[Side, ScoreArrays]
    bands: dict[Side, BandStep]


def measure(scope: Scope, spec: ScorecardSpec) -> Measured:
    """Every detector over the clients of `scope`, with the scorecard's parameters for each client's segment.

    A factor without a detector is “cannot tell”.
    """
    scope = configured(scope, spec)
    n = len(scope.clients)
    strengths: dict[str, FloatArray] = {}
    readings: dict[str, list[list[int | None]]] = {}
    kept: dict[str, Any] = {}
    for detector in DETECTORS:
        columns = detector.measure(scope)
        strengths |= detector.judge(columns, scope)
        readings[detector.key] = whole_rows([columns[name] for name in detector.reading], n)
        kept[detector.key] = columns
    nothing = np.full(n, np.nan)
    matrix = np.column_stack([strengths.get(factor.key, nothing) for factor in spec.factors])
    owed = money(scope)
    return Measured(
        strengths=settled(matrix),
        readings=readings,
        fault=settled(kept["own_lapses"]["fault"]),
        unethical=kept["unethical_request"]["recent"],
        revenue=np.rint(owed.columns["revenue"] * owed.to_base),
        overdue=np.rint(kept["growing_debt"]["overdue"] * owed.to_base),
        deadline=kept["renewal_near"]["deadline"],
        segment=scope.segment,
        alerts={d.key: settled(d.alert(kept[d.key], scope)) for d in DETECTORS if d.alert is not None},
    )


def whole_rows(columns: list[FloatArray], n: int) -> list[list[int | None]]:
    """Columns as rows of whole numbers; NaN is None."""
    if not columns:
        return [[] for _ in range(n)]
    table = np.column_stack(columns)
    known = np.isfinite(table)
    return plain(np.rint(np.where(known, table, 0.0)).astype(np.int64), known)


def plain(whole: IntArray, known: BoolArray) -> list[list[int | None]]:
    """Rows of Python's own integers, None where nothing is known."""
    rows = whole.astype(object)
    rows[~known] = None
    found: list[list[int | None]] = rows.tolist()
    return found


def columns_of(spec: ScorecardSpec, side: Side) -> list[int]:
    return [j for j, factor in enumerate(spec.factors) if factor.side == side]


def judged(
    scope: Scope, spec: ScorecardSpec, measured: Measured, states: dict[Side, BandState], week_closes: bool
) -> Judged:
    """Points, scores and bands. Elementwise: one client alone gives the same as a full pass."""
    scores: dict[Side, ScoreArrays] = {}
    bands: dict[Side, BandStep] = {}
    for side in SIDES:
        factors: tuple[Factor, ...] = spec.side(side)
        x = measured.strengths[:, columns_of(spec, side)]
        fault = measured.fault if side == "fire" else None
        scores[side] = judge(
            factors,
            x,
            [scope.frame.means.get(f.key, f.mean) for f in factors],
            [scope.frame.spreads.get(f.key, f.sd) for f in factors],
            scope.frame.intercepts[side],
            fault,
            spec.weights(side, measured.segment),
        )
        bands[side] = step(states[side], scores[side], side=side, week_closes=week_closes, fault=fault)
    return Judged(measured, scores, bands)


def digest(values: tuple[Any, ...]) -> str:
    """Of everything a snapshot says, but not of which day or frame says it."""
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()


def ten_thousandths(strengths: FloatArray) -> IntArray:
    return np.rint(np.nan_to_num(strengths) * 10_000).astype(np.int64)
