"""From the login to the evidence behind a point, and back into the score: what a manager does in five minutes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Observation
from accounts.people import keep_address
from signals import turns
from signals.models import Snapshot
from tests.browser import portfolio
from tests.browser.conftest import log_in
from tests.browser.watch import Watch
from tests.cast import Cast

PASSWORD = "en lang sætning 77"


@pytest.fixture
def keeper(people: Cast, page: Page, watch: Watch, live_server: LiveServer) -> Page:
    """The keeper's window, watched, before the login."""
    portfolio.tell(people)
    people.keeper.set_password(PASSWORD)
    people.keeper.save()
    keep_address(people.keeper)
    page.goto(live_server.url)
    return page


def log_in_by_keyboard(page: Page, email: str) -> None:
    page.get_by_label("E-mail", exact=True).focus()
    page.keyboard.type(email)
    page.get_by_label("Password", exact=True).focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def fire_of(people: Cast) -> int:
    return Snapshot.objects.live().filter(client=people.client).latest("day").fire


def test_from_the_login_to_the_evidence_and_into_the_score(keeper: Page, watch: Watch, people: Cast) -> None:
    found = watch.everything()
    log_in_by_keyboard(keeper, people.keeper.email)
    expect(keeper.get_by_role("heading", name="They may leave us")).to_be_visible()
    found += watch.everything()

    keeper.get_by_role("link", name=people.client.name, exact=True).first.click()
    expect(keeper.get_by_role("heading", level=1, name=people.client.name)).to_be_visible()
    row = keeper.locator(".ch-why details").first
    row.locator("summary").focus()
    keeper.keyboard.press("Enter")
    expect(row.locator(".ch-evidence time").first).to_be_visible()
    found += watch.everything()

    keeper.locator("#why").get_by_role("link", name="Fire pressure").click()
    expect(keeper).to_have_url(re.compile(r"why=fire"))
    expect(keeper.locator("#why")).to_contain_text("Fire pressure today")
    found += watch.everything()

    before = fire_of(people)
    keeper.locator("body").click(position={"x": 2, "y": 2})
    keeper.keyboard.press("l")
    kind = keeper.locator("#observation-kind")
    expect(kind).to_be_focused()
    kind.select_option("haggling")
    keeper.get_by_label("What happened").first.fill("Wants ten per cent off every invoice")
    keeper.get_by_text("Grave", exact=True).first.click()
    keeper.get_by_label("What happened").first.press("Control+Enter")
    expect(keeper.get_by_text("Observation logged.")).to_be_visible()
    assert Observation.objects.get().by == people.keeper
    found += watch.everything()

    keeper.get_by_role("link", name="Timeline").click()
    expect(keeper.locator("#facts")).to_contain_text("Wants ten per cent off every invoice")
    found += watch.everything()

    assert turns.score_marked() == 1
    assert fire_of(people) > before
    keeper.get_by_role("link", name="Overview").click()
    keeper.locator("#why").get_by_role("link", name="Fire pressure").click()
    expect(keeper.locator("#why")).to_contain_text("Haggles over every item")
    assert found + watch.everything() == []


def test_a_row_opened_before_the_scripts_run_still_shows_its_records(
    people: Cast, page: Page, live_server: LiveServer
) -> None:
    portfolio.tell(people)
    log_in(page.context, live_server, people.keeper)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/htmx[^/]*\.js"), hold)
    page.goto(f"{live_server.url}/clients/{people.client.pk}/", wait_until="commit")
    row = page.locator(".ch-why details").first
    row.locator("summary").click()
    expect(row.get_by_role("link", name="Open the records")).to_be_visible()
    assert held, "the script was not held back"
    for route in held:
        route.continue_()
    expect(row.locator(".ch-evidence time").first).to_be_visible()


def test_a_teammate_finds_no_fire_pressure_and_no_form(people: Cast, page: Page, live_server: LiveServer) -> None:
    portfolio.tell(people)
    log_in(page.context, live_server, people.teammate)
    page.goto(f"{live_server.url}/clients/{people.client.pk}/?why=fire")

    expect(page.locator("#why")).to_contain_text("Not shown to you")
    expect(page.get_by_role("button", name="Log something")).to_have_count(0)
