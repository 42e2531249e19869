"""What happens on a public page: looked at, pressed. Judged with the question locked, so that presses queue up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from surveys.actions.answering import Asked, Said, keep, set_apart
from surveys.actions.finding import Opened
from surveys.models import Answer, Attempt
from surveys.scanners import AT_ONCE, TAINTED, Press, Reason, Seen, Verdict, judge, unmasks

MOST_LOOKS, MOST_PRESSES = 50, 100  # attempts kept of one link: evidence, and no way to fill our disk
MOST_READ = 60
TO_CHANGE = dt.timedelta(hours=1)  # how long an answer by a public entry may be changed


def note_look(opened: Opened, score: int | None, reasons: Sequence[Reason], *, agent: str, visitor: str) -> None:
    """Write down that a page was opened, where that may be evidence: an answer's own link, or a program's marks."""
    if opened.noted < MOST_LOOKS and (score is not None or reasons):
        _note(opened, Attempt.What.LOOK, score, reasons, agent=agent, visitor=visitor)


def take(opened: Opened, said: Said, press: Press, *, agent: str) -> Verdict:
    """Judge a press and keep what is to be kept. The caller's transaction holds the lock of `find_ask`."""
    seen = _seen_lately(opened)
    verdict = judge(press, seen)
    if verdict.reasons:
        _note_press(opened, press, verdict, agent)
    if "several" in verdict.reasons:
        _unmask(opened, press, seen)
    if not verdict.again:
        asked = Asked(opened.campaign, opened.at, opened.zone, ask=opened.ask)
        keep(asked, opened.there, said, automatic=verdict.apart)
    return verdict


def take_entry(opened: Opened, key: str, said: Said, press: Press, *, agent: str) -> tuple[Verdict, Answer | None]:
    """The same for a public entry. `key`: the nonce that the page was made with; pressed again, it is the same answer.

    Whoever else is in the room answers at the same time, so that only the page itself and the request are judged.
    None where the answer is older than it may be changed.
    """
    verdict = judge(press, [])
    if verdict.again:
        _note_press(opened, press, verdict, agent)
        return verdict, None
    try:
        return verdict, _keep_entry(opened, key, said)
    except IntegrityError:  # pressed twice at once: the other one has made it
        return verdict, _keep_entry(opened, key, said)


def _keep_entry(opened: Opened, key: str, said: Said) -> Answer | None:
    with transaction.atomic():
        found = Answer.objects.select_for_update(of=("self",)).select_related("response")
        there = found.filter(nonce=key, entry=opened.entry).first()
        if there is not None and opened.at - there.answered_at > TO_CHANGE:
            return None
        asked = Asked(opened.campaign, opened.at, opened.zone, entry=opened.entry, nonce=key)
        return keep(asked, there, said)


def _seen_lately(opened: Opened) -> list[Seen]:
    """What else happened to this question in the last minutes, the answer itself among it."""
    seen: list[Seen] = []
    if opened.noted:
        lately = Attempt.objects.filter(ask=opened.ask, at__gt=opened.at - TAINTED).order_by("-at", "-pk")
        rows = lately.values_list("at", "score", "visitor", "what")[:MOST_READ]
        seen = [Seen(at, score, visitor, what == Attempt.What.POST) for at, score, visitor, what in rows]
    if opened.answer is not None:
        seen.append(Seen(_last_said(opened.answer), opened.answer.score, "", pressed=True))
    return seen


def _unmask(opened: Opened, press: Press, seen: Sequence[Seen]) -> None:
    """The first of many answers pressed at once was taken for a person's: it was not."""
    answer = opened.answer
    if answer is not None and press.at - _last_said(answer) < AT_ONCE and unmasks(press, seen):
        set_apart(answer)


def _last_said(answer: Answer) -> dt.datetime:
    return answer.changed_at or answer.answered_at


def _note_press(opened: Opened, press: Press, verdict: Verdict, agent: str) -> None:
    if opened.noted < MOST_PRESSES:
        _note(opened, Attempt.What.POST, press.score, verdict.reasons, agent=agent, visitor=press.visitor)


def _note(opened: Opened, what: str, score: int | None, reasons: Sequence[Reason], *, agent: str, visitor: str) -> None:
    Attempt.objects.create(
        ask=opened.ask, entry=opened.entry, what=what, score=score, automatic=bool(reasons), reasons=list(reasons),
        agent=agent[:80], visitor=visitor, at=opened.at,
    )  # fmt: skip
