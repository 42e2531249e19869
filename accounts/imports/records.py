"""The typed records that files are read into. Plain named tuples: immutable, cheap to make by the million.

Every record has `row` (line of the file, or number of the message in it) and, where the source gives one,
`external_id`; where it does not, the source builds one from what makes the row unique. Amounts are Decimal in
`currency`; days are dates in the agency's zone, instants are UTC.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple


class ClientRef(NamedTuple):
    """How a row names its client: matched by external id, then exact name, then domain."""

    external_id: str | None = None
    name: str | None = None
    email: str | None = None
    domain: str | None = None


class ClientRecord(NamedTuple):
    row: int
    external_id: str
    client: ClientRef
    name: str
    domains: tuple[str, ...]
    country: str | None
    industry: str | None
    segment: str | None
    language: str | None
    owner_email: str | None
    status: str | None
    started_on: date | None
    ended_on: date | None
    monthly_fee: Decimal | None
    currency: str | None


class ContactRecord(NamedTuple):
    row: int
    external_id: str
    client: ClientRef
    name: str
    email: str | None
    phone: str | None
    role: str | None
    language: str | None
    champion: bool | None
    decision_maker: bool | None
    joined_on: date | None
    left_on: date | None


class InvoiceRecord(NamedTuple):
    """A sales invoice, or a credit note where `total` is below zero. `settled_on` is the day it was paid in full."""

    row: int
    external_id: str
    client: ClientRef
    number: str
    issued_on: date
    due_on: date
    total: Decimal
    currency: str
    disputed: bool
    paid: Decimal
    settled_on: date | None


class PaymentRecord(NamedTuple):
    """Money received (below zero: paid back). `invoice` is the number or id of the invoice it pays, where known."""

    row: int
    external_id: str
    client: ClientRef
    invoice: str | None
    paid_on: date
    amount: Decimal
    currency: str


class SurveyRecord(NamedTuple):
    """An answer 0 … 10, or an invitation nobody answered (`score` None)."""

    row: int
    external_id: str
    client: ClientRef
    email: str | None
    person: str | None
    score: int | None
    comment: str | None
    answered_at: datetime | None
    invited_at: datetime | None


class MessageRecord(NamedTuple):
    """One mail, call, meeting or chat line; its text is not kept. Who wrote to whom decides the direction later."""

    row: int
    external_id: str
    client: ClientRef
    channel: str
    sent_at: datetime
    sender: str | None
    recipients: tuple[str, ...]
    direction: str | None
    thread: str
    subject: str | None
    words: int | None
    questions: int | None
    automatic: bool


class TimeRecord(NamedTuple):
    row: int
    external_id: str
    client: ClientRef
    worked_on: date
    duration: timedelta
    person: str | None
    email: str | None
    project: str | None
    task: str | None
    billable: bool | None


class AdResultRecord(NamedTuple):
    """One ad account's results of one day, summed over whatever the file breaks it down by."""

    row: int
    external_id: str
    client: ClientRef
    account: str
    account_name: str | None
    day: date
    cost: Decimal
    currency: str
    clicks: int
    impressions: int
    conversions: Decimal
    value: Decimal


class BudgetRecord(NamedTuple):
    row: int
    external_id: str
    client: ClientRef
    account: str | None
    starts_on: date
    ends_on: date | None
    amount: Decimal
    currency: str
    made_by: str | None


class AccountUserRecord(NamedTuple):
    row: int
    external_id: str
    client: ClientRef
    account: str
    email: str
    role: str | None
    granted_on: date
    revoked_on: date | None


class RateRecord(NamedTuple):
    """`rate` units of the base currency for one unit of `currency`, from `starts_on` on."""

    row: int
    external_id: str
    currency: str
    base: str | None
    starts_on: date
    rate: Decimal


Record = (
    ClientRecord | ContactRecord | InvoiceRecord | PaymentRecord | SurveyRecord | MessageRecord | TimeRecord
    | AdResultRecord | BudgetRecord | AccountUserRecord | RateRecord
)  # fmt: skip
