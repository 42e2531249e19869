"""A prospect's answers as our people read them; what they are worth is added only for who may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from prospects.actions.freezing import form_of, says
from prospects.content import Field, Question, Questionnaire, Rubric, Rule
from prospects.models import Answers, FitResult, RubricMark
from prospects.views.drawn import Money, option_words
from prospects.wording import KINDS, advice_chip, ask_of, own_language, reason_of
from prospects.wording import Chip as Advice


@dataclass(frozen=True, slots=True)
class Said:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Worth:
    """One row of the fit, in words."""

    points: int
    reason: str
    ask: str
    also: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """A free text to be marked. `mine` is None until this reader has; others' marks are shown only from then on."""

    key: str
    title: str
    texts: list[Said]
    words: tuple[str, str, str]
    mine: int | None
    others: list[tuple[str, str, bool]]
    needed: bool


@dataclass(frozen=True, slots=True)
class Answered:
    title: str
    said: list[Said]
    worth: list[Worth] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnsweredPart:
    title: str
    questions: list[Answered]


@dataclass(frozen=True, slots=True)
class FitView:
    """What may be shown of a frozen fit: only ever made for who may see it."""

    result: FitResult
    advice: Advice
    coverage: Decimal
    rows: list[tuple[str, Worth]]
    kinds: list[tuple[str, Decimal]]
    flags: list[Worth]
    floor: str


class Sheet:
    """One prospect's newest answers, in the reader's language."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.form, self.language = answers, form_of(answers), own_language()
        self.money = Money(answers.invitation.currency, answers.invitation.fee_edges)
        self.rules: dict[str, Rule] = {rule.key: rule for rule in self.form.rules}

    def parts(self, result: FitResult | None) -> list[AnsweredPart]:
        worth: dict[str, list[Worth]] = defaultdict(list)
        for row in result.fit.rows if result else ():
            worth[row.question].append(self.worth(row.rule, row.points))
        return [
            AnsweredPart(
                self.form.text(self.language, part.key, "title"),
                [Answered(self.title(q.key), list(self.said(q)), worth.get(q.key, [])) for q in part.questions],
            )
            for part in self.form.parts
        ]

    def fit(self, result: FitResult, floor: str) -> FitView:
        found = result.fit
        return FitView(
            result=result,
            advice=advice_chip(found.advice),
            coverage=found.coverage,
            rows=[(self.title(row.question), self.worth(row.rule, row.points)) for row in found.rows],
            kinds=[(str(KINDS[kind]), points) for kind, points in found.kinds],
            flags=[self.worth(key, 0) for key in found.flags],
            floor=floor,
        )

    def worth(self, key: str, points: int) -> Worth:
        rule = self.rules.get(key)
        if rule is None:  # a rule of an older program: the points stand
            return Worth(points, key, "")
        return Worth(points, reason_of(rule), ask_of(rule), self.title(rule.also) if rule.also else "")

    def title(self, question: str) -> str:
        return self.form.text(self.language, question, "title")

    def said(self, question: Question) -> Iterator[Said]:
        for one in question.fields:
            yield from self.of_field(one)

    def of_field(self, one: Field) -> Iterator[Said]:
        for name in one.names:
            given = self.answers.data.get(name)
            if given:
                values = [given] if isinstance(given, str) else given
                yield Said(self.label(one, name), " · ".join(self.words(one, value) for value in values))

    def label(self, one: Field, name: str) -> str:
        return "" if one.kind == "tick" else self.form.text(self.language, name, "label")

    def words(self, one: Field, value: str) -> str:
        if one.kind in {"long", "short"}:
            return value
        return option_words(self.form, one, value, self.language, self.money)

    def markings(self, user: User, marks: Sequence[RubricMark]) -> list[Marking]:
        return [
            self._marking(rubric, user, [mark for mark in marks if mark.rubric == rubric.key])
            for rubric in self.form.rubrics
            if says(rubric, self.answers.data)
        ]

    def _marking(self, rubric: Rubric, user: User, marks: Sequence[RubricMark]) -> Marking:
        mine = next((mark.mark for mark in marks if mark.by_id == user.pk), None)
        words = (_(rubric.words[0]), _(rubric.words[1]), _(rubric.words[2]))
        others = [(m.by.name, words[m.mark], m.blind) for m in marks if m.by_id != user.pk] if mine is not None else []
        texts = [said for name in rubric.texts for said in self.of_field(self.form.fields[name])]
        return Marking(rubric.key, self.title(rubric.question), texts, words, mine, others, rubric.needed)


def question_titles(form: Questionnaire, language: str) -> dict[str, str]:
    return {question.key: form.text(language, question.key, "title") for question in form.questions}
