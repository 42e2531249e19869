"""A large world that many tests begin with is loaded once, for as long as the tests want the same one.

It stands in a transaction around the tests' own, each of which is then a savepoint in it. A conftest names a world and
how it is loaded (`WORLDS["portfolio"] = load`) and has a fixture of that name; whoever asks for the fixture, by way of
others too, finds the world as it was loaded. Tests that ask for another world, or for none, find none of it. The names
are those of fixtures anywhere: another fixture of that name would bring the world along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

WORLDS: dict[str, Callable[[], None]] = {}


class Standing:
    """The world that stands now, if any."""

    name = ""
    around: transaction.Atomic

    def become(self, name: str) -> None:
        if name == self.name:
            return
        self.fall()
        if name:
            self.around = transaction.atomic()
            self.around.__enter__()
            self.name = name
            WORLDS[name]()

    def fall(self) -> None:
        if self.name:
            self.name = ""
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)


@pytest.fixture(scope="session")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    world = Standing()
    yield world
    with django_db_blocker.unblock():
        world.fall()


@pytest.fixture(scope="class", autouse=True)  # so before the database fixtures, and yet once a test
def own_world(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    asked = set(request.fixturenames)
    wanted = next((name for name in WORLDS if name in asked), "")
    if wanted or asked & {"db", "transactional_db"} or request.node.get_closest_marker("django_db"):
        standing: Standing = request.getfixturevalue("standing")
        with django_db_blocker.unblock():
            standing.become(wanted)
