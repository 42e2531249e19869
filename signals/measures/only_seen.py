"""Signs that only a person can see: they differ in what was seen, and in how many dated cases count."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from django.utils.functional import Promise

from signals.detection import Benign, Columns, Detector, Evidence, Reading, Scope
from signals.measures.observations import CASES, FIXED, newly_seen, observed, seen_evidence, seen_words, strength_of
from signals.statistics import FloatArray


def only_seen(
    key: str,
    title: Promise,
    icon: str,
    *,
    parameters: Mapping[str, float],
    advice: Promise,
    topic: Promise,
    benign: tuple[Benign, ...] = (),
) -> Detector:
    """The fire sign `key`, from the observations of the kind of that name."""

    def measure(scope: Scope) -> Columns:
        seen = observed(scope, key)
        return seen | {"needed": np.where(np.isnan(seen["cases"]), np.nan, scope.value(key, "fewest_cases"))}

    def judge(columns: Columns, scope: Scope) -> dict[str, FloatArray]:
        return {f"fire_{key}": strength_of(columns, scope.value(key, "fewest_cases"))}

    def sentence(reading: Reading, factor: str) -> str:
        return seen_words(reading["cases"], reading["last"], needed=reading["needed"])

    def evidence(scope: Scope) -> list[Evidence]:
        return seen_evidence(scope, key)

    return Detector(
        key=key,
        title=title,
        icon=icon,
        topic=topic,
        stands_alone=False,
        factors=(f"fire_{key}",),
        measure=measure,
        judge=judge,
        reading=(*CASES, "needed"),
        sentence=sentence,
        evidence=evidence,
        alert=newly_seen(f"fire_{key}", judge),
        advice=advice,
        parameters=parameters,
        fixed=FIXED,
        side="fire",
        benign=benign,
    )
