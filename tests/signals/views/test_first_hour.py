"""The first hour: what each source would open."""

from __future__ import annotations

from typing import Any

from django.test import Client as Browser

from accounts.models import Role
from signals.detectors import DETECTORS
from signals.views.first_hour import OPENS
from tests.cast import Cast
from tests.factories import InvoiceFactory, UserFactory


def page_of(browser: Browser) -> Any:
    answer = browser.get("/first-hour/")
    assert answer.status_code == 200
    return answer.context["page"]


def test_every_sign_is_opened_by_one_source() -> None:
    assert sorted(key for keys in OPENS.values() for key in keys) == sorted(detector.key for detector in DETECTORS)


def test_nothing_is_open_before_anything_is_there(db: None) -> None:
    browser = Browser()
    browser.force_login(UserFactory(role=Role.OWNER))

    page = page_of(browser)

    assert (page.signs_open, page.done) == (0, [])
    assert page.signs_total == len(DETECTORS)


def test_a_source_that_is_there_is_ticked(cast: Cast) -> None:
    InvoiceFactory(client=cast.client)

    page = page_of(cast.browser("boss"))

    assert set(page.done) == {"clients", "invoices", "team"}
    assert page.signs_open == len(OPENS["clients"]) + len(OPENS["invoices"])


def test_only_owners_are_led_to_the_people(cast: Cast) -> None:
    assert "people" in page_of(cast.browser("boss")).urls
    assert "people" not in page_of(cast.browser("keeper")).urls
