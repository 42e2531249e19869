"""What the book says, as known on a day, of a client's contracts and open invoices: the facts that dates rest on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from accounts.deadlines import Terms, Workdays
from accounts.models import Client, Contract
from clienthealth.core.clock import Day
from offboarding.dates import Dates, Receivable, dates
from offboarding.delivery import delivery_of
from offboarding.endings import Agreement, Kind
from signals.calendars import known_calendars
from signals.detection import Scope
from signals.detectors import late_payments
from signals.framing import FrameData
from signals.measures.money import INVOICES
from signals.models import Frame, Series
from signals.statistics import IntArray
from signals.wording import amount_text, day_text

CONTRACTS = """
    SELECT id, kind, title, starts, ends, renews, renewal_months, notice_length, notice_unit, notice_to_month_end,
           cure_days, notice_delivery, cycle_ends
    FROM [contract] k WHERE ends IS NULL OR ends >= %(day)s OR renews ORDER BY starts, id
"""
OPEN = f"""
    WITH {INVOICES}
    SELECT n.number, i.due_on, i.cents - i.paid, i.currency, n.disputed, (
        SELECT max(p.until) FROM [paymentpromise] p
        WHERE (p.invoice_id = i.id OR p.invoice_id IS NULL) AND p.until >= %(day)s AND p.made_on <= %(day)s)
    FROM settled i JOIN [invoice] n ON n.id = i.id WHERE i.paid < i.cents ORDER BY i.due_on, i.id
"""  # noqa: S608 - our own text


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    number: str
    due_on: dt.date
    cents: int
    currency: str
    disputed: bool
    promised_for: dt.date | None

    @property
    def words(self) -> str:
        return _("%(number)s: %(amount)s open, due %(due)s") % {
            "number": self.number,
            "amount": amount_text(self.cents, self.currency),
            "due": day_text(self.due_on),
        }


def scope_on(day: Day, *clients: int, others: IntArray | None = None) -> Scope:
    """Clients as known on a day, read with the frame in force."""
    frame = Frame.objects.in_force(day.date, Series.LIVE).first()
    data = FrameData.from_json(frame.data) if frame else FrameData()
    ids = np.array(clients, dtype=np.int64) if others is None else others
    return Scope(ids, day, data, known_calendars(day, "recorded_at"))


def workdays(scope: Scope) -> Workdays:
    """The days on which the agency works: notices are sent and hand-overs done on those."""
    return Workdays(scope.calendars.working_days, scope.calendars.days_off())


def agreements(scope: Scope) -> list[Agreement]:
    """The contracts of the one client in scope that run or will."""
    return [_agreement(row) for row in scope.rows(CONTRACTS)]


def _agreement(row: tuple[Any, ...]) -> Agreement:
    pk, kind, title, starts, *terms, cure_days, delivery, cycles = row
    return Agreement(
        id=pk,
        title=title or f"{Contract.Kind(kind).label}, {day_text(starts)}",
        terms=Terms(starts, *terms),
        cure_days=cure_days,
        delivery=delivery_of(delivery),
        cycle_ends=_days(cycles),
    )


def _days(value: str | list[object] | None) -> tuple[dt.date, ...]:
    """The days of a JSON list; what is no date says nothing."""
    listed: list[object] = json.loads(value) if isinstance(value, str) else value or []
    return tuple(day for text in listed if (day := _day(text)) is not None)


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None


def open_invoices(scope: Scope) -> list[OpenInvoice]:
    """What the one client in scope owes, the oldest debt first."""
    return [OpenInvoice(*row) for row in scope.rows(OPEN)]


def receivables(scope: Scope, invoices: Iterable[OpenInvoice]) -> list[Receivable]:
    """When their money is to be expected: as promised, else as late as this client usually is.

    Nobody can say of a disputed invoice, nor of one that is open longer than usual.
    """
    late = float(late_payments.measure(scope)["own_median"][0])
    usual = dt.timedelta(days=0 if late != late else max(0, round(late)))
    found = []
    for one in invoices:
        expected = None if one.disputed else one.promised_for or one.due_on + usual
        found.append(Receivable(one.number, expected if expected and expected >= scope.day.date else None))
    return found


def dates_for(client: Client, kind: Kind, day: Day) -> Dates:
    """Every date on which this client could be parted with, as the book stands on a day."""
    scope = scope_on(day, client.pk)
    money = receivables(scope, open_invoices(scope))
    return dates(kind, agreements(scope), workdays(scope), day.date, money)
