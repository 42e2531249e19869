"""A prospect answers on a phone: part by part, back by the same link, and sends."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from clienthealth.core import clock
from prospects.library import ADD_ONS
from prospects.models import Answers, Prospect
from prospects.views import answer
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import InvitationFactory
from tests.prospects.replies import address

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def link(people: Cast, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(answer, "QUICKEST", dt.timedelta(0))  # a browser is quicker than any reader
    asked = [["base", 0], *([key, 0] for key in ADD_ONS)]
    invitation = InvitationFactory(
        prospect__state="asked", prospect__owner=people.keeper, asked=asked,
        expires_at=clock.now() + dt.timedelta(days=3),
    )  # fmt: skip
    return f"{live_server.url}{address(invitation)}"


def test_the_questions_on_a_phone(page: Page, watch: Watch, link: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(link)
    found = watch.everything()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    page.get_by_role("group", name="What should be different").get_by_role("textbox", name="Your answer").fill("Hotels")
    page.get_by_label("The direction is clear, the figures are still open").check()
    page.get_by_role("button", name="Save and continue").first.click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    found += watch.everything()

    page.goto(link.split("?", maxsplit=1)[0] + "?in=de")
    expect(page.get_by_label("Die Richtung ist klar, die Zahlen sind noch offen")).to_be_checked()
    page.get_by_role("radio", name="Unbezahlte Suche: Läuft gerade").check()
    page.get_by_label("Für unsere Arbeit").select_option(label="3.000 € bis 6.000 €")
    page.get_by_role("button", name="Antworten absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke")
    found += watch.everything()

    assert Prospect.objects.get().state == "answered"
    last = Answers.objects.latest("number")
    assert (last.data["goal"], last.data["tried_seo"], last.data["fee_range"]) == ("Hotels", "now", "c")
    assert found == []


def test_the_questions_in_the_dark_and_at_twice_the_size(page: Page, watch: Watch, link: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 at 200 %
    page.goto(link)

    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert watch.everything() == []
