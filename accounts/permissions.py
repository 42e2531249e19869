"""Who may do what, and with which clients. The table is printed in docs/permissions.md.

Two questions, two answers:

- `may(user, permission)`: is this person's role given this right at all?
- a set of clients (`clients_for`, `editable_clients_for`, `fire_clients_for`): with whose records?

Sets are QuerySets, so a list costs the same number of queries for one client and for ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import Client, Role, User
from accounts.models.clients import ClientQuerySet

Person = User | AnonymousUser
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Permission(Enum):
    """A right that a role has or has not."""

    VIEW_CLIENTS = auto()
    VIEW_FIRE = auto()  # fire pressure, the case for parting, offboarding
    LOG = auto()  # observations, lapses, wins, notes, the pulse
    OVERRIDE = auto()  # set a score by hand, for a while
    EDIT_CLIENTS = auto()  # a client's own record and contracts, notice and end
    ASSIGN = auto()  # new clients, and who looks after one
    IMPORT = auto()  # files and connectors write every client's records
    MANAGE_PEOPLE = auto()
    EDIT_PLAYBOOKS = auto()  # the agency's own playbooks, and which start by themselves
    EDIT_SCORECARD = auto()
    PART = auto()  # open a case for parting with a client, and work on it
    DECIDE = auto()  # to part, to keep or to restructure; sign letters
    EDIT_LETTERS = auto()  # the wording of letters, checklists of hand-overs
    EDIT_STANDARDS = auto()  # write and publish what the agency stands for
    SCREEN = auto()  # prospects: send questionnaires, read answers, say a gut feeling
    ACCEPT = auto()  # a prospect, or decline one; publish the weights of answers
    SURVEY = auto()  # campaigns: whom we ask what, and when
    EXPORT = auto()  # all records of a client as files, for the client
    ERASE = auto()  # personal data whose time is over
    VIEW_AUDIT = auto()
    VIEW_METRICS = auto()
    ADMIN = auto()


class Scope(Enum):
    """Which clients a right reaches."""

    NONE = auto()
    OWN = auto()  # the person looks after them
    TEAM = auto()  # own, and those of the person's team
    TEAM_AND_FREE = auto()  # those, and clients that nobody and no team has yet
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Rights:
    permissions: frozenset[Permission]
    sees: Scope
    edits: Scope
    fire: Scope


ROLES: dict[str, Rights] = {
    Role.OWNER: Rights(frozenset(Permission), sees=Scope.ALL, edits=Scope.ALL, fire=Scope.ALL),
    Role.LEAD: Rights(
        frozenset({
            Permission.VIEW_CLIENTS,
            Permission.VIEW_FIRE,
            Permission.LOG,
            Permission.OVERRIDE,
            Permission.EDIT_CLIENTS,
            Permission.ASSIGN,
            Permission.EDIT_PLAYBOOKS,
            Permission.PART,
            Permission.SCREEN,
            Permission.ACCEPT,
            Permission.EXPORT,
        }),
        sees=Scope.TEAM_AND_FREE,
        edits=Scope.TEAM_AND_FREE,
        fire=Scope.TEAM_AND_FREE,
    ),
    Role.MANAGER: Rights(
        frozenset({
            Permission.VIEW_CLIENTS,
            Permission.VIEW_FIRE,
            Permission.LOG,
            Permission.OVERRIDE,
            Permission.EDIT_CLIENTS,
            Permission.PART,
            Permission.SCREEN,
        }),
        sees=Scope.TEAM,
        edits=Scope.OWN,
        fire=Scope.OWN,
    ),
    Role.OBSERVER: Rights(
        frozenset({Permission.VIEW_CLIENTS}), sees=Scope.TEAM, edits=Scope.NONE, fire=Scope.NONE
    ),
}  # fmt: skip
NO_RIGHTS = Rights(frozenset(), sees=Scope.NONE, edits=Scope.NONE, fire=Scope.NONE)


def rights_of(user: Person) -> Rights:
    """What a person may do; someone who is not logged in, or no longer with us, may do nothing."""
    if not isinstance(user, User) or not user.is_active:
        return NO_RIGHTS
    return ROLES.get(user.role, NO_RIGHTS)


def may(user: Person, permission: Permission) -> bool:
    return permission in rights_of(user).permissions


def require(user: Person, permission: Permission) -> None:
    """Refuse in plain words."""
    if not may(user, permission):
        raise PermissionDenied(_("Your role does not include this. Ask an owner of the agency if you need it."))


def clients_for(user: Person) -> ClientQuerySet:
    """The clients a person may see."""
    return _reach(user, rights_of(user).sees)


def editable_clients_for(user: Person) -> ClientQuerySet:
    """The clients a person may write about."""
    return _reach(user, rights_of(user).edits)


def fire_clients_for(user: Person) -> ClientQuerySet:
    """The clients whose fire pressure a person may see."""
    return _reach(user, rights_of(user).fire)


def get_client(user: Person, pk: int) -> Client:
    """A client with owner and team; someone else's does not exist."""
    client = clients_for(user).select_related("owner", "team").filter(pk=pk).first()
    if client is None:
        raise Http404(_("There is no such client."))
    return client


def get_editable_client(user: Person, pk: int) -> Client:
    """A client to write about: 404 for one that is not shown, a refusal for one that is only shown."""
    client = get_client(user, pk)
    require_edit(user, client)
    return client


def may_edit(user: Person, client: Client) -> bool:
    return editable_clients_for(user).filter(pk=client.pk).exists()


def may_see_fire(user: Person, client: Client) -> bool:
    return fire_clients_for(user).filter(pk=client.pk).exists()


def require_edit(user: Person, client: Client) -> None:
    if not may_edit(user, client):
        raise PermissionDenied(_("You can read this client, but someone else looks after them."))


def allowed(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Guard a page: the login for nobody, a refusal in plain words for a role without the right."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def _reach(user: Person, scope: Scope) -> ClientQuerySet:
    clients: ClientQuerySet = Client.objects.all()
    if scope is Scope.ALL:
        return clients
    if scope is Scope.NONE or not isinstance(user, User):
        return clients.none()
    return clients.filter(_within(user, scope))


def _within(user: User, scope: Scope) -> Q:
    """A client without a team belongs to the team of whoever looks after them."""
    reach = Q(owner=user)
    if scope in {Scope.TEAM, Scope.TEAM_AND_FREE} and user.team_id:
        members = User.objects.filter(team=user.team_id).values("pk")
        reach |= Q(team=user.team_id) | Q(team=None, owner__in=members)
    if scope is Scope.TEAM_AND_FREE:
        reach |= Q(team=None, owner=None)
    return reach
