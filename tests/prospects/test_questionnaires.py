from __future__ import annotations

import re
from typing import Any

import pytest

from prospects.checking import InvalidQuestionnaireError, read
from prospects.content import LANGUAGES
from prospects.library import built_in, page_words

KEYS = sorted(built_in())


def test_the_base_has_fourteen_questions_and_add_ons_six_to_eight() -> None:
    assert len(built_in()["base"].counted) == 14
    assert all(6 <= len(built_in()[key].questions) <= 8 for key in ("ppc", "seo", "social"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_hint_and_label_is_written_in_every_language(key: str, language: str) -> None:
    form = built_in()[key]

    def names(of: str) -> set[tuple[str, str]]:
        return {(one, name) for one, words in form.texts[of].items() for name in words}

    assert names(language) == names("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_page_are_there_with_the_same_placeholders(language: str) -> None:
    english, words = page_words("en"), page_words(language)

    assert words.keys() == english.keys()
    for name, text in english.items():
        assert set(re.findall(r"{\w+}", words[name])) == set(re.findall(r"{\w+}", text)), name


def test_words_of_different_languages_differ() -> None:
    for key in KEYS:
        titles = [built_in()[key].text(language, built_in()[key].questions[0].key, "title") for language in LANGUAGES]
        assert len(set(titles)) == len(LANGUAGES)


FORM = {"key": "x", "counted": True,
        "parts": [{"key": "p", "questions": [{"key": "q", "lines": [[{"name": "q", "kind": "long"}]]}]}]}  # fmt: skip
WORDS = {"name": "X", "p": {"tab": "P", "title": "P"}, "q": {"title": "Q?"}}
ALL_WORDS = dict.fromkeys(LANGUAGES, WORDS)


def test_a_whole_questionnaire_is_read() -> None:
    rule = {"key": "r", "question": "q", "when": {"q": "*"}, "points": 2, "reason": "Said something."}

    assert read(FORM, {"rules": [rule]}, ALL_WORDS).counted == ("q",)


@pytest.mark.parametrize(
    ("form", "points", "words"),
    [
        (FORM, {}, {**ALL_WORDS, "da": {**WORDS, "q": {}}}),
        (FORM, {"rules": [{"key": "r", "question": "none", "when": {"q": "*"}, "reason": "x"}]}, ALL_WORDS),
        (FORM, {"rules": [{"key": "r", "question": "q", "when": {"none": "*"}, "reason": "x"}]}, ALL_WORDS),
        ({**FORM, "counted": False},
         {"rules": [{"key": "r", "question": "q", "when": {"q": "*"}, "points": 1, "reason": "x"}]}, ALL_WORDS),
        (FORM, {"rubrics": {"m": {"question": "q", "texts": ["other"], "words": ["a", "b", "c"]}}}, ALL_WORDS),
    ],
    ids=["a text missing", "a rule on nothing", "a fact that is none", "points of an add-on", "a mark on nothing"],
)  # fmt: skip
def test_a_fault_is_refused(form: dict[str, Any], points: dict[str, Any], words: dict[str, dict[str, Any]]) -> None:
    with pytest.raises(InvalidQuestionnaireError):
        read(form, points, words)
