"""Why a score differs from an earlier one: what the client did, apart from what we changed.

Their doing is today's facts judged as they would have been then: with the weights, parameters and means of the earlier
snapshot. All the rest is ours: another scorecard, another frame, another segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clienthealth.core.clock import Day
from signals.calendars import known_calendars
from signals.configuration import means_of, spec_of
from signals.detection import Scope
from signals.detectors import BY_FACTOR, DETECTORS
from signals.framing import FrameData
from signals.models import Frame
from signals.permissions import ClientScore
from signals.priors import Side
from signals.scoring import ScorecardSpec, factor_points
from signals.segments import configured
from signals.statistics import settled

Strengths = dict[str, int | None]  # by factor, in ten-thousandths; None is “cannot tell”


@dataclass(frozen=True, slots=True)
class Moved:
    """Hundredths of a point by which one factor moved: the client's doing, and ours."""

    theirs: int
    ours: int


def moved(before: ClientScore, now: ClientScore, side: Side, zone: str) -> dict[str, Moved]:
    """Each factor's difference between two snapshots of a client, split.

    No query where scorecard and frame stayed the same; where the scorecard changed, each sign whose parameters differ
    for this client is measured once more.
    """
    old, new = _by_factor(before), _by_factor(now)
    again = _as_then(before, now, zone) if before.scorecard != now.scorecard else {}
    would = {key: again.get(key, strength) for key, (strength, _points) in new.items()}
    same = (before.scorecard, before.frame) == (now.scorecard, now.frame)
    points = {} if same else _points_as_then(before, would, side, zone)
    found = {}
    for factor in spec_of(now.scorecard).side(side):
        strength, points_then = old.get(factor.key, (None, 0))
        total = new[factor.key][1] - points_then
        theirs = 0
        if factor.key in old and would[factor.key] != strength:
            theirs = total if same else points[factor.key] - points_then
        found[factor.key] = Moved(theirs, total - theirs)
    return found


def _by_factor(score: ClientScore) -> dict[str, tuple[int | None, int]]:
    keys = [factor.key for factor in spec_of(score.scorecard).factors]
    return dict(zip(keys, zip(score.strengths, score.points, strict=True), strict=True))


def _points_as_then(before: ClientScore, strengths: Mapping[str, int | None], side: Side, zone: str) -> dict[str, int]:
    """Points of strengths by the weights and means of the earlier snapshot."""
    spec, means = spec_of(before.scorecard), means_of(before.frame)
    factors = spec.side(side)
    x = [np.nan if (s := strengths.get(f.key)) is None else s / 10_000 for f in factors]
    segment = _scope(before, before, zone, spec).segment if spec.segments else None
    row = factor_points(factors, [x], [means.get(f.key, f.mean) for f in factors], spec.weights(side, segment))[0]
    return dict(zip((f.key for f in factors), row.tolist(), strict=True))


def _as_then(before: ClientScore, now: ClientScore, zone: str) -> Strengths:
    """Today's strengths by the parameters of the earlier scorecard, of the signs whose parameters differ."""
    then, today = spec_of(before.scorecard), spec_of(now.scorecard)
    if (then.parameters, then.segments) == (today.parameters, today.segments):
        return {}
    old, new = _scope(now, before, zone, then), _scope(now, now, zone, today)
    found: Strengths = {}
    for detector in DETECTORS:
        if any(_one(old, detector.key, name) != _one(new, detector.key, name) for name in detector.parameters):
            strengths = detector.judge(detector.measure(old), old)
            found |= {key: _whole(settled(x)[0]) for key, x in strengths.items() if key in BY_FACTOR}
    return found


def _scope(facts: ClientScore, segment_of: ClientScore, zone: str, spec: ScorecardSpec) -> Scope:
    """The facts of one snapshot's day, and the scorecard's values for the client's segment on another's."""
    clients = np.array([facts.client])
    frame = FrameData.from_json(Frame.objects.get(pk=facts.frame).data)

    def on(score: ClientScore) -> Scope:
        day = Day(score.day, zone)
        return Scope(clients, day, frame, known_calendars(day, "recorded_at"))

    scope, values = on(facts), configured(on(segment_of), spec)
    return Scope(
        scope.clients, scope.day, scope.frame, scope.calendars, values=values.values, segment=values.segment
    )  # fmt: skip


def _one(scope: Scope, sign: str, name: str) -> float:
    return float(np.ravel(scope.value(sign, name))[0])


def _whole(strength: float) -> int | None:
    return None if np.isnan(strength) else round(strength * 10_000)
