"""The signs that the product owes, with the harmless readings that each churn sign must rule out.

A test file of a sign shows it firing in a test whose name begins with `test_it_fires`, and each harmless reading in
one that begins with `test_benign_<key of the reading>`. Whatever else a sign must have is a test `@EVERY_SIGN`.
"""

from __future__ import annotations

import pytest

CHURN: dict[str, tuple[str, ...]] = {
    "new_account_user": ("colleague", "our_staff"),
    "contact_departed": ("planned_successor",),
    "low_nps": (),
    "gone_quiet": ("holidays", "always_quiet", "between_phases"),
    "sudden_questions": ("launch", "new_contact", "onboarding"),
    "budget_cut": ("season", "more_efficient"),
    "slow_replies": (),
    "results_down": ("market", "own_season"),
    "renewal_near": (),
    "deliverables_unopened": ("other_channel",),
}
FIRE = (
    "late_payments",
    "growing_debt",
    "refuses_prepayment",
    "haggling",
    "scope_creep",
    "time_thief",
    "unprofitable",
    "micromanagement",
    "out_of_hours",
    "disrespect",
    "ignores_advice",
    "unrealistic_expectations",
    "unclear_goals",
    "internal_politics",
    "grass_is_greener",
    "erratic_behaviour",
    "unresponsive",
    "unethical_request",
)
BEYOND = ("rival_agency",)  # patterns of several signs, with an alert of their own

EVERY_SIGN = pytest.mark.parametrize("key", [*CHURN, *FIRE, *BEYOND])
EVERY_CHURN_SIGN = pytest.mark.parametrize(("key", "readings"), CHURN.items(), ids=[*CHURN])
