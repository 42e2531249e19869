"""The judgement's own records."""

from signals.models.alert import Alert, AlertEvent, Notice, NoticePreference
from signals.models.frame import Backfill, Frame, FrameRequest
from signals.models.override import Override
from signals.models.play import Play, Playbook, PlaybookRule, Task
from signals.models.scorecard import Scorecard
from signals.models.seal import Seal
from signals.models.snapshot import BANDS, Series, Snapshot

__all__ = [
    "BANDS",
    "Alert",
    "AlertEvent",
    "Backfill",
    "Frame",
    "FrameRequest",
    "Notice",
    "NoticePreference",
    "Override",
    "Play",
    "Playbook",
    "PlaybookRule",
    "Scorecard",
    "Seal",
    "Series",
    "Snapshot",
    "Task",
]
