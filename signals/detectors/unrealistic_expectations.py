"""Unrealistic expectations: wants results that need time, now.

Conduct: an impatient week is none, so a single dated case counts nothing and two of them do.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from signals.measures.observations import CONDUCT
from signals.measures.only_seen import only_seen

DETECTOR = only_seen(
    "unrealistic_expectations",
    gettext_lazy("Expects the impossible"),
    "rainbow",
    parameters=CONDUCT,
    advice=gettext_lazy("Agree what is possible, and by when"),
    topic=gettext_lazy("what our people saw"),
)
