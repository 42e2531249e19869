"""Hand-made clients of the demo, all dates counted from its last day. Told in words in docs/demo.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from clienthealth.demo import advertising, cast, effort, generate, messages, money, relations, voice
from clienthealth.demo.calendar import add_months
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Life, Person
from clienthealth.demo.profiles import SOURCES, Profile
from clienthealth.demo.sheets import Book, Table, table, take
from clienthealth.demo.world import World

Row = dict[str, Any]
ALL = frozenset(SOURCES)
MAJA, JONAS, AYLIN, OSKAR = range(4)


def havnholm(world: World, number: int = 0) -> Generated:
    """The champion has gone, another agency is in the account, and notice may be given for ten more days."""
    now = world.length
    profile = Profile(
        number=number, company=cast.COMPANIES[number], fee=1_480_000, hours=120, manager=JONAS,
        started=_begins(world, deadline=now + 10, notice=3, months=48), notice_months=3, term_months=12,
        writes=3.4, hears=2.6, reply_hours=5, temper=0.8, voices=False, ad_budget=3_900_000, cost_per=21, sources=ALL,
    )  # fmt: skip
    people = (
        Person(
            "Signe Kjær", "Head of e-commerce", champion=True, senior=True, joined=-1300, left=now - 20, heard=now - 18
        ),
        Person("Mikkel Toft", "CFO", decider=True, senior=True, joined=-1900),
        Person("Freja Holm", "Marketing coordinator", joined=-420),
    )
    life = replace(_calm(world, profile, people), decided=now - 42, handed_over=(now - 80,))
    rng = world.stream(number, 50)
    ledger = money.Ledger("EUR")
    _bill(world, ledger, profile, lambda ago: {0: None, 1: 9, 2: 5, 3: 3}.get(ago, 2))
    access = [
        advertising.ours(profile.started, "team"),
        {**advertising.rival(now - 11, 0)},
    ]
    return generate.record(world, life, {
        "message": _thin(messages.draw(world, life), since=now - 28, keep=4),
        **ledger.book(),
        "accountaccess": table("accountaccess", access),
        "managerlink": table("managerlink", [advertising.link(now - 9, 0)]),
        "budget": advertising.budgets(world, life, []),
        "adresult": advertising.results(world, life, [], rng),
        **_answers(rng, [(now - 345, 0, 9, "Clear plans, clear figures."),
                         (now - 161, 0, 9, "You know our shop better than we do.")]),
        "observation": table("observation", [
            relations.seen(life, "contact_departed", now - 20, 3, "Signe Kjær’s last working day, as her automatic reply "
                           "says. No successor named.", delay=2, contact=0),
        ]),
        "lapse": table("lapse", [
            relations.lapse(life, now - 80, "staff", 1, "Jonas took over from Lena Voss."),
            relations.lapse(life, now - 70, "report", 2, "September report six days late."),
            relations.lapse(life, now - 30, "reply", 1, "Freja waited three working days for an answer."),
        ]),
        "win": table("win", [_win(life, now - 15, "Black Week plan live", "Cost per order −9%")]),
        "note": table("note", [_note(life, now - 1, "Since Signe left only Freja has written to us. Call Mikkel.")]),
        "scoperequest": table("scoperequest", []),
    })  # fmt: skip


def tindra(world: World, number: int = 1) -> Generated:
    """Pays ever later and in parts, breaks promises, asks for work nobody bills, and is rude: but will not leave."""
    now = world.length
    profile = Profile(
        number=number, company=cast.COMPANIES[number], fee=720_000, hours=62, manager=AYLIN,
        started=_begins(world, deadline=now + 215, notice=2, months=36), notice_months=2, term_months=12,
        writes=2.4, hears=1.8, reply_hours=4, night=0.16, asks=0.7, temper=0.9, difficulty=1.8,
        ad_budget=1_600_000, cost_per=14, sources=ALL,
    )  # fmt: skip
    people = (
        Person("Elin Sandberg", "Head of marketing", champion=True, senior=True, joined=-900),
        Person("Magnus Tindra", "Founder", decider=True, senior=True, joined=-2600),
    )
    life = _calm(world, profile, people)
    rng = world.stream(number, 50)
    ledger = money.Ledger("EUR")
    _bill(world, ledger, profile, lambda ago: None if ago < 2 else max(20, 46 - 2 * ago), parts={3: 0.6, 5: 0.5})
    made = (now - 62, now - 34, now - 12)
    for nth, day in enumerate(made):
        at = len(ledger.invoices) - 3 + min(nth, 1)
        ledger.promise(at, day, day + 7, ledger.invoices[at]["amount"], "“You have it by Friday.”")
    asked = [(now - 80, "Second round of banners"), (now - 66, "Landing page in Finnish"), (now - 47, "Figures for "
             "the board"), (now - 33, "Another photo shoot"), (now - 16, "Campaign at two days’ notice")]  # fmt: skip
    return generate.record(world, life, {
        **ledger.book(),
        "timeentry": _more(effort.entries(world, life, rng, 0.98), since=now - 91, factor=1.55),
        "scoperequest": table("scoperequest", [
            {"asked_on": day, "what": what, "in_scope": False, "minutes": 480, "billed": False, "by": AYLIN,
             "known": (day + 2) * 1440} for day, what in asked]),
        "accountaccess": table("accountaccess", [advertising.ours(profile.started, "team")]),
        "managerlink": table("managerlink", []),
        "budget": advertising.budgets(world, life, [(now - 120, 1.1, "client", "More of what works")]),
        "adresult": advertising.results(world, life, [(now - 120, 1.1, "client", "")], rng),
        **_answers(rng, [(now - 220, 0, 9, "Best results we ever had."), (now - 38, 0, 9, "The shop is booming.")]),
        "observation": table("observation", [
            relations.seen(life, "disrespect", now - 75, 2, "Magnus called the report “idiotic” in front of six people."),
            relations.seen(life, "haggling", now - 58, 2),
            relations.seen(life, "disrespect", now - 41, 3, "Shouted at Aylin on the phone until she hung up."),
            relations.seen(life, "out_of_hours", now - 27, 1),
            relations.seen(life, "disrespect", now - 13, 2, "“Useless”, in a mail to Aylin with his whole team in copy."),
        ]),
        "lapse": table("lapse", []),
        "win": table("win", [_win(life, now - 50, "Best month ever", "+31% orders")]),
    })  # fmt: skip


def muehlbach(world: World, number: int = 2) -> Generated:
    """Pays late, has gone quiet and cut the budget, and all of it is harmless."""
    now = world.length
    profile = Profile(
        number=number, company=cast.COMPANIES[number], fee=590_000, hours=52, manager=MAJA,
        started=_begins(world, deadline=now + 560, notice=3, months=72), notice_months=3, term_months=24, terms=30,
        pays_late=28, pay_spread=1.5, writes=1.9, hears=1.8, reply_hours=6, temper=1.3, voices=True,
        ad_budget=1_200_000, cost_per=48, sources=ALL,
    )  # fmt: skip
    people = (
        Person("Katrin Mühlbach", "Managing director", champion=True, decider=True, senior=True, joined=-3000),
        Person("Jens Albrecht", "Sales", joined=-1500),
    )
    pause = ("between", now - 31, now + 12, "New windows come in the new year; nothing to do until then, as agreed.")
    life = replace(_calm(world, profile, people), periods=(pause,))
    life = replace(life, results=life.results - 0.34 * (np.arange(world.calendar.weeks) >= (now - 70) // 7))
    rng = world.stream(number, 50)
    ledger = money.Ledger("EUR")
    late = (27, 29, 28, 30, 26, 28)
    _bill(world, ledger, profile, lambda ago: late[ago % len(late)])
    cut = [(now - 40, 0.76, "client", "Same enquiries for a quarter less: the saving stays with us")]
    return generate.record(world, life, {
        **ledger.book(),
        "accountaccess": table("accountaccess", [advertising.ours(profile.started, "team")]),
        "managerlink": table("managerlink", []),
        "budget": advertising.budgets(world, life, cut),
        "adresult": advertising.results(world, life, cut, rng),
        **_answers(rng, [(now - 230, 0, 9, ""), (now - 44, 0, 9, "Honest and good. Enquiries are up, costs are down.")]),
        "observation": table("observation", []),
        "lapse": table("lapse", []),
        "scoperequest": table("scoperequest", []),
        "win": table("win", [_win(life, now - 36, "Cost per enquiry down", "−29%")]),
        "note": table("note", [_note(life, now - 33, "Between two phases until the new windows are here. Paid on the "
                                                     "monthly run of the group, as ever: four weeks after the date.")]),
    })  # fmt: skip


def nordhavn(world: World, number: int = 3) -> Generated:
    """With us for six weeks, nothing connected yet: too little data for any band."""
    profile = Profile(
        number=number, company=cast.COMPANIES[number], fee=390_000, hours=34, manager=AYLIN,
        started=world.length - 40, sources=frozenset(),
    )  # fmt: skip
    life = _calm(world, profile, (Person("Rikke Nordhavn", "Owner", decider=True, senior=True),))
    nothing = {name: table(name, []) for name in ("observation", "lapse", "win", "pulse", "request")}
    return generate.record(world, life, nothing)


def fjordglas(world: World, number: int = 4) -> Generated:
    """Left some months ago: decided in silence, gave notice, and the contract ran out."""
    now = world.length
    profile = Profile(
        number=number, company=cast.COMPANIES[number], fee=460_000, hours=40, manager=OSKAR,
        started=now - 1300, writes=1.8, voices=False, ad_budget=900_000, cost_per=26, sources=ALL, notice_months=2,
    )  # fmt: skip
    people = (
        Person("Ole Brekke", "Head of marketing", champion=True, joined=-1000),
        Person("Turid Fjord", "Managing director", decider=True, senior=True, joined=-3000),
    )
    calm = _calm(world, profile, people)
    sinking = calm.mood - 2.0 * np.clip((np.arange(world.calendar.weeks) - (now - 330) / 7) / 16, 0, 1)
    life = replace(
        calm, mood=sinking, decided=now - 215, notice=now - 158, ended=now - 96, side="client", reason="Another agency"
    )
    return generate.record(world, life)


STORIES: tuple[Callable[[World], Generated], ...] = (havnholm, tindra, muehlbach, nordhavn, fjordglas)


def _calm(world: World, profile: Profile, people: tuple[Person, ...]) -> Life:
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


def _begins(world: World, *, deadline: int, notice: int, months: int) -> int:
    """The first day of a contract whose present term can be ended until a day."""
    ends = add_months(world.calendar.date(deadline), notice)
    return world.calendar.day(add_months(ends, -months)) + 1


def _bill(
    world: World, ledger: money.Ledger, profile: Profile, lag: Callable[[int], int | None],
    parts: dict[int, float] | None = None,
) -> None:  # fmt: skip
    """Monthly invoices; `lag` says how many days beyond terms the one of so many months ago was paid."""
    first = max(profile.started, 0)
    days = [
        world.calendar.day(add_months(world.calendar.date(world.length - 20), -ago))
        for ago in range(int((world.length - 20 - first) / 30.4), -1, -1)
    ]
    for ago, day in zip(range(len(days) - 1, -1, -1), days, strict=True):
        number = f"{world.calendar.date(day).year}-{profile.number + 1}{len(ledger.invoices) + 1:02d}"
        at = ledger.invoice(number, day, day + profile.terms, profile.fee)
        waits = lag(ago)
        if waits is None:
            continue
        share = (parts or {}).get(ago, 1.0)
        ledger.pay(at, day + profile.terms + waits, round(profile.fee * share))


def _answers(rng: np.random.Generator, given: list[tuple[int, int, int, str]]) -> Book:
    answers = [{**voice.answer(nth, whom, day + 2, score, rng), "comment": words}
               for nth, (day, whom, score, words) in enumerate(given)]  # fmt: skip
    sent = [{"contact": whom, "sent_on": day, "known": day * 1440 + 540} for day, whom, _score, _words in given]
    return {"surveyinvitation": table("surveyinvitation", sent), "surveyresponse": table("surveyresponse", answers)}


def _win(life: Life, day: int, title: str, figure: str) -> Row:
    return {"occurred_on": day, "title": title, "figure": figure, "by": life.profile.manager, "known": day * 1440 + 900}


def _note(life: Life, day: int, text: str) -> Row:
    return {"occurred_on": day, "text": text, "by": life.profile.manager, "known": day * 1440 + 900}


def _thin(talk: Table | None, *, since: int, keep: int) -> Table:
    """Of what came in since a day, keep so many, evenly spread."""
    assert talk is not None
    late = np.flatnonzero((talk["occurred_at"] >= since * 1440) & (talk["direction"] == messages.IN))
    kept = late[np.linspace(0, len(late) - 1, min(keep, len(late))).astype(int)]
    return take(talk, np.setdiff1d(np.arange(len(talk["known"])), np.setdiff1d(late, kept)))


def _more(entries: Table, *, since: int, factor: float) -> Table:
    """Longer hours since a day."""
    minutes = entries["minutes"]
    longer = np.where(entries["occurred_on"] >= since, np.rint(minutes * factor / 15).astype(np.int64) * 15, minutes)
    return {**entries, "minutes": longer}
