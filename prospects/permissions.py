"""Whose prospects a person sees, and whether they may see the figure yet.

Owners see all; leads those of their team and those nobody has yet; managers their own and those nobody has yet;
observers none. The figure of a prospect is `Sealed` for everyone until they have said their own gut feeling and asked
to see it; it is fetched here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.permissions import Permission, Person, may
from prospects.models import FitResult, GutFeeling, Prospect, ProspectQuerySet

FREE = Q(owner=None, team=None)


def prospects_for(user: Person) -> ProspectQuerySet:
    """The prospects a person may see and work on."""
    prospects: ProspectQuerySet = Prospect.objects.all()
    if not isinstance(user, User) or not may(user, Permission.SCREEN):
        return prospects.none()
    if user.role == Role.OWNER:
        return prospects
    reach = Q(owner=user) | FREE
    if user.role == Role.LEAD and user.team_id:
        members = User.objects.filter(team=user.team_id).values("pk")
        reach |= Q(team=user.team_id) | Q(team=None, owner__in=members)
    return prospects.filter(reach)


def get_prospect(user: Person, pk: int) -> Prospect:
    """Someone else's does not exist."""
    found = prospects_for(user).select_related("owner", "team", "client", "made_by").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such prospect."))
    return found


def own_feeling(user: User, prospect: Prospect) -> GutFeeling | None:
    return GutFeeling.objects.filter(prospect=prospect, by=user).first()


def revealed_to(user: Person, prospects: Iterable[int] | None = None) -> set[int]:
    """The prospects whose figure this person may see: they said their feeling first, and asked."""
    if not isinstance(user, User):
        return set()
    seen = GutFeeling.objects.filter(by=user, revealed_at__isnull=False)
    if prospects is not None:
        seen = seen.filter(prospect__in=list(prospects))
    return set(seen.values_list("prospect", flat=True))


def fits_for(user: Person, prospects: Iterable[int]) -> dict[int, FitResult]:
    """The newest figure of each of these prospects that this person may see; two queries, however many."""
    reach = prospects_for(user).filter(pk__in=revealed_to(user, prospects)).values("pk")
    newest = FitResult.objects.filter(prospect__in=reach).order_by("prospect_id", "-pk").distinct("prospect_id")
    return {result.prospect_id: result for result in newest}
