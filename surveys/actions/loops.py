"""Working on a loop: the cause, the reply, the end. Each is one transaction under the loop's lock."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clienthealth.core import clock, outbox
from clienthealth.core.audit import acting
from signals.playbooks.filling import GAP
from signals.playbooks.people import rescuers_for
from surveys.actions.loop_opening import closed_event, open_loop
from surveys.actions.reply_mail import post_reply
from surveys.models import Loop
from surveys.permissions import require_work
from surveys.said import said_in

__all__ = ["close_loop", "hand_over", "open_loop", "reopen_loop", "reply", "set_cause"]

BRACES = re.compile(r"\{[^{}]*\}")


def set_cause(loop: Loop, by: User, cause: str, note: str = "") -> Loop:
    """What was behind the answer, as far as we found out."""
    if cause not in Loop.Cause.values:
        raise ValidationError({"cause": _("Choose what was behind it.")})
    with acting(by=by, why="root cause"):
        found = _open(loop, by)
        found.cause, found.cause_note = cause, note.strip()
        found.save(update_fields=["cause", "cause_note"])
    return found


def reply(loop: Loop, by: User, how: str, text: str, send: bool = False, *, subject: str = "") -> Loop:
    """What we told them, and how; `send` posts it as an e-mail from this person. Once: nobody is written to twice."""
    if how not in Loop.How.values or (send and how != Loop.How.MAIL):
        raise ValidationError({"how": _("Say how you replied.")})
    if not text.strip():
        raise ValidationError({"text": _("Say what you told them, in a sentence or two.")})
    with acting(by=by, why="reply to a low answer"):
        found = _open(loop, by)
        if found.quiet:
            raise ValidationError(_("They asked not to be contacted about it. Note the cause; that closes it."))
        if found.replied_at is not None:
            raise ValidationError(_("A reply is kept here already."))
        words = "\n\n".join(filter(None, [subject.strip(), text.strip()])) if how == Loop.How.MAIL else text.strip()
        found.how, found.reply, found.replied_by, found.replied_at = how, words, by, clock.now()
        found.save(update_fields=["how", "reply", "replied_by", "replied_at"])
        if send:
            refuse_unfinished(subject, text)
            post_reply(found, by, said_in(found), subject.strip(), text.strip())
    return found


def refuse_unfinished(subject: str, text: str) -> None:
    """Nothing half-filled leaves."""
    if not subject.strip():
        raise ValidationError({"subject": _("A mail needs a subject.")})
    for name, words in (("subject", subject), ("text", text)):
        found = BRACES.search(words)
        if found:
            raise ValidationError({name: _("%(name)s is nothing we can fill in.") % {"name": found[0]}})
        if GAP in words:
            raise ValidationError({name: _("There is still a gap to fill: %(gap)s") % {"gap": GAP}})


def close_loop(loop: Loop, by: User) -> Loop:
    """The cause is known, and they heard from us or asked not to."""
    with acting(by=by, why="close loop"):
        found = _open(loop, by)
        if not found.cause:
            raise ValidationError(_("Say first what was behind it."))
        if found.replied_at is None and not found.quiet:
            raise ValidationError(_("They have not heard from us yet."))
        found.closed_at, found.closed_by = clock.now(), by
        found.save(update_fields=["closed_at", "closed_by"])
        outbox.append("survey.loop_closed", [closed_event(found)])
    return found


def reopen_loop(loop: Loop, by: User) -> Loop:
    """It was closed too early."""
    with acting(by=by, why="reopen loop"):
        found = _locked(loop, by)
        found.closed_at = found.closed_by = None
        found.save(update_fields=["closed_at", "closed_by"])
    return found


def hand_over(loop: Loop, by: User, to: User) -> Loop:
    """Somebody else replies: they are told by mail in their turn."""
    with acting(by=by, why="hand over loop"):
        found = _open(loop, by)
        if not rescuers_for(found.client, "churn").filter(pk=to.pk).exists():
            raise ValidationError(_("%(name)s does not work with this client.") % {"name": to.name})
        if found.responsible_id != to.pk:
            found.responsible, found.told_at = to, None
            found.save(update_fields=["responsible", "told_at"])
    return found


def _open(loop: Loop, by: User) -> Loop:
    found = _locked(loop, by)
    if found.closed_at is not None:
        raise ValidationError(_("This is closed. Open it again to change it."))
    return found


def _locked(loop: Loop, by: User) -> Loop:
    """The row as it stands, held until the end, for somebody who may work on it."""
    assert transaction.get_connection().in_atomic_block
    held = Loop.objects.select_for_update(of=("self",)).select_related(
        "client__owner", "answer__contact", "response__contact", "responsible"
    )
    found = held.filter(pk=loop.pk).first()
    if found is None:
        raise ValidationError(_("The answer was changed meanwhile, and there is nothing to reply to any more."))
    require_work(by, found)
    return found
