"""Published scorecards never change, so each process reads each version once."""

from __future__ import annotations

from functools import lru_cache

from signals.models import Scorecard
from signals.scoring import ScorecardSpec


@lru_cache(maxsize=64)
def spec_of(scorecard: int) -> ScorecardSpec:
    return Scorecard.objects.get(pk=scorecard).spec()


@lru_cache(maxsize=64)
def version_of(scorecard: int) -> int:
    return Scorecard.objects.get(pk=scorecard).version
