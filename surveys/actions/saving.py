"""Save mode for who answered low: the built-in playbook, started by the answer itself.

An owner's word comes first: a playbook that is switched off starts nothing, and a rule for the sign says what starts
instead, or that nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.models import Client, Contact
from clienthealth.core import clock
from clienthealth.core.models import OutboxEvent
from signals.actions.play_records import Wanted, create_plays
from signals.calendars import the_agency
from signals.models import Play, PlaybookRule, Task
from signals.playbooks.content import Playbook
from signals.playbooks.library import playbook_of
from surveys.models import Loop, SurveyTerms

SAVE_MODE, SIGN = "save_mode", "low_nps"


def start_saving(whom: Sequence[tuple[Client, Contact | None]]) -> list[Play | None]:
    """Put save mode to work for each, in the caller's transaction; what runs already is given back.

    None: nothing starts. Clients come with their owner; any number of them costs the same.
    """
    found = saving_playbook()
    book = _in_time(found) if found else None
    wanted = [
        Wanted(client, book, contact=contact) if book and client.status != Client.Status.ENDED else None
        for client, contact in whom
    ]
    plays = iter(create_plays([one for one in wanted if one], on=the_agency().today().date, by=None) if book else ())
    return [next(plays) if one else None for one in wanted]


def _in_time(book: Playbook) -> Playbook:
    """Its steps that count hours end with the clock of the loop, where that is shorter."""
    hours = SurveyTerms.of_agency().loop_hours
    steps = tuple(step if step.hours is None else replace(step, hours=min(step.hours, hours)) for step in book.steps)
    return replace(book, steps=steps)


def saving_playbook() -> Playbook | None:
    """What starts on a low answer. A rule with a least loss waits for the alert, which knows the loss."""
    rule = PlaybookRule.objects.filter(sign=SIGN).first()
    if rule is None:
        return playbook_of(SAVE_MODE)
    return playbook_of(rule.playbook) if rule.active and rule.least_loss is None else None


def give_up_saving(loop: Loop) -> bool:
    """End the play that a loop began, where nobody has touched it and no other loop leans on it.

    False where somebody has: then it is theirs to end.
    """
    play = Play.objects.select_for_update(of=("self",)).filter(pk=loop.play_id or 0, state=Play.State.RUNNING).first()
    if play is None or play.started_by_id is not None or play.loops.exclude(pk=loop.pk).exists():
        return True
    if play.rescuer_id is not None or play.tasks.exclude(state=Task.State.TO_DO).exists():
        return False
    play.tasks.update(state=Task.State.SKIPPED, ended_at=clock.now(), note=_("The answer was changed."))
    play.state, play.outcome, play.ended_on = Play.State.STOPPED, Play.Outcome.NEEDLESS, the_agency().today().date
    play.note = _("The answer was changed.")
    play.save(update_fields=["state", "outcome", "note", "ended_on"])
    OutboxEvent.objects.create(
        topic="play.ended", key=f"play.ended:{play.pk}", client=play.client_id,
        payload={"play": play.pk, "playbook": play.playbook, "side": play.side, "outcome": play.outcome},
    )  # fmt: skip
    return True
