"""Playwright leaves its event loop marked as running in the worker's thread. Tests without a browser do not see it.

Whether a loop runs is also what Django's connections are told apart by: a world loaded without it would never be
taken back with it. So in tests a thread has one connection, whatever runs in it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from django.db import connections

connections._connections = threading.local()  # type: ignore[attr-defined]


@contextmanager
def _hidden(item: pytest.Item) -> Generator[None]:
    """While a test without a browser runs, its thread has no running loop, as in production."""
    found = None if "playwright" in getattr(item, "fixturenames", ()) else asyncio._get_running_loop()
    if found is None:
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(found)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    with _hidden(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    with _hidden(item):
        yield
