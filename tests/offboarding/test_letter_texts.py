"""Every letter in every language: as it reads, as it is printed, and as a Word file. The same words in all three."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from clienthealth.core.typesetting import TypesettingError
from offboarding.letters.printing import pdf_file
from offboarding.letters.sheet import Sheet
from offboarding.letters.texts import CLIENT_KINDS, LANGUAGES
from offboarding.letters.word_file import word_file
from tests.offboarding import matter
from tests.offboarding.golden_letters import path_of, reading_of
from tests.offboarding.pdftext import bare, pages_of, words_of

EVERY = [(kind, language) for kind in CLIENT_KINDS for language in LANGUAGES]
NEVER = re.compile(r"(?i)parting|risk|churn|score|pressure|\{|\}|\[|None")


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_it_reads_as_it_was_read_and_agreed(kind: str, language: str) -> None:
    """A change here is a change of what clients get: write the file anew and read the difference."""
    assert reading_of(kind, language) == path_of(kind, language).read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_printed_letter_says_the_same_on_two_pages_at_most(kind: str, language: str) -> None:
    made = pdf_file(matter.sheet(kind, language))

    assert words_of(made) == bare(reading_of(kind, language))
    assert pages_of(made) in {1, 2}
    assert b"pdfaid" in made  # it says of itself that it is an archive file
    assert not NEVER.search(re.sub(r"\{|\}", "", _about(made)))


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_word_file_says_the_same(kind: str, language: str) -> None:
    made = word_file(matter.sheet(kind, language))

    said = bare("".join(_word_lines(made)))
    for line in reading_of(kind, language).splitlines()[1:]:
        assert bare(line) in said, line


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_says_what_is_ours_alone(language: str) -> None:
    for kind in CLIENT_KINDS:
        assert not NEVER.search(reading_of(kind, language))


def test_the_same_letter_is_the_same_file() -> None:
    sheet = matter.sheet("convenience", "en")

    assert pdf_file(sheet) == pdf_file(sheet)
    assert word_file(sheet) == word_file(sheet)


def test_what_a_client_is_called_is_text_and_nothing_else() -> None:
    """Names are other people's words: no Typst, no field, no formula, no markup comes of them."""
    wild = '#read("/etc/passwd") *bold* =1+1 <w:fldSimple w:instr="DATE"/> {agency_name} $x$ \\'
    sheet = _renamed(matter.sheet("convenience", "en"), wild)

    assert bare(wild) in words_of(pdf_file(sheet))
    made = word_file(sheet)
    assert bare(wild) in bare("".join(_word_lines(made)))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        document = parts.read("word/document.xml").decode()
    assert "fldSimple" not in document.replace("&lt;w:fldSimple", "")


def test_a_sign_that_no_font_has_stops_the_letter() -> None:
    with pytest.raises(TypesettingError):
        pdf_file(_renamed(matter.sheet("convenience", "en"), "𒀀 Traders"))


def test_a_word_file_knows_neither_hour_nor_author() -> None:
    with zipfile.ZipFile(io.BytesIO(word_file(matter.sheet("warning", "de")))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = parts.read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert "2026-10-20T00:00:00Z" in core


def _renamed(sheet: Sheet, address: str) -> Sheet:
    from dataclasses import replace

    return replace(sheet, address=address)


def _word_lines(made: bytes) -> list[str]:
    """Paragraphs in order, those in tables too."""
    body = Document(io.BytesIO(made)).element.body
    return ["".join(node.itertext("{*}t")) for node in body.iter("{*}p")]


def _about(pdf: bytes) -> str:
    """What the file says of itself, not of its letter: everything but the title is ours to keep neutral."""
    info = re.search(rb"<\?xpacket begin.*?<\?xpacket end", pdf, re.DOTALL)
    assert info
    return re.sub(r"<dc:title>.*?</dc:title>", "", info[0].decode("utf-8"), flags=re.DOTALL)
