"""Marks of free texts, the gut feeling, and the moment in which the figure is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Permission, require
from clienthealth.core import clock
from clienthealth.core.audit import acting
from prospects.actions.freezing import form_of, freeze, freeze_again, last_answers, marks_of, unmarked
from prospects.models import FitResult, GutFeeling, Prospect, RubricMark
from prospects.permissions import own_feeling


def mark_texts(prospect: Prospect, *, by: User, marks: Mapping[str, int]) -> int:
    """One person's marks, by rubric; they may change their mind. Returns how many are theirs now."""
    require(by, Permission.SCREEN)
    answers = last_answers(prospect)
    if answers is None:
        raise ValidationError(_("There is nothing to mark yet."))
    known = {rubric.key for rubric in form_of(answers).rubrics}
    feeling = own_feeling(by, prospect)
    blind = feeling is None or feeling.revealed_at is None
    with acting(by=by, why="mark answers"):
        Prospect.objects.select_for_update().get(pk=prospect.pk)
        for rubric, mark in sorted(marks.items()):
            if rubric not in known or mark not in (0, 1, 2):
                raise ValidationError(_("That cannot be marked so."))
            mine = prospect.marks.filter(rubric=rubric, by=by)
            if mine.exclude(mark=mark).exists() or not mine.exists():
                RubricMark.objects.update_or_create(
                    prospect=prospect, rubric=rubric, by=by, defaults={"mark": mark, "blind": blind}
                )
        freeze_again(prospect, answers)
    return prospect.marks.filter(by=by).count()


def say_feeling(prospect: Prospect, *, by: User, value: int, note: str = "") -> GutFeeling:
    """Say a gut feeling, 1 to 5. It may be changed until the figure is shown to this person, and not after."""
    require(by, Permission.SCREEN)
    if value not in range(1, 6):
        raise ValidationError(_("From 1 to 5."))
    with acting(by=by, why="gut feeling"):
        Prospect.objects.select_for_update().get(pk=prospect.pk)
        feeling = own_feeling(by, prospect) or GutFeeling(prospect=prospect, by=by)
        if feeling.revealed_at is not None:
            raise ValidationError(_("You have seen the fit; what you felt before stays as it is."))
        feeling.value, feeling.note = value, note
        feeling.save()
    return feeling


def reveal(prospect: Prospect, *, by: User) -> FitResult:
    """Show the figure to one person, and keep it as shown.

    1. They have said their feeling: from now on it is fixed.
    2. Every free text that says something was marked by somebody: nobody marks towards a figure.
    """
    require(by, Permission.SCREEN)
    with acting(by=by, why="show the fit"):
        Prospect.objects.select_for_update().get(pk=prospect.pk)
        answers, feeling = last_answers(prospect), own_feeling(by, prospect)
        if answers is None:
            raise ValidationError(_("They have not answered yet."))
        if feeling is None:
            raise ValidationError(_("Say your gut feeling first: the fit is sealed until then."))
        if waiting := unmarked(form_of(answers), answers.data, marks_of(prospect)):
            raise ValidationError(
                ngettext("Mark the free texts first; %(n)d is left.", "Mark the free texts first; %(n)d are left.",
                         len(waiting)) % {"n": len(waiting)}
            )  # fmt: skip
        result = freeze(prospect, answers)
        if feeling.revealed_at is None:
            feeling.revealed_at = clock.now()
            feeling.save(update_fields=["revealed_at"])
    return result
