"""What a case keeps of the comparison: the estimates with their sources, and what came of them. To and from JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from clienthealth.core.clock import Day
from offboarding import readiness
from offboarding.advice import Advice, Manner, Standing, advise
from offboarding.book import dates_for
from offboarding.draws import Three
from offboarding.endings import Kind
from offboarding.estimates import Basis, Estimate, estimates, months_of
from offboarding.figures import Figures, figures
from offboarding.models import Parting
from offboarding.permissions import is_sealed
from offboarding.states import BEFORE_NOTICE, State
from offboarding.worth import LIMITS, Outcome, Worth, compare
from signals.permissions import scores_for


@dataclass(frozen=True, slots=True)
class Input:
    """An estimate as a case keeps it: `by` names the person whose own it is, and is empty for the book's."""

    estimate: Estimate
    by: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a comparison was made from. `as_of` is the day of the book, ISO."""

    as_of: str
    currency: str
    seed: int
    standing: Standing
    of: Mapping[str, Input]


def closed_because(user: User, parting: Parting) -> str:
    """Why nobody may weigh this case yet, or this person not; empty where they may."""
    if is_sealed(user, parting):
        return _("Sealed until your review and the other one are in, so that no figure leads you.")
    if parting.state in BEFORE_NOTICE - {State.DECISION}:
        return _("Opens when we have looked at ourselves, tried to repair it, and both reviews are in.")
    return readiness.reviews_in(parting) if parting.state == State.DECISION else ""


def from_book(user: User, parting: Parting, day: Day) -> Inputs:
    """The comparison's inputs as the book stands on a day; the seed is the case's own number."""
    book = figures(parting.client, day)
    kind = Kind(parting.ending) if parting.ending in set(Kind) else Kind.CONVENIENCE
    months = months_of(dates_for(parting.client, kind, day))
    made = estimates(Basis(book, scores_for(user).one(parting.client, day.date), months))
    return Inputs(
        as_of=day.date.isoformat(),
        currency=book.currency,
        seed=parting.pk,
        standing=_standing(book),
        of={name: Input(one) for name, one in made.items()},
    )


def _standing(book: Figures) -> Standing:
    return Standing(
        share=None if math.isnan(book.share) else round(10_000 * book.share),
        fee=None if math.isnan(book.fee) else round(book.fee),
        others=book.others,
    )


def weighed(inputs: Inputs) -> tuple[Worth, Advice]:
    """Compare and advise. ValueError names an estimate that is missing or out of range."""
    known = {name: one.estimate.three for name, one in inputs.of.items() if one.estimate.three is not None}
    worth = compare(known, inputs.seed)
    return worth, advise(worth, inputs.standing)


# --- to and from JSON ----------------------------------------------------------------------------------------------


def inputs_to_json(inputs: Inputs) -> dict[str, Any]:
    return {
        "as_of": inputs.as_of,
        "currency": inputs.currency,
        "seed": inputs.seed,
        "standing": asdict(inputs.standing),
        "estimates": {name: _input_to_json(one) for name, one in inputs.of.items()},
    }


def _input_to_json(one: Input) -> dict[str, Any]:
    three = one.estimate.three
    return {
        "three": None if three is None else [three.low, three.likely, three.high],
        "source": one.estimate.source,
        "records": [list(record) for record in one.estimate.records],
        "by": one.by,
    }


def inputs_of(parting: Parting) -> Inputs | None:
    """What the case was weighed from; None before."""
    kept = parting.worth_inputs
    if not kept:
        return None
    return Inputs(
        as_of=kept["as_of"],
        currency=kept["currency"],
        seed=kept["seed"],
        standing=Standing(**kept["standing"]),
        of={name: _input_of(kept["estimates"][name]) for name in LIMITS if name in kept["estimates"]},
    )


def _input_of(kept: dict[str, Any]) -> Input:
    three = None if kept["three"] is None else Three(*kept["three"])
    records = tuple((on, text) for on, text in kept["records"])
    return Input(Estimate(three, kept["source"], records), kept["by"])


def worth_to_json(worth: Worth, advice: Advice) -> dict[str, Any]:
    return {"worth": asdict(worth), "advice": asdict(advice)}


def worth_of(parting: Parting) -> tuple[Worth, Advice] | None:
    """What came of it; None before."""
    kept = parting.worth
    if not kept:
        return None
    outcomes = tuple(Outcome(**{**one, "path": tuple(one["path"])}) for one in kept["worth"]["outcomes"])
    advice = kept["advice"]
    return (
        Worth(kept["worth"]["seed"], kept["worth"]["draws"], outcomes),
        Advice(advice["option"], Manner(advice["manner"]), tuple(advice["reasons"])),
    )
