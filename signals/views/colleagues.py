"""To whom work for a client may be given: those whose role lets them write, and who see the client."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Client, Role, User
from signals.views import contexts as c


def colleagues_of(client: Client) -> QuerySet[User]:
    """The same people for whom `clients_for` has this client, observers aside. One query."""
    team = client.team_id or (client.owner.team_id if client.owner else None)
    reach = Q(role=Role.OWNER) | Q(pk=client.owner_id, role__in=[Role.LEAD, Role.MANAGER])
    if team:
        reach |= Q(team=team, role__in=[Role.LEAD, Role.MANAGER])
    elif client.owner_id is None:
        reach |= Q(role=Role.LEAD)
    return User.objects.filter(reach, is_active=True).order_by("name", "pk")


def colleagues_for(user: User) -> QuerySet[User]:
    """Those a person can give something to at all: everyone for an owner, else the team and the owners."""
    people = User.objects.filter(is_active=True).exclude(role=Role.OBSERVER).order_by("name", "pk")
    if user.role == Role.OWNER:
        return people
    return people.filter(Q(role=Role.OWNER) | Q(pk=user.pk) | Q(team=user.team_id, team__isnull=False))


def choices_of(people: QuerySet[User], me: User, current: int | None = None) -> list[c.Choice]:
    """As options of a select; the reader is “me”."""
    return [
        c.Choice(_("Me") if one.pk == me.pk else one.name, value=str(one.pk), current=one.pk == current)
        for one in people
    ]
