"""The pages of tracked links on a telephone: no barrier, no error; a password leads on, a button is heard."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.links.texts import LANGUAGES, words
from accounts.models import Contact, Opening
from accounts.views import opening
from clienthealth.core import clock
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import ContactFactory, DeliverableFactory, DeliverableFileFactory, LinkFactory

PHONE = {"width": 390, "height": 844}
PAGES = ("gone/", "none/", "locked/", "personal/about/")


@pytest.fixture
def here(people: Cast, live_server: LiveServer) -> str:
    delivered = DeliverableFactory(client=people.client)
    LinkFactory(deliverable=delivered, slug="gone", archived_at=clock.now())
    LinkFactory(deliverable=delivered, slug="locked", password=make_password("Secret-7"))
    LinkFactory(deliverable=delivered, slug="personal", contact=ContactFactory(client=people.client))
    return f"{live_server.url}/r/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_in_every_language_on_a_phone(page: Page, watch: Watch, here: str, scheme: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = []
    for address in PAGES:
        for language in LANGUAGES if scheme == "light" else ("en",):
            page.goto(f"{here}{address}?in={language}")
            found += [f"{address} {language} {one}" for one in watch.everything()]
            assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert found == []


def test_a_password_leads_to_another_host(page: Page, watch: Watch, here: str) -> None:
    page.route("https://files.example/**", lambda route: route.fulfill(body="The report"))
    page.goto(f"{here}locked/?in=en")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("alert")).to_contain_text(words("en")["password_wrong"])
    page.get_by_label("Password").fill("Secret-7")
    page.get_by_role("button", name="Open").click()

    expect(page.get_by_text("The report")).to_be_visible()
    assert page.url == "https://files.example/report.pdf"
    assert Opening.objects.count() == 1
    assert watch.errors == []


def test_the_button_that_says_no(page: Page, watch: Watch, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "QUICKEST", dt.timedelta(0))  # a browser is quicker than any reader
    page.goto(f"{here}personal/about/?in=fr")
    page.get_by_role("button", name=words("fr")["stop_button"]).click()
    expect(page.get_by_role("status")).to_contain_text(words("fr")["stop_done"])

    assert Contact.objects.filter(untracked=True).count() == 1
    assert watch.everything() == []


def test_our_own_picture_is_shown_under_its_policy(page: Page, watch: Watch, here: str) -> None:
    gif = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
    file = DeliverableFileFactory(kind="image/gif", name="dot.gif", content=gif, size=len(gif))
    LinkFactory(deliverable=file.deliverable, slug="own", target="")
    page.goto(f"{here}own/")

    assert page.evaluate("document.images[0].naturalWidth") == 1
    assert all("sandboxed" in error for error in watch.errors)  # what the test itself tried to run there
