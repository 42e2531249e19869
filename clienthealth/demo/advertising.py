"""Ad accounts: budgets, daily results, and who may enter."""

from __future__ import annotations

from typing import Any

import numpy as np

from clienthealth.demo.calendar import Floats
from clienthealth.demo.lives import Life
from clienthealth.demo.profiles import Profile
from clienthealth.demo.sheets import Book, Table, table
from clienthealth.demo.world import World

Row = dict[str, Any]
Step = tuple[int, float, str, str]  # day, factor, made by, reason
RIVALS = (("Brightpath Media", "brightpath"), ("Kontrast Digital", "kontrast"), ("Fernsicht Media", "fernsicht"))


def draw(world: World, life: Life) -> Book:
    profile = life.profile
    if "ads" not in profile.sources:
        return {}
    rng = world.stream(profile.number, 5)
    steps = _steps(world, life, rng)
    return {
        "adaccount": account(profile),
        "budget": budgets(life, steps),
        "adresult": results(world, life, steps, rng),
        **_access(world, life, rng),
    }


def account(profile: Profile) -> Table:
    number = f"{100 + profile.number // 10_000:03d}-{profile.number % 10_000:04d}-{7 * profile.number % 1000:03d}"
    row = {
        "platform": "google_ads", "number": number, "name": profile.company.name, "currency": profile.currency,
        "value_is_money": True, "known": max(profile.started, -30) * 1440,
    }  # fmt: skip
    return table("adaccount", [row])


