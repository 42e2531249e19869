"""The dated records behind a row of a snapshot: the same rows, as of the same day and with the same frame."""

from __future__ import annotations

import numpy as np

from clienthealth.core.clock import Day
from signals.calendars import known_calendars
from signals.configuration import spec_of
from signals.detection import Detector, Evidence, Scope
from signals.frames import known_by
from signals.framing import FrameData
from signals.models import Frame, Series
from signals.permissions import ClientScore
from signals.segments import configured
from signals.wording import read_on


def scope_of(score: ClientScore, zone: str) -> Scope:
    """A client as of a snapshot, with its frame and its scorecard. Five queries."""
    frame, day, known = Frame.objects.get(pk=score.frame), Day(score.day, zone), known_by(Series.LIVE)
    scope = Scope(np.array([score.client]), day, FrameData.from_json(frame.data), known_calendars(day, known), known)
    return configured(scope, spec_of(score.scorecard))


def listed(detector: Detector, scope: Scope) -> list[Evidence]:
    """A detector's records, in the reader's words."""
    with read_on(scope.day.date):
        return detector.evidence(scope)
