from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.mailserver import MailServer, mail_server


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that this process writes to."""
    with mail_server(settings) as made:
        yield made
