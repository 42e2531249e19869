"""Where people and the computed scores disagree: the pulse of those who work with a client, or a score set by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Pulse
from signals.bands import Band
from signals.judging import SIDES
from signals.permissions import ClientScore
from signals.priors import Side
from signals.scoring import expected_loss

LIVES = 90  # days that a pulse speaks for
WELL, BADLY = 4, 2  # a pulse from which it goes well; up to which it does not


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One client's: the pulse that contradicts the churn score, and the sides set by hand against their band."""

    score: ClientScore
    pulse: Pulse | None
    by_hand: tuple[Side, ...]

    @property
    def loss(self) -> Decimal | None:
        """Expected loss by the computed churn risk: what is at stake if the score is right."""
        if self.score.churn is None or self.score.revenue_cents is None:
            return None
        return expected_loss(Decimal(self.score.revenue_cents) / 100, self.score.churn.computed)


def live_pulses(clients: Iterable[int], on: dt.date) -> dict[int, Pulse]:
    """The newest pulse of each client that has not expired: one query."""
    rows = (
        Pulse.objects.filter(
            client__in=list(clients), occurred_on__lte=on, occurred_on__gt=on - dt.timedelta(days=LIVES)
        )
        .order_by("client_id", "-occurred_on", "-pk")
        .distinct("client_id")
        .select_related("by")
    )
    return {pulse.client_id: pulse for pulse in rows}


def contradicts(pulse: int, computed: Band) -> bool:
    """Whether a feeling of 1 to 5 and a computed band of churn risk cannot both be right."""
    return (pulse >= WELL and computed >= Band.HIGH) or (pulse <= BADLY and computed == Band.LOW)


def disagreements(scores: Iterable[ClientScore], pulses: Mapping[int, Pulse]) -> list[Disagreement]:
    """The clients in dispute, the largest expected loss first; a withheld side disputes nothing."""
    found = []
    for score in scores:
        pulse = pulses.get(score.client)
        if pulse and (score.churn is None or not contradicts(pulse.value, score.churn.computed_band)):
            pulse = None
        by_hand = tuple(side for side in SIDES if _against(score, side))
        if pulse or by_hand:
            found.append(Disagreement(score, pulse, by_hand))
    return sorted(found, key=lambda one: (-(one.loss or Decimal(0)), one.score.client))


def _against(score: ClientScore, side: Side) -> bool:
    found = score.side(side)
    return found is not None and found.override is not None and found.band != found.computed_band
