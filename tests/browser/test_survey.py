"""A client answers on a phone, in three touches; a scanner presses everything and answers nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from clienthealth.core import clock
from surveys.links import token_of
from surveys.models import Answer, Ask, Attempt, Suppression
from surveys.scanners import QUICKEST
from tests.browser.watch import Watch
from tests.cast import Cast
from tests.factories import AskFactory, SurveyEntryFactory
from tests.surveys.pages import PHONE

SIZE: Any = {"width": 390, "height": 844}
READ = QUICKEST.total_seconds() * 1000 + 300  # ms, as quick as anybody is
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
Opened = tuple[Page, Watch]


@pytest.fixture
def ask(people: Cast) -> Ask:
    people.client.owner = people.keeper
    people.client.save()
    return AskFactory(
        contact__client=people.client, contact__name="Harriet Vance", closes_at=clock.now() + dt.timedelta(days=9)
    )


@pytest.fixture
def phone(browser: Browser) -> Any:
    """A new telephone, with scripts or without."""
    opened: list[BrowserContext] = []

    def pick_up(**options: Any) -> Opened:
        context = browser.new_context(user_agent=PHONE, viewport=SIZE, **options)
        opened.append(context)
        page = context.new_page()
        return page, Watch(page)

    yield pick_up
    for context in opened:
        context.close()


class Portal(BaseHTTPRequestHandler):
    """A page of the client's, somewhere else: it shows what its own address names."""

    def do_GET(self) -> None:
        inside = parse_qs(urlsplit(self.path).query).get("inside", [""])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<iframe title="Survey" width="380" height="800" src="{inside}"></iframe>'.encode())

    def log_message(self, *args: object) -> None:
        """Not on the screen of whoever runs the tests."""


@pytest.fixture
def portal() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Portal) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def address(server: LiveServer, ask: Ask, more: str = "") -> str:
    return f"{server.url}/s/{token_of(ask)}/{more}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_answer_on_a_phone_is_the_link_and_one_button(
    phone: Callable[..., Opened], live_server: LiveServer, ask: Ask, scheme: str
) -> None:
    page, watch = phone(color_scheme=scheme)
    page.goto(address(live_server, ask, "?score=9"))  # the touch in the mail
    button = page.get_by_role("button", name="Send my answer")
    expect(button).to_be_in_viewport()  # no scrolling
    assert not page.evaluate(WIDER)
    found = watch.everything()
    page.wait_for_timeout(READ)
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. That is good to hear.")

    found += watch.everything()
    assert found == []
    assert (Answer.objects.get().score, Answer.objects.get().automatic) == (9, False)
    assert page.context.cookies() == []


def test_without_scripts_a_number_a_reason_and_a_change(
    phone: Callable[..., Opened], live_server: LiveServer, ask: Ask
) -> None:
    page, _ = phone(java_script_enabled=False)
    page.goto(address(live_server, ask))
    page.get_by_role("radio", name="0 = not at all likely").check()
    page.get_by_label("What is the main reason").fill("Nobody called back")
    page.wait_for_timeout(READ)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("within two business days")).to_be_visible()
    assert Answer.objects.get().score == 0

    page.get_by_role("link", name="Change my answer").click()
    expect(page.get_by_role("radio", name="0 = not at all likely")).to_be_checked()
    page.get_by_role("radio", name="8", exact=True).check()
    page.wait_for_timeout(READ)
    page.get_by_role("button", name="Save my change").click()
    page.get_by_label("One thing we should change").fill("Call back")
    page.wait_for_timeout(READ)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Saved. Thank you.")
    assert (Answer.objects.get().score, Answer.objects.get().one_thing) == (8, "Call back")


def test_whoever_is_too_quick_presses_once_more_and_loses_nothing(
    phone: Callable[..., Opened], live_server: LiveServer, ask: Ask
) -> None:
    page, watch = phone()
    page.goto(address(live_server, ask, "?score=6&in=de"))
    page.get_by_label("Was ist der wichtigste Grund").fill("Zu langsam")
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_role("alert")).to_contain_text("noch einmal")
    assert watch.everything() == []
    assert not Answer.objects.exists()

    page.wait_for_timeout(READ)
    page.get_by_role("button", name="Antwort absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Danke")
    assert (Answer.objects.get().score, Answer.objects.get().comment) == (6, "Zu langsam")


def test_a_scanner_that_opens_and_presses_everything_leaves_evidence_alone(
    browser: Browser, live_server: LiveServer, ask: Ask
) -> None:
    """A browser without a window, as gateways use it, that says it is a person's."""
    context = browser.new_context(user_agent=PHONE.replace("iPhone", "iPad"))
    links = [f"?score={score}" for score in range(11)] + ["stop/"]
    for link in links:
        page = context.new_page()
        page.goto(address(live_server, ask, link))
        buttons = page.get_by_role("button")
        for number in range(buttons.count()):
            buttons.nth(number).click()
            page.wait_for_load_state()
            buttons = page.get_by_role("button")
    context.close()

    assert not Answer.objects.exists()
    assert not Suppression.objects.exists()
    assert Attempt.objects.filter(what="post", automatic=True).count() >= 11


def test_a_form_inside_a_page_of_the_clients_and_of_nobody_else(
    phone: Callable[..., Opened], live_server: LiveServer, people: Cast, portal: str
) -> None:
    page, _ = phone()
    ours = SurveyEntryFactory(client=people.client, origins=[portal])
    others = SurveyEntryFactory(client=people.client, origins=["https://portal.example"])
    page.goto(f"{portal}/?inside={live_server.url}/a/{ours.slug}/embed/")
    frame = page.frame_locator("iframe")
    frame.get_by_role("radio", name="7", exact=True).check()
    page.wait_for_timeout(READ)
    frame.get_by_role("button", name="Send my answer").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Thank you.")
    assert Answer.objects.get().entry == ours
    assert page.context.cookies() == []

    page.goto(f"{portal}/?inside={live_server.url}/a/{others.slug}/embed/")
    expect(page.frame_locator("iframe").get_by_role("radio")).to_have_count(0)
