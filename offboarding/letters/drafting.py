"""A letter as it stands: its facts, its pieces, what it lacks, and the sheet it is printed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from offboarding.letters.composing import Composed, Hole, Table, compose, lightened, missing, needed
from offboarding.letters.gathering import Desk, desk_of, known_of
from offboarding.letters.known import Facts, Known, facts_of
from offboarding.letters.phrases import phrases
from offboarding.letters.questions import Question, label_of, question
from offboarding.letters.sheet import NO_PLACE, Paper, Sheet, printed, sheet_of
from offboarding.letters.texts import LetterText, placeholders
from offboarding.letters.wording import Worded, kept, worded
from offboarding.models import AgencyLetterhead, Letter

ALWAYS = ("agency_name", "client_name", "client_address", "salutation", "signatory_name", "signatory_title")
MAY_BE_EMPTY = frozenset(name for name, one in placeholders().items() if one.may_be_empty)


@dataclass(frozen=True)
class Draft:
    """One letter worked out. The sheet names what is missing in brackets; it is printed only when nothing is."""

    letter: Letter
    desk: Desk
    known: Known
    facts: Facts
    text: LetterText
    worded: Sequence[Worded]
    pieces: Sequence[Worded]
    questions: Sequence[Question]
    sheet: Sheet

    @property
    def is_whole(self) -> bool:
        return not self.questions

    @property
    def unchecked(self) -> list[Worded]:
        """Pieces that owners changed and no lawyer has seen."""
        return [one for one in self.pieces if one.unchecked]

    @property
    def names(self) -> list[str]:
        """The facts that this letter says, in the order in which it says them."""
        always = [*ALWAYS, "delivery_line", "reference_lines", "place_and_date", "enclosures"]
        said = needed([one.part for one in self.pieces], self.text.subject, self.text.closing)
        return list(dict.fromkeys([*always, *said]))


def draft_of(letter: Letter, desk: Desk | None = None) -> Draft:
    """Work a draft out from the records of now."""
    desk = desk or desk_of(letter)
    known = known_of(letter, desk)
    facts = facts_of(known, letter.language, letter.corrections)
    text, every = worded(letter.kind, letter.language)
    pieces = kept(every, letter.left_out)
    parts = lightened([one.part for one in pieces], facts.values, MAY_BE_EMPTY)
    lacks = _lacks(text, missing(text.subject, text.closing, parts, facts.values, facts.tables), facts, letter)
    marked = {**facts.values, **{hole.name: f"[{label_of(hole.name)}]" for hole in lacks}}
    tables = {**_marked_tables(lacks), **facts.tables}
    composed = compose(text.subject, text.closing, parts, marked, tables)
    return Draft(
        letter=letter, desk=desk, known=known, facts=facts, text=text, worded=every, pieces=pieces,
        questions=[question(hole, known, facts.suggestions) for hole in lacks],
        sheet=_sheet(letter, text, composed, marked, desk),
    )  # fmt: skip


def paper_of(letterhead: AgencyLetterhead, agency_name: str, language: str) -> Paper:
    words: Mapping[str, str] = letterhead.words.get(language, {})
    return Paper(
        agency=agency_name,
        mark=letterhead.mark or agency_name,
        accent=letterhead.accent,
        return_line=letterhead.return_line,
        footer=words.get("footer", ""),
        logo=bytes(letterhead.logo or b""),
    )


def record_of(draft: Draft) -> dict[str, Any]:
    """What a final letter keeps: every fact, every table, every piece with the version that was used."""
    tables = {part.table for part in (one.part for one in draft.pieces) if part.table}
    return {
        "facts": {
            "values": {name: draft.facts.values[name] for name in draft.names if draft.facts.values.get(name)},
            "tables": {name: asdict(table) for name, table in draft.facts.tables.items() if name in tables},
            "dates": {name: day.isoformat() for name, day in draft.facts.dates.items() if name in draft.names},
            "sheet": {**printed(draft.sheet), "logo": []},
        },
        "pieces": [
            {"key": one.piece.key, "version": one.version, "text": one.part.text, "items": list(one.part.items)}
            for one in draft.pieces
        ],
    }


def _lacks(text: LetterText, holes: Sequence[Hole], facts: Facts, letter: Letter) -> list[Hole]:
    """The holes of the words, then of the paper around them; each name once."""
    place = () if letter.language in NO_PLACE else ("place_and_date",)
    around = [Hole(name, "") for name in (*ALWAYS, *place) if not facts.values.get(name)]
    heads = [hole for head in text.signatures for hole in missing(head, "", [], facts.values, {})]
    return list({hole.name: hole for hole in [*holes, *heads, *around][::-1]}.values())[::-1]


def _marked_tables(lacks: Sequence[Hole]) -> dict[str, Table]:
    return {hole.name: Table((f"[{label_of(hole.name)}]",), (1,), ("left",), [("…",)]) for hole in lacks}


def _sheet(letter: Letter, text: LetterText, composed: Composed, facts: Mapping[str, str], desk: Desk) -> Sheet:
    words = phrases(letter.language)
    note = ""
    if letter.translation_of is not None:
        language = str(words.entry(f"languages.{letter.translation_of.language}"))
        note = words.say("translation", language=language)
    return sheet_of(
        text=text,
        date=letter.dated(desk.today),
        paper=paper_of(desk.letterhead, facts["agency_name"], letter.language),
        words=words,
        composed=composed,
        facts=facts,
        note=note,
    )
