"""The hidden side of a client: satisfaction, finance stress, the decision to leave, and how it ends.

Nobody in the agency sees any of this. Records are written from it (the other modules) and it decides the
exits, so that a score built from records alone can be judged against what truly was the case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clienthealth.demo import cast
from clienthealth.demo.calendar import Floats, Ints
from clienthealth.demo.profiles import Profile
from clienthealth.demo.world import DAYS_A_MONTH, World, stray

DECIDES = -5.5  # log hazard a week of an average client's decision to leave
BLUE = 0.0007  # exits a week that give no sign: sold, insolvent, a new head office
PARTS = -8.5  # log hazard a week that we give notice
CHAMPION = "Head of marketing"
SPELLS = {"hovers": 0.18, "nights": 0.12, "haggles": 0.16, "stalls": 0.2, "divided": 0.1, "moody": 0.12, "takes": 0.12}


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    champion: bool = False
    decider: bool = False
    senior: bool = False
    joined: int = -2000
    left: int | None = None
    heard: int | None = None  # the day on which we learnt that they left
    successor: int | None = None
    introduced: bool = False


@dataclass(frozen=True, kw_only=True)
class Life:
    """One client's hidden course. Weekly series have one entry a week of the world."""

    profile: Profile
    mood: Floats
    stress: Floats
    results: Floats  # log cost per conversion against their usual: below zero is better
    people: tuple[Person, ...]
    lapses: tuple[tuple[int, str, int], ...] = ()  # day, kind, severity
    handed_over: tuple[int, ...] = ()  # days on which they got another of our people
    periods: tuple[tuple[str, int, int, str], ...] = ()  # kind, first and last day, note
    spells: tuple[tuple[str, int, int], ...] = ()  # of SPELLS, first and last day: when they are hard to work with
    decided: int | None = None
    stayed: int | None = None  # a decision that was taken back
    notice: int | None = None
    side: str = ""
    reason: str = ""
    ended: int | None = None

    def last(self, length: int) -> int:
        """The first day on which nothing happens any more."""
        return length if self.ended is None else min(length, self.ended)

    def spell(self, kind: str, length: int) -> Floats:
        """1 on the days of a spell of that kind, else 0 (length,)."""
        found = np.zeros(length)
        for each, first, last in self.spells:
            if each == kind:
                found[max(first, 0) : max(last + 1, 0)] = 1.0
        return found

    def leaning(self, weeks: int) -> Floats:
        """How far on the way out, 0 to 1 (weeks,): rises within a month of the decision."""
        if self.decided is None:
            return np.zeros(weeks)
        week = np.arange(weeks)
        lean = np.clip((week - self.decided / 7) / 4, 0, 1)
        if self.stayed is not None:
            lean = np.where(week > self.stayed / 7, 0, lean)
        return np.asarray(lean)


def draw(world: World, profile: Profile) -> Life:
    rng = world.stream(profile.number, 1)
    weeks = world.calendar.weeks
    people = _people(world, profile, rng)
    handed_over = tuple(int(day) for day in world.departures[profile.manager] if day > profile.started + 30)
    lapses = _lapses(world, profile, rng)
    results = stray(rng, weeks, 0.97, 0.035) + _slumps(world, profile)
    mood = profile.temper + stray(rng, weeks, 0.96, 0.16) - 1.2 * results
    for day, _kind, severity in lapses:
        mood -= _fading(weeks, day / 7, 8) * 0.28 * severity
    for day in handed_over:
        mood -= _fading(weeks, day / 7, 12) * 0.45
    stress = profile.weakness + stray(rng, weeks, 0.98, 0.1) + world.strain
    life = Life(
        profile=profile, mood=mood, stress=stress, results=results, people=people, lapses=lapses,
        handed_over=handed_over, periods=_periods(world, profile, rng), spells=_spells(world, profile),
    )  # fmt: skip
    return _end(world, life, rng)


def _fading(weeks: int, begins: float, half: float) -> Floats:
    age = np.arange(weeks) - begins
    return np.asarray(np.where(age < 0, 0.0, 0.5 ** (np.maximum(age, 0) / half)))


def _people(world: World, profile: Profile, rng: np.random.Generator) -> tuple[Person, ...]:
    since = min(profile.started, 0) - int(rng.integers(30, 1500))
    people = [
        Person(cast.person_name(rng), CHAMPION, champion=True, senior=bool(rng.random() < 0.5), joined=since),
        Person(cast.person_name(rng), "Managing director", decider=True, senior=True, joined=since - 400),
    ]
    if rng.random() < 0.7:
        people.append(Person(cast.person_name(rng), "Marketing coordinator", joined=since))
    others = world.stream(profile.number, 14)
    people += [
        Person(cast.person_name(others), role, decider=True, joined=since)
        for role in ("Head of sales", "CFO")[: profile.deciders - 1]
    ]
    if rng.random() < 1 - np.exp(-0.13 * world.length / 365.25):
        left = int(rng.integers(0, world.length))
        if left > profile.started + 30:
            follows = bool(rng.random() < 0.6)
            people[0] = replace(
                people[0], left=left, heard=left + int(rng.exponential(7)), introduced=follows and rng.random() < 0.5,
                successor=len(people) if follows else None,
            )  # fmt: skip
            if follows:
                joined = left + int(rng.integers(1, 60))
                people.append(Person(cast.person_name(rng), CHAMPION, champion=True, joined=joined))
    return tuple(people)


