"""A manager's morning with the keyboard alone: from Today to the inbox, through the alerts, and a task done."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from signals.models import Alert, Notice, Play, Task
from tests.browser import portfolio
from tests.browser.conftest import log_in
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import TaskFactory


@pytest.fixture
def keeper(people: Cast, page: Page, watch: Watch, live_server: LiveServer) -> Page:
    """The keeper's window on Today; they were told of the three weightiest alerts, and one task is due."""
    portfolio.tell(people)
    TaskFactory(play=None, client=people.client, due_on=people.agency.today().date, title="Call Freja")
    assert Notice.objects.filter(user=people.keeper).count() == 3
    log_in(page.context, live_server, people.keeper)
    page.goto(live_server.url)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def to_the_inbox(page: Page) -> None:
    press(page, "g", "i")
    expect(page.get_by_role("heading", level=1, name="Inbox")).to_be_visible()
    page.wait_for_load_state()  # the keys work once the scripts run


def shown(page: Page) -> int:
    """The alert in focus, once it is the one on the right."""
    href = page.locator(".ch-alert:focus").get_attribute("href")
    assert href
    expect(page).to_have_url(re.compile(re.escape(href)))
    return int(href.split("/")[2])


def test_a_morning_by_keyboard(keeper: Page, watch: Watch) -> None:
    found = watch.everything()
    for _row in range(12):
        press(keeper, "j")
        if keeper.locator(".ch-task__title:focus").count():
            break
    press(keeper, "d")
    expect(keeper.locator(".ch-task--ended")).to_contain_text("Call Freja")
    expect(keeper.get_by_role("button", name="Undo")).to_be_focused()
    assert Task.objects.get().state == "done"
    found += watch.everything()

    to_the_inbox(keeper)
    expect(keeper.locator("#inbox-count")).to_contain_text("3")
    press(keeper, "j", "j")
    first = shown(keeper)
    found += watch.everything()

    press(keeper, "s")
    expect(keeper.locator("#snooze input:checked")).to_be_focused()
    press(keeper, "ArrowDown", "Tab")
    keeper.keyboard.type("sees the board on Friday, jkxaep")
    press(keeper, "Enter")
    expect(keeper.get_by_text("Snoozed: Aalborg Bikes.")).to_be_visible()
    assert Alert.objects.get(pk=first).why == "sees the board on Friday, jkxaep"
    expect(keeper.locator("#inbox-count")).to_contain_text("2")
    expect(keeper.locator(".ch-alert[aria-current]")).to_be_focused()
    second = shown(keeper)
    assert second != first

    press(keeper, "a")
    expect(keeper.get_by_text("You are on it: Aalborg Bikes.")).to_be_visible()
    assert Alert.objects.get(pk=second).state == "acknowledged"
    found += watch.everything()

    press(keeper, "k")
    third = shown(keeper)
    assert third != second
    press(keeper, "e")
    expect(keeper.locator("#resolve input:checked")).to_be_focused()
    press(keeper, "Tab")
    keeper.keyboard.type("We talked")
    press(keeper, "Enter")
    expect(keeper.get_by_text("Resolved: Aalborg Bikes.")).to_be_visible()
    assert Alert.objects.get(pk=third).outcome == "mended"
    expect(keeper.locator(".ch-alert[aria-current]")).to_be_focused()
    assert found + watch.everything() == []


def test_a_playbook_starts_and_many_are_ticked(keeper: Page, watch: Watch) -> None:
    to_the_inbox(keeper)
    press(keeper, "j", "p")
    expect(keeper.locator("#play input:checked")).to_be_focused()
    press(keeper, "Tab", "Tab", "Enter")
    expect(keeper.get_by_text("Its tasks are here and on Today.")).to_be_visible()
    assert Play.objects.get().alert is not None

    press(keeper, "x", "k", "x", "s")  # the one just started stands last, among those that someone is on
    expect(keeper.locator("#bulk-snooze input:checked")).to_be_focused()
    press(keeper, "Tab")
    keeper.keyboard.type("All of them wait")
    press(keeper, "Enter")
    expect(keeper.get_by_text("2 alerts snoozed.")).to_be_visible()
    keeper.get_by_role("button", name="Undo").press("Enter")
    expect(keeper.get_by_text("Taken back.")).to_be_visible()
    assert not Alert.objects.filter(state="snoozed").exists()
    assert watch.everything() == []


def test_the_palette_and_the_list_of_keys(keeper: Page, watch: Watch) -> None:
    press(keeper, "Control+k")
    field = keeper.get_by_role("combobox")
    expect(field).to_be_focused()
    keeper.keyboard.type("billund")
    expect(keeper.get_by_role("option", name="Billund Books").first).to_have_attribute("aria-selected", "true")
    found = watch.everything()
    press(keeper, "Enter")
    expect(keeper.get_by_role("heading", level=1, name="Billund Books")).to_be_visible()
    keeper.wait_for_load_state()  # the keys work once the scripts run

    press(keeper, "?")
    expect(keeper.get_by_role("dialog", name="Keys")).to_be_visible()
    found += watch.everything()
    press(keeper, "Escape")
    expect(keeper.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert found + watch.everything() == []
