"""The evidence of a case, and the question whether the fault is ours."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Contact, Lapse, User
from clienthealth.core.audit import acting
from offboarding.evidence import frozen
from offboarding.models import EvidenceItem, FaultReason, Parting
from offboarding.permissions import require_work
from offboarding.states import State


def keep_evidence(*, by: User, parting: Parting) -> int:
    """Keep what is known now as the next round; the earlier rounds stay. How many signs were kept."""
    require_work(by, parting)
    if parting.state not in {State.OPENED, State.FAULT}:
        raise ValidationError(_("The evidence was agreed. It stays as it was."))
    found = frozen(parting.client, for_user=by)
    known_on = dt.date.fromisoformat(found.known_on)
    with acting(by=by, why="keep evidence"):
        Parting.objects.select_for_update().get(pk=parting.pk)
        last = parting.evidence.aggregate(last=Max("round"))["last"] or 0
        if last and parting.known_on == known_on:
            return parting.evidence.filter(round=last).count()
        items = [
            EvidenceItem(
                parting=parting, round=last + 1, known_on=known_on, factor=sign.factor, title=sign.title,
                sentence=sign.sentence, points=sign.points, records=sign.records,
            )
            for sign in found.signs
        ]  # fmt: skip
        EvidenceItem.objects.bulk_create(items)
        parting.known_on, parting.fault, parting.fault_parts = known_on, found.fault, found.fault_parts
        parting.save(update_fields=["known_on", "fault", "fault_parts"])
    return len(items)


def judge_evidence(*, by: User, item: EvidenceItem, verdict: str, note: str = "") -> EvidenceItem:
    """Agree to a sign, or dispute it and say why."""
    require_work(by, item.parting)
    if item.parting.state != State.OPENED:
        raise ValidationError(_("The evidence was agreed. It stays as it was."))
    if verdict == EvidenceItem.Verdict.DISPUTED and not note.strip():
        raise ValidationError({"note": _("Say why it is not so.")})
    item.verdict, item.note, item.judged_by = EvidenceItem.Verdict(verdict), note.strip(), by
    with acting(by=by, why="judge evidence"):
        item.save(update_fields=["verdict", "note", "judged_by"])
    return item


def add_reason(*, by: User, parting: Parting, reason: str, evidence: str, lapse: Lapse | None = None) -> FaultReason:
    """A reason why the fault could be ours. The same one again changes nothing."""
    _at_fault(by, parting)
    if not reason.strip() or not evidence.strip():
        raise ValidationError({"evidence": _("A reason needs what shows it: a date, a document, a record.")})
    if lapse is not None and lapse.client_id != parting.client_id:
        raise ValidationError({"lapse": _("That lapse is another client's.")})
    with acting(by=by, why="reason why it could be us"):
        found, _made = FaultReason.objects.get_or_create(
            parting=parting, reason=reason.strip(), defaults={"evidence": evidence.strip(), "lapse": lapse, "by": by}
        )
    return found


def drop_reason(*, by: User, reason: FaultReason) -> None:
    _at_fault(by, reason.parting)
    with acting(by=by, why="drop a reason why it could be us"):
        reason.delete()


def note_their_view(*, by: User, parting: Parting, words: str, on: dt.date, contact: Contact | None = None) -> Parting:
    """What the client says about it, in their own words."""
    _at_fault(by, parting)
    if not words.strip():
        raise ValidationError({"words": _("Write what they said, in their own words.")})
    if contact is not None and contact.client_id != parting.client_id:
        raise ValidationError({"contact": _("That contact is another client's.")})
    with acting(by=by, why="the client's view"):
        parting.their_view, parting.their_view_on, parting.their_view_from = words.strip(), on, contact
        parting.save(update_fields=["their_view", "their_view_on", "their_view_from"])
    return parting


def _at_fault(by: User, parting: Parting) -> None:
    require_work(by, parting)
    if parting.state not in {State.OPENED, State.FAULT, State.REPAIR}:
        raise ValidationError(_("That was settled before the decision. It stays as it was."))
