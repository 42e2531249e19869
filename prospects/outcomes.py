"""What became of those we took on: still clients, or how it ended and after how long. Set-based, whoever asks.

Good: a client for at least GOOD_MONTHS, or one whose project ran out as agreed. Bad: ended by them or by us within
BAD_MONTHS. In between nobody knows yet, and nobody guesses.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Client
from prospects.learning import Case
from prospects.library import asked
from prospects.models import FitResult, GutFeeling, Prospect

GOOD_MONTHS, BAD_MONTHS = 12, 24
LEFT, PARTED, RAN_OUT, STILL = "left", "parted", "ran_out", "still"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`good` is None where it is too early to tell."""

    what: str
    months: int
    good: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """A converted prospect: the fit as it was last shown, what people had felt, and the outcome."""

    prospect: Prospect
    fit: FitResult | None
    feelings: tuple[int, ...]
    outcome: Outcome

    @property
    def feeling(self) -> float | None:
        return sum(self.feelings) / len(self.feelings) if self.feelings else None


def results(prospects: QuerySet[Prospect], today: dt.date) -> list[Result]:
    """Of every converted prospect among these, newest first: three queries."""
    found = list(prospects.filter(client__isnull=False).select_related("client", "owner").order_by("-pk"))
    ids = [one.pk for one in found]
    newest = FitResult.objects.filter(prospect__in=ids).order_by("prospect_id", "-pk").distinct("prospect_id")
    fits = {fit.prospect_id: fit for fit in newest.select_related("answers__invitation")}
    felt: dict[int, list[int]] = defaultdict(list)
    for pk, value in GutFeeling.objects.filter(prospect__in=ids, revealed_at__isnull=False).values_list(
        "prospect", "value"
    ):
        felt[pk].append(value)
    return [
        Result(one, fits.get(one.pk), tuple(felt[one.pk]), outcome_of(one.client, today)) for one in found if one.client
    ]


def outcome_of(client: Client, today: dt.date) -> Outcome:
    """Notice counts as the end: the rest is winding up."""
    ended = client.notice_on or client.ended_on
    months = months_between(client.started_on or today, ended or today)
    if ended is None:
        return Outcome(STILL, months, True if months >= GOOD_MONTHS else None)
    if client.notice_by in {Client.Side.COMPLETED, ""}:
        return Outcome(RAN_OUT, months, True)
    what = LEFT if client.notice_by == Client.Side.CLIENT else PARTED
    return Outcome(what, months, False if months < BAD_MONTHS else None)


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months; never below zero."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)


def cases(found: Iterable[Result]) -> list[Case]:
    """What can be learnt from: a frozen fit and a known outcome."""
    made, forms = [], {}
    for one in found:
        if one.fit is None or one.outcome.good is None:
            continue
        pairs = one.fit.answers.invitation.asked
        key = repr(pairs)
        if key not in forms:
            forms[key] = frozenset(question.key for question in asked(pairs).questions)
        held = frozenset(row.rule for row in one.fit.fit.rows)
        made.append(Case(held, forms[key], bad=not one.outcome.good))
    return made
