"""A scored portfolio at noon of `world.TODAY`, and who looks at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client as Browser

from accounts.models import Agency, Client, Role, User
from signals import configuration
from signals.models import Snapshot
from signals.permissions import scores_for
from signals.views.shared import Desk
from tests.cast import browser_of
from tests.factories import UserFactory
from tests.plugins.worlds import WORLDS
from tests.signals import portfolio as world
from tests.signals.views import scored

WORLDS["house"] = scored.load
At = Callable[[dt.datetime], None]


@dataclass(frozen=True)
class House:
    """Someone of each kind, as they stand to `client`: a client of the keeper with both scores."""

    client: Client
    boss: User
    keeper: User
    teammate: User
    observer: User
    outsider: User

    def browser(self, name: str) -> Browser:
        return browser_of(getattr(self, name))


def desk_for(user: User) -> Desk:
    return Desk(user, Agency.objects.get(), world.TODAY, scores_for(user))


@pytest.fixture
def house(db: None, at: At) -> House:
    configuration.spec_of.cache_clear()
    configuration.version_of.cache_clear()
    at(world.NOON)
    told = Snapshot.objects.filter(day=world.TODAY, fire_band__gt=0, churn_band__gt=0, client__owner__role=Role.MANAGER)
    ranked = told.order_by("-fire", "client__name").select_related("client__owner__team")
    client = next(score.client for score in ranked if _has_colleagues(score.client))
    team = client.owner.team  # type: ignore[union-attr]
    return House(
        client=client,
        boss=UserFactory(role=Role.OWNER, team=None, name="Boss"),
        keeper=client.owner,  # type: ignore[arg-type]
        teammate=UserFactory(role=Role.MANAGER, team=team, name="Teammate"),
        observer=UserFactory(role=Role.OBSERVER, team=team, name="Observer"),
        outsider=UserFactory(role=Role.MANAGER, name="Outsider"),
    )


def _has_colleagues(client: Client) -> bool:
    """Whether somebody else of the keeper's team looks after clients too."""
    owner = client.owner
    assert owner is not None
    return Client.objects.served().filter(owner__team=owner.team).exclude(owner=owner).exists()
