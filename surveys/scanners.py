"""Whether a program or a person opened a page, or pressed its button. Pure: instants, scores and reasons.

Mail gateways open every link of a mail, run what is on the pages and sometimes press their buttons. Each rule below
costs a person who is wrongly taken for a program one more press, and nothing else; only `burst` sets an answer apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from accounts.links.agents import NOTHING, kind_of

Reason = Literal["head", "prefetch", "program", "trap", "stamp", "fast", "several", "after_burst", "burst"]

# From drawing the page here to the press arriving here. Who knows the page and has the answer chosen by the link must
# still see it, move a thumb and press: about 0.5 s for the two ways through the network and the drawing, 0.6 s to
# see and decide, 0.5 s to aim and press. Programs press within milliseconds of loading.
QUICKEST = dt.timedelta(seconds=1.5)
# Three answers opened in ten seconds: each of them takes a person back to the mail and to another tab.
BURST, BURST_SPAN = 3, dt.timedelta(seconds=10)
AFTER_BURST = dt.timedelta(seconds=10)  # a press so soon after a burst is part of it
# Nearly all answers opened within a minute is a gateway's round, and what that visitor presses next is, too.
STRONG, STRONG_SPAN = 5, dt.timedelta(seconds=60)
TAINTED = dt.timedelta(minutes=10)
AT_ONCE = dt.timedelta(seconds=2)  # different answers pressed in less than this are not one person's
MANY_AT_ONCE = 3  # so many, and the one that was taken for a person's was not

AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")  # headers of a browser that opens a page nobody looks at
AHEAD_WORDS = ("prefetch", "prerender", "preview")


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that happened to the same question before: a link opened, or a button pressed."""

    at: dt.datetime
    score: int | None
    visitor: str
    pressed: bool


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed. `age` is that of the page; None where its stamp is missing, forged or too old."""

    at: dt.datetime
    score: int | None
    visitor: str
    age: dt.timedelta | None
    trap: bool = False
    asked: tuple[Reason, ...] = ()  # what the request itself gave away


@dataclass(frozen=True, slots=True)
class Verdict:
    """`again`: nothing is kept but the evidence. `apart`: kept, and counted only when somebody here says so."""

    reasons: tuple[Reason, ...] = ()
    again: bool = False

    @property
    def apart(self) -> bool:
        return bool(self.reasons) and not self.again

    @property
    def is_stale(self) -> bool:
        """Nothing but an old or incomplete page: there is a kinder word for that."""
        return self.reasons == ("stamp",)


def of_request(method: str, headers: Mapping[str, str], family: str) -> tuple[Reason, ...]:
    """What a request says of itself. `headers` by names in lower case; `family` of the program, as links know it."""
    found: list[Reason] = []
    if method == "HEAD":
        found.append("head")
    if any(word in headers.get(name, "").lower() for name in AHEAD for word in AHEAD_WORDS):
        found.append("prefetch")
    if family != NOTHING and kind_of(family):
        found.append("program")
    return tuple(found)


def judge(press: Press, seen: Sequence[Seen]) -> Verdict:
    """What to do with a press, after all that was seen of the same question in the last TAINTED minutes."""
    reasons = [*press.asked, *_of_page(press)]
    if _scores(_at_once(press, seen)) - {press.score}:
        reasons.append("several")
    looks = [one for one in seen if not one.pressed]
    last = _last_burst(looks, BURST, BURST_SPAN)
    if last is not None and press.at - last < AFTER_BURST:
        reasons.append("after_burst")
    if reasons:
        return Verdict(tuple(reasons), again=True)
    round_of = _last_burst([one for one in looks if one.visitor == press.visitor], STRONG, STRONG_SPAN)
    if press.visitor and round_of is not None and press.at - round_of < TAINTED:
        return Verdict(("burst",))
    return Verdict()


def unmasks(press: Press, seen: Sequence[Seen]) -> bool:
    """Whether an answer that was kept a moment ago was one of many pressed at once."""
    return len(_scores(_at_once(press, seen)) | {press.score}) >= MANY_AT_ONCE


def _of_page(press: Press) -> Iterable[Reason]:
    if press.trap:
        yield "trap"
    if press.age is None:
        yield "stamp"
    elif press.age < QUICKEST:
        yield "fast"


def _at_once(press: Press, seen: Sequence[Seen]) -> list[Seen]:
    return [one for one in seen if one.pressed and abs(press.at - one.at) < AT_ONCE]


def _scores(seen: Iterable[Seen]) -> set[int | None]:
    return {one.score for one in seen if one.score is not None}


def _last_burst(looks: Sequence[Seen], scores: int, span: dt.timedelta) -> dt.datetime | None:
    """When the last burst ended: so many different answers opened within a span."""
    ordered = sorted((one for one in looks if one.score is not None), key=lambda one: one.at)
    for end in range(len(ordered), scores - 1, -1):
        until = ordered[end - 1].at
        if len(_scores(one for one in ordered[:end] if until - one.at <= span)) >= scores:
            return until
    return None
