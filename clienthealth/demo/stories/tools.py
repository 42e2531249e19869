"""What the hand-made stories share: calm lives, invoices paid as told, answers, and small corrections of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from clienthealth.demo import advertising, cast, messages, money, relations
from clienthealth.demo.calendar import add_months
from clienthealth.demo.lives import Life, Person
from clienthealth.demo.profiles import SOURCES, Profile
from clienthealth.demo.sheets import NONE, Book, Table, table, take
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
    world: World,
    profile: Profile,
    late: Callable[[int], int | None],
    parts: Mapping[int, float] | None = None,
    *,
    issued: int = LAST_INVOICE,
) -> money.Ledger:
    """Monthly invoices. `late` says how many days beyond terms the one of so many months ago was paid, if it was;
    `parts` which share of it, where not all; `issued` how many days ago the last one was written."""
    found = money.Ledger(profile.currency)
    last = world.calendar.date(world.length - issued)
    for ago in range(round((world.length - issued - max(profile.started, 0)) / 30.44) - 1, -1, -1):
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


def known(
    world: World, number: int, *, euros: int, hours: float, manager: int, deadline: int, months: int, **more: Any
) -> Profile:
    """A client of the demo by its number: a year's term of so many months, to be ended within `deadline` days."""
    given = {"notice_months": 3, "temper": 0.9, "difficulty": -1.3, "weakness": -0.5, "ad_budget": euros * 220} | more
    return Profile(
        number=number, company=cast.COMPANIES[number], fee=euros * 100, hours=hours, manager=manager,
        started=begins(world, deadline=world.length + deadline, notice=given["notice_months"], months=months),
        **given,
    )  # fmt: skip


def two(champion: str, role: str, decider: str, title: str = "Managing director") -> tuple[Person, ...]:
    """Who speaks for us there, and who decides."""
    return (
        Person(champion, role, champion=True, joined=-1200),
        Person(decider, title, decider=True, senior=True, joined=-2400),
    )


def paid(world: World, profile: Profile, late: int) -> Book:
    """A client who pays every invoice so many days after its date; the last one is not due yet."""
    return ledger(world, profile, lambda ago: late, issued=9).book()


def unopened(sent: Book, *, since: int) -> Book:
    """Of what was sent since a day, no person opened anything; machines did."""
    made = {nth for nth, day in enumerate(sent["link"]["made_on"]) if day >= since}
    clicks = sent["click"]
    rows = zip(clicks["link"], clicks["automatic"], strict=True)
    keep = [nth for nth, (link, automatic) in enumerate(rows) if automatic or link not in made]
    return {**sent, "click": take(clicks, np.array(keep, dtype=np.int64))}


def louder(talk: Table | None, *, since: int, times: int, questions: int) -> Table:
    """What came in since a day came `times` as often, half an hour apart; what they began asks so much."""
    assert talk is not None
    late = (talk["occurred_at"] >= since * 1440) & (talk["direction"] == messages.IN)
    _threads, first, own = np.unique(talk["thread"], return_index=True, return_inverse=True)
    begun = late & (talk["direction"][first][own] == messages.IN) & (talk["questions"] != NONE)
    asked = {**talk, "questions": np.where(begun, questions, talk["questions"])}
    again = np.repeat(np.flatnonzero(late), times - 1)
    order = np.concatenate([np.arange(len(talk["known"])), again])
    found = take(asked, order)
    nth = np.concatenate([np.zeros(len(talk["known"]), dtype=np.int64), np.tile(np.arange(1, times), late.sum())])
    return {**found, "occurred_at": found["occurred_at"] - 30 * nth, "known": found["known"] - 30 * nth}


def slump(life: Life, world: World, *, since: int, up: float) -> Life:
    """Results that cost more and more since a day: `up` is the log of how much in the end."""
    weeks = np.arange(world.calendar.weeks)
    return replace(life, results=life.results + up * np.clip((weeks - since / 7) / 3, 0, 1))


seen, lapse, asked = relations.seen, relations.lapse, relations.asked
