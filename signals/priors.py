"""The experts' priors: every factor with its weight, the doubt about it, and the ground it stands on.

Pure data; the first scorecard version is made from it. Weights are log-odds for evidence 1 against evidence 0.
`sigma` is how far learning from outcomes may move the weight; fire weights are judgement in writing, sigma 0, never
learnt. `mean` and `sd` of the evidence are what an agency with few clients starts from until its own frame takes
over; they are placeholders by judgement of how often a sign fires, not measurements.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["churn", "fire"]
Dimension: TypeAlias = Literal["money", "effort", "voice", "communication", "advertising", "relationship", "conduct"]

DIMENSIONS: tuple[Dimension, ...] = (
    "money",
    "effort",
    "voice",
    "communication",
    "advertising",
    "relationship",
    "conduct",
)


def gettext_noop(message: str) -> str:
    """Mark for translation without Django; the page that shows it translates."""
    return message


@dataclass(frozen=True, slots=True)
class Factor:
    """One kind of evidence on one side. `weight` in log-odds; `mean` and `sd` of its evidence as shipped."""

    key: str
    side: Side
    dimension: Dimension
    weight: float
    sigma: float
    mean: float
    sd: float
    ground: str = ""


_JUDGEMENT = gettext_noop("Judgement; no usable published effect.")
_NPS = gettext_noop("For: de Haan 2015. Against NPS alone: Keiningham 2007, Morgan & Rego 2006.")
_DEFAULT = gettext_noop("Ciampi 2018, for default; shrunk, as leaving is not defaulting.")
_FIRE = gettext_noop("The agency's judgement in writing; never learnt from its own past partings.")

CHURN: tuple[Factor, ...] = (
    Factor("late_payments", "churn", "money", 0.7, 1.0, 0.10, 0.22, _DEFAULT),
    Factor("growing_debt", "churn", "money", 0.4, 1.0, 0.10, 0.22, _DEFAULT),
    Factor("gone_quiet", "churn", "communication", 0.9, 1.0, 0.09, 0.20, _JUDGEMENT),
    Factor("sudden_questions", "churn", "communication", 0.4, 1.0, 0.04, 0.11, _JUDGEMENT),
    Factor("nps_detractor", "churn", "voice", 0.9, 0.7, 0.09, 0.23, _NPS),
    Factor("nps_drop", "churn", "voice", 0.5, 0.7, 0.07, 0.19, _NPS),
    Factor(
        "nps_mute",
        "churn",
        "voice",
        0.35,
        1.0,
        0.15,
        0.35,
        gettext_noop("One company's figures, heavily shrunk."),
    ),
    Factor("nps_promoter", "churn", "voice", -0.6, 0.7, 0.22, 0.33, _NPS),
    Factor("budget_cut", "churn", "advertising", 0.9, 1.0, 0.09, 0.22, _JUDGEMENT),
    Factor("results_down", "churn", "advertising", 0.6, 1.0, 0.09, 0.21, _JUDGEMENT),
    Factor("slow_replies", "churn", "communication", 0.4, 1.0, 0.05, 0.15, _JUDGEMENT),
    Factor("deliverables_unopened", "churn", "communication", 0.3, 1.0, 0.09, 0.22, _JUDGEMENT),
    Factor(
        "contact_departed",
        "churn",
        "relationship",
        1.1,
        1.0,
        0.06,
        0.19,
        gettext_noop("Vendor studies, shrunk; direction: Broschak & Block 2014."),
    ),
    Factor("new_account_user", "churn", "advertising", 1.0, 1.0, 0.05, 0.17, _JUDGEMENT),
    Factor("scope_creep", "churn", "effort", 0.2, 0.7, 0.12, 0.25, _JUDGEMENT),
    Factor(
        "renewal_near",
        "churn",
        "relationship",
        0.7,
        0.5,
        0.12,
        0.27,
        gettext_noop("ANA/4As 2025: tenure of 3.8 years with frequent reviews, 8.1 without."),
    ),
    Factor(
        "own_lapses",
        "churn",
        "relationship",
        0.6,
        0.5,
        0.10,
        0.20,
        gettext_noop("Setup 2024: delivery is the clients' first reason to leave; Shi 2017."),
    ),
    Factor("tenure_new", "churn", "relationship", 0.3, 0.7, 0.15, 0.35, _JUDGEMENT),
    Factor("tenure_mature", "churn", "relationship", -0.3, 0.7, 0.35, 0.40, _JUDGEMENT),
    Factor("low_pulse", "churn", "relationship", 0.5, 1.0, 0.12, 0.25, _JUDGEMENT),
)


def _fire(key: str, dimension: Dimension, weight: float, mean: float, sd: float) -> Factor:
    return Factor(f"fire_{key}", "fire", dimension, weight, 0.0, mean, sd, _FIRE)


FIRE: tuple[Factor, ...] = (
    _fire("late_payments", "money", 0.8, 0.13, 0.26),
    _fire("growing_debt", "money", 0.9, 0.10, 0.22),
    _fire("broken_promises", "money", 0.6, 0.21, 0.10),
    _fire("scope_creep", "effort", 0.7, 0.12, 0.25),
    _fire("time_thief", "effort", 0.6, 0.07, 0.19),
    _fire("unprofitable", "money", 1.2, 0.08, 0.21),
    _fire("disrespect", "conduct", 1.0, 0.03, 0.13),
    _fire("ignores_advice", "conduct", 0.4, 0.05, 0.16),
    _fire("micromanagement", "effort", 0.4, 0.05, 0.16),
    _fire("unrealistic_expectations", "conduct", 0.4, 0.05, 0.16),
    _fire("unresponsive", "communication", 0.4, 0.06, 0.17),
    _fire("out_of_hours", "communication", 0.3, 0.05, 0.16),
    _fire("haggling", "money", 0.3, 0.05, 0.16),
    _fire("refuses_prepayment", "money", 0.3, 0.03, 0.13),
    _fire("unclear_goals", "relationship", 0.3, 0.05, 0.16),
    _fire("grass_is_greener", "relationship", 0.3, 0.03, 0.13),
    _fire("erratic_behaviour", "conduct", 0.3, 0.03, 0.13),
    _fire("internal_politics", "relationship", 0.2, 0.03, 0.13),
)
