"""The scorecard's parameters for the clients of a scope: the same for all, or each segment's own.

A client's segment is the one known on the day. Names are compared without case and outer spaces, since people type
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from signals.detection import SHIPPED_VALUES, Scope
from signals.scoring import Parameters, ScorecardSpec
from signals.statistics import IntArray


def plain_name(segment: str) -> str:
    """A segment's name as it is compared."""
    return " ".join(segment.split()).casefold()


def configured(scope: Scope, spec: ScorecardSpec) -> Scope:
    """The scope with a scorecard's parameters; one query where the scorecard has segments, none where it has not."""
    segment = places_of(scope, spec) if spec.segments else None
    return replace(scope, values=values_of(spec, segment), segment=segment)


def places_of(scope: Scope, spec: ScorecardSpec) -> IntArray:
    """Each client's place in the order of the scorecard's segments, (n,); −1 for none of them."""
    known = {plain_name(name): place for place, name in enumerate(spec.segments)}
    found = np.full(len(scope.clients), -1, dtype=np.int64)
    rows = scope.rows("SELECT c.id, c.segment FROM [client] c WHERE c.segment <> ''")
    if rows:
        places, inside = scope.places(row[0] for row in rows)
        of_rows = np.array([known.get(plain_name(row[1]), -1) for row in rows], dtype=np.int64)
        found[places[inside]] = of_rows[inside]
    return found


def values_of(spec: ScorecardSpec, segment: IntArray | None) -> Mapping[str, Mapping[str, Any]]:
    """Every parameter by sign and name: one number, or (n,) where a segment has its own. Unknown names are left out."""
    values = {sign: _overlaid(shipped, spec.parameters.get(sign, {})) for sign, shipped in SHIPPED_VALUES.items()}
    if segment is None:
        return values
    for place, own in enumerate(spec.segments.values()):
        for sign, name, value in named(own.parameters):
            if name in values.get(sign, {}):
                values[sign][name] = np.where(segment == place, value, values[sign][name])
    return values


def named(parameters: Parameters) -> list[tuple[str, str, float]]:
    """Parameters as rows of sign, name and value."""
    return [(sign, name, value) for sign, values in parameters.items() for name, value in values.items()]


def _overlaid(shipped: Mapping[str, Any], own: Mapping[str, float]) -> dict[str, Any]:
    return {name: own.get(name, value) for name, value in shipped.items()}
