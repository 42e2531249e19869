"""The demo is loaded once and lived once, for all tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clienthealth.demo import agency
from tests.demo import made
from tests.plugins.worlds import WORLDS

WORLDS["demo"] = made.make_demo
WORLDS["lived"] = made.make_lived


@pytest.fixture(scope="session", autouse=True)
def logins_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The passwords of a demo that somebody uses on this machine stay as they are."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agency, "login_file", lambda: folder / "demo-login")
        yield


@pytest.fixture
def demo(db: None) -> str:
    """The demo without its life; what the command said."""
    return made.SAID["demo"]


@pytest.fixture
def lived(db: None) -> str:
    """The demo with its life; what that command said."""
    return made.SAID["lived"]
