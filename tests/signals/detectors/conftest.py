"""Every test here reads signs off a real database."""

import pytest


@pytest.fixture(autouse=True)
def on_a_database(db: None) -> None:
    """Nothing is kept between tests."""
