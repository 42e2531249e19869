"""A letter put together: pieces with their names filled in. Pure; what comes out is plain strings for every format.

Nothing half-filled leaves: an unknown or an empty name stops the letter, and the sentence it stands in is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

NAME = re.compile(r"\{([^{}]*)\}")
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Hole:
    """A name that has no words, and the sentence that needs it."""

    name: str
    sentence: str


class HoleError(Exception):
    """The letter cannot be put together; `holes` says what it lacks."""

    def __init__(self, holes: Sequence[Hole]) -> None:
        super().__init__("; ".join(f"{{{hole.name}}} in “{hole.sentence}”" for hole in holes))
        self.holes = tuple(holes)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a letter as its wording now stands: paragraphs, then a list, then rows of dates or a named table."""

    key: str
    text: str = ""
    items: Sequence[str] = ()
    rows: Sequence[tuple[str, str]] = ()
    table: str = ""
    numbered: bool = False

    @property
    def strings(self) -> Iterator[str]:
        yield from filter(None, (self.text, *self.items))
        for row in self.rows:
            yield from row

    @property
    def names(self) -> set[str]:
        return {name for words in self.strings for name in names_in(words)}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts. `widths` of 0 are as narrow as their content; `align` is left or right, a column."""

    head: Sequence[str]
    widths: Sequence[int]
    align: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece with its facts filled in."""

    key: str
    paragraphs: Sequence[str] = ()
    items: Sequence[str] = ()
    numbered: bool = False
    rows: Sequence[tuple[str, str]] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """Everything that the letter says between its address and its signature."""

    subject: str
    closing: str
    blocks: Sequence[Block] = field(default_factory=tuple)


def names_in(words: str) -> list[str]:
    return NAME.findall(words)


def needed(parts: Sequence[Part], *others: str) -> list[str]:
    """The names that a letter needs, in the order in which they are first said."""
    said = [name for words in (*others, *(s for part in parts for s in part.strings)) for name in names_in(words)]
    return list(dict.fromkeys(said))


def clean(text: str) -> str:
    """A fact without what is no text: control characters, line separators of other worlds, marks that turn writing."""
    return "\n".join(line.rstrip() for line in CONTROL.sub("", text.replace("\r\n", "\n")).strip().split("\n"))


def fill(words: str, facts: Mapping[str, str]) -> str:
    """Names replaced by facts, once: braces in a fact stay what they are. HoleError for an unknown or empty one."""
    holes = holes_in(words, facts)
    if holes:
        raise HoleError(holes)
    return NAME.sub(lambda hit: clean(facts[hit[1]]), words.strip())


def holes_in(words: str, facts: Mapping[str, str]) -> list[Hole]:
    return [Hole(name, _sentence(words, name)) for name in names_in(words) if not clean(facts.get(name, ""))]


def lightened(parts: Sequence[Part], facts: Mapping[str, str], may_be_empty: Collection[str]) -> list[Part]:
    """The pieces without the items, rows and sentences that are nothing but a fact which may be, and is, empty."""
    empty = {name for name in may_be_empty if not clean(facts.get(name, ""))}
    light = [
        replace(
            part,
            text=_without(part.text, empty),
            items=[item for item in part.items if not empty & set(names_in(item))],
            rows=[row for row in part.rows if not empty & set(names_in(row[1]))],
        )
        for part in parts
    ]
    return [part for part in light if part.text or part.items or part.rows or part.table]


def _without(text: str, empty: Collection[str]) -> str:
    """Text without the empty names that stand as whole sentences; one inside a sentence stays, and is a hole."""
    for name in empty:
        alone = rf"(?:(?<=[.!?。！？}}])|(?<=\n)|^)([ \t]*)\{{{name}\}}(?=\s|$)"
        text = re.sub(alone, "", text)
    return re.sub(r"(?m)^[ \t]+", "", text).strip()


def compose(
    subject: str, closing: str, parts: Sequence[Part], facts: Mapping[str, str], tables: Mapping[str, Table]
) -> Composed:
    """The letter in order. Raises HoleError naming every fact and table that it lacks."""
    holes = missing(subject, closing, parts, facts, tables)
    if holes:
        raise HoleError(holes)
    return Composed(fill(subject, facts), fill(closing, facts), [_block(part, facts, tables) for part in parts])


def missing(
    subject: str, closing: str, parts: Sequence[Part], facts: Mapping[str, str], tables: Mapping[str, Table]
) -> list[Hole]:
    """What the letter lacks, each name once with the first sentence that needs it."""
    found = [hole for words in (subject, closing) for hole in holes_in(words, facts)]
    for part in parts:
        found += [hole for words in part.strings for hole in holes_in(words, facts)]
        if part.table and not part.rows and not (part.table in tables and tables[part.table].rows):
            found.append(Hole(part.table, part.text.strip() or part.table))
    return list({hole.name: hole for hole in reversed(found)}.values())[::-1]


def plain(composed: Composed, salutation: str = "") -> str:
    """The letter as plain text: for reading aloud, for comparing, for a mail."""
    lines = [composed.subject, *filter(None, [salutation])]
    for block in composed.blocks:
        lines += block.paragraphs
        marks = [f"{n}. " for n in range(1, len(block.items) + 1)] if block.numbered else ["– "] * len(block.items)
        if block.items:
            lines.append("\n".join(mark + item for mark, item in zip(marks, block.items, strict=True)))
        if block.rows:
            lines.append("\n".join(f"{label}: {value}" for label, value in block.rows))
        if block.table:
            table = [block.table.head, *block.table.rows, *filter(None, [block.table.total])]
            lines.append("\n".join(" | ".join(row) for row in table))
    return "\n\n".join([*lines, *filter(None, [composed.closing])]) + "\n"


def _block(part: Part, facts: Mapping[str, str], tables: Mapping[str, Table]) -> Block:
    return Block(
        key=part.key,
        paragraphs=[fill(one, facts) for one in re.split(r"\n\s*\n", part.text.strip()) if one.strip()],
        items=[fill(item, facts) for item in part.items],
        numbered=part.numbered,
        rows=[(fill(label, facts), fill(value, facts)) for label, value in part.rows],
        table=tables[part.table] if part.table and not part.rows else None,
    )


def _sentence(words: str, name: str) -> str:
    """The sentence around a name, for the person who has to find what is missing."""
    sentences = re.split(r"(?<=[.!?。！？])\s*(?=\S)|\n\s*\n", words.strip())
    return next((one for one in sentences if f"{{{name}}}" in one), words.strip())
