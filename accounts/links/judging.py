"""Was it a person? What speaks for a machine, with its reason; what nothing speaks against is a person's. Pure.

Sources: what programs say of themselves (`agents`), and how mail scanners behave: they open within seconds of the
mail's arrival, all links of a mail at once, often with a HEAD first, and again at even intervals. The limits below
lean towards people: a missed machine is one opening too many, a person taken for one is an opening that never was.
An opening is judged by itself and its company; the same visitor's next one, an hour later, may be a person's.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accounts.links.agents import kind_of

TOO_FAST = dt.timedelta(seconds=5)  # after our mail server was told by theirs that it has the mail
ARRIVING = dt.timedelta(seconds=30)  # before that: a scanner opens the link before it lets the mail in
BURST, MANY = dt.timedelta(seconds=5), 3  # different links of one client, opened by one visitor
BESIDE = dt.timedelta(seconds=5)  # of an opening that was a program's beyond doubt
GAPS, EVENLY = 4, dt.timedelta(seconds=2)  # so many gaps between openings that differ by no more than this
AGAIN = dt.timedelta(seconds=60)  # a second opening by the same visitor is the same one: reloads, a double click

PERSON = ""
HINTS = frozenset({"head", "prefetch", "preview", "no_language"})
CERTAIN = frozenset({"head", "prefetch", "scanner", "monitor", "library", "headless"})  # of the request alone


@dataclass(frozen=True, slots=True)
class Seen:
    """An opening, with what is known of its link. `agent` is a name of `agents`, `hint` one of HINTS or empty."""

    id: int
    link: int
    client: int
    at: dt.datetime
    visitor: str
    agent: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """An opening that was judged before."""

    link: int
    client: int
    at: dt.datetime
    visitor: str
    automatic: bool


Mailed = Mapping[int, Sequence[dt.datetime]]  # link -> when mails that carry it were sent


def judge(
    openings: Sequence[Seen], company: Iterable[Seen] = (), before: Sequence[Counted] = (), mailed: Mailed | None = None
) -> dict[int, str]:
    """Why each opening is likely automatic, by its id; PERSON where nothing says so.

    `company` are openings that are not to be judged yet, `before` those that were.
    """
    by_visitor: dict[str, list[Seen | Counted]] = defaultdict(list)
    everybody: list[Seen | Counted] = [*openings, *company, *before]
    for one in everybody:
        if one.visitor:
            by_visitor[one.visitor].append(one)
    return {
        seen.id: own_reason(seen) or _too_fast(seen, mailed or {}) or _by_company(seen, by_visitor[seen.visitor])
        for seen in openings
    }


def own_reason(one: Seen) -> str:
    """What the request says by itself: what it asked for, then who it says it is, then what it left out."""
    if one.hint in {"head", "prefetch", "preview"}:
        return one.hint
    return kind_of(one.agent) or (one.hint if one.hint in HINTS else PERSON)


def distinct(openings: Sequence[Seen], why: Mapping[int, str], before: Iterable[Counted] = ()) -> list[Seen]:
    """Those to count, in the order of time: one a minute of the same visitor, link and kind.

    A minute runs from the opening that was counted, so a program that asks every ten seconds still shows its rhythm.
    """
    last: dict[tuple[int, str, bool], dt.datetime] = {}
    for known in sorted(before, key=lambda one: one.at):
        last[known.link, known.visitor, known.automatic] = known.at
    kept = []
    for one in sorted(openings, key=lambda one: (one.at, one.id)):
        key = (one.link, one.visitor, why[one.id] != PERSON)
        if one.visitor and key in last and abs(one.at - last[key]) < AGAIN:
            continue
        last[key] = one.at
        kept.append(one)
    return kept


def _too_fast(one: Seen, mailed: Mailed) -> str:
    return "too_fast" if any(-ARRIVING <= one.at - sent < TOO_FAST for sent in mailed.get(one.link, ())) else PERSON


def _by_company(one: Seen, theirs: Sequence[Seen | Counted]) -> str:
    """What the visitor's other openings say about this one."""
    beside = [other for other in theirs if abs(other.at - one.at) <= BESIDE]
    if any(isinstance(other, Seen) and own_reason(other) in CERTAIN for other in beside):
        return "beside"
    if _is_burst(one, theirs):
        return "burst"
    return "rhythm" if _is_even(one, theirs) else PERSON


def _is_burst(one: Seen, theirs: Sequence[Seen | Counted]) -> bool:
    """Whether some stretch of BURST around this opening holds MANY different links of the client."""
    near = sorted(
        (other.at, other.link)
        for other in theirs
        if other.client == one.client and abs(other.at - one.at) <= BURST
    )  # fmt: skip
    starts = [at for at, _link in near if at <= one.at]
    return any(len({link for at, link in near if start <= at <= start + BURST}) >= MANY for start in starts)


def _is_even(one: Seen, theirs: Sequence[Seen | Counted]) -> bool:
    """Whether the visitor's last openings of this link came at even intervals."""
    times = sorted({other.at for other in theirs if other.link == one.link and other.at <= one.at})[-(GAPS + 1) :]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return len(gaps) == GAPS and max(gaps) - min(gaps) <= EVENLY
