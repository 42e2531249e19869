"""A real browser against a real server."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.watch import Watch
from tests.cast import Cast, assemble
from tests.plugins.browser import launch_options

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the thread that also uses the database
expect.set_options(timeout=15_000)  # ms; costs nothing where all is well, and a busy machine is no failure


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """The cast, committed, so that the server sees them."""
    return assemble()


@pytest.fixture
def watch(page: Page, live_server: LiveServer) -> Watch:
    return Watch(page)


def log_in(context: BrowserContext, server: LiveServer, user: User) -> None:
    """A session as the login would make it, without typing."""
    from django.conf import settings
    from django.test import Client as Browser

    browser = Browser()
    browser.force_login(user)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
