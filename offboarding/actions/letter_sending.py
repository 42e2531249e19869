"""A final letter leaves: by e-mail with its PDF, or on paper with what proves that it arrived."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, may
from clienthealth.core import post
from clienthealth.core.audit import acting
from clienthealth.core.models import OutgoingMail
from clienthealth.core.post_office import address, one_line
from offboarding.actions.letters import today
from offboarding.letters.choosing import NOTICES
from offboarding.letters.composing import clean, names_in
from offboarding.letters.texts import placeholders
from offboarding.models import CaseFile, Letter, LetterSending, WrittenWarning
from offboarding.permissions import require_work

COMPOSER = "offboarding.letters.mailing.compose"
How = LetterSending.How


def send_letter(*, by: User, letter: Letter, to: str, subject: str, body: str, token: str = "") -> LetterSending:
    """Send a final letter by e-mail, its PDF attached. What was sent stays as it was.

    1. A form sent twice sends one mail.
    2. A name in braces that nobody filled in, or an address that is none, stops it.
    """
    _leaving(by, letter)
    known = _known(letter, token)
    if known:
        return known
    faults = _mail_faults(to, subject, body)
    if faults:
        raise ValidationError(faults)
    try:
        with acting(by=by, why="send a letter"), transaction.atomic():
            sending = LetterSending.objects.create(
                letter=letter, how=How.MAIL, to=to.strip(), on=today(), subject=one_line(subject),
                body=clean(body) + "\n", by=by, token=token or None,
            )  # fmt: skip
            key = f"letter-{sending.pk}"
            mail = post.Mail(
                key=key, recipient=sending.to, subject=_("A letter to a client"), language=letter.language,
                composer=COMPOSER, about={"sending": sending.pk},
            )  # fmt: skip
            post.enqueue([mail])
            sending.mail = OutgoingMail.objects.get(key=key)
            sending.save(update_fields=["mail"])
            _left(sending)
    except IntegrityError as clash:
        raise ValidationError(_("This form was used already. Load the page again.")) from clash
    return sending


def record_delivery(
    *, by: User, letter: Letter, how: str, to: str, on: dt.date, received_on: dt.date | None = None, proof: str = "",
    proof_file: CaseFile | None = None, token: str = "",
) -> LetterSending:  # fmt: skip
    """A letter went by post, courier or hand. The proof may come later, by the same form."""
    _leaving(by, letter)
    if how not in How.values or how == How.MAIL:
        raise ValidationError({"how": _("Choose how it was delivered.")})
    if on > today() or (received_on and received_on > today()):
        raise ValidationError({"on": _("This day has not come yet.")})
    if received_on and received_on < on:
        raise ValidationError({"received_on": _("It cannot arrive before it was sent.")})
    if proof_file is not None and proof_file.parting_id != letter.parting_id:
        raise ValidationError({"proof_file": _("That file belongs to another case.")})
    known = _known(letter, token)
    if known:
        return known
    try:
        with acting(by=by, why="note a delivery"), transaction.atomic():
            sending = LetterSending.objects.create(
                letter=letter, how=how, to=clean(to), on=on, received_on=received_on, proof=clean(proof),
                proof_file=proof_file, by=by, token=token or None,
            )  # fmt: skip
            _left(sending)
    except IntegrityError as clash:
        raise ValidationError(_("This form was used already. Load the page again.")) from clash
    return sending


def note_receipt(
    *, by: User, sending: LetterSending, received_on: dt.date, proof: str, proof_file: CaseFile | None = None
) -> LetterSending:
    """It arrived, and this proves it."""
    _leaving(by, sending.letter)
    if not sending.on <= received_on <= today():
        raise ValidationError({"received_on": _("Choose a day from the sending until today.")})
    if proof_file is not None and proof_file.parting_id != sending.letter.parting_id:
        raise ValidationError({"proof_file": _("That file belongs to another case.")})
    with acting(by=by, why="note a receipt"):
        sending.received_on, sending.proof = received_on, clean(proof)
        sending.proof_file = proof_file or sending.proof_file
        sending.save(update_fields=["received_on", "proof", "proof_file"])
    return sending


def _leaving(by: User, letter: Letter) -> None:
    """Only a final letter leaves; the end of an agreement only after the decision, by an owner."""
    if letter.parting is None:
        raise ValidationError(_("This letter belongs to no case."))
    require_work(by, letter.parting)
    if letter.is_draft:
        raise ValidationError(_("This letter is a draft. Make it final first."))
    if letter.kind in NOTICES and not may(by, Permission.DECIDE):
        raise PermissionDenied(_("An owner of the agency sends this letter."))
    if letter.kind in NOTICES and letter.parting.is_before_notice:
        raise ValidationError(_("The decision to part is not taken yet, so this letter does not leave."))


def _known(letter: Letter, token: str) -> LetterSending | None:
    return LetterSending.objects.filter(token=token, letter=letter).first() if token else None


def _left(sending: LetterSending) -> None:
    """The letter is sent; a warning that went with it is sent, too, and waits for proof that it arrived."""
    letter = sending.letter
    Letter.objects.filter(pk=letter.pk, state=Letter.State.FINAL).update(state=Letter.State.SENT)
    if letter.kind == Letter.Kind.WARNING and letter.translation_of_id is None:
        newest = (
            WrittenWarning.objects.filter(parting=letter.parting_id, sent_on=None).order_by("-made_at", "-pk").first()
        )
        if newest is not None:
            newest.sent_on, newest.sent_how = sending.on, sending.get_how_display()
            newest.save(update_fields=["sent_on", "sent_how"])


def _mail_faults(to: str, subject: str, body: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    try:
        address(to.strip())
    except ValueError:
        faults["to"] = _("This is no e-mail address.")
    for name, words in (("subject", subject), ("body", body)):
        if not words.strip():
            faults[name] = _("Write something.")
        holes = [one for one in names_in(words) if one in placeholders()]
        if holes:
            faults[name] = _("“{%(name)s}” is not filled in.") % {"name": holes[0]}
    return faults
