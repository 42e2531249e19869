"""Who may see a case for parting, and work on it. Nobody else learns that there is one.

A case is an opinion about people: it is seen by those who may see the client's fire pressure and whose role takes part
in partings, and by a reviewer who was asked, as long as the case is open. A reviewer reads the file and writes a
review; everything else is done by those who answer for the client, and decided by an owner.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, Person, fire_clients_for, may, require
from offboarding.models import Parting, Review
from offboarding.models.case import PartingQuerySet
from offboarding.states import ENDED, State
from signals.permissions import scores_for


def partings_for(user: Person) -> PartingQuerySet:
    """The cases a person may read."""
    cases: PartingQuerySet = Parting.objects.all()
    if not isinstance(user, User) or not may(user, Permission.PART):
        return cases.none()
    asked = Review.objects.filter(reviewer=user, parting__in=Parting.objects.exclude(state__in=ENDED))
    return cases.filter(Q(client__in=fire_clients_for(user)) | Q(pk__in=asked.values("parting")))


def editable_partings_for(user: Person) -> PartingQuerySet:
    """The cases a person works on: not those where they are only asked for a review."""
    return partings_for(user).filter(client__in=fire_clients_for(user))


def get_parting(user: Person, pk: int) -> Parting:
    """A case with its client; somebody else's does not exist."""
    found = partings_for(user).select_related("client", "client__owner", "responsible").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such case."))
    return found


def may_work(user: Person, parting: Parting) -> bool:
    return editable_partings_for(user).filter(pk=parting.pk).exists()


def require_work(user: User, parting: Parting) -> None:
    """Refuse someone who may not write about this case; whoever may not even read it gets a 404."""
    get_parting(user, parting.pk)
    if not may_work(user, parting):
        raise PermissionDenied(_("You were asked for a review of this case; the rest is done by others."))


def require_decision(user: User, parting: Parting) -> None:
    require_work(user, parting)
    require(user, Permission.DECIDE)


def is_sealed(user: Person, parting: Parting) -> bool:
    """Whether the computed figures and the other review are kept from this person until both reviews are in."""
    return scores_for(user).is_sealed(parting.client_id, "fire")


def reviews_asked_of(user: Person) -> QuerySet[Review]:
    """The reviews that wait for this person."""
    if not isinstance(user, User) or not may(user, Permission.PART):
        return Review.objects.none()
    waiting = Review.objects.filter(reviewer=user, handed_in_at=None, parting__state=State.DECISION)
    return waiting.select_related("parting__client").order_by("due_on", "pk")


def reviews_for(user: Person, parting: Parting) -> QuerySet[Review]:
    """A person's own reviews, and those of a round that everybody has handed in: nobody is led by another's view."""
    waiting = Review.objects.filter(parting=parting, round=OuterRef("round"), handed_in_at=None)
    own = Q(reviewer=user) if isinstance(user, User) else Q(pk__in=[])
    return Review.objects.filter(own | ~Exists(waiting), parting=parting).select_related("reviewer")
