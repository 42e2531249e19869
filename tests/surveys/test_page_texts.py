"""The words of the pages: the same in every language, and none without a place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveys.texts import LANGUAGES, address, fill, words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "surveys").rglob("*.py"), *(ROOT / "templates" / "surveys").rglob("*.*")]
# Put together in code, of what is asked, what was answered, and whether somebody has a name.
MADE = re.compile(r"(missing|question|low|high|mail_preheader|thanks)_\w+|mail_\w+_plain")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_of_the_same_people(language: str) -> None:
    ours, english = words(language), words("en")

    assert set(ours) == set(english)
    assert all(text for text in ours.values())
    named = {key: set(re.findall(r"\{\w+\}", text)) for key, text in ours.items()}
    beyond = {key: found - named_in(english[key]) for key, found in named.items()}
    assert {key: found for key, found in beyond.items() if found - {"{agency}", "{name}", "{client}"}} == {}


def named_in(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


def test_no_word_is_without_a_place() -> None:
    code = " ".join(path.read_text(encoding="utf-8") for path in SOURCES)
    unused = [key for key in words("en") if not MADE.fullmatch(key) and not re.search(rf"\b{key}\b", code)]

    assert unused == []


def test_a_brace_of_the_agencys_own_stays() -> None:
    assert fill("{agency} {loves} you", {"agency": "Nordlys"}) == "Nordlys {loves} you"


def test_people_are_greeted_as_their_language_does() -> None:
    assert (address("en", "Harriet Vance"), address("de", " Petra Lindner "), address("da", "")) == (
        "Harriet", "Petra Lindner", "",
    )  # fmt: skip
