"""To whom work may be given, as options of a form. For one client, `rescuers_for` knows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role, User
from signals.views import contexts as c


def colleagues_for(user: User) -> QuerySet[User]:
    """Those a person can give something to at all: everyone for an owner, else the team and the owners."""
    people = User.objects.filter(is_active=True).exclude(role=Role.OBSERVER).order_by("name", "pk")
    if user.role == Role.OWNER:
        return people
    return people.filter(Q(role=Role.OWNER) | Q(pk=user.pk) | Q(team=user.team_id, team__isnull=False))


def choices_of(people: Iterable[User], me: User, current: int | None = None) -> list[c.Choice]:
    """As options of a select; the reader is “me”."""
    return [
        c.Choice(_("Me") if one.pk == me.pk else one.name, value=str(one.pk), current=one.pk == current)
        for one in people
    ]
