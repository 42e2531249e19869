"""The figure is worked out, and kept as it was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Agency
from prospects.content import Questionnaire, Rubric
from prospects.facts import Answers as Data
from prospects.facts import facts_of, kindest, values_of
from prospects.fit import Fit, fit
from prospects.library import asked
from prospects.models import Answers, FitResult, Prospect, WeightSet


@dataclass(frozen=True, slots=True)
class Weights:
    """The points in force: a published version, or 0 for those that come with the program."""

    version: int
    points: Mapping[str, int]


def weights() -> Weights:
    newest = WeightSet.objects.order_by("-version").first()
    return Weights(newest.version, newest.points) if newest else Weights(0, {})


def last_answers(prospect: Prospect) -> Answers | None:
    return prospect.answers.select_related("invitation").order_by("-number").first()


def form_of(answers: Answers) -> Questionnaire:
    return asked(answers.invitation.asked)


def judge(answers: Answers, marks: Mapping[str, int], floor: Decimal | None, points: Mapping[str, int]) -> Fit:
    """The fit of what was answered, with these marks, price floor and points."""
    form = form_of(answers)
    facts = facts_of(form, answers.data, marks, answers.invitation.fee_edges, floor)
    return fit(form, facts, answers.data, points)


def marks_of(prospect: Prospect) -> dict[str, int]:
    return kindest(prospect.marks.values_list("rubric", "mark"))


def unmarked(form: Questionnaire, data: Data, marks: Mapping[str, int]) -> list[Rubric]:
    """The free texts that say something and that nobody has marked."""
    return [rubric for rubric in form.rubrics if rubric.needed and rubric.key not in marks and says(rubric, data)]


def says(rubric: Rubric, data: Data) -> bool:
    return any(values_of(data.get(name, "")) for name in rubric.texts)


def freeze(prospect: Prospect, answers: Answers) -> FitResult:
    """Keep the figure of today; the newest one where nothing has changed since."""
    chosen = weights()
    found = judge(answers, marks_of(prospect), Agency.objects.get().price_floor, chosen.points)
    rows = [[row.rule, row.question, row.points, list(row.kinds), row.also] for row in found.rows]
    newest = prospect.fits.order_by("-pk").first()
    if newest and (newest.answers_id, newest.weights, newest.rows, newest.flags) == (
        answers.pk, chosen.version, rows, list(found.flags),
    ):  # fmt: skip
        return newest
    return FitResult.objects.create(
        prospect=prospect, answers=answers, weights=chosen.version, figure=found.figure, total=found.total,
        answered=found.answered, asked=found.asked, rows=rows, flags=list(found.flags),
    )  # fmt: skip


def freeze_again(prospect: Prospect, answers: Answers | None = None) -> None:
    """After new answers or marks: those who saw a figure see the new one, and the old one stays on record."""
    found = answers or last_answers(prospect)
    if found is not None and prospect.fits.exists():
        freeze(prospect, found)
