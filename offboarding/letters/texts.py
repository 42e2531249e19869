"""The words a client or prospect reads when we part: letters, e-mails and the call script, read from our files.

Pure: files in, plain values out. A text is a string with {placeholders}; nothing in it is ever evaluated. What a piece
rests on in the contract, and what a lawyer must look at, stands in English: once in `en.toml` for every language, and
beside it in a language's own file where the law of its countries asks for more.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal, cast

Rule = Literal["locked", "wording", "optional"]

LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
CLIENT_KINDS = (
    "convenience", "cause", "nonpayment", "mutual", "expiry", "warning", "reminder", "handover", "client_notice",
)  # fmt: skip
PROSPECT_KINDS = ("prospect_accept", "prospect_decline", "prospect_more")
KINDS = CLIENT_KINDS + PROSPECT_KINDS
MAILS = (
    "termination_mail", "termination_mail_not_called", "mutual_end_mail", "warning_mail", "letter_mail",
    "handover_mail", "client_notice_mail", "prospect_accept_mail", "prospect_decline_mail", "prospect_more_mail",
    "door_mail",
)  # fmt: skip
STEPS = ("open", "say", "next", "close")
BRANCHES = ("why", "anger", "bargaining", "silence", "threat", "relief", "whom", "not_there")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

_HERE = Path(__file__).parent
LETTERS, MAIL, PHONE = _HERE / "pieces", _HERE.parent / "emails", _HERE.parent / "phone"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph group of a letter. Printed in this order: text, then items, rows or the table of that name.

    locked: changes only with a new version of the file; wording: may be rewritten while every name of `keep` stays;
    optional: may be left out as well.
    """

    key: str
    rule: Rule
    text: str = ""
    keep: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    table: str = ""
    numbered: bool = False
    contract: str = ""
    lawyer: str = ""

    def strings(self) -> Iterator[str]:
        """Everything of it that is printed."""
        return filter(None, chain([self.text], self.items, chain.from_iterable(self.rows)))

    def names(self) -> frozenset[str]:
        """The placeholders in it."""
        return frozenset(chain.from_iterable(map(names_in, self.strings())))


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter before any fact is filled in. `signatures` heads the two blocks of what both parties sign."""

    kind: str
    language: str
    subject: str
    closing: str
    pieces: tuple[Piece, ...]
    signatures: tuple[str, ...] = ()
    sign_line: str = ""

    def names(self) -> frozenset[str]:
        """The placeholders in it."""
        own = chain.from_iterable(map(names_in, (self.subject, self.closing, *self.signatures)))
        return frozenset(own).union(*(piece.names() for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class MailText:
    """An e-mail in plain text; a paragraph is one line, an empty line parts two."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a call: what to say, one string a breath, and what to keep in mind."""

    key: str
    title: str
    say: tuple[str, ...]
    do: str = ""


@dataclass(frozen=True, slots=True)
class PhoneScript:
    """For our own ears. A sentence of `say` that names a fact we do not have is left out, never read with a gap.

    Passages have the same keys in every language: a caller may read the advice in theirs and say it in the client's.
    """

    language: str
    title: str
    about: str
    only: str
    headings: Mapping[str, str]
    facts: tuple[tuple[str, str], ...]
    before: tuple[str, ...]
    steps: tuple[Passage, ...]
    branches: tuple[Passage, ...]
    helps: tuple[str, ...]
    avoid: tuple[str, ...]
    within_hour: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name that texts may use. A sentence brings its own punctuation."""

    name: str
    group: str
    meaning: str
    may_be_empty: bool = False
    is_sentence: bool = False


class NoSuchTextError(LookupError):
    """We have no text of that kind in that language."""


def names_in(text: str) -> list[str]:
    """The placeholders of a text, in order."""
    return PLACEHOLDER.findall(text)


@cache
def letter_text(kind: str, language: str) -> LetterText:
    """A letter of ours. Raises NoSuchTextError."""
    given, english = _part(LETTERS, language, kind), _part(LETTERS, "en", kind)
    remarks = {piece["key"]: piece for piece in english["piece"]}
    return LetterText(
        kind=kind,
        language=language,
        subject=given["subject"].strip(),
        closing=given["closing"].strip(),
        pieces=tuple(_piece(piece, remarks.get(piece["key"], {})) for piece in given["piece"]),
        signatures=tuple(given.get("signatures", ())),
        sign_line=given.get("sign_line", ""),
    )


@cache
def table_head(name: str, language: str) -> tuple[str, ...]:
    """The column heads of a table that letters print, such as `overdue`. Raises NoSuchTextError."""
    return tuple(_part(LETTERS, language, "tables").get(name) or _missing(name, language))


@cache
def mail_text(key: str, language: str) -> MailText:
    """An e-mail of ours. Raises NoSuchTextError."""
    given = _part(MAIL, language, key)
    return MailText(given["subject"].strip(), given["body"].strip())


@cache
def phone_script(language: str) -> PhoneScript:
    """The call. Raises NoSuchTextError."""
    given = _file(PHONE, language)
    return PhoneScript(
        language=language,
        title=given["title"],
        about=given["about"],
        only=given["only"],
        headings=given["headings"],
        facts=_pairs(given["facts"]),
        before=tuple(given["before"]),
        steps=tuple(map(_passage, given["step"])),
        branches=tuple(map(_passage, given["branch"])),
        helps=tuple(given["helps"]),
        avoid=tuple(given["avoid"]),
        within_hour=tuple(given["within_hour"]),
    )


@cache
def placeholders() -> Mapping[str, Placeholder]:
    """Every name that a text may use, by name."""
    given = tomllib.loads((_HERE / "placeholders.toml").read_text(encoding="utf-8"))
    empty, sentences = set(given.pop("may_be_empty")), set(given.pop("sentences"))
    return {
        name: Placeholder(name, group, meaning, name in empty, name in sentences)
        for group, meanings in given.items()
        for name, meaning in meanings.items()
    }


def _piece(given: Mapping[str, Any], remarks: Mapping[str, Any]) -> Piece:
    own = given.get("lawyer", "") if given is not remarks else ""
    return Piece(
        key=given["key"],
        rule=cast("Rule", given["rule"]),
        text=given.get("text", "").strip(),
        keep=tuple(given.get("keep", ())),
        items=tuple(given.get("items", ())),
        rows=_pairs(given.get("rows", ())),
        table=given.get("table", ""),
        numbered=given.get("numbered", False),
        contract=remarks.get("contract", ""),
        lawyer=" ".join(filter(None, dict.fromkeys((remarks.get("lawyer", ""), own)))),
    )


def _passage(given: Mapping[str, Any]) -> Passage:
    return Passage(given["key"], given["title"], tuple(given["say"]), given.get("do", "").strip())


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in rows)


def _part(folder: Path, language: str, key: str) -> Any:
    return _file(folder, language).get(key) or _missing(key, language)


@cache
def _file(folder: Path, language: str) -> dict[str, Any]:
    if language not in LANGUAGES:
        _missing(folder.name, language)
    return tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))


def _missing(key: str, language: str) -> Any:
    raise NoSuchTextError(f"no “{key}” in “{language}”")
