"""Tell a client's story in facts on a real database, and read one sign of it.

    story = Story("Bakery").writes(per_week=3, since=240, until=36).invoice(due=40, late=12)
    strengths, reading, evidence = read("gone_quiet", story)

Days count backwards from `TODAY`, a Monday: `since=240` is 240 days before it, `until=0` is today. Facts are declared
known when they happened, as a first import does, so a story can be read on any day of its past. What is learnt later
than it happened is told inside `learnt(days_ago)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection, models

from accounts.models import (
    AccountAccess,
    AdAccount,
    AdResult,
    Agency,
    Budget,
    Click,
    Client,
    Contact,
    Contract,
    Deliverable,
    ExchangeRate,
    Holiday,
    Invoice,
    Lapse,
    Link,
    ManagerLink,
    Message,
    Note,
    Observation,
    Payment,
    PaymentPromise,
    Period,
    Pulse,
    Relation,
    Request,
    ScopeRequest,
    SurveyInvitation,
    SurveyResponse,
    TimeEntry,
)
from clienthealth.core import clock
from clienthealth.core.clock import Day
from signals.calendars import known_calendars
from signals.detection import Evidence, Known, Reading, Scope
from signals.detectors import BY_KEY
from signals.framing import FrameData
from signals.judging import whole_rows
from signals.scorecards import shipped
from signals.statistics import settled
from tests.factories import AgencyFactory
from tests.factories.days import DAY

TODAY = DAY
ZONE = "Europe/Copenhagen"
OPENS = 0.5  # the strength at which an alert opens
LONG_AGO = TODAY - dt.timedelta(days=1500)
HAPPENED = {  # the dates by which a record was known, the last one that is past counts
    AccountAccess: ("granted_on", "revoked_on"),
    AdResult: ("occurred_on",),
    Budget: ("starts",),
    Click: ("occurred_at",),
    Client: ("started_on",),
    Contact: ("joined_on", "left_on"),
    Contract: ("starts",),
    Deliverable: ("delivered_on",),
    ExchangeRate: ("starts",),
    Invoice: ("issued_on", "voided_on"),
    Lapse: ("occurred_on",),
    Link: ("made_on",),
    ManagerLink: ("linked_on", "unlinked_on"),
    Message: ("occurred_at",),
    Note: ("occurred_on",),
    Observation: ("occurred_on",),
    Payment: ("paid_on",),
    PaymentPromise: ("made_on",),
    Period: ("starts",),
    Pulse: ("occurred_on",),
    Request: ("asked_on",),
    ScopeRequest: ("asked_on",),
    SurveyInvitation: ("sent_on",),
    SurveyResponse: ("answered_on",),
    TimeEntry: ("occurred_on",),
}


def ago(days: float) -> dt.date:
    """The date so many days before TODAY."""
    return TODAY - dt.timedelta(days=days)


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(ZONE))


# --- telling -------------------------------------------------------------------------------------------------------


@contextmanager
def learnt(days_ago: float) -> Iterator[None]:
    """Records written inside are learnt that day, whenever they happened."""
    with clock.pretend(moment(ago(days_ago), 18)):
        yield


@contextmanager
def declared() -> Iterator[None]:
    """Records written inside may say by `known_at` when they were known."""
    with clock.pretend(moment(TODAY, 18)), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clienthealth.known_when_happened', 'on', true)")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('clienthealth.known_when_happened', '', true)")


def keep(*records: Any) -> None:
    """Write records, each known when it happened."""
    with declared():
        for record in records:
            record.known_at = _known(record)
        for model, same in groupby(records, _model):
            model._default_manager.bulk_create(list(same))


def _model(record: models.Model) -> type[models.Model]:
    return type(record)


def _known(record: Any) -> dt.datetime:
    past = [LONG_AGO]
    for name in HAPPENED.get(type(record), ()):
        value = getattr(record, name)
        day = value.date() if isinstance(value, dt.datetime) else value
        past += [day] if day is not None and day <= TODAY else []
    return moment(past[-1], 8)


def rate(currency: str, worth: str, days_ago: float = 1000) -> None:
    """One unit of a currency in euros, from a day on."""
    keep(ExchangeRate(currency=currency, rate=Decimal(worth), starts=ago(days_ago)))


def agency(**fields: Any) -> None:
    """What the agency says of itself: its office hours, what an hour costs."""
    AgencyFactory(zone=ZONE)
    Agency.objects.update(**fields)


def holidays(*days: dt.date, country: str = "DK") -> None:
    keep(*(Holiday(on=day, country=country, name="Day off") for day in days))


class Story:
    """One client. Every method writes facts and gives the story back; `amount` is in whole units of money."""

    def __init__(self, name: str = "Bakery", *, started: float | None = 730, country: str = "DK") -> None:
        AgencyFactory(zone=ZONE)
        self.client = Client(name=name, country=country, started_on=None if started is None else ago(started))
        self.account: AdAccount | None = None
        self.last_invoice: Invoice | None = None
        self.last_seen: Observation | None = None
        keep(self.client)

    # messages

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

    # money

    def invoice(
        self, due: int, amount: float = 1000, *, late: int | None = None, currency: str = "EUR", terms: int = 30
    ) -> Self:
        """An invoice due so many days ago, paid in full `late` days after it was due, or not at all."""
        made = Invoice(
            client=self.client,
            number=f"{self.client.pk}-{due}",
            issued_on=ago(due + terms),
            due_on=ago(due),
            amount=Decimal(str(amount)),
            currency=currency,
        )
        keep(made)
        self.last_invoice = made
        return self if late is None else self.pays(amount, days_ago=due - late)

    def invoices(
        self, dues: Sequence[int], amount: float = 1000, *, late: int | None = 0, currency: str = "EUR"
    ) -> Self:
        for due in dues:
            self.invoice(due, amount, late=late, currency=currency)
        return self

    def pays(self, amount: float, days_ago: int) -> Self:
        """A payment of the last invoice told."""
        invoice = self.last_invoice
        assert invoice is not None
        keep(
            Payment(
                client=self.client,
                invoice=invoice,
                paid_on=ago(days_ago),
                amount=Decimal(str(amount)),
                currency=invoice.currency,
            )
        )
        return self

    def credited(self, amount: float, days_ago: int) -> Self:
        """A credit note for a part of the last invoice told."""
        invoice = self.last_invoice
        assert invoice is not None
        keep(
            Invoice(
                client=self.client,
                kind=Invoice.Kind.CREDIT,
                number=f"{invoice.number}-c",
                issued_on=ago(days_ago),
                due_on=ago(days_ago),
                amount=Decimal(str(amount)),
                currency=invoice.currency,
                credits=invoice,
            )
        )
        return self

    def promises(self, made: int, until: int, amount: float | None = None) -> Self:
        """A promise to pay the last invoice told."""
        keep(
            PaymentPromise(
                client=self.client,
                invoice=self.last_invoice,
                made_on=ago(made),
                until=ago(until),
                amount=None if amount is None else Decimal(str(amount)),
            )
        )
        return self

    def contract(self, fee: float | None = 2000, *, since: int = 730, **terms: Any) -> Self:
        monthly = None if fee is None else Decimal(str(fee))
        keep(Contract(client=self.client, monthly_fee=monthly, starts=ago(since), **terms))
        return self

    # effort

    def works(
        self, hours_a_week: float, *, since: int = 90, until: int = 0, kind: int = TimeEntry.Kind.DELIVERY
    ) -> Self:
        """Our hours, on one day a week."""
        keep(
            *(
                TimeEntry(client=self.client, occurred_on=ago(n), minutes=round(60 * hours_a_week), kind=kind)
                for n in range(since, until - 1, -7)
            )
        )
        return self

    def asked(self, on: int, *, due: int | None = None, answered: int | None = None, what: str = "Banner") -> Self:
        """Something we asked of them."""
        dates = {"due_on": due, "answered_on": answered}
        known = {name: None if days is None else ago(days) for name, days in dates.items()}
        keep(Request(client=self.client, kind=Request.Kind.APPROVAL, what=what, asked_on=ago(on), **known))
        return self

    def asks_for(self, what: str, days_ago: int, *, in_scope: bool = False, billed: bool = False) -> Self:
        keep(ScopeRequest(client=self.client, what=what, asked_on=ago(days_ago), in_scope=in_scope, billed=billed))
        return self

    # advertising

    def ad_account(self, number: str = "1", currency: str = "EUR") -> AdAccount:
        """The ad account that later facts are about."""
        self.account = AdAccount(client=self.client, number=f"{self.client.pk}-{number}", currency=currency)
        keep(self.account)
        return self.account

    def spends(
        self, daily: float, *, since: int, until: int = 0, results: float | None = 4, currency: str = "EUR"
    ) -> Self:
        """So much a day on the ad account, with so many results a day."""
        account = self.account or self.ad_account(currency=currency)
        keep(
            *(
                AdResult(
                    client=self.client,
                    ad_account=account,
                    occurred_on=ago(n),
                    cost=Decimal(str(daily)),
                    conversions=None if results is None else Decimal(str(results)),
                    currency=currency,
                )
                for n in range(since, until - 1, -1)
            )
        )
        return self

    def budget(self, monthly: float, days_ago: int, *, made_by: str = "client", currency: str = "EUR") -> Self:
        keep(
            Budget(
                client=self.client,
                ad_account=self.account or self.ad_account(currency=currency),
                starts=ago(days_ago),
                monthly=Decimal(str(monthly)),
                currency=currency,
                made_by=made_by,
            )
        )
        return self

    def lets_in(
        self,
        who: str,
        days_ago: int,
        relation: Relation,
        *,
        announced: bool = False,
        until: int | None = None,
        role: str = "",
    ) -> Self:
        keep(
            AccountAccess(
                client=self.client,
                ad_account=self.account or self.ad_account(),
                email=who,
                role=role,
                granted_on=ago(days_ago),
                revoked_on=None if until is None else ago(until),
                relation=relation,
                announced=announced,
            )
        )
        return self

    def links_manager(self, name: str, days_ago: int, *, until: int | None = None, announced: bool = False) -> Self:
        keep(
            ManagerLink(
                client=self.client,
                ad_account=self.account or self.ad_account(),
                manager_number="987-654-3210",
                manager_name=name,
                linked_on=ago(days_ago),
                unlinked_on=None if until is None else ago(until),
                announced=announced,
            )
        )
        return self

    # people and voice

    def contact(self, name: str, *, left: int | None = None, joined: int | None = None, **fields: Any) -> Contact:
        made = Contact(
            client=self.client,
            name=name,
            joined_on=None if joined is None else ago(joined),
            left_on=None if left is None else ago(left),
            **fields,
        )
        keep(made)
        return made

    def answers(self, score: int, days_ago: int, *, contact: Contact | None = None, **fields: Any) -> Self:
        keep(
            SurveyResponse(client=self.client, contact=contact, answered_on=ago(days_ago), score=score, **fields),
        )
        return self

    def surveyed(self, *days_ago: int) -> Self:
        keep(*(SurveyInvitation(client=self.client, sent_on=ago(n)) for n in days_ago))
        return self

    def seen(
        self,
        kind: str,
        *days_ago: int,
        severity: int = 2,
        contact: Contact | None = None,
        contradicts: Observation | None = None,
    ) -> Self:
        made = [
            Observation(
                client=self.client,
                kind=kind,
                severity=severity,
                occurred_on=ago(n),
                contact=contact,
                contradicts=contradicts,
            )
            for n in days_ago
        ]
        keep(*made)
        self.last_seen = made[-1]
        return self

    def lapse(self, *days_ago: int, severity: int = 2, kind: str = "deadline") -> Self:
        keep(*(Lapse(client=self.client, kind=kind, severity=severity, occurred_on=ago(n)) for n in days_ago))
        return self

    def pulse(self, value: int, days_ago: int, note: str = "") -> Self:
        keep(Pulse(client=self.client, value=value, occurred_on=ago(days_ago), note=note))
        return self

    def noted(self, days_ago: int, text: str = "They open a shop.") -> Self:
        keep(Note(client=self.client, text=text, occurred_on=ago(days_ago)))
        return self


def _of_week(day: dt.date, per_week: int) -> int:
    """How many of a week's messages fall on a day: spread over the five working days."""
    weekday = day.weekday()
    return 0 if weekday > 4 else (weekday + 1) * per_week // 5 - weekday * per_week // 5


