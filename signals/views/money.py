"""Receivables of one client, by the same definitions and the same measure as the score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client
from signals.detection import Scope
from signals.detectors import late_payments
from signals.measures.money import INVOICES, money, month_ends
from signals.permissions import ClientScore
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.shared import Desk, desk_of
from signals.views.today_scope import scope_of_today
from signals.wording import day_text, number_text, read_on

LISTED = 12
SLACK = 5  # days over the own habit from which lateness counts
LITTLE = 1  # days that are no difference


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice as it stands today, in cents."""

    number: str
    issued: dt.date
    due: dt.date
    cents: int
    paid: int
    last_paid: dt.date | None
    currency: str

    @property
    def rest(self) -> int:
        return max(0, self.cents - self.paid)

    def days_late(self, today: dt.date) -> int:
        end = today if self.rest else self.last_paid or self.due
        return max(0, (end - self.due).days)


@allowed(Permission.VIEW_CLIENTS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/money/"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return render(request, "signals/client_money.html", {"page": build(desk, client)})


def build(desk: Desk, client: Client) -> c.MoneyPage:
    score = desk.scores.one(client, desk.today)
    scope = scope_of_today(desk, client)
    bills = bills_of(scope)
    currency, several = currency_of(desk, scope, bills)
    own = [bill for bill in bills if bill.currency == currency]
    with read_on(desk.today):
        return _page(desk, client, score, scope, own, currency, several)


def _page(
    desk: Desk, client: Client, score: ClientScore | None, scope: Scope, bills: Sequence[Bill], currency: str,
    several: bool,
) -> c.MoneyPage:  # fmt: skip
    today = desk.today
    unpaid = [bill for bill in bills if bill.rest]
    overdue = [bill for bill in unpaid if bill.due < today]
    columns = late_payments.measure(scope)
    dbt, usual = known(columns["dbt"][0]), known(columns["own_median"][0])
    finding, more = finding_of(dbt, usual, several)

    def amount(cents: int) -> c.Money:
        return c.Money(Decimal(cents) / 100, currency)

    return c.MoneyPage(
        as_of=today,
        header=header_of(desk, client, score, "money"),
        log=log_of(desk, client),
        currency=currency,
        open=amount(sum(bill.rest for bill in unpaid)),
        open_invoices=len(unpaid),
        overdue=amount(sum(bill.rest for bill in overdue)),
        overdue_invoices=len(overdue),
        oldest_days=max((today - bill.due).days for bill in overdue) if overdue else None,
        days_beyond_terms=dbt,
        usual_days=usual,
        counts_from=None if usual is None else usual + SLACK,
        ageing=ageing_of(unpaid, today),
        months=months_of(bills, today),
        finding=finding,
        finding_more=more,
        invoices=[_line(bill, today, amount) for bill in _worst_first(bills, today)[:LISTED]],
        invoices_total=len(bills),
        lifetime_paid=amount(sum(bill.paid for bill in bills)) if bills else None,
    )


def bills_of(scope: Scope) -> list[Bill]:
    """Every invoice that is a debt, with what was paid by today. One query."""
    rows = scope.rows(
        f"""
        WITH {INVOICES}
        SELECT n.number, s.issued_on, s.due_on, s.cents, s.paid, s.last_paid, s.currency
        FROM settled s JOIN [invoice] n ON n.id = s.id ORDER BY s.issued_on DESC, s.id DESC
        """  # noqa: S608 - our own text
    )
    return [Bill(*row) for row in rows]


def ageing_of(unpaid: Sequence[Bill], today: dt.date) -> list[c.AgeBucket]:
    def bucket(key: str, label: str, low: int, high: int) -> c.AgeBucket:
        inside = [bill for bill in unpaid if low <= (today - bill.due).days <= high]
        return c.AgeBucket(key, label, len(inside), Decimal(sum(bill.rest for bill in inside)) / 100)  # type: ignore[arg-type]

    return [
        bucket("current", _("Not due yet"), -99999, 0),
        bucket("30", _("1 to 30 days"), 1, 30),
        bucket("60", _("31 to 60 days"), 31, 60),
        bucket("90", _("Over 60 days"), 61, 99999),
    ]


def months_of(bills: Sequence[Bill], today: dt.date) -> list[c.MonthLate]:
    """Days late of the invoices due in each of the last twelve months, weighted by amount."""
    months = []
    for first in last_months(today):
        due = [b for b in bills if (b.due.year, b.due.month) == (first.year, first.month) and b.due <= today]
        weight = sum(bill.cents for bill in due)
        late = sum(bill.cents * bill.days_late(today) for bill in due)
        months.append(c.MonthLate(first, round(late / weight, 1) if weight else None))
    return months


def last_months(today: dt.date) -> list[dt.date]:
    """The first days of the last twelve months that began, this one with them."""
    return sorted({*(end.replace(day=1) for end in month_ends(today, 12)), today.replace(day=1)})[-12:]


def finding_of(dbt: float | None, usual: float | None, several: bool) -> tuple[str, str]:
    more = _("They are billed in several currencies; this page shows the one used most.") if several else ""
    if dbt is None:
        return _("No invoice was due in the last half year."), more
    days = number_text(dbt, 1)
    if usual is None:
        return _("%(days)s days beyond terms; too few earlier invoices to know their habit.") % {"days": days}, more
    if dbt > usual + SLACK:
        words = _("Later than they used to pay: %(days)s days beyond terms, %(usual)s was their habit.")
    elif dbt > max(usual, 0) + LITTLE:
        words = _("A little later than their habit: %(days)s days beyond terms, %(usual)s is usual for them.")
    elif dbt > LITTLE:
        words = _("As they always paid: %(days)s days beyond terms, %(usual)s is their habit.")
    else:
        words = _("They pay on time.")
    return words % {"days": days, "usual": number_text(usual)}, more


def _worst_first(bills: Sequence[Bill], today: dt.date) -> list[Bill]:
    """Overdue ones first, the oldest of them on top; then by date."""
    overdue = sorted((b for b in bills if b.rest and b.due < today), key=lambda b: b.due)
    return overdue + [b for b in bills if b not in overdue]


def _line(bill: Bill, today: dt.date, amount: Callable[[int], c.Money]) -> c.InvoiceLine:
    late = bill.days_late(today)
    days = ngettext("%(n)s day", "%(n)s days", late) % {"n": number_text(late)}
    tone = ""
    if bill.rest and bill.due < today:
        state = _("%(days)s overdue") % {"days": days}
        tone = "critical" if late > 60 else "high" if late > 30 else "raised"
    elif bill.rest:
        left = (bill.due - today).days
        state = ngettext("due in %(n)s day", "due in %(n)s days", left) % {"n": number_text(left)}
    elif bill.last_paid is None:
        state = _("settled")
    elif late:
        state = _("paid %(date)s, %(days)s late") % {"date": day_text(bill.last_paid), "days": days}
    else:
        state = _("paid %(date)s") % {"date": day_text(bill.last_paid)}
    return c.InvoiceLine(bill.number, bill.issued, bill.due, amount(bill.cents), amount(bill.paid), state, tone)  # type: ignore[arg-type]


def currency_of(desk: Desk, scope: Scope, bills: Sequence[Bill]) -> tuple[str, bool]:
    """The currency with most invoices; whether there are several."""
    used = [bill.currency for bill in bills]
    if not used:
        return money(scope).currency[0] or desk.agency.currency, False
    return max(sorted(set(used)), key=used.count), len(set(used)) > 1


def known(value: float) -> float | None:
    return None if value != value else float(value)
