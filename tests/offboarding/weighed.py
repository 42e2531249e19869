"""A case in which everything is ready to be weighed: hours, invoices and a contract on record, reviews handed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Agency
from offboarding.draws import Three
from offboarding.models import Parting
from tests.cast import Cast
from tests.factories import PartingFactory, ReviewFactory
from tests.factories.days import NOON
from tests.scenarios import Story

GUESSES = {"leaving": Three(0.01, 0.02, 0.04), "new_terms_leaving": Three(0.02, 0.03, 0.06)}  # of no score at all


def book(cast: Cast, *, others: int = 4) -> Story:
    """The cast's client takes 20 hours a week for 3,000 a month; the others pay as much for 5. An hour costs 60."""
    Agency.objects.update(cost_rate=60, target_rate=100)
    for number in range(others):
        Story(f"Other {number}", started=400).works(5, since=180).contract(3000, since=400)
    story = Story("Bakery")
    story.client = cast.client
    return story.works(20, since=180).contract(
        3000, title="Ads", notice_length=3, notice_unit="months", cure_days=30, notice_delivery="e-mail"
    )


def case(cast: Cast, state: str = "decision", **fields: Any) -> Parting:
    """Both reviews are in."""
    if state == "notice":
        fields |= {"decision": "part", "decided_on": dt.date(2026, 3, 2), "decision_why": "It does not pay."}
    made = PartingFactory(client=cast.client, state=state, **fields)
    marks = dict.fromkeys(("payment", "economics", "conduct", "fit", "fault", "mend"), 3)
    for outside, reviewer in enumerate((cast.lead, cast.rival)):
        ReviewFactory(
            parting=made, reviewer=reviewer, is_outside=bool(outside), advice="part", handed_in_at=NOON, **marks
        )
    return made
