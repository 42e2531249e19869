"""Which signs fire for which clients, and how strongly: what alerts open and end on. Nothing is read or written.

Strengths are ten-thousandths, UNTOLD for “cannot tell”. Elementwise: one client alone gives the same as a full pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.bands import Band
from signals.detection import Detector
from signals.detectors import BY_KEY, DETECTORS
from signals.judging import SIDES, Judged, columns_of, ten_thousandths
from signals.priors import Side
from signals.scoring import RAISED, ScorecardSpec, probability
from signals.statistics import BoolArray, IntArray
from signals.strengths import JUST_UNDER

UNTOLD = -1
OPENS, ENDS = 5_000, 3_000
WAITS = round(10_000 * JUST_UNDER)  # opens nothing and ends nothing
BAND_SIGNS: dict[Side, str] = {"churn": "churn_high", "fire": "fire_high"}
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Sign:
    """What an alert can be of: a detector's sign, or a band of High or above (`factors` is empty then)."""

    key: str
    side: Side
    urgent: bool = False
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """n clients, k signs: how strongly each fires (n, k), by which of its factors (n, k), and what it costs (n,)."""

    signs: tuple[Sign, ...]
    strength: IntArray
    strongest: IntArray
    loss: IntArray  # cents; UNTOLD without a revenue
    judged: Judged

    def factor(self, client: int, sign: int) -> str:
        """Key of the strongest factor; empty where a sign has none of its own."""
        factors = self.signs[sign].factors
        return factors[int(self.strongest[client, sign])] if factors else ""

    def reading(self, client: int, sign: int) -> dict[str, int | None]:
        """The figures behind it, by name, for the sentence that the detector makes of them."""
        key, side = self.signs[sign].key, self.signs[sign].side
        if key == BAND_SIGNS[side]:
            return {"band": int(self.judged.bands[side].band[client])}
        return dict(zip(BY_KEY[key].reading, self.judged.measured.readings[key][client], strict=True))

    def score(self, client: int, sign: int) -> int:
        """The score of the sign's side, 0 to 100."""
        return int(self.judged.scores[self.signs[sign].side].score[client])

    def loss_cents(self, client: int) -> int | None:
        loss = int(self.loss[client])
        return None if loss == UNTOLD else loss


def conditions(judged: Judged, spec: ScorecardSpec, detectors: Sequence[Detector] = DETECTORS) -> Conditions:
    """Every sign that can have an alert, of the clients judged."""
    known = judged.measured.strengths
    strengths = np.where(np.isnan(known), UNTOLD, ten_thousandths(known))
    signs, columns, strongest = [], [], []
    for detector in detectors:
        home = _home(detector, spec)
        own = judged.measured.alerts.get(detector.key)
        if not detector.alerts or (own is None and not home):
            continue
        evidence = strengths[:, home] if home else np.full((len(strengths), 1), UNTOLD)
        strongest.append(evidence.argmax(axis=1))
        strength = evidence.max(axis=1) if own is None else np.where(np.isnan(own), UNTOLD, ten_thousandths(own))
        if detector.seconded:
            strength = np.where(_calm_without(judged, spec, detector.side, home), np.minimum(strength, WAITS), strength)
        columns.append(strength)
        factors = tuple(spec.factors[j].key for j in home)
        signs.append(Sign(detector.key, detector.side, detector.urgent, factors))
    for side in SIDES:
        signs.append(Sign(BAND_SIGNS[side], side))
        columns.append(_band_strength(judged, side))
        strongest.append(np.zeros(len(strengths), dtype=np.int64))
    return Conditions(
        tuple(signs), np.column_stack(columns), np.column_stack(strongest), _expected_losses(judged), judged
    )


def _home(detector: Detector, spec: ScorecardSpec) -> list[int]:
    """Places in the scorecard of the factors that speak for the sign on its own side."""
    return [
        j
        for j, factor in enumerate(spec.factors)
        if factor.key in detector.factors and factor.side == detector.side and factor.weight > 0
    ]


def _calm_without(judged: Judged, spec: ScorecardSpec, side: Side, home: Sequence[int]) -> BoolArray:
    """Whether the side's score without the points of these factors is below Raised, and enough is known: (n,)."""
    places = columns_of(spec, side)
    own = judged.scores[side].points[:, [places.index(j) for j in home]].sum(axis=1)
    rest = 100 * judged.scores[side].score - own
    calm: BoolArray = (rest < 100 * RAISED) & (judged.bands[side].band != Band.UNKNOWN)
    return calm


def _band_strength(judged: Judged, side: Side) -> IntArray:
    """At least OPENS while the band is High or above, 0 below, UNTOLD without enough data: (n,).

    The hysteresis, and for fire pressure the conditions, are in the band itself (`signals.bands`).
    """
    band, score = judged.bands[side].band, judged.scores[side].score
    strength = np.where(band >= Band.HIGH, np.maximum(100 * score, OPENS), 0)
    return np.where(band == Band.UNKNOWN, UNTOLD, strength)


def _expected_losses(judged: Judged) -> IntArray:
    """`signals.scoring.expected_loss` of all clients at once, in cents: 12 months × probability to a millionth."""
    chances = np.array([round(float(chance) * MILLION) for chance in probability(np.arange(101), "churn")])
    revenue = judged.measured.revenue
    known = np.isfinite(revenue)
    chance = chances[judged.scores["churn"].score]
    # In two parts: the product of a revenue in a currency of large numbers and a million would pass 64 bits.
    millions, cents = np.divmod(12 * np.where(known, revenue, 0.0).astype(np.int64), MILLION)
    more, rest = np.divmod(cents * chance, MILLION)
    whole = millions * chance + more
    up = (2 * rest > MILLION) | ((2 * rest == MILLION) & (whole % 2 == 1))
    return np.where(known, whole + up, UNTOLD)
