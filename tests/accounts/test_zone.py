"""In which zone a person reads instants."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.middleware import PersonMiddleware
from accounts.models import User
from tests.factories import AgencyFactory, UserFactory

NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)


def hour_for(user: User | AnonymousUser) -> int:
    hours: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        hours.append(timezone.localtime(NOON).hour)
        return HttpResponse()

    request = HttpRequest()
    request.user = user
    PersonMiddleware(view)(request)
    return hours[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("own", "hour"), [("", 14), ("Asia/Shanghai", 20)])
def test_it_is_their_own_or_else_the_agencys(own: str, hour: int) -> None:
    AgencyFactory(zone="Europe/Copenhagen")

    assert hour_for(UserFactory(zone=own)) == hour


@pytest.mark.django_db
def test_before_there_is_an_agency_it_is_the_servers() -> None:
    assert hour_for(UserFactory(zone="")) == 12


def test_nobody_is_asked_for_one() -> None:
    assert hour_for(AnonymousUser()) == 12
