"""THE ROUTE TABLE: every address of the product, and what each of the cast gets there.

A new address needs a row in its app's file, or `tests/test_routes.py` fails. Columns, in order:

    boss  lead  keeper (looks after the client)  teammate  observer  outsider (another team)  nobody
"""

from __future__ import annotations

from tests.routes.accounts import ACCOUNTS
from tests.routes.api import API
from tests.routes.house import HOUSE
from tests.routes.letters import LETTERS
from tests.routes.loops import LOOPS
from tests.routes.offboarding import OFFBOARDING
from tests.routes.prospects import PROSPECTS
from tests.routes.signals import SIGNALS
from tests.routes.surveys import SURVEYS
from tests.routes.surveys_desk import DESK
from tests.routes.table import WHO, Route

ROUTES = [*SIGNALS, *ACCOUNTS, *OFFBOARDING, *LETTERS, *PROSPECTS, *SURVEYS, *DESK, *LOOPS, *API, *HOUSE]
# Addresses of single sign-on exist where the environment names a provider; they lead to that provider.
BY_PROVIDER = ("google_", "microsoft_")

__all__ = ["BY_PROVIDER", "ROUTES", "WHO", "Route"]
