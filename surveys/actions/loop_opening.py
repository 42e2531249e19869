"""Loops open with a low answer, and with them its clock and save mode.

Opening follows the answer: raised before anybody did anything about it, there is nothing left to reply to.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clienthealth.core import outbox
from clienthealth.core.audit import acting
from signals.models import Play
from surveys.actions.saving import give_up_saving, start_saving
from surveys.models import Answer, Loop, SurveyTerms
from surveys.permissions import reader_of


def open_loop(answer: Answer, *, since: dt.datetime | None = None) -> Loop | None:
    """The loop of an answer as it stands now, in the caller's transaction; None where no reply is owed.

    `since`: from when the clock runs, where that is later than the answer (it was taken for a program's at first).
    Called again, it finds what it made. A loop that nobody worked on goes with the answer that brought it.
    """
    with transaction.atomic():
        found = Loop.objects.select_for_update(of=("self",)).filter(answer=answer).first()
        if answer.automatic or answer.group != "low":
            return _withdraw(found)
        if found is not None:
            return _follow(found, answer)
        with acting(by=None, why="a low answer"):
            return _open(answer, since or answer.changed_at or answer.answered_at)


def _open(answer: Answer, since: dt.datetime) -> Loop:
    loop = Loop(
        client=answer.client, answer=answer, quiet=answer.no_contact, opened_at=since,
        responsible=reader_of(answer.campaign, answer.client),
        due_at=since + dt.timedelta(hours=SurveyTerms.of_agency().loop_hours),
    )  # fmt: skip
    if not loop.quiet:
        loop.play = start_saving([(answer.client, answer.contact)])[0]
    loop.save()
    outbox.append("survey.loop_opened", [opened_event(loop)])
    return loop


def _follow(loop: Loop, answer: Answer) -> Loop:
    """The answer is still low; only whether they want to hear of it may have changed."""
    if loop.closed_at is not None or loop.quiet == answer.no_contact:
        return loop
    with acting(by=None, why="a low answer"):
        loop.quiet = answer.no_contact
        if loop.quiet:
            give_up_saving(loop)
        elif loop.play is None or loop.play.state != Play.State.RUNNING:
            loop.play = start_saving([(answer.client, answer.contact)])[0]
        loop.save(update_fields=["quiet", "play"])
    return loop


def _withdraw(loop: Loop | None) -> Loop | None:
    """The answer is no low one any more. What somebody has begun stays, so that it can be ended properly."""
    if loop is None or loop.closed_at is not None or loop.is_begun:
        return loop
    with acting(by=None, why="the answer changed"):
        if not give_up_saving(loop):
            return loop
        outbox.append("survey.loop_closed", [closed_event(loop, withdrawn=True)])
        loop.delete()
    return None


def opened_event(loop: Loop) -> outbox.Event:
    payload = {
        "loop": loop.pk, "answer": loop.answer_id, "response": loop.response_id, "due_at": loop.due_at.isoformat(),
        "responsible": loop.responsible_id, "quiet": loop.quiet, "play": loop.play_id,
    }  # fmt: skip
    return outbox.Event(f"survey.loop_opened:{loop.pk}", loop.client_id, payload)


def closed_event(loop: Loop, *, withdrawn: bool = False) -> outbox.Event:
    payload = {
        "loop": loop.pk, "answer": loop.answer_id, "response": loop.response_id, "cause": loop.cause, "how": loop.how,
        "replied_at": loop.replied_at.isoformat() if loop.replied_at else None, "withdrawn": withdrawn,
    }  # fmt: skip
    when = loop.closed_at.isoformat() if loop.closed_at else "withdrawn"
    return outbox.Event(f"survey.loop_closed:{loop.pk}:{when}", loop.client_id, payload)
