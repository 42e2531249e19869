"""What is tried before parting, and written warnings."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Agency, Contact, User
from clienthealth.core.audit import acting
from offboarding.evidence import points_now
from offboarding.models import CaseFile, Outcome, Parting, Repair, WrittenWarning
from offboarding.permissions import require_work
from offboarding.states import State
from signals.wording import day_text

MOST_ITEMS = 10


def note_repair(
    *, by: User, parting: Parting, kind: str, on: dt.date, agreed: str, contact: Contact | None = None,
    check_on: dt.date | None = None,
) -> Repair:  # fmt: skip
    """Something we tried. The signs of today are kept with it, so that improvement can be measured."""
    _repairable(by, parting)
    _not_later(on)
    _theirs(parting, contact)
    if not agreed.strip():
        raise ValidationError({"agreed": _("Write what was said and agreed.")})
    with acting(by=by, why="note a repair"):
        same = Repair.objects.filter(parting=parting, kind=kind, on=on, agreed=agreed.strip()).first()
        return same or Repair.objects.create(
            parting=parting, kind=kind, on=on, agreed=agreed.strip(), contact=contact, check_on=check_on, by=by,
            before=points_now(parting.client, for_user=by),
        )  # fmt: skip


def judge_repair(*, by: User, repair: Repair | WrittenWarning, outcome: str, note: str) -> Repair | WrittenWarning:
    """What came of it. A warning's time is theirs: before it is over, only that it was mended can be said."""
    _repairable(by, repair.parting)
    if isinstance(repair, WrittenWarning):
        _require_its_time(repair, outcome)
    if not note.strip():
        raise ValidationError({"note": _("Say what you saw.")})
    with acting(by=by, why="judge a repair"):
        repair.outcome, repair.outcome_note, repair.judged_on = outcome, note.strip(), _today()
        repair.save(update_fields=["outcome", "outcome_note", "judged_on"])
    return repair


def _require_its_time(warning: WrittenWarning, outcome: str) -> None:
    if warning.received_on is None:
        raise ValidationError(_("Prove first that it arrived."))
    if outcome != Outcome.MENDED and _today() <= warning.cure_by:
        values = {"day": day_text(warning.cure_by)}
        raise ValidationError({"outcome": _("They have until %(day)s to put it right.") % values})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a warning asks for."""

    topic: str
    items: list[str]
    cure_by: dt.date
    reply_by: dt.date
    standard: str = ""


def write_warning(*, by: User, parting: Parting, terms: Terms) -> WrittenWarning:
    """Write a warning: what must change, by when, and until when they may answer."""
    _repairable(by, parting)
    items = [item.strip() for item in terms.items if item.strip()]
    if not items or len(items) > MOST_ITEMS:
        raise ValidationError({"items": _("Say what must change: one to ten points.")})
    if not _today() < terms.reply_by <= terms.cure_by:
        raise ValidationError({"reply_by": _("They need time to answer before the day by which it must be put right.")})
    with acting(by=by, why="write a warning"):
        same = WrittenWarning.objects.filter(parting=parting, topic=terms.topic.strip(), sent_on=None).first()
        warning = same or WrittenWarning(parting=parting, by=by, before=points_now(parting.client, for_user=by))
        warning.topic, warning.items, warning.standard = terms.topic.strip(), items, terms.standard.strip()
        warning.cure_by, warning.reply_by = terms.cure_by, terms.reply_by
        warning.save()
    return warning


def note_sending(*, by: User, warning: WrittenWarning, on: dt.date, how: str) -> WrittenWarning:
    """The warning left us. From now on its words stay as they are."""
    _repairable(by, warning.parting)
    _not_later(on)
    if warning.sent_on:
        raise ValidationError(_("This warning was sent on %(day)s.") % {"day": warning.sent_on})
    with acting(by=by, why="send a warning"):
        warning.sent_on, warning.sent_how = on, how.strip()
        warning.save(update_fields=["sent_on", "sent_how"])
    return warning


def note_delivery(
    *, by: User, warning: WrittenWarning, on: dt.date, proof: str, file: CaseFile | None = None
) -> WrittenWarning:
    """When it arrived, and what shows it."""
    _repairable(by, warning.parting)
    _not_later(on)
    if warning.sent_on is None or on < warning.sent_on:
        raise ValidationError({"on": _("It cannot arrive before it was sent.")})
    if not proof.strip() and file is None:
        raise ValidationError({"proof": _("Say what shows that it arrived, or keep a file.")})
    with acting(by=by, why="proof of delivery"):
        warning.received_on, warning.proof, warning.proof_file = on, proof.strip(), file or warning.proof_file
        warning.save(update_fields=["received_on", "proof", "proof_file"])
    return warning


def note_reply(
    *, by: User, warning: WrittenWarning, on: dt.date, words: str, contact: Contact | None = None
) -> WrittenWarning:
    """What the client answered; kept as it came, whatever came of it, in every state of the case."""
    require_work(by, warning.parting)
    _not_later(on)
    _theirs(warning.parting, contact)
    if warning.sent_on is None or on < warning.sent_on:
        raise ValidationError({"on": _("They cannot answer before it was sent.")})
    if warning.reply and warning.reply != words.strip():
        raise ValidationError({"words": _("Their answer is kept as it came. Note what they said since as a talk.")})
    if not words.strip():
        raise ValidationError({"words": _("Write what they answered.")})
    with acting(by=by, why="reply to a warning"):
        warning.reply, warning.reply_on, warning.reply_from = words.strip(), on, contact
        warning.save(update_fields=["reply", "reply_on", "reply_from"])
    return warning


def keep_file(*, by: User, parting: Parting, name: str, kind: str, content: bytes) -> CaseFile:
    """Keep a file with a case. The same bytes again are the same file."""
    require_work(by, parting)
    if not content or len(content) > CaseFile.LARGEST:
        raise ValidationError({"file": _("A file of up to 10 MB, and not an empty one.")})
    digest = hashlib.sha256(content).hexdigest()
    with acting(by=by, why="keep a file"):
        same = CaseFile.objects.filter(parting=parting, sha256=digest).first()
        return same or CaseFile.objects.create(
            parting=parting, name=name[:200], kind=kind[:100], content=content, size=len(content), sha256=digest, by=by
        )


def _repairable(by: User, parting: Parting) -> None:
    require_work(by, parting)
    if parting.state not in {State.OPENED, State.FAULT, State.REPAIR}:
        raise ValidationError(_("The time of repair is over in this case."))


def _theirs(parting: Parting, contact: Contact | None) -> None:
    if contact is not None and contact.client_id != parting.client_id:
        raise ValidationError({"contact": _("That contact is another client's.")})


def _not_later(on: dt.date) -> None:
    if on > _today():
        raise ValidationError({"on": _("That day is still to come.")})


def _today() -> dt.date:
    return Agency.objects.get().today().date
