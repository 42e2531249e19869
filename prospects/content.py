"""What a questionnaire is, wherever it comes from: our files or the agency's own changes to them. Plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal["long", "short", "one", "many", "pick", "fee", "media", "grid", "tick"]
Texts = Mapping[str, Mapping[str, str]]  # of a part, question or field: its words by name

LANGUAGES = ("en", "fr", "da", "zh-hans", "de", "es")
KINDS: tuple[Kind, ...] = ("long", "short", "one", "many", "pick", "fee", "media", "grid", "tick")
LONGEST: Mapping[str, int] = {"long": 5000, "short": 200}  # characters of one answer
CLIENT_KINDS = ("mud", "div", "cha", "con", "pre", "deb", "dis")  # the seven kinds of client nobody wants
ANY, NONE = "*", "-"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. `options` are the values of a choice; a `grid` has one such choice a row."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    most: int = 0  # ticks of a `many`; 0: any number

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which answers come in."""
        return self.rows if self.kind == "grid" else (self.name,)


@dataclass(frozen=True, slots=True)
class Question:
    """`fields` in rows, as they stand side by side on a wide screen."""

    key: str
    lines: tuple[tuple[Field, ...], ...]

    @property
    def fields(self) -> Iterator[Field]:
        for line in self.lines:
            yield from line


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """How a person marks a free text: 0 nothing to hold on to, 1 partly, 2 concrete; `words` say what that means here.

    `texts` are the fields that are read; a rubric is `needed` where one of them was filled in.
    """

    key: str
    question: str
    texts: tuple[str, ...]
    words: tuple[str, str, str]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer is worth. Of the rules of one group, the first that holds counts.

    `when` names facts and the values of which one must hold (`*` any, `-` none). Points are halves of a point of fit.
    A `flag` is said in words and never added in. `also` names the other question of a combination.
    """

    key: str
    question: str
    group: str
    when: Mapping[str, tuple[str, ...]]
    points: int
    reason: str
    ask: str = ""
    kinds: tuple[str, ...] = ()
    flag: bool = False
    also: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """`counted`: the questions that make up the coverage. Add-on parts have none: what they say carries no points."""

    key: str
    counted: tuple[str, ...]
    parts: tuple[Part, ...]
    texts: Mapping[str, Texts]  # by language
    rubrics: tuple[Rubric, ...] = ()
    rules: tuple[Rule, ...] = ()
    version: int = 0  # 0: as it comes with the program
    name: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for part in self.parts for question in part.questions)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by the name under which its answer comes in."""
        return {name: one for question in self.questions for one in question.fields for name in one.names}

    def text(self, language: str, key: str, name: str) -> str:
        return self.texts.get(language, self.texts["en"]).get(key, {}).get(name, "")


def join(questionnaires: list[Questionnaire]) -> Questionnaire:
    """Several asked as one form: the base, then its add-on parts."""
    first, *others = questionnaires
    if not others:
        return first
    texts = {
        language: {key: words for one in questionnaires for key, words in one.texts[language].items()}
        for language in LANGUAGES
    }
    return Questionnaire(
        key="+".join(one.key for one in questionnaires),
        counted=first.counted,
        parts=tuple(part for one in questionnaires for part in one.parts),
        texts=texts,
        rubrics=tuple(rubric for one in questionnaires for rubric in one.rubrics),
        rules=tuple(rule for one in questionnaires for rule in one.rules),
        version=first.version,
        name=first.name,
    )
