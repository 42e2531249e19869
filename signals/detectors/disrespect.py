"""Disrespect: rude or abusive to our people.

Conduct: one bad day is nobody's character, so a single dated case counts nothing and two of them do.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from signals.measures.observations import CONDUCT
from signals.measures.only_seen import only_seen

DETECTOR = only_seen(
    "disrespect",
    gettext_lazy("Rude or abusive"),
    "mood-angry",
    parameters=CONDUCT,
    advice=gettext_lazy("Protect our people"),
    topic=gettext_lazy("what our people saw"),
)
