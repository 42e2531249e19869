"""What became of those we took on: still clients, or how it ended and after how long. Set-based, whoever asks.

Good: a client for at least GOOD_MONTHS, or one whose project ran out as agreed. Bad: ended by them or by us within
BAD_MONTHS. In between nobody knows yet, and nobody guesses. Where a retrospective has confirmed a cause that no answer
of theirs could have foretold (our own work, a contact who left, a merger), the end says nothing of the questions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Client
from offboarding.lessons import confirmed_causes
from offboarding.models import Cause
from prospects.learning import Case
from prospects.library import asked
from prospects.models import FitResult, GutFeeling, Prospect

GOOD_MONTHS, BAD_MONTHS = 12, 24
NOT_THEIRS = frozenset({"service", "contact_left", "insolvency", "merger", "in_house"})
LEFT, PARTED, RAN_OUT, STILL = "left", "parted", "ran_out", "still"
UNFORESEEN = frozenset({Cause.SERVICE, Cause.RESULTS, Cause.CONTACT_LEFT, Cause.IN_HOUSE, Cause.MERGER})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`good` is None where it is too early to tell, or where it had nothing to do with who they are.

    `cause` is the one a person confirmed when it had ended; empty where nobody has yet.
    """

    what: str
    months: int
    good: bool | None
    cause: str = ""


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
    """Of every converted prospect among these, newest first: four queries."""
    found = list(prospects.filter(client__isnull=False).select_related("client", "owner").order_by("-pk"))
    ids = [one.pk for one in found]
    newest = FitResult.objects.filter(prospect__in=ids).order_by("prospect_id", "-pk").distinct("prospect_id")
    fits = {fit.prospect_id: fit for fit in newest.select_related("answers__invitation")}
    felt: dict[int, list[int]] = defaultdict(list)
    for pk, value in GutFeeling.objects.filter(prospect__in=ids, revealed_at__isnull=False).values_list(
        "prospect", "value"
    ):
        felt[pk].append(value)
    causes = confirmed_causes(one.client.pk for one in found if one.client)
    return [
        Result(one, fits.get(one.pk), tuple(felt[one.pk]), outcome_of(one.client, today, causes.get(one.client.pk, "")))
        for one in found
        if one.client
    ]


def outcome_of(client: Client, today: dt.date, cause: str = "") -> Outcome:
    """Notice counts as the end: the rest is winding up."""
    ended = client.notice_on or client.ended_on
    months = months_between(client.started_on or today, ended or today)
    if ended is None:
        return Outcome(STILL, months, True if months >= GOOD_MONTHS else None)
    if client.notice_by in {Client.Side.COMPLETED, ""} or cause == Cause.RAN_OUT:
        return Outcome(RAN_OUT, months, True, cause)
    what = LEFT if client.notice_by == Client.Side.CLIENT else PARTED
    bad = months < BAD_MONTHS and cause not in UNFORESEEN
    return Outcome(what, months, False if bad else None, cause)


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months; never below zero."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(0, months)


def cases(found: Iterable[Result], causes: Mapping[int, str] | None = None) -> list[Case]:
    """What can be learnt from: a frozen fit and a known outcome.

    `causes` are those that a person confirmed, by client: an end that no answer could have told of teaches nothing
    about answers.
    """
    made, forms = [], {}
    for one in found:
        if one.fit is None or one.outcome.good is None:
            continue
        if not one.outcome.good and (causes or {}).get(one.prospect.client_id or 0) in NOT_THEIRS:
            continue
        pairs = one.fit.answers.invitation.asked
        key = repr(pairs)
        if key not in forms:
            forms[key] = frozenset(question.key for question in asked(pairs).questions)
        held = frozenset(row.rule for row in one.fit.fit.rows)
        made.append(Case(held, forms[key], bad=not one.outcome.good))
    return made
