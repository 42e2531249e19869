"""What a prospect does by their link: save, and send. Repeating either changes nothing."""

from __future__ import annotations

from enum import Enum, auto

from django.db.models import F

from clienthealth.core import clock
from clienthealth.core.audit import acting
from prospects.actions.freezing import freeze_again
from prospects.course import OPEN_TO_ANSWERS
from prospects.models import Answers, Invitation, Prospect
from prospects.reading import Data


class Saved(Enum):
    KEPT = auto()
    SAME = auto()  # nothing had changed
    ELSEWHERE = auto()  # another window saved in between: nothing was written
    CLOSED = auto()  # sent already, or decided on: nothing was written


def save_answers(
    invitation: Invitation, data: Data, *, builds_on: int, part: str, language: str, send: bool = False
) -> Saved:
    """Keep what stands on the page as a save of its own.

    1. Lock the prospect: two windows wait for each other.
    2. A page that builds on an older save than the last one is refused, unless it says the same.
    3. Sending makes the state `answered`; a figure that was frozen before is frozen anew beside it.
    """
    with acting(by=None, why="answers of a prospect"):
        prospect = Prospect.objects.select_for_update().get(pk=invitation.prospect_id)
        last = prospect.answers.order_by("-number").first()
        if prospect.state not in OPEN_TO_ANSWERS:
            return Saved.CLOSED
        if last is not None and last.data == data and not send:
            return Saved.SAME
        if last is not None and last.number != builds_on and last.data != data:
            return Saved.ELSEWHERE
        answers = Answers.objects.create(
            prospect=prospect, invitation=invitation, number=last.number + 1 if last else 1, part=part[:40],
            language=language, data=data, submitted=send,
        )  # fmt: skip
        now = clock.now()
        Invitation.objects.filter(pk=invitation.pk).update(saves=F("saves") + 1, last_saved_at=now)
        prospect.state = Prospect.State.ANSWERED if send else Prospect.State.ANSWERING
        prospect.moved_at = now
        prospect.save(update_fields=["state", "moved_at"])
        if send:
            freeze_again(prospect, answers)
    return Saved.KEPT
