"""Out of hours: calls and mails at night and at weekends, offended when not answered at once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from signals.measures.observations import ONE
from signals.measures.only_seen import only_seen

DETECTOR = only_seen(
    "out_of_hours",
    gettext_lazy("Calls at night or at weekends"),
    "moon",
    parameters=ONE,
    advice=gettext_lazy("Agree when we answer"),
    topic=gettext_lazy("what our people saw"),
)
