"""How one contract can end, and by when notice must be sent for it. Pure: dates in, dates out.

Where the contract does not say, there is no date: what it should have said comes back as a warning, and a person
asks a lawyer. Nothing here is advice on law; it is the contract's own words, counted.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from accounts.deadlines import (
    Terms,
    Workdays,
    is_month_end,
    latest_receipt,
    month_end_from,
    notice_deadline,
    notice_end,
)
from offboarding.delivery import MARGIN, Delivery

Value = str | int | dt.date


class Kind(StrEnum):
    """For what reason a contract ends."""

    CONVENIENCE = "convenience"
    CAUSE = "cause"
    NONPAYMENT = "nonpayment"
    MUTUAL = "mutual"
    EXPIRY = "expiry"


BREACH = frozenset({Kind.CAUSE, Kind.NONPAYMENT})


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about a date: a key, and the values its sentence has places for."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


def note(key: str, **values: Value) -> Note:
    return Note(key, tuple(sorted(values.items())))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a contract says about its end and about notices. `cure_days` are calendar days."""

    id: int
    title: str
    terms: Terms
    cure_days: int | None = None
    delivery: Delivery = Delivery.UNSAID
    cycle_ends: tuple[dt.date, ...] = ()

    def over(self, on: dt.date) -> bool:
        """Whether it ran out before a day."""
        return self.terms.ends is not None and not self.terms.renews and self.terms.ends < on


@dataclass(frozen=True, slots=True)
class Ending:
    """How an agreement ends: its last day, and the last days to receive and to send what ends it.

    Without a date (`end` None) the warnings say what the contract is silent about.
    """

    agreement: Agreement
    end: dt.date | None = None
    receive_by: dt.date | None = None
    send_by: dt.date | None = None
    reasons: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()


def received_on(agreement: Agreement, days: Workdays, today: dt.date) -> dt.date:
    """When a notice sent today is received at the latest: a working day, as the sending is."""
    return days.after(days.after(today, 0), MARGIN[agreement.delivery])


def ending(agreement: Agreement, kind: Kind, days: Workdays, today: dt.date, wish: dt.date | None = None) -> Ending:
    """The first end the contract allows, at or after `wish`, if notice goes out today or later.

    1. What is sent today is received after the margin of its delivery.
    2. The kind of ending says how long it then takes; `wish` only ever moves the end back.
    3. From the end the last day of receipt is counted back, and from that the last day to send.

    A contract that runs out before `wish` ends when it runs out.
    """
    received = received_on(agreement, days, today)
    wish = max(wish or received, received, agreement.terms.starts)
    if kind in BREACH:
        found = _by_breach(agreement, days, received, wish)
    elif kind is Kind.MUTUAL:
        found = _by_agreement(agreement, wish)
    elif kind is Kind.EXPIRY or agreement.terms.ends is not None:
        found = _by_time(agreement, kind, days, received, wish)
    else:
        found = _by_notice(agreement, days, received, wish)
    return _with_sending(_delivery_said(_not_after_term(found, days, received)), days, today)


def _by_notice(agreement: Agreement, days: Workdays, received: dt.date, wish: dt.date) -> Ending:
    """An open-ended contract: the notice runs from its receipt."""
    terms = agreement.terms
    if terms.notice_length is None:
        return Ending(agreement, warnings=(note("silent_notice", contract=agreement.title),))
    end = max(notice_end(terms, received, days), wish)
    if terms.notice_to_month_end:
        end = month_end_from(end)
    by = latest_receipt(terms, end, days)
    reasons = [note(f"notice_{terms.notice_unit}", length=terms.notice_length, received=by)]
    reasons += [note("to_month_end", end=end)] if terms.notice_to_month_end else []
    return Ending(agreement, end, by, reasons=tuple(reasons))


def _by_time(agreement: Agreement, kind: Kind, days: Workdays, received: dt.date, wish: dt.date) -> Ending:
    """The end that the contract itself names: of a fixed term, or of one that renews unless notice is given."""
    terms = agreement.terms
    if terms.ends is None:
        return Ending(agreement, warnings=(note("no_end", contract=agreement.title),))
    if terms.renews:
        return _by_renewal(agreement, days, received, wish)
    warnings = []
    if kind is Kind.CONVENIENCE:
        key = "fixed_term" if terms.notice_length is None else "fixed_term_with_notice"
        warnings.append(note(key, contract=agreement.title, end=terms.ends))
    return Ending(agreement, terms.ends, terms.ends, None, (note("term", end=terms.ends),), tuple(warnings))


def _by_renewal(agreement: Agreement, days: Workdays, received: dt.date, wish: dt.date) -> Ending:
    terms = agreement.terms
    if terms.notice_length is None:
        return Ending(agreement, warnings=(note("silent_renewal", contract=agreement.title),))
    found = notice_deadline(terms, received, days.week, days.off)
    while found is not None and found.end < wish:
        found = notice_deadline(terms, found.last_day + dt.timedelta(days=1), days.week, days.off)
    if found is None:
        return Ending(agreement, warnings=(note("no_term_found", contract=agreement.title),))
    assert terms.ends is not None
    warnings = [note("minimum_term", contract=agreement.title, end=found.end)]
    if found.end > terms.ends and not terms.renewal_months:
        warnings.append(note("renewal_unsaid", contract=agreement.title))
    if terms.notice_to_month_end and not is_month_end(terms.ends):
        warnings.append(note("term_not_month_end", contract=agreement.title, end=terms.ends))
    reasons = (note("renewal", end=found.end, received=found.last_day),)
    return Ending(agreement, found.end, found.last_day, reasons=reasons, warnings=tuple(warnings))


def _by_breach(agreement: Agreement, days: Workdays, received: dt.date, wish: dt.date) -> Ending:
    """The cure period runs from the receipt, all of its last day included; the contract ends on a day after it."""
    claimed = note("breach_claimed", contract=agreement.title)
    if agreement.cure_days is None:
        return Ending(agreement, warnings=(note("silent_cure", contract=agreement.title), claimed))
    cure = dt.timedelta(days=agreement.cure_days + 1)
    end = max(received + cure, wish)
    reason = note("cure", length=agreement.cure_days, received=end - cure, cured=end - dt.timedelta(days=1))
    return Ending(agreement, end, end - cure, reasons=(reason,), warnings=(claimed,))


def _by_agreement(agreement: Agreement, wish: dt.date) -> Ending:
    return Ending(agreement, wish, wish, reasons=(note("both_sign", end=wish),))


def _not_after_term(found: Ending, days: Workdays, received: dt.date) -> Ending:
    """A fixed term that is over sooner needs no other end."""
    terms = found.agreement.terms
    if found.end is None or terms.ends is None or terms.renews or found.end <= terms.ends:
        return found
    reasons = (note("term", end=terms.ends),)
    return replace(found, end=terms.ends, receive_by=terms.ends, reasons=reasons)


def _delivery_said(found: Ending) -> Ending:
    if found.end is None or found.agreement.delivery is not Delivery.UNSAID:
        return found
    warning = note("silent_delivery", contract=found.agreement.title, days=MARGIN[Delivery.UNSAID])
    return replace(found, warnings=(*found.warnings, warning))


def _with_sending(found: Ending, days: Workdays, today: dt.date) -> Ending:
    """The last working day to send; never before today, which only a term that needs no notice would ask for."""
    if found.receive_by is None:
        return found
    margin = MARGIN[found.agreement.delivery]
    send_by = days.before(days.before(found.receive_by, 0), margin)
    return replace(found, send_by=max(send_by, days.after(today, 0)))
