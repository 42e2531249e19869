"""The owners' own wording of letters, with every version kept, and the paper they are printed on."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from accounts.permissions import Permission, require
from clienthealth.core.audit import acting
from offboarding.letters.composing import clean, names_in
from offboarding.letters.texts import CLIENT_KINDS, NoSuchTextError, Piece, letter_text, placeholders
from offboarding.models import AgencyLetterhead, LetterPiece

LONGEST = 4000
NOT_IN_LETTERS = frozenset({"prospect", "call"})  # names of other texts
PNG = b"\x89PNG\r\n\x1a\n"
SIDE = 2000  # pixels


def piece_of(kind: str, language: str, key: str) -> Piece:
    """A piece of ours. ValidationError for what does not exist."""
    try:
        found = next((one for one in letter_text(kind, language).pieces if one.key == key), None)
    except NoSuchTextError:
        found = None
    if found is None or kind not in CLIENT_KINDS:
        raise ValidationError(_("There is no such piece."))
    return found


def safe_names() -> list[str]:
    """The names that a letter may use."""
    return [name for name, one in placeholders().items() if one.group not in NOT_IN_LETTERS]


def faults_of(piece: Piece, text: str, items: Sequence[str], checked_by: str) -> list[str]:
    """Why a wording cannot be used, in plain sentences."""
    said = [text, *items]
    names = {name for words in said for name in names_in(words)}
    allowed = set(safe_names())
    faults = [_("“{%(name)s}” is no name that a letter may use.") % {"name": name} for name in sorted(names - allowed)]
    for words in said:
        if words.count("{") != len(names_in(words)) or words.count("}") != len(names_in(words)):
            faults.append(_("A brace stands alone: names are written in a pair of them."))
            break
    stay = set(piece.keep)
    if piece.rule == "locked":
        stay |= {name for words in (piece.text, *piece.items) for name in names_in(words)}
    faults += [_("“{%(name)s}” must stay in it.") % {"name": name} for name in sorted(stay - names)]
    if piece.rule == "locked" and not checked_by.strip():
        faults.append(_("This piece is locked: it changes only with the name of the lawyer who checked it."))
    if piece.text and not text.strip():
        faults.append(_("It has no words left. An optional piece is left out on the letter itself."))
    if sum(map(len, said)) > LONGEST:
        faults.append(_("This is too long for one piece."))
    return faults


def save_piece(
    *, by: User, kind: str, language: str, key: str, text: str, items: Sequence[str] = (), checked_by: str = "",
    token: str = "",
) -> LetterPiece:  # fmt: skip
    """A new version of a piece, in use from now on; letters that are final keep the words they were made of."""
    require(by, Permission.EDIT_LETTERS)
    piece = piece_of(kind, language, key)
    known = LetterPiece.objects.filter(token=token, kind=kind, language=language, key=key).first() if token else None
    if known:
        return known
    words, points = clean(text), [clean(item) for item in items if item.strip()]
    faults = faults_of(piece, words, points, checked_by)
    if faults:
        raise ValidationError(faults)
    try:
        with acting(by=by, why="wording of a letter"), transaction.atomic():
            versions = LetterPiece.objects.filter(kind=kind, language=language, key=key)
            last = versions.aggregate(last=Max("version"))["last"] or 0
            versions.filter(active=True).update(active=False)
            return LetterPiece.objects.create(
                kind=kind, language=language, key=key, version=last + 1, text=words, items=points,
                checked_by=checked_by.strip(), checked_on=_today() if checked_by.strip() else None, made_by=by,
                token=token or None,
            )  # fmt: skip
    except IntegrityError as clash:
        raise ValidationError(_("Somebody else has just changed this piece. Look at it first.")) from clash


def restore_piece(*, by: User, kind: str, language: str, key: str, version: int) -> None:
    """Go back to a version; 0 is ours."""
    require(by, Permission.EDIT_LETTERS)
    piece_of(kind, language, key)
    versions = LetterPiece.objects.filter(kind=kind, language=language, key=key)
    with acting(by=by, why="wording of a letter"):
        if version and not versions.filter(version=version).exists():
            raise ValidationError(_("There is no such version."))
        versions.filter(active=True).exclude(version=version).update(active=False)
        if version:
            versions.filter(version=version).update(active=True)


def check_piece(*, by: User, row: LetterPiece, checked_by: str) -> LetterPiece:
    """A lawyer has looked at a version: who, and today."""
    require(by, Permission.EDIT_LETTERS)
    if not checked_by.strip():
        raise ValidationError({"checked_by": _("Write the lawyer's name.")})
    with acting(by=by, why="wording of a letter"):
        row.checked_by, row.checked_on = checked_by.strip()[:200], _today()
        row.save(update_fields=["checked_by", "checked_on"])
    return row


def save_letterhead(
    *, by: User, logo: bytes | None = None, drop_logo: bool = False, **fields: object
) -> AgencyLetterhead:
    """The agency's paper. A logo is a small PNG that says of itself what it is."""
    require(by, Permission.EDIT_LETTERS)
    if logo is not None:
        _check_logo(logo)
    with acting(by=by, why="letterhead"):
        paper = AgencyLetterhead.objects.select_for_update().first() or AgencyLetterhead()
        for name, value in fields.items():
            setattr(paper, name, value)
        paper.logo = None if drop_logo else logo if logo is not None else paper.logo
        paper.full_clean(exclude=["logo"], validate_constraints=paper.pk is None)
        paper.save()
    return paper


def _check_logo(content: bytes) -> None:
    """A PNG: its signature, its first chunk, its size in bytes and pixels."""
    small = len(content) <= AgencyLetterhead.LOGO_BYTES
    if not small or not content.startswith(PNG) or content[12:16] != b"IHDR" or len(content) < 33:
        raise ValidationError({"logo": _("Choose a PNG picture of at most 200 kB.")})
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise ValidationError({"logo": _("Choose a picture of at most 2,000 pixels a side.")})


def _today() -> dt.date:
    return Agency.objects.get().today().date
