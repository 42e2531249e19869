"""One client as of today, with the frame that the shown score names: pages and scores agree."""

from __future__ import annotations

import numpy as np

from accounts.models import Client
from clienthealth.core.clock import Day
from signals.calendars import known_calendars
from signals.detection import Scope
from signals.framing import FrameData
from signals.models import Frame, Series
from signals.views.shared import Desk


def scope_of_today(desk: Desk, client: Client) -> Scope:
    day = Day(desk.today, desk.agency.zone)
    frame = Frame.objects.in_force(day.date, Series.LIVE).first()
    data = FrameData.from_json(frame.data) if frame else FrameData()
    return Scope(np.array([client.pk]), day, data, known_calendars(day, "recorded_at"))
