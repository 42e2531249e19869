"""When to part: every date worth considering, each with its reasons. Pure: dataclasses in, dataclasses out.

Several contracts end together: the latest of them binds. One that is silent leaves no date at all, for a date that
holds for the others only would be a guess. The best one is the end of a campaign cycle after the money is in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.deadlines import Workdays, month_end_from
from offboarding.endings import BREACH, Agreement, Ending, Kind, Note, ending, note

HANDOVER = 30  # days for a hand-over in good order, where no notice has to be kept; judgement
WAIT_AT_MOST = 92  # days beyond the first lawful end that a better moment is worth; judgement


@dataclass(frozen=True, slots=True)
class Receivable:
    """An open invoice and when its payment is to be expected; None where nobody can say."""

    number: str
    expected_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date to part on. `keys` say what it is: earliest, cycle, receivables, settled_cycle, handover, term."""

    keys: tuple[str, ...]
    end: dt.date
    notice_on: dt.date
    last_working_day: dt.date
    endings: tuple[Ending, ...]
    reasons: tuple[Note, ...]
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """The first lawful ending of each contract, the candidates by date, and what a person has to know."""

    kind: Kind
    today: dt.date
    endings: tuple[Ending, ...]
    candidates: tuple[Candidate, ...]
    warnings: tuple[Note, ...]


def dates(
    kind: Kind,
    agreements: Sequence[Agreement],
    days: Workdays,
    today: dt.date,
    receivables: Iterable[Receivable] = (),
) -> Dates:
    """Every candidate for ending these agreements, if what ends them is sent today or later."""
    live = tuple(a for a in agreements if not a.over(today))
    money = tuple(receivables)
    endings = tuple(ending(a, kind, days, today) for a in live)
    warnings = [warning for one in endings for warning in one.warnings] + _about_money(money)
    if not live:
        return Dates(kind, today, (), (), (note("no_contract"), *warnings))
    first = _together(kind, live, days, today, None)
    if first is None:
        return Dates(kind, today, endings, (), tuple(dict.fromkeys(warnings)))
    found = _merged([first, *_later(first, kind, live, days, today, money)])
    if not any(a.cycle_ends for a in live):
        warnings.append(note("no_cycles"))
    best = _recommended(found, kind)
    marked = tuple(replace(one, recommended=one is best) for one in found)
    return Dates(kind, today, endings, marked, tuple(dict.fromkeys(warnings)))


def _together(
    kind: Kind, agreements: Sequence[Agreement], days: Workdays, today: dt.date, wish: dt.date | None
) -> Candidate | None:
    """All agreements ended at or after `wish`, on one day where each of them can."""
    each = [ending(a, kind, days, today, wish) for a in agreements]
    ends = [one.end for one in each if one.end is not None]
    if len(ends) < len(each):
        return None
    last = max(ends)
    again = [ending(a, kind, days, today, last) for a in agreements]
    joined = tuple(late if late.end == last else own for late, own in zip(again, each, strict=True))
    return Candidate(
        keys=("earliest",),
        end=last,
        notice_on=min(one.send_by for one in joined if one.send_by is not None),
        last_working_day=days.before(last, 0),
        endings=joined,
        reasons=(note("earliest", end=last),),
    )


def _later(
    first: Candidate,
    kind: Kind,
    agreements: Sequence[Agreement],
    days: Workdays,
    today: dt.date,
    money: Sequence[Receivable],
) -> Iterable[Candidate]:
    """The moments after the first lawful end that may be better ones; a moment no contract lasts to is left out."""
    paid = max((one.expected_on for one in money if one.expected_on), default=None)
    settled = max(first.end, paid or first.end)
    cycles = sorted({day for a in agreements for day in a.cycle_ends})
    wishes: list[tuple[str, dt.date | None]] = [
        ("cycle", next((day for day in cycles if day >= first.end), None)),
        ("receivables", paid and settled),
        ("settled_cycle", next((day for day in cycles if day >= settled), None)),
    ]
    if kind is Kind.MUTUAL:
        wishes.append(("handover", month_end_from(today + dt.timedelta(days=HANDOVER))))
    for key, wish in wishes:
        found = wish and _together(kind, agreements, days, today, wish)
        if wish and found and found.end >= wish:
            said = paid if key == "receivables" and paid else wish
            yield replace(found, keys=(key,), reasons=(note(key, day=said),))
    if kind is not Kind.CONVENIENCE and any(a.terms.ends for a in agreements):
        term = _together(Kind.CONVENIENCE, agreements, days, today, None)
        if term:
            yield replace(term, keys=("term",), reasons=(note("term", end=term.end),))


def _merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate a day, which keeps every reason for it."""
    by_day: dict[dt.date, Candidate] = {}
    for one in candidates:
        known = by_day.get(one.end)
        if known is None:
            by_day[one.end] = one
        else:
            keys = dict.fromkeys((*known.keys, *one.keys))
            reasons = dict.fromkeys((*known.reasons, *one.reasons))
            by_day[one.end] = replace(known, keys=tuple(keys), reasons=tuple(reasons))
    return [by_day[day] for day in sorted(by_day)]


def _recommended(candidates: Sequence[Candidate], kind: Kind) -> Candidate:
    """A breach does not wait; else the end of a cycle with the money in, as long as that is worth waiting for."""
    earliest = next(one for one in candidates if "earliest" in one.keys)
    latest = earliest.end + dt.timedelta(days=WAIT_AT_MOST)
    for key in () if kind in BREACH else ("settled_cycle", "receivables", "cycle", "handover"):
        for one in candidates:
            if key in one.keys and one.end <= latest:
                return one
    return earliest


def _about_money(money: Sequence[Receivable]) -> list[Note]:
    unknown = [one.number for one in money if one.expected_on is None]
    return [note("receivables_without_a_day", numbers=", ".join(unknown), count=len(unknown))] if unknown else []
