"""What was really the case with a client. Never in the database: only an evaluation may look at it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from clienthealth.demo.calendar import Floats
from clienthealth.demo.lives import Life
from clienthealth.demo.world import World


@dataclass(frozen=True)
class Truth:
    """Hidden states and the true outcome of one client; `mood` and `stress` have one entry a week."""

    client: str  # the external id
    started: dt.date
    decided: dt.date | None
    stayed: dt.date | None
    notice: dt.date | None
    side: str
    reason: str
    ended: dt.date | None
    difficulty: float
    mood: Floats
    stress: Floats

    def gives_notice(self, after: dt.date, days: int = 90) -> bool:
        """Whether the client (not we) gives notice within so many days after a day."""
        return self.side in {"client", "both"} and self.notice is not None and 0 < (self.notice - after).days <= days

    def is_served(self, on: dt.date) -> bool:
        return self.started <= on and (self.notice is None or on < self.notice)


def of(world: World, life: Life, external_id: str) -> Truth:
    def date(day: int | None) -> dt.date | None:
        return None if day is None or day >= world.length else world.calendar.date(day)

    return Truth(
        client=external_id,
        started=world.calendar.date(life.profile.started),
        decided=date(life.decided),
        stayed=date(life.stayed),
        notice=date(life.notice),
        side=life.side,
        reason=life.reason,
        ended=date(life.ended),
        difficulty=life.profile.difficulty,
        mood=life.mood,
        stress=life.stress,
    )