def _steps(world: World, life: Life, rng: np.random.Generator) -> list[Step]:
    """Every lasting change of the budget: fear, saving, growth, the decision, and our own hand."""
    found: list[Step] = []
    last, week = life.last(world.length), world.calendar.weeks
    for month in range(max(life.profile.started, 0) + 45, last, 30):
        at = min(month // 7, week - 1)
        stress, results = float(life.stress[at]), float(life.results[at])
        day = month + int(rng.integers(0, 20))
        draw = rng.random()
        if draw < 0.07 * max(stress, 0):
            found.append((day, rng.uniform(0.6, 0.85), "client", "Costs have to come down"))
        elif draw < 0.07 * max(stress, 0) + 0.25 * max(-results - 0.08, 0):
            found.append((day, rng.uniform(0.72, 0.88), "client", "Same sales for less"))
        elif draw > 0.975:
            found.append((day, rng.uniform(1.1, 1.3), "client", "More of what works"))
        elif draw > 0.955:
            found.append((day, rng.uniform(0.7, 0.9), "us", "Moved to another channel"))
    if life.decided is not None and rng.random() < 0.45:
        found.append((life.decided + int(rng.integers(5, 40)), rng.uniform(0.4, 0.8), "client", ""))
    return sorted((step for step in found if step[0] < last), key=lambda step: step[0])


def budgets(life: Life, steps: list[Step]) -> Table:
    profile = life.profile
    level = float(profile.ad_budget)
    rows = [_budget(profile, profile.started, level, "us", "As agreed at the start")]
    for day, factor, made_by, reason in steps:
        level *= factor
        if day != rows[-1]["starts"]:
            rows.append(_budget(profile, day, level, made_by, reason))
    return table("budget", rows)


def _budget(profile: Profile, day: int, level: float, made_by: str, reason: str) -> Row:
    return {
        "ad_account": 0, "starts": day, "monthly": round(level / 10_000) * 10_000, "currency": profile.currency,
        "made_by": made_by, "reason": reason, "known": (day + 1) * 1440 + 300,
    }  # fmt: skip


def results(world: World, life: Life, steps: list[Step], rng: np.random.Generator) -> Table:
    profile = life.profile
    level = np.full(world.length, profile.ad_budget / 30.4)
    for day, factor, _made_by, _reason in steps:
        level[max(day, 0) :] *= factor
    season = world.season(profile.company.industry)
    cost = level * (0.6 + 0.4 * season) * rng.lognormal(0, 0.12, world.length)
    per = profile.cost_per * np.exp((life.results + world.market)[world.calendar.week]) / season**0.5
    conversions = rng.poisson(np.minimum(cost / 100 / per, 1e6)).astype(np.float64)
    first = max(profile.started, 0, 0 if world.volume.ad_days is None else world.length - world.volume.ad_days)
    days = np.arange(first, life.last(world.length), dtype=np.int64)
    return _daily(profile, days, cost, conversions, rng)


def _daily(profile: Profile, days: Any, cost: Floats, conversions: Floats, rng: np.random.Generator) -> Table:
    basket = profile.cost_per * 4.2 * rng.lognormal(0, 0.1, len(days))
    return {
        "ad_account": np.zeros(len(days), dtype=np.int64),
        "occurred_on": days,
        "cost": np.rint(cost[days]).astype(np.int64),
        "clicks": rng.poisson(np.minimum(cost[days] / 90, 1e7)),
        "conversions": (conversions[days] * 100).astype(np.int64),
        "value": np.rint(conversions[days] * basket * 100).astype(np.int64),
        "currency": [profile.currency] * len(days),
        "known": (days + 1) * 1440 + 300,
    }


def _access(world: World, life: Life, rng: np.random.Generator) -> Book:
    profile, last = life.profile, life.last(world.length)
    years = world.length / 365.25
    people = [ours(profile.started, "team"), _user(profile.started, f"ads@{profile.company.domain}", True)]
    links: list[Row] = []
    for _ in range(rng.poisson(0.3 * years)):
        day = int(rng.integers(0, world.length))
        people.append(_user(day, f"marketing{day}@{profile.company.domain}", bool(rng.random() < 0.5)))
    tools = rng.integers(0, world.length, rng.poisson(0.06 * years)).tolist()
    people += [{**_user(day, "feeds@toolhouse.example", False), "relation": "other"} for day in tools]
    people += [ours(day, f"team{day}") for day in life.handed_over]
    shops = _shopping(world, life, rng)
    if shops is not None and rng.random() < 0.45:
        people.append(rival(shops, int(rng.integers(len(RIVALS))), str(rng.choice(["Standard", "Admin", "Export"]))))
    if shops is not None and rng.random() < 0.3:
        links.append(link(shops + int(rng.integers(0, 10)), int(rng.integers(len(RIVALS)))))
    people = [row for row in people if profile.started <= row["granted_on"] < last]
    links = [row for row in links if profile.started <= row["linked_on"] < last]
    return {"accountaccess": table("accountaccess", people), "managerlink": table("managerlink", links)}


def _shopping(world: World, life: Life, rng: np.random.Generator) -> int | None:
    """The day on which another agency is let in: after the decision, or once in a while for an honest audit."""
    if life.decided is not None and life.reason != "Takes it in-house":
        return life.decided + int(rng.integers(7, 60))
    if rng.random() < 0.03 * world.length / 365.25:
        return int(rng.integers(0, world.length))
    return None


def ours(day: int, who: str) -> Row:
    return {
        "ad_account": 0, "email": f"{who}@nordlys.example", "role": "Admin", "granted_on": day, "relation": "ours",
        "announced": True, "known": (day + 1) * 1440 + 300,
    }  # fmt: skip


def _user(day: int, email: str, announced: bool) -> Row:
    return {
        "ad_account": 0, "email": email, "role": "Standard", "granted_on": day, "relation": "client",
        "announced": announced, "known": (day + 1) * 1440 + 300,
    }  # fmt: skip


def rival(day: int, nth: int, role: str = "Standard") -> Row:
    return {
        "ad_account": 0, "email": f"dan@{RIVALS[nth][1]}.example", "role": role, "granted_on": day,
        "relation": "agency", "announced": False, "known": (day + 1) * 1440 + 300,
    }  # fmt: skip


def link(day: int, nth: int) -> Row:
    return {
        "ad_account": 0, "manager_number": f"777-{nth:04d}-001", "manager_name": RIVALS[nth][0], "linked_on": day,
        "relation": "agency", "announced": False, "known": (day + 1) * 1440 + 300,
    }  # fmt: skip
