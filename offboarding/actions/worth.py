"""Weighing a case: keep, restructure or part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from clienthealth.core import clock
from clienthealth.core.audit import acting
from offboarding.draws import Three
from offboarding.models import Parting
from offboarding.permissions import require_work
from offboarding.states import State
from offboarding.weighing import (
    Input,
    closed_because,
    from_book,
    inputs_of,
    inputs_to_json,
    weighed,
    worth_to_json,
)


def weigh(
    *, by: User, parting: Parting, given: Mapping[str, Three], pipeline: int, seed: int, fresh: bool = False
) -> Parting:
    """Compare the three ways and keep what they were compared from.

    1. Nobody weighs before both reviews are in, nor once it is decided.
    2. It goes on from the estimates that the case keeps; `fresh` from the book as it stands today.
    3. An estimate that was left as it is keeps its source and whose it was; any other is this person's own.
    4. The same estimates and seed give the same result, so the same form sent twice changes nothing.
    """
    require_work(by, parting)
    if reason := closed_because(by, parting):
        raise ValidationError(reason)
    if parting.state != State.DECISION:
        raise ValidationError(_("This case is decided: what it was decided on stays as it is."))
    base = inputs_of(parting)
    if base is None or fresh:
        base = from_book(by, parting, Agency.objects.get().today())
    inputs = replace(
        base,
        seed=seed,
        standing=replace(base.standing, pipeline=pipeline),
        of={name: _input(one, given.get(name), by) for name, one in base.of.items()},
    )
    try:
        worth, advice = weighed(inputs)
    except ValueError as wrong:
        raise ValidationError(_("An estimate is missing or out of range: %(which)s.") % {"which": wrong}) from wrong
    with acting(by=by, why="weigh keeping against parting"):
        case = Parting.objects.select_for_update(of=("self",)).get(pk=parting.pk)
        case.worth_inputs, case.worth = inputs_to_json(inputs), worth_to_json(worth, advice)
        case.worth_made_at = clock.now()
        case.save(update_fields=["worth_inputs", "worth", "worth_made_at"])
    return case


def _input(before: Input, three: Three | None, by: User) -> Input:
    if three is None or three == before.estimate.three:
        return before
    return Input(replace(before.estimate, three=three), by.name)
