"""A questionnaire as the public page draws it: words in one language, values that are there, numbers of questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from clienthealth.core import formats
from prospects.content import LONGEST, Field, Part, Question, Questionnaire
from prospects.facts import FEES, fee_range
from prospects.library import page_words
from prospects.reading import Data, choices

MEDIA_EDGES = (Decimal(2000), Decimal(10000))


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid."""

    name: str
    words: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Box:
    """One field. `label` is empty where the question itself says it all."""

    name: str
    kind: str
    label: str
    value: str
    longest: int
    choices: list[Choice]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Drawn:
    number: int  # 0: an open question at the end, without a number
    key: str
    title: str
    hint: str
    lines: list[list[Box]]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    number: int
    key: str
    tab: str
    title: str
    hint: str
    questions: list[Drawn]
    saved: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Money:
    """In which currency, and where the ranges of fees meet."""

    currency: str
    edges: Sequence[Decimal]


def draw(form: Questionnaire, data: Data, language: str, money: Money) -> list[DrawnPart]:
    numbers = _numbers(form)
    return [
        DrawnPart(
            number=place,
            key=part.key,
            tab=form.text(language, part.key, "tab"),
            title=form.text(language, part.key, "title"),
            hint=form.text(language, part.key, "hint"),
            questions=[_question(form, one, numbers[one.key], data, language, money) for one in part.questions],
            saved=_saved(part, data),
            last=place == len(form.parts),
        )
        for place, part in enumerate(form.parts, start=1)
    ]


def _numbers(form: Questionnaire) -> Mapping[str, int]:
    """Questions are numbered through; “anything else?” is none."""
    keys = [question.key for question in form.questions if question.key != "more"]
    return {"more": 0, **{key: number for number, key in enumerate(keys, start=1)}}


def _saved(part: Part, data: Data) -> bool:
    return any(data.get(name) for question in part.questions for one in question.fields for name in one.names)


def _question(form: Questionnaire, question: Question, number: int, data: Data, language: str, money: Money) -> Drawn:
    return Drawn(
        number=number,
        key=question.key,
        title=form.text(language, question.key, "title"),
        hint=form.text(language, question.key, "hint"),
        lines=[[_box(form, one, data, language, money) for one in line] for line in question.lines],
    )


def _box(form: Questionnaire, one: Field, data: Data, language: str, money: Money) -> Box:
    given = data.get(one.name, "")
    return Box(
        name=one.name,
        kind=one.kind,
        label=form.text(language, one.name, "label"),
        value=given if isinstance(given, str) else "",
        longest=LONGEST.get(one.kind, 0),
        choices=list(_choices(form, one, given, language, money)) if one.kind != "grid" else [],
        lines=[
            Line(row, form.text(language, row, "label"), list(_choices(form, one, data.get(row, ""), language, money)))
            for row in one.rows
        ],
    )


def _choices(form: Questionnaire, one: Field, given: str | list[str], language: str, money: Money) -> Iterator[Choice]:
    chosen = {given} if isinstance(given, str) else set(given)
    for value in choices(one):
        yield Choice(value, option_words(form, one, value, language, money), value in chosen)


def option_words(form: Questionnaire, one: Field, value: str, language: str, money: Money) -> str:
    """What a value says, in words."""
    words = page_words(language)
    if value == "open" and one.kind in {"fee", "media"}:
        return words["not_set"]
    if one.kind == "fee" and (span := fee_range(value, money.edges)):
        return _range(words, span, money.currency, language)
    if one.kind == "media":
        low, high = MEDIA_EDGES
        spans: dict[str, tuple[Decimal, Decimal | None]] = {
            "a": (Decimal(0), low), "b": (low, high), "c": (high, None),
        }  # fmt: skip
        return words["none_planned"] if value == "0" else _range(words, spans[value], money.currency, language)
    if one.kind == "tick":
        return form.text(language, one.name, "label")
    return form.text(language, one.name, value)


def _range(words: Mapping[str, str], span: tuple[Decimal, Decimal | None], currency: str, language: str) -> str:
    low, high = span
    said = {"low": formats.money(low, currency, language)}
    if high is None:
        return words["from"].format(**said)
    said["high"] = formats.money(high, currency, language)
    return words["between" if low else "up_to"].format(**said)


__all__ = ["FEES", "Box", "Choice", "Drawn", "DrawnPart", "Money", "draw", "option_words"]
