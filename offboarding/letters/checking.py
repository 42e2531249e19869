"""What a text for a client must keep to, whoever wrote it: names we can fill in, tone, and its language's typography.

Pure. A fault is a code and what it is about; whoever shows it to a person finds the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple

from offboarding.letters.texts import PLACEHOLDER, LetterText, MailText, Piece, names_in, placeholders
from offboarding.letters.tone import words_to_avoid

Code = Literal["unknown", "missing", "brace", "tone", "typography", "ending", "english", "subject", "salutation"]

NBSP = "\u00a0"
ENDINGS = {"zh-hans": "。：；！？"}
SIGNATURE = 3  # closing phrase, name, agency: the last lines of an e-mail
ENGLISH = re.compile(
    r"\b(?:the|and|with|your|our|we|you|please|this|which|from|agreement|kind regards)\b", re.IGNORECASE
)
MISSET = {
    "en": re.compile(r"""["']|[«»„]"""),
    "fr": re.compile(rf"""["'“”„]|(?<!{NBSP})[;:!?»]|«(?!{NBSP})"""),
    "da": re.compile(r"""["'“„«»]"""),
    "de": re.compile(r"""["'«»]|„[^“]*$|^[^„]*“"""),
    "es": re.compile(r"""["'“”„]|^[^¿]*\?|¿[^?]*$|«[^»]*$|^[^«]*»"""),
    "zh-hans": re.compile(r"[A-Za-z,.;:!?()\"']|[，。：；！？、] | [，。：；！？、]"),
}
DOUBLE_SPACE = re.compile(r"[ \u00a0]{2}")
EITHER_SIDE = re.compile(r"^- ", re.MULTILINE)


class Fault(NamedTuple):
    code: Code
    about: str


def text_faults(text: str, language: str) -> Iterator[Fault]:
    """What is wrong with one string of a letter or e-mail, without regard to its end."""
    for name in dict.fromkeys(names_in(text)):
        if name not in placeholders():
            yield Fault("unknown", name)
    words = EITHER_SIDE.sub("", PLACEHOLDER.sub("", text))
    if {"{", "}"} & set(words):
        yield Fault("brace", text)
    for word in dict.fromkeys(words_to_avoid(words, language)):
        yield Fault("tone", word)
    for line in PLACEHOLDER.sub("0", text).splitlines():
        plain = line.removeprefix("- ")
        if MISSET[language].search(plain) or DOUBLE_SPACE.search(plain):
            yield Fault("typography", line)
    if language != "en":
        for word in dict.fromkeys(ENGLISH.findall(words)):
            yield Fault("english", word)


def ending_faults(text: str, language: str, *, more: str = "") -> Iterator[Fault]:
    """Whether it ends as a sentence does; `more` allows other marks, or any placeholder with “}”."""
    last = names_in(text)[-1:] if text.endswith("}") else []
    closed = bool(last) and placeholders()[last[0]].is_sentence if last and last[0] in placeholders() else False
    if not closed and not text.endswith(tuple(ENDINGS.get(language, ".:;!?") + more)):
        yield Fault("ending", text)


def piece_faults(piece: Piece, language: str) -> Iterator[Fault]:
    """What is wrong with a piece as it stands, kept names included."""
    for name in piece.keep:
        if name not in piece.names():
            yield Fault("missing", name)
    yield from chain.from_iterable(text_faults(string, language) for string in piece.strings())
    if piece.text:
        yield from ending_faults(piece.text, language)
    for item in piece.items:
        yield from ending_faults(item, language, more=",")


def letter_faults(letter: LetterText) -> Iterator[Fault]:
    """What is wrong with a whole letter."""
    for line in (letter.subject, letter.closing, letter.sign_line, *letter.signatures):
        yield from text_faults(line, letter.language)
    yield from _subject_faults(letter.subject)
    for piece in letter.pieces:
        yield from piece_faults(piece, letter.language)


def mail_faults(mail: MailText, language: str) -> Iterator[Fault]:
    """What is wrong with an e-mail. It begins with the salutation and ends with closing, name and agency."""
    yield from _subject_faults(mail.subject)
    yield from text_faults(mail.subject, language)
    yield from text_faults(mail.body, language)
    lines = [line for line in mail.body.splitlines() if line]
    if lines[:1] != ["{salutation}"] or lines[-1:] != ["{agency_name}"]:
        yield Fault("salutation", mail.body)
    for line in lines[1:-SIGNATURE]:
        yield from ending_faults(line, language, more="}")


def _subject_faults(subject: str) -> Iterator[Fault]:
    if not subject or "\n" in subject or subject.endswith((".", "。", ":", "：")):
        yield Fault("subject", subject)
