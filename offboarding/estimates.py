"""The estimates that the comparison begins with: from the book as known on a day, each with its source.

What the book can tell is measured, with the spread that it shows; what it cannot is a range wide enough to be honest,
and says so. What needs a figure that the agency never gave (what an hour costs, what it should earn) stays open until
a person fills it in. Every estimate may be replaced by a person's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from offboarding.dates import Dates
from offboarding.draws import Three, certain
from offboarding.figures import MONTH, Figures
from offboarding.worth import LIMITS, MONTHS
from signals.permissions import ClientScore
from signals.scoring import probability
from signals.wording import number_text

DOUBLING = 10  # points of a score that double the odds
Record = tuple[str, str]  # a day (ISO) and what happened on it


@dataclass(frozen=True, slots=True)
class Basis:
    """All that the estimates are made from. `months` are those to the first lawful end, to the best and to the last."""

    book: Figures
    score: ClientScore | None
    months: Three | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Three points and where they come from; without points nobody can tell. `records` are dated and in words."""

    three: Three | None
    source: str
    records: tuple[Record, ...] = ()


def estimates(basis: Basis) -> dict[str, Estimate]:
    """One for every name of `offboarding.worth.LIMITS`, in its order."""
    return {name: MAKERS[name](basis) for name in LIMITS}


def months_of(found: Dates) -> Three | None:
    """Months until the first lawful end, the one recommended, and the last that was weighed; None where none is."""
    if not found.candidates:
        return None
    ends = [(one.end - found.today).days / MONTH for one in found.candidates]
    best = next(end for end, one in zip(ends, found.candidates, strict=True) if one.recommended)
    first, last = (min(max(0.0, round(end, 1)), float(MONTHS)) for end in (ends[0], ends[-1]))
    return Three(first, min(max(first, round(best, 1)), last), last)


# --- staying -------------------------------------------------------------------------------------------------------


def _margin(basis: Basis) -> Estimate:
    book = basis.book
    if not _has_hours(book):
        return Estimate(None, _no_hours(book))
    assert book.hours is not None
    likely = book.earned - book.hours.likely * book.cost
    three = Three(
        round(book.earned - book.hours.high * book.cost), round(likely), round(book.earned - book.hours.low * book.cost)
    )
    words = _(
        "%(earned)s a month earned, bad debt taken off, for %(hours)s hours at %(cost)s. Low and high are the busiest"
        " and the quietest four weeks of six months."
    ) % {
        "earned": book.money(book.earned),
        "hours": number_text(book.hours.likely),
        "cost": book.money(book.cost),
    }
    return Estimate(three, words, _weeks(book))


def _leaving(basis: Basis) -> Estimate:
    side = basis.score.churn if basis.score else None
    if basis.score is None or side is None:
        return Estimate(None, _("There is no churn risk of this client to go by."))
    low, likely, high = (
        _a_month(float(probability(side.score + points, "churn")[0])) for points in (-DOUBLING, 0, DOUBLING)
    )
    words = _("Churn risk %(score)s, as a chance in a month. Low and high are half and double the odds: ten points.")
    said = words % {"score": side.score}
    return Estimate(Three(low, likely, high), said, ((basis.score.day.isoformat(), _("The score of that day")),))


def _a_month(in_ninety_days: float) -> float:
    """The chance in one month of what happens within three with this chance."""
    return round(1.0 - math.pow(1.0 - in_ninety_days, 1 / 3), 4)


# --- new terms -----------------------------------------------------------------------------------------------------


def _new_terms_margin(basis: Basis) -> Estimate:
    book = basis.book
    if not _has_hours(book):
        return Estimate(None, _no_hours(book))
    if math.isnan(book.target):
        return Estimate(None, _("The agency has not said what an hour should earn."))
    assert book.hours is not None
    now, full = book.earned - book.hours.likely * book.cost, book.hours.likely * (book.target - book.cost)
    low, high = sorted((round(now), round(full)))
    words = _(
        "Low is today's margin, high is the target of %(target)s for each of their %(hours)s hours, by price, scope or"
        " fewer hours; likely is half way."
    ) % {"target": book.money(book.target), "hours": number_text(book.hours.likely)}
    return Estimate(Three(low, round((low + high) / 2), high), words, _weeks(book))


def _new_terms_leaving(basis: Basis) -> Estimate:
    today = _leaving(basis).three
    if today is None:
        return Estimate(None, _("There is no churn risk of this client to go by."))
    three = Three(today.likely, round(min(1.0, 1.5 * today.likely), 4), round(min(1.0, 3 * today.likely), 4))
    return Estimate(three, _("No record tells. From no more than today to three times as likely."))


def _accepting(basis: Basis) -> Estimate:
    return Estimate(Three(0.2, 0.5, 0.8), _("No record tells. Who has talked with them knows better."))


def _talks(basis: Basis) -> Estimate:
    return _hours_of_ours(basis.book, 8, 16, 40)


# --- parting -------------------------------------------------------------------------------------------------------


def _notice_months(basis: Basis) -> Estimate:
    if basis.months is None:
        return Estimate(None, _("The contract gives no date: see the step “Date”, and ask a lawyer."))
    words = _("From today to the first lawful end, the end recommended and the last one weighed: see the step “Date”.")
    return Estimate(basis.months, words)


def _exit_fee(basis: Basis) -> Estimate:
    fee = basis.book.exit_fee
    if fee == 0:
        return Estimate(certain(0), _("The contracts name none."))
    if math.isnan(fee):
        return Estimate(None, _("The contract's fee cannot be converted: a rate is missing."))
    words = _("The contract names %(fee)s. Who pays it when we end is for the contract's own words: ask a lawyer.")
    return Estimate(Three(-round(fee), 0, round(fee)), words % {"fee": basis.book.money(fee)})


