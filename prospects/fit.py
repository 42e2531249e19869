"""How well a prospect fits: 0 to 100, higher is better. Pure: no Django, no record, no clock.

Fit = 50 + half the sum of the points, rounded half up. The best and the worst form stay inside 0 and 100, so nothing is
clipped and the points shown always explain the figure (`span` proves it for a set of weights). An empty answer is 0
points and lowers the coverage. With fewer than half of the questions answered there is no figure: talk first. A flag
is said in words, whatever the figure, and never added in. The starting values are judgement, not measurement; see
docs/prospects.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from prospects.content import ANY, NONE, Question, Questionnaire, Rule
from prospects.facts import Answers, Facts, values_of

MIDDLE, GO, TALK = 50, 65, 40
ENOUGH = Decimal("0.5")  # of the questions; below it there is no figure
Advice = Literal["people", "first", "go", "talk", "decline"]


@dataclass(frozen=True, slots=True)
class Row:
    """One rule that holds: its points (halves of a point of fit), 0 for what only tells something."""

    rule: str
    question: str
    points: int
    kinds: tuple[str, ...] = ()
    also: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """`figure` is None under ENOUGH coverage. `rows` add up to `total`; `flags` name rules, in the order asked."""

    figure: int | None
    total: int
    answered: int
    asked: int
    rows: tuple[Row, ...]
    flags: tuple[str, ...]

    @property
    def coverage(self) -> Decimal:
        """The share of the counted questions that were answered, 0 to 1."""
        return Decimal(self.answered) / self.asked if self.asked else Decimal(0)

    @property
    def kinds(self) -> list[tuple[str, Decimal]]:
        """Points by kind of client, worst first. A row of two kinds gives each half, so that they add up."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.rows:
            for kind in row.kinds:
                sums[kind] += Decimal(row.points) / len(row.kinds)
        return sorted(((kind, total) for kind, total in sums.items() if total), key=lambda one: (one[1], one[0]))

    @property
    def advice(self) -> Advice:
        """A suggestion and no more: a person decides."""
        if self.flags:
            return "people"
        if self.figure is None:
            return "first"
        return "go" if self.figure >= GO else "talk" if self.figure >= TALK else "decline"


def fit(asked: Questionnaire, facts: Facts, answers: Answers, points: Mapping[str, int]) -> Fit:
    """Judge one prospect's answers. `points` are the published ones by rule; a rule they do not name has its own."""
    held = list(_holding(asked.rules, facts))
    rows = tuple(Row(r.key, r.question, points.get(r.key, r.points), r.kinds, r.also) for r in held if not r.flag)
    total = sum(row.points for row in rows)
    counted = [question for question in asked.questions if question.key in asked.counted]
    answered = sum(is_answered(question, answers) for question in counted)
    enough = bool(counted) and answered >= ENOUGH * len(counted)
    return Fit(
        figure=figure_of(total) if enough else None,
        total=total,
        answered=answered,
        asked=len(counted),
        rows=rows,
        flags=tuple(rule.key for rule in held if rule.flag),
    )


def figure_of(total: int) -> int:
    """50 + half the points, half up: 73.5 is shown as 74."""
    return (2 * MIDDLE + total + 1) // 2


def is_answered(question: Question, answers: Answers) -> bool:
    """Whether anything was said. A tick alone says nothing of the question it stands under."""
    names = (name for one in question.fields if one.kind != "tick" for name in one.names)
    return any(values_of(answers.get(name, "")) for name in names)


def span(rules: Iterable[Rule], points: Mapping[str, int]) -> tuple[int, int]:
    """The lowest and the highest sum that any form can have: the worst and the best of each group, or nothing."""
    groups: dict[str, list[int]] = defaultdict(lambda: [0])
    for rule in rules:
        if not rule.flag:
            groups[rule.group].append(points.get(rule.key, rule.points))
    return sum(map(min, groups.values())), sum(map(max, groups.values()))


def is_within(rules: Iterable[Rule], points: Mapping[str, int]) -> bool:
    """Whether no form can leave 0 to 100 with these points."""
    low, high = span(rules, points)
    return low >= -2 * MIDDLE and high <= 2 * MIDDLE


def holds(rule: Rule, facts: Facts) -> bool:
    return all(_matches(wanted, facts.get(name, frozenset())) for name, wanted in rule.when.items())


def _matches(wanted: tuple[str, ...], given: frozenset[str]) -> bool:
    if ANY in wanted:
        return bool(given)
    return bool(given.intersection(wanted)) or (NONE in wanted and not given)


def _holding(rules: Iterable[Rule], facts: Facts) -> Iterator[Rule]:
    """The first of each group that holds, in the order of the rules."""
    taken: set[str] = set()
    for rule in rules:
        if rule.group not in taken and holds(rule, facts):
            taken.add(rule.group)
            yield rule
