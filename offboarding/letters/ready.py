"""What the case asks of its letters. A condition answers with a sentence that says what is missing, or with nothing."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from offboarding.letters.choosing import call_first, letter_for
from offboarding.letters.drafting import draft_of
from offboarding.letters.questions import label_of
from offboarding.models import Letter, LetterSending, Parting

TO_CALL = ("signatory_name", "contact_form", "end_date", "last_working_day", "handover_date")  # no call without them


def letters_of(parting: Parting) -> list[Letter]:
    """The letters of a case, the newest first, with whom they go to and how they left."""
    found = Letter.objects.of(parting).select_related("contact", "made_by", "translation_of", "client__owner")
    return list(found.prefetch_related("sendings"))


def letter_ready(parting: Parting) -> str:
    """The letter that ends the agreement is final, says the day that was chosen, and so do its translations."""
    kind = letter_for(parting.ending)
    if not kind:
        return _("Say first how it ends; then write the letter.")
    final = [one for one in letters_of(parting) if one.kind == kind and not one.is_draft]
    binding = next((one for one in final if one.translation_of_id is None), None)
    if binding is None:
        return _("The letter is not final: draft it, answer its questions, and let an owner make it final.")
    if parting.end_on and binding.facts.get("dates", {}).get("end_date", "") not in {"", parting.end_on.isoformat()}:
        return _("The final letter names another day than the one chosen. Write it anew.")
    if binding.translations.filter(state=Letter.State.DRAFT).exists():
        return _("The translation of the letter is a draft still.")
    return ""


def script_ready(parting: Parting) -> str:
    """The call can be made: whom, by whom, and the days it has to name; nothing where mail is preferred."""
    letter = _ending_letter(parting)
    if letter is None:
        return _("Draft the letter first: the call is made from its facts.")
    if letter.contact is None:
        return _("Choose whom to tell, on the letter.")
    if not call_first(letter.contact.prefers, letter.kind):
        return ""
    values = draft_of(letter).facts.values
    lacking = [str(label_of(name)) for name in TO_CALL if not values.get(name)]
    return _("The call has to say: %(what)s.") % {"what": "; ".join(lacking)} if lacking else ""


def confirmation_sent(parting: Parting) -> str:
    """The confirmation of the hand-over has left."""
    sent = LetterSending.objects.filter(letter__parting=parting, letter__kind=Letter.Kind.HANDOVER).exists()
    return "" if sent else _("Send the confirmation of the hand-over.")


def notice_sent(parting: Parting) -> str:
    """The letter that ends the agreement has left."""
    kind = letter_for(parting.ending)
    sent = LetterSending.objects.filter(letter__parting=parting, letter__kind=kind).exists()
    return "" if sent else _("The letter has not left yet: send it, or note how it was delivered.")


def notice_sent_on(parting: Parting) -> dt.date | None:
    """The day on which the letter that ends the agreement first left."""
    kind = letter_for(parting.ending)
    sent = LetterSending.objects.filter(letter__parting=parting, letter__kind=kind).order_by("on", "pk").first()
    return sent.on if sent else None


def _ending_letter(parting: Parting) -> Letter | None:
    kind = letter_for(parting.ending)
    return next((one for one in letters_of(parting) if one.kind == kind and one.translation_of_id is None), None)
