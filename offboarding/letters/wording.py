"""The pieces of a letter as the owners now want them: their own words where there are any, else ours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from offboarding.letters.composing import Part
from offboarding.letters.texts import LetterText, Piece, letter_text
from offboarding.models import LetterPiece


@dataclass(frozen=True, slots=True)
class Worded:
    """A piece of ours and what is printed for it. `version` 0 is ours, `mark` that no lawyer has seen the change."""

    piece: Piece
    part: Part
    version: int = 0
    unchecked: bool = False


def worded(kind: str, language: str) -> tuple[LetterText, list[Worded]]:
    """The text of a letter with the wording in use. One query."""
    text = letter_text(kind, language)
    own = {row.key: row for row in LetterPiece.objects.filter(kind=kind, language=language, active=True)}
    return text, [_worded(piece, own) for piece in text.pieces]


def kept(pieces: Collection[Worded], left_out: Collection[str]) -> list[Worded]:
    """Without the optional pieces that somebody switched off; the others cannot be."""
    return [one for one in pieces if one.piece.rule != "optional" or one.piece.key not in left_out]


def part_of(piece: Piece, row: LetterPiece | None = None) -> Part:
    """A piece as it is printed. Rows, tables and numbers stay ours, whatever the words."""
    return Part(
        key=piece.key,
        text=row.text if row else piece.text,
        items=tuple(row.items) if row else piece.items,
        rows=piece.rows,
        table="" if piece.rows else piece.table,
        numbered=piece.numbered,
    )


def _worded(piece: Piece, own: Mapping[str, LetterPiece]) -> Worded:
    row = own.get(piece.key)
    if row is None:
        return Worded(piece, part_of(piece))
    return Worded(piece, part_of(piece, row), row.version, unchecked=not row.checked_by)
