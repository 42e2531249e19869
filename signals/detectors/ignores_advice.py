"""Ignored advice: dismisses what the experts they pay for say, and insists on outdated methods.

Conduct: to disagree once is a client's right, so a single dated case counts nothing and two of them do.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from signals.measures.observations import CONDUCT
from signals.measures.only_seen import only_seen

DETECTOR = only_seen(
    "ignores_advice",
    gettext_lazy("Ignores advice"),
    "ear-off",
    parameters=CONDUCT,
    advice=gettext_lazy("Put the advice in writing"),
    topic=gettext_lazy("what our people saw"),
)
