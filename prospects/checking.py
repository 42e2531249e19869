"""Reads a questionnaire from its files, and refuses one with a fault: a missing text, a rule on nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prospects.content import (
    CLIENT_KINDS,
    KINDS,
    LANGUAGES,
    Field,
    Part,
    Question,
    Questionnaire,
    Rubric,
    Rule,
    Texts,
)

DERIVED = frozenset({"fee", "tried", "aims_seo"})  # facts that `prospects.facts` works out


class InvalidQuestionnaireError(ValueError):
    """A file says something that cannot be asked or counted."""


def read(form: Mapping[str, Any], points: Mapping[str, Any], texts: Mapping[str, Mapping[str, Any]]) -> Questionnaire:
    """From form.toml, points.toml and one file of words a language. Raises InvalidQuestionnaireError."""
    rules = tuple(_rule(given) for given in points.get("rules", ()))
    judged = tuple(dict.fromkeys(rule.question for rule in rules))
    made = Questionnaire(
        key=form["key"],
        counted=judged if form.get("counted") else (),
        parts=tuple(_part(part) for part in form["parts"]),
        texts={language: _texts(texts.get(language, {})) for language in LANGUAGES},
        rubrics=tuple(_rubric(key, given) for key, given in points.get("rubrics", {}).items()),
        rules=rules,
        name={language: str(texts.get(language, {}).get("name", "")) for language in LANGUAGES},
    )
    if faults := list(_faults(made)):
        raise InvalidQuestionnaireError(f"{made.key}: {'; '.join(faults[:10])}")
    return made


def wanted_texts(questionnaire: Questionnaire) -> set[tuple[str, str]]:
    """The words a language must have, as (key, name). Hints may be left out."""
    wanted = {(part.key, name) for part in questionnaire.parts for name in ("tab", "title")}
    for question in questionnaire.questions:
        wanted.add((question.key, "title"))
        for one in question.fields:
            wanted |= {(one.name, option) for option in one.options}
            wanted |= {(row, "label") for row in one.rows}
    return wanted


def _faults(made: Questionnaire) -> Iterator[str]:
    wanted = wanted_texts(made)
    for language in LANGUAGES:
        if not made.name[language]:
            yield f"{language} has no name"
        held = {(key, name) for key, words in made.texts[language].items() for name, text in words.items() if text}
        yield from (f"{language} lacks {key}.{name}" for key, name in sorted(wanted - held))
    yield from _faults_of_rules(made)


def _faults_of_rules(made: Questionnaire) -> Iterator[str]:
    keys = [question.key for question in made.questions]
    facts = {*made.fields, *DERIVED, *(f"mark.{rubric.key}" for rubric in made.rubrics)}
    yield from (f"two rules are called {key}" for key in _twice(rule.key for rule in made.rules))
    yield from (f"two fields are called {key}" for key in _twice(_names(made)))
    for rubric in made.rubrics:
        if rubric.question not in keys or not set(rubric.texts) <= made.fields.keys():
            yield f"rubric {rubric.key} marks what is not asked"
    for rule in made.rules:
        if rule.question not in keys or not set(rule.when) <= facts:
            yield f"rule {rule.key} counts what is not asked"
        if not set(rule.kinds) <= set(CLIENT_KINDS) or (rule.flag and rule.points):
            yield f"rule {rule.key} has an unknown kind, or points beside a flag"
        if rule.points and not made.counted:
            yield f"rule {rule.key} of an add-on part carries points"


def _names(made: Questionnaire) -> Iterator[str]:
    for question in made.questions:
        for one in question.fields:
            yield from one.names


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def _part(given: Mapping[str, Any]) -> Part:
    return Part(given["key"], tuple(_question(question) for question in given["questions"]))


def _question(given: Mapping[str, Any]) -> Question:
    return Question(given["key"], tuple(tuple(_field(one) for one in line) for line in given["lines"]))


def _field(given: Mapping[str, Any]) -> Field:
    if given["kind"] not in KINDS:
        raise InvalidQuestionnaireError(f"{given['name']} is a {given['kind']}")
    return Field(
        name=given["name"],
        kind=given["kind"],
        options=tuple(given.get("options", ())),
        rows=tuple(given.get("rows", ())),
        most=given.get("most", 0),
    )


def _texts(given: Mapping[str, Any]) -> Texts:
    return {key: dict(words) for key, words in given.items() if isinstance(words, Mapping)}


def _rubric(key: str, given: Mapping[str, Any]) -> Rubric:
    nothing, partly, concrete = given["words"]
    needed = given.get("needed", True)
    return Rubric(key, given["question"], tuple(given["texts"]), (nothing, partly, concrete), needed)


def _rule(given: Mapping[str, Any]) -> Rule:
    when = {name: tuple([value] if isinstance(value, str) else value) for name, value in given["when"].items()}
    return Rule(
        key=given["key"],
        question=given["question"],
        group=given.get("group", given["question"]),
        when=when,
        points=given.get("points", 0),
        reason=given["reason"],
        ask=given.get("ask", ""),
        kinds=tuple(given.get("kinds", ())),
        flag=given.get("flag", False),
        also=given.get("also", ""),
    )
