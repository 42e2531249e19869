from __future__ import annotations

import pytest

from tests.api.program import Program
from tests.cast import Cast


@pytest.fixture
def boss(cast: Cast) -> Program:
    return Program(cast.boss)


@pytest.fixture
def keeper(cast: Cast) -> Program:
    return Program(cast.keeper)
