"""What a sign says of a story on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import numpy as np

from clienthealth.core.clock import Day
from signals.bands import BandState
from signals.calendars import known_calendars
from signals.conditions import conditions
from signals.detection import Evidence, Known, Reading, Scope
from signals.detectors import BY_KEY
from signals.framing import FrameData
from signals.judging import SIDES, judged, measure, whole_rows
from signals.priors import Side
from signals.scorecards import shipped
from signals.scoring import REFERENCE, ScorecardSpec
from signals.statistics import settled
from tests.scenarios.keeping import TODAY, ZONE
from tests.scenarios.story import Story

INTERCEPTS: dict[str, float] = {side: float(np.log(rate / (1 - rate))) for side, rate in REFERENCE.items()}
OPENS = 0.5  # the strength at which an alert opens


class Told(NamedTuple):
    """What a detector says of one client on one day. A strength of None is “cannot tell”."""

    strengths: dict[str, float | None]
    reading: Reading
    evidence: list[Evidence]

    @property
    def figures(self) -> list[float]:
        return [record.figure for record in self.evidence]


def scope_for(
    *stories: Story, day: dt.date = TODAY, frame: FrameData | None = None, known: Known = "known_at"
) -> Scope:
    """The clients of some stories on a day."""
    on = Day(day, ZONE)
    ids = np.array(sorted(story.client.pk for story in stories), dtype=np.int64)
    return Scope(ids, on, frame or FrameData(), known_calendars(on, known), known)


def read(
    key: str, story: Story, *, day: dt.date = TODAY, frame: FrameData | None = None, known: Known = "known_at"
) -> Told:
    """One sign of one client on one day."""
    detector = BY_KEY[key]
    scope = scope_for(story, day=day, frame=frame, known=known)
    columns = detector.measure(scope)
    strengths = {name: float(settled(x)[0]) for name, x in detector.judge(columns, scope).items()}
    row = whole_rows([columns[name] for name in detector.reading], 1)[0]
    return Told(
        {name: None if x != x else x for name, x in strengths.items()},
        dict(zip(detector.reading, row, strict=True)),
        detector.evidence(scope),
    )


def strength(key: str, story: Story, factor: str = "", **how: Any) -> float | None:
    """One strength of one sign; that of its first factor where none is named."""
    return read(key, story, **how).strengths[factor or BY_KEY[key].factors[0]]


def sentence(key: str, story: Story, factor: str = "", **how: Any) -> str:
    return BY_KEY[key].sentence(read(key, story, **how).reading, factor or next(iter(BY_KEY[key].factors), ""))


def alert_strength(key: str, story: Story, **how: Any) -> float | None:
    """How strongly a sign speaks for an alert of its own: an alert opens at one half and ends below .3."""
    detector = BY_KEY[key]
    scope = scope_for(story, **how)
    columns = detector.measure(scope)
    if detector.alert:
        x = float(settled(detector.alert(columns, scope))[0])
        return None if x != x else x
    weights = {factor.key: factor.weight for factor in shipped() if factor.side == detector.side}
    found = detector.judge(columns, scope)
    told = [float(settled(found[name])[0]) for name in detector.factors if weights.get(name, 0) > 0]
    return max((x for x in told if x == x), default=None)


def opens(key: str, story: Story, **how: Any) -> bool:
    """Whether a sign opens an alert."""
    return (alert_strength(key, story, **how) or 0.0) >= OPENS


def stands(key: str, story: Story) -> bool:
    """Whether the sign opens an alert beside all the others of the client, judged as shipped."""
    spec, scope = ScorecardSpec(), scope_for(story, frame=FrameData(intercepts=INTERCEPTS))
    states: dict[Side, BandState] = {side: BandState.absent(1) for side in SIDES}
    found = conditions(judged(scope, spec, measure(scope, spec), states, False), spec)
    return bool(found.strength[0, [sign.key for sign in found.signs].index(key)] >= 10_000 * OPENS)
