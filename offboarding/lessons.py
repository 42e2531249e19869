"""The retrospectives a person may read and the ones still owed, the second looks asked of them, and the causes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import Agency, Client, User
from accounts.models.clients import ClientQuerySet
from accounts.permissions import Permission, Person, fire_clients_for, may
from offboarding.models import Parting, Retrospective, SecondLook
from offboarding.models.lessons import DUE_DAYS, SecondLookQuerySet
from offboarding.states import State
from offboarding.tracing import Departure
from signals.models import Seal


@dataclass(frozen=True, slots=True)
class Owed:
    """An ended relationship nobody has looked back on; `parting` is its case, where there was one."""

    client: Client
    parting: Parting | None
    due_on: dt.date


def lesson_clients(user: Person) -> ClientQuerySet:
    """Ended clients on which this person may look back: those of whose case they could read."""
    ended = fire_clients_for(user).filter(status=Client.Status.ENDED)
    if not isinstance(user, User) or not may(user, Permission.PART):
        return ended.none()
    sealed = Seal.objects.unbroken().filter(user=user, client=OuterRef("pk"))
    return ended.exclude(Exists(sealed))


def clients_without_lesson(user: Person) -> list[Owed]:
    """Every ended relationship without a retrospective, the most overdue first; a case is no condition."""
    done = Retrospective.objects.filter(client=OuterRef("pk"), ended_on=OuterRef("ended_on"))
    closed = Parting.objects.filter(state=State.CLOSED, lesson=None).order_by("-ended_on", "-pk")
    clients = (
        lesson_clients(user)
        .exclude(Exists(done))
        .select_related("owner")
        .prefetch_related(Prefetch("partings", queryset=closed, to_attr="closed_cases"))
        .order_by("ended_on", "name")
    )
    return [owed_of(client, next(iter(client.closed_cases), None)) for client in clients]  # type: ignore[attr-defined]


def owed_of(client: Client, parting: Parting | None) -> Owed:
    assert client.ended_on
    return Owed(client, parting, client.ended_on + dt.timedelta(days=DUE_DAYS))


def case_of(client: Client) -> Parting | None:
    """The closed case of the end on record: the newest that no retrospective of another end has."""
    closed = Parting.objects.filter(client=client, state=State.CLOSED, lesson=None)
    return closed.order_by("-ended_on", "-pk").first()


def lesson_of(client: Client) -> Retrospective | None:
    """The retrospective of the end that is on record now."""
    assert client.ended_on
    kept = Retrospective.objects.filter(client=client, ended_on=client.ended_on)
    return kept.select_related("confirmed_by", "parting").first()


def retrospectives_for(user: Person) -> QuerySet[Retrospective]:
    if not isinstance(user, User) or not may(user, Permission.PART):
        return Retrospective.objects.none()
    return Retrospective.objects.filter(client__in=fire_clients_for(user))


def departure_of(client: Client, side: str = "") -> Departure:
    """How a client left, by the book; where it does not say who ended it, by what a person says."""
    assert client.ended_on
    return Departure(client.pk, client.notice_by or side, min(client.notice_on or client.ended_on, client.ended_on))


def second_looks_of(user: Person) -> SecondLookQuerySet:
    """The second looks that were asked of this person, answered or not. Nobody else's exist."""
    if not isinstance(user, User) or not may(user, Permission.PART):
        return SecondLook.objects.none()
    asked: SecondLookQuerySet = SecondLook.objects.filter(asked_of=user, parting__client__in=fire_clients_for(user))
    return asked


def waiting_for(user: Person) -> SecondLookQuerySet:
    return second_looks_of(user).waiting(Agency.objects.get().today().date)


def confirmed_causes(clients: Iterable[int]) -> dict[int, str]:
    """By client, the cause of the newest end that a person has confirmed: what screening learns from."""
    kept = Retrospective.objects.filter(client__in=list(clients)).order_by("client", "-ended_on").distinct("client")
    return dict(kept.values_list("client", "cause"))
