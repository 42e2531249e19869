"""Drafting a letter, telling it what it lacks, and making it final. A final letter never changes again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, Contact, Contract, User
from accounts.permissions import Permission, require
from clienthealth.core import clock
from clienthealth.core.audit import acting
from clienthealth.core.typesetting import TypesettingError
from offboarding.letters.choosing import EITHER, Tongues, tongues
from offboarding.letters.composing import clean
from offboarding.letters.drafting import Draft, draft_of, record_of
from offboarding.letters.gathering import contact_of, contract_of
from offboarding.letters.known import DATES, SHAPES
from offboarding.letters.languages import LANGUAGES
from offboarding.letters.printing import pdf_file
from offboarding.letters.questions import LABELS, label_of
from offboarding.letters.texts import letter_text
from offboarding.letters.word_file import word_file
from offboarding.models import ContractTerms, Letter, LetterFile, Parting
from offboarding.permissions import require_work

LONGEST = 1500  # characters of a fact
MOST_ROWS = 25
Format = LetterFile.Format


def today() -> dt.date:
    return Agency.objects.get().today().date


def draft_letter(
    *, by: User, parting: Parting, kind: str, language: str = "", contact: Contact | None = None, token: str = ""
) -> Letter:
    """Begin a letter of a case, in the language its rules choose, with a translation where they ask for one.

    1. A form sent twice finds the letter that the first one began.
    2. Whoever is told must be at this client.
    """
    require_work(by, parting)
    if kind not in Letter.Kind.values:
        raise ValidationError({"kind": _("There is no such letter.")})
    known = Letter.objects.filter(token=token, parting=parting, made_by=by).first() if token else None
    if known:
        return known
    day = today()
    told = contact or contact_of(parting.client, day)
    if told is not None and told.client_id != parting.client_id:
        raise ValidationError({"contact": _("That contact is at another client.")})
    contract = contract_of(parting.client, day)
    spoken = _tongues(parting, contract, told)
    chosen = language or spoken.binding
    if chosen not in LANGUAGES:
        raise ValidationError({"language": _("There are no letters in this language.")})
    try:
        with acting(by=by, why="draft a letter"), transaction.atomic():
            letter = Letter.objects.create(
                client=parting.client, parting=parting, contract=contract, contact=told, kind=kind, language=chosen,
                left_out=list(EITHER.get(kind, ())[1:]), made_by=by, token=token or None,
            )  # fmt: skip
            if spoken.translation and chosen == spoken.binding:
                _translated(letter, spoken.translation, by)
    except IntegrityError as clash:
        raise ValidationError(_("This form was used already. Load the page again.")) from clash
    return letter


def translate_letter(*, by: User, letter: Letter, language: str) -> Letter:
    """A translation for information, beside the letter that binds. One a language."""
    _draftable(by, letter)
    original = letter.translation_of or letter
    if language not in LANGUAGES or language == original.language:
        raise ValidationError({"language": _("Choose another language than the letter's own.")})
    with acting(by=by, why="translate a letter"):
        same = original.translations.filter(language=language).first()
        return same or _translated(original, language, by)


def correct_facts(*, by: User, letter: Letter, facts: Mapping[str, str]) -> Letter:
    """Facts of this letter, given by hand: what is empty goes back to the records. Recorded with the letter."""
    _draftable(by, letter)
    errors = {name: fault for name, value in facts.items() if (fault := _fault(name, value))}
    if errors:
        raise ValidationError(errors)
    with acting(by=by, why="correct a letter"):
        row = _locked(letter)
        given = {**row.corrections, **{name: clean(value) for name, value in facts.items()}}
        row.corrections = {name: value for name, value in given.items() if value}
        row.save(update_fields=["corrections"])
    return row


def fill_table(*, by: User, letter: Letter, name: str, rows: Sequence[Sequence[str]]) -> Letter:
    """The rows of a table, typed by hand; rows without a word are left out."""
    _draftable(by, letter)
    if name not in SHAPES:
        raise ValidationError(_("There is no such table."))
    width = len(SHAPES[name][0])
    kept = [[clean(cell)[:LONGEST] for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(kept) > MOST_ROWS or any(len(row) != width for row in kept):
        raise ValidationError(_("A table has at most %(most)s rows.") % {"most": MOST_ROWS})
    with acting(by=by, why="correct a letter"):
        row = _locked(letter)
        row.tables = {key: value for key, value in {**row.tables, name: kept}.items() if value}
        row.save(update_fields=["tables"])
    return row


def set_letter(
    *, by: User, letter: Letter, dated_on: dt.date | None, contact: Contact | None, signatory: User | None
) -> Letter:
    """The day on the letter, whom it goes to, and who signs it."""
    _draftable(by, letter)
    if dated_on is not None and dated_on < today():
        raise ValidationError({"dated_on": _("A letter is not dated in the past.")})
    if contact is not None and contact.client_id != letter.client_id:
        raise ValidationError({"contact": _("That contact is at another client.")})
    with acting(by=by, why="set a letter"):
        row = _locked(letter)
        row.dated_on, row.contact, row.signatory = dated_on, contact, signatory
        row.save(update_fields=["dated_on", "contact", "signatory"])
    return row


def switch_piece(*, by: User, letter: Letter, key: str, on: bool) -> Letter:
    """Leave an optional piece out of this letter, or put it back. Of two that exclude each other one always stands."""
    _draftable(by, letter)
    piece = next((one for one in letter_text(letter.kind, letter.language).pieces if one.key == key), None)
    if piece is None or piece.rule != "optional":
        raise ValidationError(_("This part of the letter cannot be left out."))
    with acting(by=by, why="set a letter"):
        row = _locked(letter)
        out = set(row.left_out) - {key} if on else {*row.left_out, key}
        pair = EITHER.get(row.kind, ())
        if key in pair:
            out = (out - set(pair)) | (set(pair) - {key} if on else {key})
        row.left_out = sorted(out)
        row.save(update_fields=["left_out"])
    return row


def keep_terms(*, by: User, letter: Letter, contract: Contract, **fields: object) -> ContractTerms:
    """What a contract says and the book did not know; kept for every letter that follows."""
    require_work(by, _case(letter))
    if contract.client_id != letter.client_id:
        raise ValidationError(_("That contract is another client's."))
    with acting(by=by, why="terms of a contract"):
        terms, _made = ContractTerms.objects.select_for_update().get_or_create(contract=contract)
        for name, value in fields.items():
            setattr(terms, name, clean(value) if isinstance(value, str) else value)
        terms.full_clean()
        terms.save()
    return terms


def finalise_letter(*, by: User, letter: Letter) -> Letter:
    """Make a letter final: its facts, words and files are kept with their hashes, and nothing changes them again.

    1. Owners sign, so owners do this. Twice is once.
    2. Nothing half-filled leaves: whatever is missing is said, each with its sentence.
    """
    require_work(by, _case(letter))
    require(by, Permission.DECIDE)
    with acting(by=by, why="make a letter final"):
        row = _locked(letter, drafts_only=False)
        if not row.is_draft:
            return row
        row.dated_on = row.dated(today())
        draft = draft_of(row)
        _refuse_holes(draft)
        pdf, docx = _files(draft)
        record = record_of(draft)
        row.facts, row.pieces = record["facts"], record["pieces"]
        row.subject = draft.sheet.words.subject[:300]
        row.state, row.finalised_by, row.finalised_at = Letter.State.FINAL, by, clock.now()
        row.save()
        LetterFile.objects.bulk_create([_kept(row, Format.PDF, pdf), _kept(row, Format.DOCX, docx)])
    return row


def withdraw_letter(*, by: User, letter: Letter) -> None:
    """Throw a draft away, with its translations. A final letter stays."""
    _draftable(by, letter)
    with acting(by=by, why="throw a draft away"):
        row = _locked(letter)
        if row.translations.exclude(state=Letter.State.DRAFT).exists():
            raise ValidationError(_("A translation of this letter is final already."))
        row.delete()


def _case(letter: Letter) -> Parting:
    if letter.parting is None:
        raise ValidationError(_("This letter belongs to no case."))
    return letter.parting


def _draftable(by: User, letter: Letter) -> None:
    require_work(by, _case(letter))
    if not letter.is_draft:
        raise ValidationError(_("This letter is final. Draft a new one instead."))


def _locked(letter: Letter, *, drafts_only: bool = True) -> Letter:
    row = Letter.objects.select_for_update(of=("self",)).select_related("parting", "client__owner").get(pk=letter.pk)
    if drafts_only and not row.is_draft:
        raise ValidationError(_("This letter is final. Draft a new one instead."))
    return row


def _tongues(parting: Parting, contract: Contract | None, told: Contact | None) -> Tongues:
    terms = ContractTerms.objects.filter(contract=contract).first() if contract else None
    agency = next(iter(Agency.objects.get().languages), "")
    return tongues(terms.language if terms else "", told.language if told else "", parting.client.language, str(agency))


def _translated(original: Letter, language: str, by: User) -> Letter:
    """Days and rows go along; words by hand stay in their own language."""
    days = {name: value for name, value in original.corrections.items() if name in DATES}
    return Letter.objects.create(
        client=original.client, parting=original.parting, contract=original.contract, contact=original.contact,
        kind=original.kind, language=language, translation_of=original, dated_on=original.dated_on,
        signatory=original.signatory, corrections=days, left_out=original.left_out, made_by=by,
    )  # fmt: skip


def _fault(name: str, value: str) -> str:
    """Why a fact cannot be what was typed; empty when it can."""
    if name not in LABELS or name in SHAPES:
        return _("There is no such fact.")
    if len(value) > LONGEST:
        return _("This is too long for a letter.")
    if name in DATES and value:
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return _("This is no date.")
    return ""


def _refuse_holes(draft: Draft) -> None:
    if draft.questions:
        lacks = [
            _("“%(what)s” is missing: %(sentence)s") % {"what": label_of(one.name), "sentence": one.sentence}
            if one.sentence else _("“%(what)s” is missing.") % {"what": label_of(one.name)}
            for one in draft.questions
        ]  # fmt: skip
        raise ValidationError(lacks)
    if draft.letter.dated_on is not None and draft.letter.dated_on < today():
        raise ValidationError(_("A letter is not dated in the past. Choose its day anew."))


def _files(draft: Draft) -> tuple[bytes, bytes]:
    try:
        return pdf_file(draft.sheet), word_file(draft.sheet)
    except TypesettingError as refusal:
        raise ValidationError(_("The letter cannot be printed: %(why)s") % {"why": refusal}) from refusal


def _kept(letter: Letter, format: Format, content: bytes) -> LetterFile:  # noqa: A002 - the model's own word
    digest = hashlib.sha256(content).hexdigest()
    return LetterFile(letter=letter, format=format, content=content, size=len(content), sha256=digest)
