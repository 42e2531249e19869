"""What a client is like for as long as we know them: size, habits, terms, and which sources are connected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clienthealth.demo import cast
from clienthealth.demo.world import World

LANGUAGE = {"DK": "da", "DE": "de", "AT": "de", "ES": "es"}
PER_EURO = {"EUR": 1.0, "DKK": 7.46, "GBP": 0.86, "USD": 1.09}
SOURCES = {"mail": 0.8, "ads": 0.75, "hours": 0.82, "survey": 0.8, "billing": 0.85, "links": 0.7, "pulse": 0.75}
GOALS = (
    "Grow online orders by a fifth within a year, at the same cost per order.",
    "Sixty qualified enquiries a month before the next season.",
    "Enter a second country without giving up the margin at home.",
    "Halve the dependence on marketplaces in two years.",
)


@dataclass(frozen=True, kw_only=True)
class Profile:
    number: int
    company: cast.Company
    currency: str = "EUR"
    fee: int  # cents a month, in `currency`
    hours: float  # a month, as agreed
    manager: int
    started: int  # day, negative before the world began
    kind: str = "retainer"
    terms: int = 14  # days to pay
    notice_months: int = 3
    term_months: int = 12
    pays_late: float = 2.0  # own habit, days beyond terms
    pay_spread: float = 2.0
    writes: float = 1.4  # messages of their own a week
    hears: float = 1.6  # messages of ours a week
    reply_hours: float = 5.0
    our_reply_hours: float = 3.0
    night: float = 0.04  # share of their messages out of hours
    asks: float = 0.55  # questions a message
    temper: float = 0.4  # satisfaction they come back to
    difficulty: float = 0.0
    weakness: float = 0.0  # finance stress they come back to
    voices: bool = True  # says so when unhappy; otherwise leaves in silence
    ad_budget: int = 0  # cents a month
    cost_per: float = 30.0  # currency units a conversion
    sources: frozenset[str] = frozenset(SOURCES)
    survey_weeks: int = 26
    goals: str = GOALS[0]
    prepaid: bool = False  # the month is paid before it begins
    deciders: int = 1

    @property
    def language(self) -> str:
        return LANGUAGE.get(self.company.country, "en")

    @property
    def segment(self) -> str:
        euros = self.fee / PER_EURO[self.currency] / 100
        return "Small" if euros < 3000 else "Middle" if euros < 9000 else "Large"


def draw(world: World, number: int) -> Profile:
    rng = world.stream(number, 0)
    company = cast.company(number, rng)
    currency = _currency(company.country, rng)
    euros = float(np.clip(rng.lognormal(np.log(4600), 0.75), 900, 40_000))
    slow = rng.random() < 0.18
    loud = rng.normal(0, 0.45)
    return Profile(
        number=number,
        company=company,
        currency=currency,
        fee=round(euros * PER_EURO[currency] / 100) * 10_000,
        hours=float(round(euros / rng.uniform(95, 130))),
        manager=int(rng.integers(world.managers)),
        started=_started(world, rng),
        kind=str(rng.choice(["retainer", "project", "performance"], p=[0.85, 0.08, 0.07])),
        terms=int(rng.choice([14, 14, 30])),
        notice_months=int(rng.choice([1, 2, 3, 3])),
        term_months=int(rng.choice([6, 12, 12, 24])),
        pays_late=float(rng.uniform(18, 35) if slow else rng.gamma(2, 1.3)),
        pay_spread=float(rng.uniform(1, 4)),
        writes=float(np.clip(np.exp(np.log(1.4) + loud + 0.15 * np.log(euros / 4600)), 0.25, 8)),
        hears=float(np.clip(np.exp(np.log(1.6) + rng.normal(0, 0.3) + 0.2 * np.log(euros / 4600)), 0.4, 8)),
        reply_hours=float(rng.lognormal(np.log(5), 0.6)),
        our_reply_hours=float(rng.lognormal(np.log(3), 0.3)),
        night=float(rng.beta(1, 16)),
        asks=float(rng.gamma(4, 0.14)),
        temper=float(rng.normal(0.4, 0.7)),
        difficulty=float(rng.normal(0, 1)),
        weakness=float(rng.normal(-0.2, 0.6)),
        voices=bool(rng.random() < 0.5),
        ad_budget=round(euros * rng.lognormal(np.log(2.2), 0.6) * PER_EURO[currency] / 100) * 10_000,
        cost_per=float(rng.lognormal(np.log(32), 0.6) * PER_EURO[currency]),
        sources=frozenset(name for name, share in SOURCES.items() if rng.random() < share),
        survey_weeks=int(rng.choice([13, 26, 26])),
        goals=GOALS[int(rng.integers(len(GOALS)))] if rng.random() < 0.88 else "",
        prepaid=bool(rng.random() < 0.3),
        deciders=int(rng.choice([1, 2, 3], p=[0.75, 0.2, 0.05])),
    )


def _currency(country: str, rng: np.random.Generator) -> str:
    own = {"DK": ("DKK", 0.35), "GB": ("GBP", 0.9), "US": ("USD", 0.95)}.get(country, ("EUR", 1.0))
    return own[0] if rng.random() < own[1] else "EUR"


def _started(world: World, rng: np.random.Generator) -> int:
    """As many begin within the world as leave it, so that the portfolio keeps its size."""
    share = 1 - np.exp(-0.22 * world.length / 365.25)
    if rng.random() < share:
        return int(rng.integers(0, max(1, world.length - 45)))
    return -int(np.clip(rng.gamma(1.6, 560), 20, 3600))
