"""Who gets what, at every address. The table is in `tests.routes`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from clienthealth import urls
from tests import factories
from tests.cast import Cast
from tests.factories.days import NOON
from tests.routes import BY_PROVIDER, ROUTES, WHO, Route

ADMIN_PAGES = ("changelist", "add", "change", "history", "delete")


@pytest.fixture
def noon(at: Callable[[dt.datetime], None]) -> None:
    """Before anything is written: what is recorded later is not known on that day."""
    at(NOON)


def names(patterns: list[Any]) -> Iterator[str]:
    """The name of every address outside the admin panel."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_address_is_in_the_table_and_nothing_else() -> None:
    found = {name for name in names(get_resolver().url_patterns) if not name.startswith(BY_PROVIDER)}

    assert found == {route.name for route in ROUTES}


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the page that says so: it would be drawn hundreds of times, and is not the matter here."""
    monkeypatch.setattr(urls, "handler403", lambda request, exception: HttpResponseForbidden(), raising=False)
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponseNotFound(), raising=False)


@pytest.mark.usefixtures("noon", "plain_refusals")
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.name} {route.verb}".strip())
def test_each_of_the_cast_gets_what_the_table_says(cast: Cast, route: Route) -> None:
    address = reverse(route.name, kwargs=route.args(cast)) + route.query

    assert {name: status(cast, name, address, route) for name in WHO} == dict(zip(WHO, route.expected, strict=True))


def status(cast: Cast, name: str, address: str, route: Route) -> int:
    """What one person gets; what they wrote is taken back before the next one's turn."""
    browser = cast.browser(name)
    with transaction.atomic():
        answer: Any
        if route.method:
            answer = getattr(browser, route.method)(address, route.post, content_type="application/json")
        else:
            answer = browser.get(address) if route.post is None else browser.post(address, route.post)
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("name", [name for name in WHO if name != "boss"])
def test_the_panel_has_no_page_for_anyone_but_owners(cast: Cast, name: str) -> None:
    browser = cast.browser(name)
    expected = 302 if name == "nobody" else 403
    for model in admin.site._registry:
        for page in ADMIN_PAGES:
            args = [] if page in {"changelist", "add"} else [1]
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
            assert (address, browser.get(address).status_code) == (address, expected)
    for page in ("index", "autocomplete", "jsi18n", "password_change"):
        assert browser.get(reverse(f"admin:{page}")).status_code == expected


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_owners_open_the_list_of_every_record(cast: Cast, model: Any) -> None:
    factory = getattr(factories, f"{model.__name__}Factory", None)
    if factory:
        factory()

    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert cast.browser("boss").get(address).status_code == 200


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_another_teams_client_is_not_there_whatever_is_asked(cast: Cast, method: str) -> None:
    browser = cast.browser("outsider")
    for route in ROUTES:
        with transaction.atomic():  # each finds the client as it was
            address = reverse(route.name, kwargs=route.args(cast))
            if address.startswith(f"/clients/{cast.client.pk}/"):
                answer: Any = getattr(browser, method)(address)
                assert answer.status_code in {404, 405}, route.name
                assert cast.client.name not in answer.content.decode()
            transaction.set_rollback(True)
