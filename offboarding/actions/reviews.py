"""Blind reviews: two people are asked, each is sealed, hands in alone, and what they wrote opens to all together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, may
from clienthealth.core import clock
from clienthealth.core.audit import acting
from offboarding import readiness
from offboarding.access import standing_accesses
from offboarding.actions.cases import seal_reason, today, unseal
from offboarding.models import ASSESSMENTS, Parting, Review
from offboarding.permissions import require_work
from offboarding.states import State
from signals.models import Seal, Task


def ask_reviews(*, by: User, parting: Parting, inside: User, outside: User, due_on: dt.date) -> list[Review]:
    """Ask one person of the account and one from outside. From now on both are sealed.

    Seals are laid with the request, in one transaction, so that nobody is asked and still sees the score.
    """
    require_work(by, parting)
    if parting.state != State.DECISION:
        raise ValidationError(_("Reviews come after the repair."))
    if due_on < today():
        raise ValidationError({"due_on": _("Choose a day that is still to come.")})
    if inside == outside:
        raise ValidationError({"outside": _("Two different people have to judge.")})
    _require_reader(inside, "inside")
    _require_reader(outside, "outside")
    if touches_account(outside, parting):
        raise ValidationError({"outside": _("%(name)s works on this account.") % {"name": outside.name}})
    with acting(by=by, why="ask for reviews"):
        Parting.objects.select_for_update().get(pk=parting.pk)
        if readiness.reviews_now(parting):
            raise ValidationError(_("Reviews were asked for already."))
        return [_asked(parting, who, by, due_on, outside=who == outside) for who in (inside, outside)]


def touches_account(person: User, parting: Parting) -> bool:
    """Whether somebody looks after the client, runs the case, has work to do for them, or access to an account."""
    if person.pk in {parting.client.owner_id, parting.responsible_id, parting.opened_by_id}:
        return True
    accesses = standing_accesses(parting.client_id)
    tasks = Task.objects.filter(client=parting.client_id, assigned_to=person).to_do()
    return accesses.filter(email__iexact=person.email).exists() or tasks.exists()


def save_review(*, by: User, review: Review, scores: Mapping[str, int | None], advice: str, why: str) -> Review:
    """Keep a draft: a person's own, seen by nobody else."""
    for name in ASSESSMENTS:
        value = scores.get(name)
        if value is not None and not 1 <= value <= 5:
            raise ValidationError({name: _("From 1 to 5.")})
    with acting(by=by, why="save a review"):
        _case, draft = _locked(review)
        _own_and_open(by, draft)
        for name in ASSESSMENTS:
            setattr(draft, name, scores.get(name))
        draft.advice, draft.why = advice, why.strip()
        draft.save()
    return draft


def hand_in(*, by: User, review: Review) -> Review:
    """Hand a view in, for good. When the last one of the case is in, the seals are lifted.

    The case is locked first: two who hand in at the same instant do not both wait for the other, and a button that
    was pressed twice finds the review in.
    """
    with acting(by=by, why="hand in a review"):
        case, draft = _locked(review)
        _own_and_open(by, draft)
        _require_whole(draft)
        draft.handed_in_at = clock.now()
        draft.save(update_fields=["handed_in_at"])
        if not case.reviews.filter(handed_in_at=None).exists():
            unseal(case)
    return draft


def _locked(review: Review) -> tuple[Parting, Review]:
    """The case and the review as they are now, held until this is done."""
    case = Parting.objects.select_for_update().get(pk=review.parting_id)
    return case, Review.objects.select_related("reviewer", "parting").get(pk=review.pk)


def _require_whole(review: Review) -> None:
    if not review.why.strip():
        raise ValidationError({"why": _("Say in two or three sentences why.")})
    left = [name for name in ASSESSMENTS if getattr(review, name) is None]
    if left or not review.advice:
        raise ValidationError(_("%(count)s answers are still missing.") % {"count": len(left) + (not review.advice)})


def replace_reviewer(*, by: User, review: Review, to: User) -> Review:
    """Ask somebody else for a blind view that did not come. What was begun goes with the one who was asked first."""
    require_work(by, review.parting)
    _require_reader(to, "to")
    with acting(by=by, why="ask another reviewer"):
        case, waiting = _locked(review)
        if waiting.is_in or waiting.is_after_talk or case.state != State.DECISION:
            raise ValidationError(_("Only a blind review that is not in yet can be asked of somebody else."))
        if case.reviews.filter(reviewer=to, round=waiting.round).exists():
            raise ValidationError({"to": _("Two different people have to judge.")})
        if waiting.is_outside and touches_account(to, case):
            raise ValidationError({"to": _("%(name)s works on this account.") % {"name": to.name}})
        Seal.objects.unbroken().filter(user=waiting.reviewer, client=case.client_id, reason=seal_reason(case)).update(
            lifted_at=clock.now()
        )
        waiting.delete()
        return _asked(case, to, by, waiting.due_on or today(), outside=waiting.is_outside)


def note_gaps(*, by: User, parting: Parting, said: str) -> Parting:
    """What was said about the gaps; both then score again, and the first views stay on record."""
    require_work(by, parting)
    if not said.strip():
        raise ValidationError({"said": _("Write what was said.")})
    with acting(by=by, why="discuss gaps"):
        case = Parting.objects.select_for_update().get(pk=parting.pk)
        if readiness.reviews_in(case) or not readiness.gaps(case):
            raise ValidationError(_("There is no gap to talk over."))
        case.gaps_discussed = said.strip()
        case.save(update_fields=["gaps_discussed"])
        _second_round(case, by)
    return case


def _second_round(case: Parting, by: User) -> None:
    """Everybody scores once more, from their first view on; nothing is sealed, for they have talked."""
    blind = readiness.blind_round(case)
    if case.reviews.filter(round=blind + 1).exists():
        return
    Review.objects.bulk_create(
        Review(
            parting=case, reviewer=first.reviewer, is_outside=first.is_outside, round=blind + 1, asked_by=by,
            due_on=today() + dt.timedelta(days=7), advice=first.advice, why=first.why,
            **{name: getattr(first, name) for name in ASSESSMENTS},
        )
        for first in case.reviews.filter(round=blind).select_related("reviewer")
    )  # fmt: skip


def _asked(parting: Parting, who: User, by: User, due_on: dt.date, *, outside: bool) -> Review:
    Seal.objects.get_or_create(
        user=who, client=parting.client, side=Seal.Side.FIRE, lifted_at=None,
        defaults={"reason": seal_reason(parting)},
    )  # fmt: skip
    return Review.objects.create(
        parting=parting, reviewer=who, is_outside=outside, due_on=due_on, asked_by=by,
        round=readiness.blind_round(parting),
    )  # fmt: skip


def _require_reader(person: User, field: str) -> None:
    if not person.is_active or not may(person, Permission.PART):
        raise ValidationError({field: _("%(name)s takes no part in partings.") % {"name": person.name}})


def _own_and_open(by: User, review: Review) -> None:
    if review.reviewer_id != by.pk:
        raise PermissionDenied(_("Only %(name)s writes this review.") % {"name": review.reviewer.name})
    if review.is_in:
        raise ValidationError(_("This review was handed in. It stays as it is."))
    if review.parting.state != State.DECISION:
        raise ValidationError(_("The case has moved on; reviews are no longer taken."))
