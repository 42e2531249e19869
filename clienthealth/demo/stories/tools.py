"""What the hand-made stories share: calm lives, invoices paid as told, answers, and small corrections of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from clienthealth.demo import advertising, messages, money, relations
from clienthealth.demo.calendar import add_months
from clienthealth.demo.lives import Life, Person
from clienthealth.demo.profiles import SOURCES, Profile
from clienthealth.demo.sheets import Book, Table, table, take
from clienthealth.demo.world import World

Row = dict[str, Any]
CONNECTED = frozenset(SOURCES)
MAJA, JONAS, AYLIN, OSKAR = range(4)  # as in cast.MANAGERS
LAST_INVOICE = 20  # days before the end of the world


def calm(world: World, profile: Profile, people: tuple[Person, ...]) -> Life:
    """A life in which nothing has happened yet."""
    weeks = world.calendar.weeks
    rng = world.stream(profile.number, 51)
    return Life(
        profile=profile,
        mood=np.full(weeks, profile.temper) + rng.normal(0, 0.05, weeks),
        stress=np.full(weeks, -0.5),
        results=rng.normal(0, 0.02, weeks),
        people=people,
    )


def begins(world: World, *, deadline: int, notice: int, months: int) -> int:
    """The first day of a contract of so many months whose term can be ended until the day `deadline`."""
    ends = add_months(world.calendar.date(deadline), notice)
    return world.calendar.day(add_months(ends, -months)) + 1


def ledger(
    world: World, profile: Profile, late: Callable[[int], int | None], parts: Mapping[int, float] | None = None
) -> money.Ledger:
    """Monthly invoices. `late` says how many days beyond terms the one of so many months ago was paid, if it was;
    `parts` which share of it, where not all."""
    found = money.Ledger(profile.currency)
    last = world.calendar.date(world.length - LAST_INVOICE)
    for ago in range(round((world.length - LAST_INVOICE - max(profile.started, 0)) / 30.44) - 1, -1, -1):
        day = world.calendar.day(add_months(last, -ago))
        number = f"{world.calendar.date(day).year}-{profile.number + 1}{len(found.invoices) + 1:02d}"
        at = found.invoice(number, day, day + profile.terms, profile.fee)
        waits = late(ago)
        if waits is not None:
            found.pay(at, day + profile.terms + waits, round(profile.fee * (parts or {}).get(ago, 1.0)))
    return found


def advertised(world: World, life: Life, steps: list[advertising.Step], *, others: list[Row], links: list[Row]) -> Book:
    """Budgets that took these steps, the results, our own access and what others were given."""
    access = [advertising.ours(life.profile.started, "team"), *others]
    return {
        "adaccount": advertising.account(life.profile),
        "budget": advertising.budgets(life, steps),
        "adresult": advertising.results(world, life, steps, world.stream(life.profile.number, 50)),
        "accountaccess": table("accountaccess", access),
        "managerlink": table("managerlink", links),
    }


def answers(given: list[tuple[int, int, int, str]]) -> Book:
    """Surveys: day, contact, score, words."""
    sent = [{"contact": whom, "sent_on": day, "known": day * 1440 + 540} for day, whom, _score, _words in given]
    told = [
        {
            "contact": whom, "invitation": nth, "answered_on": day + 2, "score": score, "comment": words,
            "known": (day + 2) * 1440 + 900,
        }
        for nth, (day, whom, score, words) in enumerate(given)
    ]  # fmt: skip
    return {"surveyinvitation": table("surveyinvitation", sent), "surveyresponse": table("surveyresponse", told)}


def noted(
    life: Life,
    *,
    seen: list[Row],
    lapses: list[Row],
    wins: list[tuple[int, str, str]],
    notes: list[tuple[int, str]],
) -> Book:
    """What our people wrote down by hand, instead of what the generator would have."""
    by = life.profile.manager
    won = [{"occurred_on": day, "title": title, "figure": figure, "by": by, "known": day * 1440 + 900}
           for day, title, figure in wins]  # fmt: skip
    words = [{"occurred_on": day, "text": text, "by": by, "known": day * 1440 + 900} for day, text in notes]
    return {
        "observation": table("observation", seen),
        "lapse": table("lapse", lapses),
        "win": table("win", won),
        "note": table("note", words),
    }


def pulses(life: Life, values: list[tuple[int, int]]) -> Book:
    rows = [{"occurred_on": day, "value": value, "by": life.profile.manager, "known": day * 1440 + 1000}
            for day, value in values]  # fmt: skip
    return {"pulse": table("pulse", rows)}


def thinned(talk: Table | None, *, since: int, keep: int) -> Table:
    """Of what came in since a day, keep so many, evenly spread."""
    assert talk is not None
    late = np.flatnonzero((talk["occurred_at"] >= since * 1440) & (talk["direction"] == messages.IN))
    kept = late[np.linspace(0, len(late) - 1, min(keep, len(late))).astype(int)]
    return take(talk, np.setdiff1d(np.arange(len(talk["known"])), np.setdiff1d(late, kept)))


def stretched(entries: Table, *, since: int, factor: float) -> Table:
    """Longer hours since a day."""
    minutes = entries["minutes"]
    longer = np.rint(minutes * factor / 15).astype(np.int64) * 15
    return {**entries, "minutes": np.where(entries["occurred_on"] >= since, longer, minutes)}


seen, lapse = relations.seen, relations.lapse
