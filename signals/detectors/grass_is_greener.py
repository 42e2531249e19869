"""The grass is greener: always a better agency elsewhere, “what have you done for me?”, envy of our other successes.

One dated case counts; every new one adds to it while it fades with a half-life of 90 days.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from signals.measures.observations import ONE
from signals.measures.only_seen import only_seen

DETECTOR = only_seen(
    "grass_is_greener",
    gettext_lazy("Always a better agency elsewhere"),
    "plant-2",
    parameters=ONE,
    advice=gettext_lazy("Show what was achieved"),
    topic=gettext_lazy("what our people saw"),
)
