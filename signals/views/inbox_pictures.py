"""The picture that fits a sign: their rhythm for what they write, days beyond terms for what they pay."""

from __future__ import annotations

from signals.detection import Scope
from signals.detectors import late_payments
from signals.measures.rhythm import RECENT, rhythm
from signals.views import communication, money
from signals.views import contexts as c
from signals.views.shared import Desk
from signals.wording import read_on

BY_RHYTHM = frozenset({"gone_quiet", "sudden_questions", "slow_replies", "out_of_hours"})
BY_LATENESS = frozenset({"late_payments", "growing_debt"})


def rhythm_of(scope: Scope) -> c.RhythmPicture | None:
    """As of the scope's day, like everything else about the alert."""
    found = rhythm(scope)
    weeks = communication.weeks_of(scope, found)
    if not weeks:
        return None
    today = scope.day.date
    with read_on(today):
        finding, more = communication.finding_of(scope, found)
    return c.RhythmPicture(today, weeks, RECENT // 7, finding, more)


def late_of(desk: Desk, scope: Scope) -> c.LatePicture | None:
    bills = money.bills_of(scope)
    currency, several = money.currency_of(desk, scope, bills)
    own = [bill for bill in bills if bill.currency == currency]
    if not own:
        return None
    columns = late_payments.measure(scope)
    dbt, usual = money.known(columns["dbt"][0]), money.known(columns["own_median"][0])
    today = scope.day.date
    with read_on(today):
        finding, more = money.finding_of(dbt, usual, several)
    counts_from = None if usual is None else usual + money.SLACK
    return c.LatePicture(today, money.months_of(own, today), usual, counts_from, finding, more)
