"""The text of standards: a small part of Markdown, read into plain pieces. Nothing of it is ever HTML.

`# title`, `## heading`, `- ` and `1. ` lists, `**strong**`, `[words](https://…)` and paragraphs; a line that begins
with none of these goes on with what stands above it. Everything else is text, and shows as it was typed. A template
writes the pieces out, with its own escaping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["heading", "paragraph", "bullets", "numbers"]
Side = Literal["same", "added", "removed"]

_START = re.compile(r"(?P<mark>#{1,2}|[-*]|\d{1,3}\.)[ \t]+(?P<rest>.+)")
_PIECE = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|\[(?P<words>[^\]\n]+)\]\((?P<href>(?:https://|mailto:)[^\s()<>\"']+)\)"
)
_BRACES = re.compile(r"\{[^{}]*\}")
_STRAY = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one dress."""

    words: str
    is_strong: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph of one line, or a list of several; each line in pieces."""

    kind: Kind
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    blocks: tuple[Block, ...]


def read(text: str) -> Document:
    """The title (the first line marked so) and the blocks below; never refuses a text."""
    title, blocks = "", list[tuple[Kind, list[str]]]()
    for kind, line in _lines(text):
        if kind == "title":
            title = title or line
        elif kind == "more" and blocks:
            blocks[-1][1][-1] += f" {line}"
        elif kind in {"bullets", "numbers"} and blocks and blocks[-1][0] == kind:
            blocks[-1][1].append(line)
        else:
            blocks.append((_KINDS.get(kind, "paragraph"), [line]))
    return Document(title, tuple(Block(kind, tuple(pieces(line) for line in lines)) for kind, lines in blocks))


_KINDS: dict[str, Kind] = {"heading": "heading", "bullets": "bullets", "numbers": "numbers"}


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """(what a line is, its words): title, heading, bullets, numbers, paragraph, or more of what stands above."""
    fresh = True
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            fresh = True
            continue
        if found := _START.fullmatch(stripped):
            mark = found["mark"]
            kind = {"#": "title", "##": "heading", "-": "bullets", "*": "bullets"}.get(mark, "numbers")
            yield kind, found["rest"].strip()
            fresh = kind in {"title", "heading"}
        else:
            yield ("paragraph" if fresh else "more"), stripped
            fresh = False


def pieces(line: str) -> tuple[Piece, ...]:
    found, place = list[Piece](), 0
    for match in _PIECE.finditer(line):
        if match.start() > place:
            found.append(Piece(line[place : match.start()]))
        strong, words, href = match["strong"], match["words"], match["href"]
        found.append(Piece(strong, is_strong=True) if strong else Piece(words, href=href))
        place = match.end()
    if place < len(line):
        found.append(Piece(line[place:]))
    return tuple(found)


def unfilled(text: str) -> list[str]:
    """What still waits to be filled in or taken out: each {place}, and any brace that stands alone, once."""
    places = _BRACES.findall(text)
    return list(dict.fromkeys([*places, *_STRAY.findall(_BRACES.sub("", text))]))


def differences(before: str, after: str) -> list[tuple[Side, str]]:
    """The lines of both, in order: what stayed, what went and what came; empty lines left out."""
    old, new = ([line.strip() for line in text.splitlines() if line.strip()] for text in (before, after))
    found: list[tuple[Side, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [("same", line) for line in old[a:b]]
        else:
            found += [("removed", line) for line in old[a:b]]
            found += [("added", line) for line in new[c:d]]
    return found
