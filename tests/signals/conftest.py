"""Properties are checked without a time limit: a busy machine is no counter-example."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.plugins.worlds import WORLDS
from tests.signals import portfolio as made

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

WORLDS["portfolio"] = made.load


@pytest.fixture
def portfolio(db: None) -> None:
    """Forty clients and what was written down about them until noon of `portfolio.TODAY`."""
