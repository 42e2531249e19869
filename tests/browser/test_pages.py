"""Every page, wide, in the dark and on a phone: no barrier, no violation, no error, no sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import portfolio
from tests.browser.conftest import log_in
from tests.browser.watch import Watch
from tests.cast import Cast

CLIENT = ("/clients/{pk}/", "/clients/{pk}/timeline/", "/clients/{pk}/money/", "/clients/{pk}/communication/")
EVERY = (
    "/", "/portfolio/", *CLIENT, "/clients/{pk}/evidence/late_payments/", "/clients/{pk}/observations/", "/first-hour/",
    "/imports/", "/audit/", "/profile/",
)  # fmt: skip
MAIN = ("/", "/portfolio/", *CLIENT)


@pytest.fixture
def boss(people: Cast, page: Page, live_server: LiveServer) -> Page:
    portfolio.tell(people)
    log_in(page.context, live_server, people.boss)
    return page


def wrong_with(
    page: Page, watch: Watch, server: LiveServer, pk: int, addresses: tuple[str, ...]
) -> dict[str, list[str]]:
    """What is wrong with each page, once its pictures are drawn."""
    found = {}
    for address in addresses:
        answer = page.goto(server.url + address.format(pk=pk))
        page.wait_for_function("[...document.querySelectorAll('[data-chart]')].every((c) => c.dataset.drawn)")
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        lines = [*watch.everything(), *(["scrolls sideways"] if wide else [])]
        lines += [] if answer and answer.status == 200 else [f"status {answer and answer.status}"]
        if lines:
            found[address] = lines
    return found


def test_a_wide_window(boss: Page, watch: Watch, people: Cast, live_server: LiveServer) -> None:
    boss.set_viewport_size({"width": 1440, "height": 1000})

    assert wrong_with(boss, watch, live_server, people.client.pk, EVERY) == {}


def test_the_dark(boss: Page, watch: Watch, people: Cast, live_server: LiveServer) -> None:
    boss.emulate_media(color_scheme="dark")

    assert wrong_with(boss, watch, live_server, people.client.pk, MAIN) == {}


def test_a_phone(boss: Page, watch: Watch, people: Cast, live_server: LiveServer) -> None:
    boss.set_viewport_size({"width": 390, "height": 844})

    assert wrong_with(boss, watch, live_server, people.client.pk, MAIN) == {}


def test_the_login_on_a_phone_in_the_dark(people: Cast, page: Page, watch: Watch, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")

    assert wrong_with(page, watch, live_server, 0, ("/account/login/", "/account/password/reset/")) == {}
