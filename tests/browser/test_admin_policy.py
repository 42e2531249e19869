"""The owners' panel under the strict policy: no page of Django's admin needs an inline script or style."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import log_in
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import ContactFactory, ContractFactory, InvoiceFactory, ObservationFactory


@pytest.fixture
def boss(page: Page, people: Cast, live_server: LiveServer) -> Page:
    ContactFactory(client=people.client, name="Freja")
    ContractFactory(client=people.client)
    InvoiceFactory(client=people.client)
    ObservationFactory(client=people.client)
    log_in(page.context, live_server, people.boss)
    return page


PAGES = [
    "/admin/",
    "/admin/accounts/",
    "/admin/accounts/client/",
    "/admin/accounts/client/add/",
    "/admin/accounts/client/{client}/change/",
    "/admin/accounts/client/{client}/history/",
    "/admin/accounts/client/{client}/delete/",
    "/admin/accounts/invoice/?q=bikes",
    "/admin/accounts/observation/add/",
    "/admin/accounts/message/add/",
    "/admin/accounts/agency/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/password_change/",
    "/audit/",
    "/profile/",
]


def test_no_page_of_the_panel_breaks_the_policy(
    boss: Page, watch: Watch, people: Cast, live_server: LiveServer
) -> None:
    found = {}
    for address in PAGES:
        answer = boss.goto(live_server.url + address.format(client=people.client.pk))
        boss.wait_for_load_state("networkidle")
        found[address] = [answer and answer.status, *watch.policy_violations(), *watch.errors]

    assert found == {address: [200] for address in PAGES}


def test_choosing_a_client_a_date_and_saving_breaks_no_policy(
    boss: Page, watch: Watch, people: Cast, live_server: LiveServer
) -> None:
    boss.goto(f"{live_server.url}/admin/accounts/note/add/")
    boss.locator(".field-client .select2-selection").click()
    boss.locator(".select2-search__field").fill("aalb")
    boss.locator(".select2-results__option", has_text="Aalborg Bikes").click()
    boss.get_by_role("link", name="Today").last.click()
    boss.get_by_label("Note").fill("They open a shop")
    assert [*watch.policy_violations(), *watch.errors] == []

    boss.get_by_role("button", name="Save", exact=True).click()
    expect(boss.locator(".messagelist")).to_contain_text("was added successfully")
    assert [*watch.policy_violations(), *watch.errors] == []
