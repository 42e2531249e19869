"""The judgement's own records."""

from signals.models.frame import Backfill, Frame, FrameRequest
from signals.models.scorecard import Scorecard
from signals.models.seal import Seal
from signals.models.snapshot import BANDS, Series, Snapshot

__all__ = ["BANDS", "Backfill", "Frame", "FrameRequest", "Scorecard", "Seal", "Series", "Snapshot"]