# --- reading -------------------------------------------------------------------------------------------------------


class Told(NamedTuple):
    """What a detector says of one client on one day. A strength of None is “cannot tell”."""

    strengths: dict[str, float | None]
    reading: Reading
    evidence: list[Evidence]

    @property
    def figures(self) -> list[float]:
        return [record.figure for record in self.evidence]


def scope_for(
    *stories: Story, day: dt.date = TODAY, frame: FrameData | None = None, known: Known = "known_at"
) -> Scope:
    """The clients of some stories on a day."""
    on = Day(day, ZONE)
    ids = np.array(sorted(story.client.pk for story in stories), dtype=np.int64)
    return Scope(ids, on, frame or FrameData(), known_calendars(on, known), known)


def read(
    key: str, story: Story, *, day: dt.date = TODAY, frame: FrameData | None = None, known: Known = "known_at"
) -> Told:
    """One sign of one client on one day."""
    detector = BY_KEY[key]
    scope = scope_for(story, day=day, frame=frame, known=known)
    columns = detector.measure(scope)
    strengths = {name: float(settled(x)[0]) for name, x in detector.judge(columns, scope).items()}
    row = whole_rows([columns[name] for name in detector.reading], 1)[0]
    return Told(
        {name: None if x != x else x for name, x in strengths.items()},
        dict(zip(detector.reading, row, strict=True)),
        detector.evidence(scope),
    )


def strength(key: str, story: Story, factor: str = "", **how: Any) -> float | None:
    """One strength of one sign; that of its first factor where none is named."""
    return read(key, story, **how).strengths[factor or BY_KEY[key].factors[0]]


def sentence(key: str, story: Story, factor: str = "", **how: Any) -> str:
    return BY_KEY[key].sentence(read(key, story, **how).reading, factor or next(iter(BY_KEY[key].factors), ""))


def alert_strength(key: str, story: Story, **how: Any) -> float | None:
    """How strongly a sign speaks for an alert of its own: an alert opens at one half and ends below .3."""
    detector = BY_KEY[key]
    scope = scope_for(story, **how)
    columns = detector.measure(scope)
    if detector.alert:
        x = float(settled(detector.alert(columns, scope))[0])
        return None if x != x else x
    weights = {factor.key: factor.weight for factor in shipped() if factor.side == detector.side}
    judged = detector.judge(columns, scope)
    told = [float(settled(judged[name])[0]) for name in detector.factors if weights.get(name, 0) > 0]
    return max((x for x in told if x == x), default=None)


def opens(key: str, story: Story, **how: Any) -> bool:
    """Whether a sign opens an alert."""
    return (alert_strength(key, story, **how) or 0.0) >= OPENS
