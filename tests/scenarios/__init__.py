"""Tell a client's story in facts on a real database, and read one sign of it.

    story = Story("Bakery").writes(per_week=3, since=240, until=36).invoice(due=40, late=12)
    strengths, reading, evidence = read("gone_quiet", story)

Days count backwards from `TODAY`, a Monday: `since=240` is 240 days before it, `until=0` is today. Facts are declared
known when they happened, as a first import does, so a story can be read on any day of its past. What is learnt later
than it happened is told inside `learnt(days_ago)`.
"""

from tests.scenarios.keeping import TODAY, agency, ago, holidays, learnt, moment, rate
from tests.scenarios.reading import Told, alert_strength, opens, read, scope_for, sentence, stands, strength
from tests.scenarios.story import Story

__all__ = [
    "TODAY", "Story", "Told", "agency", "ago", "alert_strength", "holidays", "learnt", "moment", "opens", "rate",
    "read", "scope_for", "sentence", "stands", "strength",
]  # fmt: skip
