"""Every sign, in the order in which pages list them. Adding one is a file, a line, a test and a page."""

from signals.detection import SHIPPED_VALUES, Detector
from signals.detectors import (
    budget_cut,
    contact_departed,
    deliverables_unopened,
    gone_quiet,
    growing_debt,
    late_payments,
    low_nps,
    low_pulse,
    new_account_user,
    observed,
    out_of_hours,
    own_lapses,
    renewal_near,
    results_down,
    scope_creep,
    slow_replies,
    sudden_questions,
    tenure,
    time_thief,
    unprofitable,
)

DETECTORS: tuple[Detector, ...] = (
    contact_departed.DETECTOR,
    new_account_user.DETECTOR,
    low_nps.DETECTOR,
    gone_quiet.DETECTOR,
    sudden_questions.DETECTOR,
    slow_replies.DETECTOR,
    budget_cut.DETECTOR,
    results_down.DETECTOR,
    deliverables_unopened.DETECTOR,
    renewal_near.DETECTOR,
    late_payments.DETECTOR,
    growing_debt.DETECTOR,
    scope_creep.DETECTOR,
    time_thief.DETECTOR,
    unprofitable.DETECTOR,
    out_of_hours.DETECTOR,
    observed.DETECTOR,
    own_lapses.DETECTOR,
    low_pulse.DETECTOR,
    tenure.DETECTOR,
)
BY_KEY = {detector.key: detector for detector in DETECTORS}
BY_FACTOR = {factor: detector for detector in DETECTORS for factor in detector.factors}
SHIPPED_VALUES.update({detector.key: detector.parameters for detector in DETECTORS})

__all__ = ["BY_FACTOR", "BY_KEY", "DETECTORS"]
