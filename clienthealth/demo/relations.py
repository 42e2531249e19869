"""What our own people write down: people leaving, conduct, our lapses, wins, the pulse, phases, requests."""

from __future__ import annotations

from typing import Any

import numpy as np

from clienthealth.demo.lives import Life
from clienthealth.demo.sheets import NONE, Book, table
from clienthealth.demo.world import World

Row = dict[str, Any]
CONDUCT = {
    "disrespect": 0.5, "ignores_advice": 0.9, "micromanagement": 0.9, "unrealistic_expectations": 0.9,
    "unresponsive": 0.8, "out_of_hours": 0.5, "haggling": 0.8, "unclear_goals": 0.8, "erratic_behaviour": 0.4,
    "internal_politics": 0.4, "refuses_prepayment": 0.2, "unethical_request": 0.03,
}  # fmt: skip
NOTES = {
    "disrespect": "Shouted at us in the weekly call.",
    "ignores_advice": "Did the opposite of what we had agreed.",
    "micromanagement": "Wants to sign off every keyword.",
    "unrealistic_expectations": "Expects twice the orders for the same money.",
    "unresponsive": "No material for two weeks, the deadline is ours.",
    "out_of_hours": "Called on Sunday evening.",
    "haggling": "Questioned every line of the invoice.",
    "unclear_goals": "Could not say what the campaign is for.",
    "erratic_behaviour": "Stopped the campaign they had asked for on Monday.",
    "internal_politics": "Sales and marketing told us opposite things.",
    "refuses_prepayment": "Will not pay media beforehand.",
    "unethical_request": "Asked us to write reviews in customers’ names.",
    "grass_is_greener": "Asked what other agencies charge.",
}
SPELLS = {
    "hovers": ("micromanagement",),
    "nights": ("out_of_hours",),
    "haggles": ("haggling", "refuses_prepayment", "grass_is_greener"),
    "stalls": ("unresponsive",),
    "divided": ("internal_politics", "unclear_goals"),
    "moody": ("disrespect", "erratic_behaviour", "ignores_advice", "unrealistic_expectations"),
    "takes": ("unrealistic_expectations", "micromanagement"),
}
EVERY = 30  # days of a spell between two things worth writing down
CONTRADICT = {"internal_politics", "erratic_behaviour"}
ASKED = {
    "approval": ("Approve the drafts", "Approve the plan for the next month", "Release the new texts"),
    "feedback": ("Feedback on the report", "Which leads became customers"),
    "access": ("Access to the web shop", "Access to the tag manager"),
}
WINS = (
    ("New product pages live, a week before the date", ""),
    ("First place for the search they wanted most", "Position 1"),
    ("Wasted search terms found and shut off", "3% of the budget saved"),
    ("Newsletter with the best opening rate so far", "41%"),
    ("Tracking repaired after the shop’s move", "every order counted again"),
    ("Video campaign seen to the end more often than ever", "28%"),
)
LAPSES = {
    "deadline": "Landing page two days after the date.", "reply": "Three working days without an answer.",
    "error": "Wrong link in the newsletter.", "report": "Report six days late.",
}  # fmt: skip


def draw(world: World, life: Life) -> Book:
    rng = world.stream(life.profile.number, 8)
    sees = float(world.diligence[life.profile.manager])
    return {
        "period": table("period", [_period(*period) for period in life.periods if period[1] < life.last(world.length)]),
        "observation": table("observation", _conduct(world, life, rng, sees) + _departures(life, rng, sees)),
        "lapse": table("lapse", _lapses(world, life, rng, sees)),
        "win": table("win", _wins(world, life, rng, sees)),
        "pulse": table("pulse", _pulses(world, life, rng, sees)),
        "request": table("request", _requests(world, life, rng)),
    }


def _period(kind: str, first: int, last: int, note: str) -> Row:
    return {"kind": kind, "starts": first, "ends": last, "note": note, "known": (first - 3) * 1440}


def seen(life: Life, kind: str, day: int, severity: int, note: str = "", *, delay: int = 1, **more: Any) -> Row:
    """An observation of a kind, written down `delay` days after it happened."""
    return {
        "kind": kind, "severity": severity, "occurred_on": day, "note": note or NOTES.get(kind, ""),
        "by": life.profile.manager, "known": (day + delay) * 1440 + 1000, **more,
    }  # fmt: skip


def _conduct(world: World, life: Life, rng: np.random.Generator, sees: float) -> list[Row]:
    """Difficult clients give more to write down, most in their spells; so does one who looks around before leaving."""
    first, last = max(life.profile.started, 0), life.last(world.length)
    if last <= first:
        return []
    rows = []
    rate = 0.006 * np.exp(0.9 * life.profile.difficulty) * sees * (last - first) / 7
    kinds, odds = list(CONDUCT), np.array(list(CONDUCT.values()))
    for day in rng.integers(first, last, rng.poisson(rate)).tolist():
        kind = kinds[int(rng.choice(len(kinds), p=odds / odds.sum()))]
        severity = int(rng.choice([1, 2, 3], p=[0.4, 0.45, 0.15]))
        rows.append(seen(life, kind, day, severity, delay=int(rng.integers(0, 5))))
    for spell, begins, ends in life.spells:
        since, days = max(begins, first), max(0, min(ends, last) - max(begins, first))
        for day in rng.integers(since, since + max(days, 1), rng.poisson(sees * days / EVERY)).tolist():
            kind = SPELLS[spell][int(rng.choice(len(SPELLS[spell])))]
            severity = int(rng.choice([1, 2, 3], p=[0.4, 0.45, 0.15]))
            rows.append(seen(life, kind, day, severity, delay=int(rng.integers(0, 5))))
    looks = 0.001 * (last - first) / 7
    looked = rng.integers(first, last, rng.poisson(looks)).tolist()
    if life.decided is not None and rng.random() < 0.4 * sees:
        looked.append(life.decided + int(rng.integers(0, 40)))
    rows += [seen(life, "grass_is_greener", day, 2) for day in looked if day < last]
    return _said_by(life, rng, sorted(rows, key=lambda row: int(row["occurred_on"])))


