"""Erratic behaviour: reverses decisions, denies what was agreed, makes accusations.

Conduct: two dated cases at least. What the same contact says against something noted earlier is a case,
whatever the kind of the observation.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from signals.measures.observations import CONDUCT
from signals.measures.only_seen import only_seen

DETECTOR = only_seen(
    "erratic_behaviour",
    gettext_lazy("Unpredictable"),
    "arrows-random",
    parameters=CONDUCT,
    advice=gettext_lazy("Confirm decisions in writing"),
    topic=gettext_lazy("what our people saw"),
)
