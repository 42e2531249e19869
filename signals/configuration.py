"""Published scorecards and frames never change, so each process reads each of them once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from signals.models import Frame, Scorecard
from signals.scoring import ScorecardSpec


@lru_cache(maxsize=64)
def spec_of(scorecard: int) -> ScorecardSpec:
    return Scorecard.objects.get(pk=scorecard).spec()


@lru_cache(maxsize=64)
def version_of(scorecard: int) -> int:
    return Scorecard.objects.get(pk=scorecard).version


@lru_cache(maxsize=64)
def means_of(frame: int) -> Mapping[str, float]:
    """x̄ by factor of a frame, which never changes either."""
    found: Mapping[str, float] = Frame.objects.values_list("data", flat=True).get(pk=frame)["means"]
    return found