def _said_by(life: Life, rng: np.random.Generator, rows: list[Row]) -> list[Row]:
    """Who it was, where that matters; one who contradicts what was noted of them, or of a colleague, before."""
    earlier: dict[str, int] = {}
    for at, row in enumerate(rows):
        kind = str(row["kind"])
        if kind not in CONTRADICT:
            continue
        here = [nth for nth, who in enumerate(life.people) if _there(who.joined, who.left, int(row["occurred_on"]))]
        row["contact"] = here[int(rng.integers(len(here)))] if here else NONE
        if kind in earlier and int(row["occurred_on"]) - int(rows[earlier[kind]]["occurred_on"]) < 60:
            row["contradicts"] = earlier[kind]
        earlier[kind] = at
    return rows


def _there(joined: int, left: int | None, day: int) -> bool:
    return joined <= day and (left is None or day < left)


def _departures(life: Life, rng: np.random.Generator, sees: float) -> list[Row]:
    rows = []
    for at, person in enumerate(life.people):
        if person.left is not None and person.heard is not None and rng.random() < sees:
            delay, note = person.heard - person.left, f"{person.name} leaves."
            rows.append(seen(life, "contact_departed", person.left, 2, note, delay=delay, contact=at))
    return rows


def _lapses(world: World, life: Life, rng: np.random.Generator, sees: float) -> list[Row]:
    rows = [
        lapse(life, day, kind, severity, delay=int(rng.integers(0, 10)))
        for day, kind, severity in life.lapses
        if day < life.last(world.length) and rng.random() < 0.4 + 0.6 * sees
    ]
    rows += [
        lapse(life, day, "staff", 2, "Handed over to a colleague.")
        for day in life.handed_over
        if day < life.last(world.length)
    ]
    return rows


def lapse(life: Life, day: int, kind: str, severity: int, note: str = "", *, delay: int = 1) -> Row:
    return {
        "kind": kind, "severity": severity, "occurred_on": day, "note": note or LAPSES.get(kind, ""),
        "by": life.profile.manager, "known": (day + delay) * 1440 + 1000,
    }  # fmt: skip


def _wins(world: World, life: Life, rng: np.random.Generator, sees: float) -> list[Row]:
    rows = []
    for day in range(max(life.profile.started, 0) + 20, life.last(world.length), 28):
        better = -float(life.results[min(day // 7, world.calendar.weeks - 1)])
        if better > 0.05 and rng.random() < 0.6 * sees:
            rows.append(_win(life, day, "Cost per order down", f"−{100 * (1 - np.exp(-better)):.0f}%"))
        elif better > -0.2 and rng.random() < 0.4 * sees:
            rows.append(_win(life, day, *WINS[int(rng.integers(len(WINS)))]))
    return rows


def _win(life: Life, day: int, title: str, figure: str) -> Row:
    return {
        "occurred_on": day, "title": title, "figure": figure, "by": life.profile.manager, "known": (day + 2) * 1440,
    }  # fmt: skip


def _pulses(world: World, life: Life, rng: np.random.Generator, sees: float) -> list[Row]:
    if "pulse" not in life.profile.sources:
        return []
    rows, step = [], round(28 / world.volume.pulses)
    for day in range(max(life.profile.started, 0) + int(rng.integers(28)), life.last(world.length), step):
        if rng.random() < sees:
            week = min(day // 7, world.calendar.weeks - 1)
            value = round(3.3 + 0.7 * float(life.mood[week]) + rng.normal(0, 0.8))
            rows.append({
                "occurred_on": day, "value": min(5, max(1, value)), "by": life.profile.manager,
                "known": day * 1440 + 1000,
            })  # fmt: skip
    return rows


def _requests(world: World, life: Life, rng: np.random.Generator) -> list[Row]:
    rows: list[Row] = []
    last, stalls = life.last(world.length), life.spell("stalls", world.length)
    lean = life.leaning(world.calendar.weeks)
    for day in range(max(life.profile.started, 0) + int(rng.integers(40)), last, 40):
        usual = 2.2 * np.exp(0.25 * life.profile.difficulty + 0.5 * lean[day // 7])
        waits = int(rng.gamma(1.5, usual * (1 + 5 * stalls[day]))) + 1
        kind = str(rng.choice(list(ASKED), p=[0.6, 0.3, 0.1]))
        words = ASKED[kind]
        rows.append(asked(day, kind, words[int(rng.integers(len(words)))], day + waits if day + waits < last else None))
    return rows


def asked(day: int, kind: str, what: str, answered: int | None) -> Row:
    """Something we need from them within a week. An answer in time is written down with the question."""
    in_time = answered is not None and answered <= day + 7
    return {
        "kind": kind, "what": what, "asked_on": day, "due_on": day + 7,
        "answered_on": NONE if answered is None else answered,
        "known": (answered if answered is not None and in_time else day) * 1440 + 1000,
    }  # fmt: skip
