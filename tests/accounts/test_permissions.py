"""Rights, from one table: what each of the cast may do, and whom they see."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from accounts import permissions
from accounts.models import Role
from accounts.models.clients import ClientQuerySet
from accounts.permissions import Permission, Person
from tests.cast import NAMES, Cast
from tests.factories import ClientFactory, UserFactory

WORK = {
    Permission.VIEW_CLIENTS, Permission.VIEW_FIRE, Permission.LOG, Permission.OVERRIDE, Permission.EDIT_CLIENTS,
    Permission.PART, Permission.SCREEN,
}  # fmt: skip
LEADING = WORK | {Permission.ASSIGN, Permission.EDIT_PLAYBOOKS, Permission.ACCEPT, Permission.EXPORT}
PERMISSIONS: dict[str, set[Permission]] = {
    "boss": set(Permission),
    "lead": LEADING,
    "keeper": WORK,
    "teammate": WORK,
    "observer": {Permission.VIEW_CLIENTS},
    "outsider": WORK,
    "rival": LEADING,
    "nobody": set(),
}
# of the keeper's client, of the outsider's client, of a client that nobody has yet
SEES = {
    "boss": (True, True, True),
    "lead": (True, False, True),
    "keeper": (True, False, False),
    "teammate": (True, False, False),
    "observer": (True, False, False),
    "outsider": (False, True, False),
    "rival": (False, True, True),
    "nobody": (False, False, False),
}
EDITS = SEES | {"teammate": (False, False, False), "observer": (False, False, False)}


def person(cast: Cast, name: str) -> Person:
    return AnonymousUser() if name == "nobody" else getattr(cast, name)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_role_may_do(cast: Cast, name: str) -> None:
    assert {right for right in Permission if permissions.may(person(cast, name), right)} == PERMISSIONS[name]


@pytest.mark.parametrize("name", NAMES)
def test_whom_a_person_sees_edits_and_judges(cast: Cast, name: str) -> None:
    who, clients = person(cast, name), (cast.client, cast.foreign, ClientFactory(owner=None, team=None))

    def reach(found: ClientQuerySet) -> tuple[bool, ...]:
        return tuple(client in found for client in clients)

    assert reach(permissions.clients_for(who)) == SEES[name]
    assert reach(permissions.editable_clients_for(who)) == EDITS[name]
    assert reach(permissions.fire_clients_for(who)) == EDITS[name]
    assert tuple(permissions.may_edit(who, client) for client in clients) == EDITS[name]
    assert tuple(permissions.may_see_fire(who, client) for client in clients) == EDITS[name]


@pytest.mark.parametrize("role", Role)
def test_someone_who_left_the_agency_sees_nothing(cast: Cast, role: str) -> None:
    cast.keeper.role = role
    cast.keeper.is_active = False

    assert not permissions.clients_for(cast.keeper).exists()
    assert not any(permissions.may(cast.keeper, right) for right in Permission)


def test_no_team_is_not_a_team(cast: Cast) -> None:
    alone = UserFactory(team=None)
    ClientFactory(owner=UserFactory(team=None), team=None)

    assert not permissions.clients_for(alone).exists()


def test_a_client_without_team_is_its_keepers_teams(cast: Cast) -> None:
    client = ClientFactory(owner=cast.keeper, team=None)

    assert client in permissions.clients_for(cast.teammate)
    assert client in permissions.editable_clients_for(cast.lead)
    assert client not in permissions.clients_for(cast.rival)


def test_a_manager_keeps_a_client_that_another_team_took_over(cast: Cast) -> None:
    cast.client.team = cast.other_team
    cast.client.save()

    assert cast.client in permissions.editable_clients_for(cast.keeper)
    assert cast.client not in permissions.clients_for(cast.teammate)


def test_someone_elses_client_does_not_exist(cast: Cast) -> None:
    with pytest.raises(Http404):
        permissions.get_client(cast.outsider, cast.client.pk)
    with pytest.raises(Http404):
        permissions.get_editable_client(cast.outsider, cast.client.pk)


def test_a_teammates_client_can_be_read_and_not_written(cast: Cast) -> None:
    assert permissions.get_client(cast.teammate, cast.client.pk) == cast.client
    with pytest.raises(PermissionDenied, match="someone else looks after them"):
        permissions.get_editable_client(cast.teammate, cast.client.pk)


def test_everything_a_role_edits_it_also_sees() -> None:
    order = list(permissions.Scope)
    for rights in permissions.ROLES.values():
        assert order.index(rights.edits) <= order.index(rights.sees)
        assert order.index(rights.fire) <= order.index(rights.sees)


@pytest.mark.parametrize("name", NAMES)
def test_reading_costs_one_query_however_many_clients(
    cast: Cast, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    who = person(cast, name)
    ClientFactory.create_batch(25, owner=cast.keeper)

    with django_assert_max_num_queries(1):
        list(permissions.clients_for(who))