def _write_off(basis: Basis) -> Estimate:
    book = basis.book
    if math.isnan(book.owed):
        return Estimate(None, _("What they owe cannot be added up: a rate is missing."))
    if book.owed == 0:
        return Estimate(certain(0), _("They owe nothing today."))
    words = _("They owe %(owed)s, %(overdue)s of it overdue. Likely is half of what is overdue, high is all.") % {
        "owed": book.money(book.owed),
        "overdue": book.money(book.overdue),
    }
    records = tuple((one.due_on.isoformat(), one.words) for one in book.invoices)
    return Estimate(Three(0, round(book.overdue / 2), round(book.owed)), words, records)


def _reputation(basis: Basis) -> Estimate:
    return _fees(basis.book, 0, 0.5, 3, _("No record tells. From nothing to three months' fees."))


# --- what comes instead --------------------------------------------------------------------------------------------


def _new_margin(basis: Basis) -> Estimate:
    book = basis.book
    if book.elsewhere is None or math.isnan(book.cost) or book.hours is None:
        return Estimate(None, _("Too few other clients with hours to know what an hour earns elsewhere."))
    low, likely, high = (
        round(book.hours.likely * (rate - book.cost))
        for rate in (book.elsewhere.low, book.elsewhere.likely, book.elsewhere.high)
    )
    words = _(
        "%(hours)s hours a month at what an hour for our other clients earned in six months: %(likely)s, for half of"
        " them %(low)s to %(high)s, less its cost."
    ) % {
        "hours": number_text(book.hours.likely),
        "low": book.money(book.elsewhere.low),
        "likely": book.money(book.elsewhere.likely),
        "high": book.money(book.elsewhere.high),
    }
    return Estimate(Three(low, likely, high), words)


def _refill_months(basis: Basis) -> Estimate:
    book = basis.book
    if not book.newcomers or math.isnan(book.newcomers_fee) or math.isnan(book.fee) or book.newcomers_fee <= 0:
        return Estimate(None, _("No client began within two years: nothing tells how long it takes."))
    needed = max(1.0, book.fee / book.newcomers_fee)
    likely = max(1.0, 24 / book.newcomers * needed)
    words = _(
        "%(count)s clients began within two years, at %(fee)s a month; it takes %(needed)s of them to fill this place."
        " Low and high are half and double."
    ) % {
        "count": book.newcomers,
        "fee": book.money(book.newcomers_fee),
        "needed": number_text(needed, 1),
    }
    return Estimate(Three(round(max(1.0, likely / 2), 1), round(likely, 1), round(2 * likely, 1)), words)


def _winning(basis: Basis) -> Estimate:
    return _fees(basis.book, 0.5, 1, 3, _("No record tells what winning a client costs. Half a month's fee to three."))


def _freed_hours(basis: Basis) -> Estimate:
    hours = basis.book.hours
    if hours is None:
        return Estimate(None, _no_hours(basis.book))
    words = _("Hours written down for them in a month: the quietest, the average, the busiest of six months.")
    return Estimate(Three(round(hours.low), round(hours.likely), round(hours.high)), words, _weeks(basis.book))


def _freed_hour(basis: Basis) -> Estimate:
    book = basis.book
    if math.isnan(book.cost) or math.isnan(book.target):
        return Estimate(None, _("The agency has not said what an hour costs and earns."))
    words = _(
        "Low: people sit idle, and an hour still costs %(cost)s. High: others wait for them, at %(target)s an hour."
    )
    high = max(0, round(book.target - book.cost))
    said = words % {"cost": book.money(book.cost), "target": book.money(book.target)}
    return Estimate(Three(-round(book.cost), 0, high), said)


# --- shared --------------------------------------------------------------------------------------------------------


def _fees(book: Figures, low: float, likely: float, high: float, words: str) -> Estimate:
    if math.isnan(book.fee):
        return Estimate(None, _("Their monthly fee is not known in our currency."))
    return Estimate(Three(round(low * book.fee), round(likely * book.fee), round(high * book.fee)), words)


def _hours_of_ours(book: Figures, low: int, likely: int, high: int) -> Estimate:
    if math.isnan(book.cost):
        return Estimate(None, _("The agency has not said what an hour costs."))
    words = _("%(low)s to %(high)s hours of ours at %(cost)s. No record tells more.") % {
        "low": low,
        "high": high,
        "cost": book.money(book.cost),
    }
    return Estimate(Three(*(round(n * book.cost) for n in (low, likely, high))), words)


def _has_hours(book: Figures) -> bool:
    return book.hours is not None and not math.isnan(book.earned) and not math.isnan(book.cost)


def _no_hours(book: Figures) -> str:
    if math.isnan(book.cost):
        return _("The agency has not said what an hour costs.")
    return _("What they paid cannot be set against hours: one of the two is not on record.")


def _weeks(book: Figures) -> tuple[Record, ...]:
    return tuple((one.on.isoformat(), one.text) for one in book.weeks)


MAKERS: dict[str, Callable[[Basis], Estimate]] = {
    "margin": _margin,
    "leaving": _leaving,
    "new_terms_margin": _new_terms_margin,
    "new_terms_leaving": _new_terms_leaving,
    "accepting": _accepting,
    "talks": _talks,
    "notice_months": _notice_months,
    "exit_fee": _exit_fee,
    "write_off": _write_off,
    "reputation": _reputation,
    "new_margin": _new_margin,
    "refill_months": _refill_months,
    "winning": _winning,
    "freed_hours": _freed_hours,
    "freed_hour": _freed_hour,
}
