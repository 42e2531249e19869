"""How a loop stands, in words, a colour and an icon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from surveys.models import Loop

State = Literal["late", "due", "quiet", "replied", "ready", "closed"]
TONES: dict[State, str] = {
    "late": "high", "due": "raised", "quiet": "raised", "replied": "raised", "ready": "low", "closed": "low",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    word: str

    @property
    def tone(self) -> str:
        return TONES[self.state]


def standing(loop: Loop, now: dt.datetime) -> Standing:
    """What is missing, the most urgent first."""
    if loop.closed_at is not None:
        return Standing("closed", _("Closed"))
    if loop.quiet:
        return Standing("ready", _("Ready to close")) if loop.cause else Standing("quiet", _("Find the cause"))
    if loop.replied_at is None:
        return Standing("late", _("Overdue")) if loop.due_at < now else Standing("due", _("Reply owed"))
    return Standing("ready", _("Ready to close")) if loop.cause else Standing("replied", _("Cause missing"))
