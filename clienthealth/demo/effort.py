"""Our hours by kind, and what was asked for beyond the agreement."""

from __future__ import annotations

import numpy as np

from clienthealth.demo import cast
from clienthealth.demo.lives import Life, weekly
from clienthealth.demo.messages import QUIET
from clienthealth.demo.sheets import Book, Table, table
from clienthealth.demo.world import World

ENTRY = 130.0  # minutes, on average
ASKS = ("Another landing page", "A second round of banners", "Figures for the board", "Help with the web shop",
        "A campaign at short notice", "New product photos", "A workshop for the sales team")  # fmt: skip


def draw(world: World, life: Life) -> Book:
    profile = life.profile
    if "hours" not in profile.sources:
        return {}
    rng = world.stream(profile.number, 6)
    share = 0.85 + 0.12 * max(0.0, profile.difficulty) + rng.normal(0, 0.08)
    return {"timeentry": entries(world, life, rng, max(0.4, share)), "scoperequest": _requests(world, life, rng)}


def entries(world: World, life: Life, rng: np.random.Generator, share: float) -> Table:
    """Time entries; `share` is the part of the agreed hours that is worked in a usual month."""
    profile = life.profile
    size = ENTRY / world.volume.entries
    pace = world.calendar.pace("DK")
    for kind, first, last, _note in life.periods:
        pace[max(first, 0) : max(last + 1, 0)] *= min(1.6, max(0.4, QUIET[kind]))
    pace[: max(0, profile.started)] = 0
    pace[life.last(world.length) :] = 0
    takes, hovers = life.spell("takes", world.length), life.spell("hovers", world.length)
    rate = pace * profile.hours * 60 * share / size / 20.5 * (1 + 0.3 * takes + 0.1 * hovers)
    days = np.repeat(np.arange(world.length, dtype=np.int64), rng.poisson(rate))
    trouble = np.clip(weekly(-life.mood, days), 0, 1.5) + max(0.0, profile.difficulty)
    support = rng.random(len(days)) < np.clip(0.12 + 0.03 * trouble + 0.3 * takes[days], 0, 0.7)
    other = rng.choice([1, 3, 4, 5], len(days), p=[0.7, 0.1, 0.12, 0.08])
    other = np.where(rng.random(len(days)) < 0.3 * hovers[days], 3, other)
    return {
        "occurred_on": days,
        "minutes": np.clip(np.rint(rng.gamma(2.2, size / 2.2, len(days)) / 15), 1, 40).astype(np.int64) * 15,
        "kind": np.where(support, 2, other),
        "billable": ~support & (other != 5),
        "person": [cast.MANAGERS[profile.manager % len(cast.MANAGERS)].name] * len(days),
        "known": (days + rng.choice([0, 1, 4], len(days), p=[0.6, 0.3, 0.1])) * 1440 + 1110,
    }


def _requests(world: World, life: Life, rng: np.random.Generator) -> Table:
    profile, last = life.profile, life.last(world.length)
    first = max(profile.started, 0)
    count = rng.poisson(0.045 * np.exp(0.6 * profile.difficulty) * max(0, last - first) / 7)
    eager = np.flatnonzero(rng.random(world.length) < 0.035 * life.spell("takes", world.length))
    asked = np.concatenate([rng.integers(first, max(last, first + 1), count), eager[(eager >= first) & (eager < last)]])
    rows = []
    for day in np.sort(asked).tolist():
        inside = bool(rng.random() < 0.3)
        rows.append({
            "asked_on": day, "what": ASKS[int(rng.integers(len(ASKS)))], "in_scope": inside,
            "minutes": int(rng.integers(2, 24)) * 30, "billed": not inside and bool(rng.random() < 0.45),
            "by": profile.manager, "known": (day + int(rng.integers(1, 8))) * 1440,
        })  # fmt: skip
    return table("scoperequest", rows)
