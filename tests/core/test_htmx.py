"""One view answers whole pages and parts of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.test import RequestFactory

from clienthealth.core import htmx


def request(**headers: str) -> HttpRequest:
    return RequestFactory().get("/", headers=headers)


def test_a_browser_gets_the_page() -> None:
    assert not htmx.wants_fragment(request())


def test_htmx_gets_the_fragment() -> None:
    assert htmx.wants_fragment(request(**{"HX-Request": "true"}))


def test_going_back_gets_the_page() -> None:
    assert not htmx.wants_fragment(request(**{"HX-Request": "true", "HX-History-Restore-Request": "true"}))


def test_caches_keep_the_two_apart() -> None:
    response = htmx.respond(request(), "404.html", {}, fragment="404.html")

    assert "HX-Request" in response.headers["Vary"]


def test_after_a_write_the_browser_moves_on() -> None:
    assert htmx.go(request(), "/clients/1/").status_code == 302

    answer = htmx.go(request(**{"HX-Request": "true"}), "/clients/1/")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/clients/1/")
