"""Every questionnaire there is: the built-in files, and the agency's own versions of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from prospects.checking import read
from prospects.content import LANGUAGES, Field, Part, Question, Questionnaire, Texts, join
from prospects.models import Questionnaire as Row

FOLDER = Path(__file__).parent / "questionnaires"
BASE, ADD_ONS = "base", ("ppc", "seo", "social")
Asked = Sequence[Sequence[Any]]  # [[key, version], …], as invitations keep it


@dataclass(frozen=True, slots=True)
class Shape:
    """What the agency may change, as a row keeps it."""

    left_out: frozenset[str]
    texts: Mapping[str, Texts]
    added: tuple[Mapping[str, Any], ...]


@cache
def built_in() -> Mapping[str, Questionnaire]:
    """The questionnaires of our files by key, read once a process. Raises InvalidQuestionnaireError."""
    return {key: read(_toml(key, "form"), _toml(key, "points"), _words(key)) for key in (BASE, *ADD_ONS)}


@cache
def page_words(language: str) -> Mapping[str, str]:
    """The words around the questions, in one language; English where there is no such language."""
    known = language if language in LANGUAGES else "en"
    return {name: text.strip() for name, text in _toml("page", known).items()}


def current(keys: Iterable[str]) -> list[tuple[str, int]]:
    """What is asked today under these keys: the agency's newest version of each, or ours."""
    wanted = [key for key in dict.fromkeys((BASE, *keys)) if key in built_in()]
    newest = dict(Row.objects.filter(key__in=wanted).order_by("version").values_list("key", "version"))
    return [(key, newest.get(key, 0)) for key in wanted]


def asked(pairs: Asked) -> Questionnaire:
    """One form of several questionnaires, each in the version named."""
    versions = {str(key): int(version) for key, version in pairs} or {BASE: 0}
    own = {row.key: row for row in Row.objects.filter(key__in=versions) if row.version == versions[row.key]}
    return join([changed(built_in()[key], own.get(key)) for key in versions])


def changed(original: Questionnaire, row: Row | None) -> Questionnaire:
    """A built-in questionnaire with the agency's changes laid over it. Its rules and rubrics stay ours."""
    if row is None:
        return original
    shape = shape_of(row.changes)
    parts = [_without(part, shape.left_out) for part in original.parts]
    kept = [part for part in parts if part.questions]
    if shape.added and kept:
        last = kept[-1]
        kept[-1] = Part(last.key, (*last.questions, *(_open(one["key"]) for one in shape.added)))
    asked_keys = {question.key for part in kept for question in part.questions}
    return replace(
        original,
        parts=tuple(kept),
        counted=tuple(key for key in original.counted if key in asked_keys),
        texts={language: _over(original.texts[language], shape, language) for language in LANGUAGES},
        rules=tuple(rule for rule in original.rules if rule.question in asked_keys),
        rubrics=tuple(rubric for rubric in original.rubrics if rubric.question in asked_keys),
        version=row.version,
    )


def shape_of(changes: Mapping[str, Any]) -> Shape:
    return Shape(
        left_out=frozenset(changes.get("left_out", ())),
        texts=changes.get("texts", {}),
        added=tuple(changes.get("added", ())),
    )


def minutes_for(questionnaire: Questionnaire) -> int:
    """About a minute a question."""
    return max(5, 5 * round(len(questionnaire.questions) / 5))


def _over(texts: Texts, shape: Shape, language: str) -> Texts:
    own = shape.texts.get(language, {})
    titles = {one["key"]: {"title": one["title"].get(language) or one["title"]["en"]} for one in shape.added}
    return {**{key: {**words, **own.get(key, {})} for key, words in texts.items()}, **titles}


def _without(part: Part, left_out: frozenset[str]) -> Part:
    return Part(part.key, tuple(question for question in part.questions if question.key not in left_out))


def _open(key: str) -> Question:
    return Question(key, ((Field(key, "long"),),))


def _words(key: str) -> dict[str, dict[str, Any]]:
    return {language: _toml(key, language) for language in LANGUAGES}


def _toml(key: str, name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / key / f"{name}.toml").read_text(encoding="utf-8"))
