"""What is said and delivered between the client and us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Self

from accounts.models import (
    Click,
    Contact,
    Deliverable,
    Link,
    Message,
    Period,
)
from tests.scenarios.chapter import Chapter
from tests.scenarios.keeping import TODAY, ago, keep, moment


class Messages(Chapter):
    def writes(
        self,
        per_week: int = 3,
        *,
        since: int = 240,
        until: int = 0,
        asking: float = 0.25,
        contact: Contact | None = None,
        except_on: Sequence[dt.date] = (),
        hour: int = 10,
    ) -> Self:
        """Mails on working days, spread over the week; the share `asking` of them asks one thing."""
        days = [ago(n) for n in range(since, until - 1, -1)]
        sent = [day for day in days if day not in except_on for _ in range(_of_week(day, per_week))]
        return self._say(sent, asking, contact, hour=hour)

    def mails(
        self,
        *days_ago: int,
        asking: float = 0.0,
        contact: Contact | None = None,
        automatic: bool = False,
        hour: int = 10,
    ) -> Self:
        return self._say([ago(n) for n in days_ago], asking, contact, automatic, hour)

    def _say(
        self, days: list[dt.date], asking: float, contact: Contact | None, automatic: bool = False, hour: int = 10
    ) -> Self:
        keep(
            *(
                Message(
                    client=self.client,
                    contact=contact,
                    occurred_at=moment(day, hour) + dt.timedelta(minutes=k % (300 if hour == 10 else 50)),
                    direction=Message.Direction.IN,
                    automatic=automatic,
                    words=60,
                    questions=int((k + 1) * asking) - int(k * asking),
                )
                for k, day in enumerate(days)
            )
        )
        return self

    def exchanges(
        self,
        wait: float | None,
        *,
        since: int,
        until: int = 0,
        every: int = 3,
        ours: bool = False,
        asking: bool = True,
        hour: int = 10,
    ) -> Self:
        """We write every so many days, but for weekends, and they answer `wait` hours later, or never.

        With `ours` they write and we answer.
        """
        asks, answers = Message.Direction.OUT, Message.Direction.IN
        if ours:
            asks, answers = answers, asks
        days = [n for n in range(since, until - 1, -every) if ago(n).weekday() < 5]
        for n in days:
            self.says(n, asks, thread=f"{ours}{n}", questions=int(asking), hour=hour)
            if wait is not None and moment(ago(n), hour) + dt.timedelta(hours=wait) < moment(TODAY, 18):
                self.says(n, answers, thread=f"{ours}{n}", after=wait, hour=hour)
        return self

    def says(
        self,
        days_ago: int,
        direction: int,
        *,
        thread: str = "",
        questions: int | None = 0,
        after: float = 0,
        channel: int = Message.Channel.MAIL,
        hour: int = 10,
    ) -> Self:
        """One message, `after` so many hours."""
        keep(
            Message(
                client=self.client,
                occurred_at=moment(ago(days_ago), hour) + dt.timedelta(hours=after),
                direction=direction,
                channel=channel,
                words=60,
                questions=questions,
                thread=thread and f"{self.client.pk}-{thread}",
            )
        )
        return self

    def delivers(
        self,
        made: int,
        *,
        opened: int | None = None,
        automatic: bool = False,
        due: int | None = None,
        done: bool = True,
        kind: str = "report",
    ) -> Self:
        """A deliverable with a tracked link, made so many days ago, opened after so many days or never."""
        record = Deliverable(
            client=self.client,
            kind=kind,
            title=f"Report {made}",
            delivered_on=ago(made) if done else None,
            due_on=None if due is None else ago(due),
        )
        keep(record)
        if not done:
            return self
        link = Link(
            client=self.client,
            deliverable=record,
            slug=f"{self.client.pk}-{made}-{record.pk}",
            target="https://agency.example/report",
            made_on=ago(made),
        )
        keep(link)
        if opened is not None:
            keep(Click(client=self.client, link=link, occurred_at=moment(ago(made - opened)), automatic=automatic))
        return self

    def period(self, kind: str, since: int, until: int | None = None) -> Self:
        keep(Period(client=self.client, kind=kind, starts=ago(since), ends=None if until is None else ago(until)))
        return self


def _of_week(day: dt.date, per_week: int) -> int:
    """How many of a week's messages fall on a day: spread over the five working days."""
    weekday = day.weekday()
    return 0 if weekday > 4 else (weekday + 1) * per_week // 5 - weekday * per_week // 5
