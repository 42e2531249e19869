"""Every sign, in the order in which pages list them. Adding one is a file, a line, a test and a page."""

from signals.detection import SHIPPED_VALUES, Detector
from signals.detectors import (
    budget_cut,
    contact_departed,
    disrespect,
    erratic_behaviour,
    gone_quiet,
    grass_is_greener,
    growing_debt,
    haggling,
    ignores_advice,
    internal_politics,
    late_payments,
    low_nps,
    low_pulse,
    micromanagement,
    new_account_user,
    out_of_hours,
    own_lapses,
    refuses_prepayment,
    renewal_near,
    rival_agency,
    scope_creep,
    sudden_questions,
    tenure,
    unclear_goals,
    unethical_request,
    unrealistic_expectations,
    unresponsive,
)

DETECTORS: tuple[Detector, ...] = (
    contact_departed.DETECTOR,
    new_account_user.DETECTOR,
    rival_agency.DETECTOR,
    low_nps.DETECTOR,
    gone_quiet.DETECTOR,
    sudden_questions.DETECTOR,
    budget_cut.DETECTOR,
    renewal_near.DETECTOR,
    late_payments.DETECTOR,
    growing_debt.DETECTOR,
    scope_creep.DETECTOR,
    disrespect.DETECTOR,
    ignores_advice.DETECTOR,
    unrealistic_expectations.DETECTOR,
    erratic_behaviour.DETECTOR,
    micromanagement.DETECTOR,
    unresponsive.DETECTOR,
    out_of_hours.DETECTOR,
    haggling.DETECTOR,
    refuses_prepayment.DETECTOR,
    unclear_goals.DETECTOR,
    grass_is_greener.DETECTOR,
    internal_politics.DETECTOR,
    unethical_request.DETECTOR,
    own_lapses.DETECTOR,
    low_pulse.DETECTOR,
    tenure.DETECTOR,
)
BY_KEY = {detector.key: detector for detector in DETECTORS}
BY_FACTOR = {factor: detector for detector in DETECTORS for factor in detector.factors}
SHIPPED_VALUES.update({detector.key: detector.parameters for detector in DETECTORS})

__all__ = ["BY_FACTOR", "BY_KEY", "DETECTORS"]
