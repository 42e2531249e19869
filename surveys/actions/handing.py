"""What handing over, reminding and settling have in common: the day, the people of an ask, its mails and their keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import Agency
from clienthealth.core.post import Mail
from surveys.candidates import days_off, whereabouts, window_of
from surveys.models import Ask
from surveys.models.ask import AskQuerySet
from surveys.windows import DaysOff

COMPOSER = "surveys.mails.compose"
LAST_CALL = dt.timedelta(days=1)  # nobody is reminded of a question that closes sooner


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same for every ask of one go."""

    now: dt.datetime
    agency: Agency
    off: DaysOff

    @property
    def today(self) -> dt.date:
        return self.day_of(self.now)

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The day on which something happened, as the agency counts days."""
        return moment.astimezone(ZoneInfo(self.agency.zone)).date()


def frame_of(now: dt.datetime) -> Frame | None:
    agency = Agency.objects.first()
    return Frame(now, agency, days_off()) if agency else None


def with_people(asks: AskQuerySet) -> AskQuerySet:
    """Asks that nobody else works on, with all that deciding about them needs; held until the transaction ends."""
    return asks.select_for_update(skip_locked=True, of=("self",)).select_related("campaign", "client", "contact")


def key_of(ask: Ask, number: int) -> str:
    """The key of one of an ask's mails: 0 is the first, then come its reminders."""
    return f"survey:{ask.nonce}:{number}"


def mail_of(ask: Ask, number: int) -> Mail:
    """The mail as the post knows it; its words are written when it is sent."""
    return Mail(
        key_of(ask, number), ask.contact.email, f"Survey {ask.campaign_id}", language=ask.language,
        composer=COMPOSER, about={"ask": ask.pk, "number": number},
    )  # fmt: skip


def next_reminder(ask: Ask, last: dt.datetime, frame: Frame) -> dt.datetime | None:
    """When an ask is to be reminded next, some days after its last mail; None when it was often enough, or too late."""
    if ask.reminded >= ask.campaign.reminders:
        return None
    at = last + dt.timedelta(days=ask.campaign.reminder_days)
    fitted = window_of(ask.campaign, frame.off).fit(at, whereabouts(ask, frame.agency))
    return fitted if ask.closes_at is None or fitted < ask.closes_at - LAST_CALL else None