def _lapses(world: World, profile: Profile, rng: np.random.Generator) -> tuple[tuple[int, str, int], ...]:
    first = max(0, profile.started)
    count = rng.poisson(0.028 * (world.length - first) / 7)
    days = np.sort(rng.integers(first, world.length, count))
    kinds = rng.choice(["deadline", "reply", "error", "report"], count, p=[0.3, 0.3, 0.2, 0.2])
    grave = rng.choice([1, 2, 3], count, p=[0.5, 0.4, 0.1])
    return tuple((int(day), str(kind), int(worst)) for day, kind, worst in zip(days, kinds, grave, strict=True))


def _periods(world: World, profile: Profile, rng: np.random.Generator) -> tuple[tuple[str, int, int, str], ...]:
    found = []
    if profile.started > -90:
        found.append(("onboarding", profile.started, profile.started + 60, "First two months"))
    years = world.length / 365.25
    for kind, rate, shortest, longest in (("launch", 0.7, 14, 35), ("between", 0.45, 24, 50), ("pause", 0.06, 30, 60)):
        for _ in range(rng.poisson(rate * years)):
            begins = int(rng.integers(0, world.length))
            if begins > profile.started + 70:
                found.append((kind, begins, begins + int(rng.integers(shortest, longest)), ""))
    return tuple(sorted(found, key=lambda period: period[1]))


def _spells(world: World, profile: Profile) -> tuple[tuple[str, int, int], ...]:
    """Months in which a client is hard to work with: rare, and the difficult have most of them."""
    rng = world.stream(profile.number, 12)
    count = min(5, rng.poisson(0.2 * np.exp(0.9 * profile.difficulty) * world.length / 365.25))
    kinds = rng.choice(list(SPELLS), count, p=list(SPELLS.values()))
    firsts = rng.integers(max(profile.started, 0), world.length, count)
    lasts = firsts + rng.integers(50, 160, count)
    return tuple((str(kind), int(first), int(last)) for kind, first, last in zip(kinds, firsts, lasts, strict=True))


def _slumps(world: World, profile: Profile) -> Floats:
    """Campaigns that tire: log cost of a result, up within a month, gone after some more (weeks,)."""
    rng = world.stream(profile.number, 13)
    found, week = np.zeros(world.calendar.weeks), np.arange(world.calendar.weeks)
    for _ in range(rng.poisson(0.12 * world.length / 365.25)):
        begins, lasts = int(rng.integers(world.calendar.weeks)), rng.uniform(8, 20)
        found += rng.uniform(0.2, 0.5) * np.clip(np.minimum((week - begins) / 4, (begins + lasts - week) / 6 + 1), 0, 1)
    return np.asarray(found)


def _end(world: World, life: Life, rng: np.random.Generator) -> Life:
    """Walk through the weeks until the client decides, we do, or the world ends."""
    profile, weeks = life.profile, world.calendar.weeks
    tenure = (np.arange(weeks) * 7 - profile.started) / DAYS_A_MONTH
    leaving = DECIDES - 1.0 * life.mood + 0.35 * life.stress + 0.4 * (tenure < 8) - 0.4 * (tenure > 36)
    leaving += 0.6 * (deadline_in(world, profile) < 75)
    for person in life.people:
        if person.champion and person.left is not None:
            leaving += 1.3 * _fading(weeks, person.left / 7, 12)
    parting = PARTS + 0.9 * profile.difficulty + 0.8 * life.stress
    chance = rng.random((3, weeks))
    served = tenure > 1
    exits = (
        served & (chance[0] < np.exp(leaving)), served & (chance[1] < BLUE), served & (chance[2] < np.exp(parting))
    )  # fmt: skip
    first = [int(np.flatnonzero(mask)[0]) if mask.any() else weeks + 1 for mask in exits]
    if min(first) > weeks:
        return life
    if first[0] == min(first):
        return _decide(world, life, first[0] * 7 + int(rng.integers(7)), rng)
    side = "client" if first[1] == min(first) else "agency"
    reason = "Sold to a group with an agency of its own" if side == "client" else "We ended it"
    return _notice(world, life, min(first) * 7 + int(rng.integers(7)), side, reason, rng)


def _decide(world: World, life: Life, day: int, rng: np.random.Generator) -> Life:
    life = replace(life, decided=day)
    if rng.random() < 0.1:
        return replace(life, stayed=day + int(rng.integers(30, 90)))
    waits = int(np.clip(rng.lognormal(np.log(42), 0.5), 5, 200))
    deadline = deadline_in(world, life.profile)[min(day // 7, world.calendar.weeks - 1)]
    if 10 < deadline < 150 and rng.random() < 0.7:
        waits = min(waits, int(deadline) - int(rng.integers(0, 9)))
    reason = str(rng.choice(["Another agency", "Takes it in-house", "Costs", "Results", "Change of direction"]))
    side = "both" if rng.random() < 0.05 else "client"
    return _notice(world, life, day + max(waits, 3), side, reason, rng)


def _notice(world: World, life: Life, day: int, side: str, reason: str, rng: np.random.Generator) -> Life:
    if day >= world.length:
        return life
    served = life.profile.notice_months * DAYS_A_MONTH * rng.uniform(0.5, 1.1)
    return replace(life, notice=day, side=side, reason=reason, ended=day + int(served))


def deadline_in(world: World, profile: Profile) -> Floats:
    """Days from each week to the next last day to give notice (weeks,)."""
    term = profile.term_months * DAYS_A_MONTH
    before = profile.started + term - profile.notice_months * DAYS_A_MONTH
    return np.asarray((before - np.arange(world.calendar.weeks) * 7.0) % term)


def weekly(series: Floats, days: Ints) -> Floats:
    """A weekly series at some days."""
    return np.asarray(series[np.clip(days // 7, 0, len(series) - 1)])
