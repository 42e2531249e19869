"""Tindra Cosmetics: pays ever later and in parts, asks for work nobody bills, is rude; and will not leave."""

from __future__ import annotations

from clienthealth.demo import cast, effort, generate
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Life, Person
from clienthealth.demo.profiles import Profile
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.stories import tools
from clienthealth.demo.world import World

NUMBER = 1
PARTS = {3: 0.6, 5: 0.5}  # what was paid of the invoices of so many months ago
ELIN = 0
ASKED = (
    (80, "Second round of banners"),
    (66, "Landing page in Finnish"),
    (33, "Another photo shoot"),
    (16, "Campaign at two days’ notice"),
)


def tell(world: World) -> Generated:
    now = world.length
    profile = Profile(
        number=NUMBER, company=cast.COMPANIES[NUMBER], fee=720_000, hours=62, manager=tools.AYLIN,
        started=tools.begins(world, deadline=now + 215, notice=2, months=48), notice_months=2, term_months=12,
        writes=2.4, hears=1.8, reply_hours=4, night=0.16, asks=0.7, temper=0.9, difficulty=1.8,
        ad_budget=1_600_000, cost_per=14,
    )  # fmt: skip
    people = (
        Person("Elin Sandberg", "Head of marketing", champion=True, senior=True, joined=-900),
        Person("Magnus Tindra", "Founder", decider=True, senior=True, joined=-2600),
    )
    life = tools.calm(world, profile, people)
    surveys = [(now - 220, ELIN, 9, "Best results we ever had."), (now - 38, ELIN, 10, "The shop is booming.")]
    grows = [(now - 120, 1.1, "client", "More of what works")]
    return generate.record(world, life, {
        **_owed(world, profile),
        **_asked(world, life),
        **tools.advertised(world, life, grows, others=[], links=[]),
        **tools.answers(surveys),
        **tools.noted(
            life, seen=_seen(life, now), lapses=[tools.lapse(life, now - 36, "deadline", 2)],
            wins=[(now - 50, "Best month ever", "+31% orders")], notes=[],
        ),
        **tools.pulses(life, [(now - 70, 3), (now - 20, 3)]),
    })  # fmt: skip


def _owed(world: World, profile: Profile) -> Book:
    """Ever later: a day and a half more each month. Three promises, none of them kept."""
    ledger = tools.ledger(world, profile, lambda ago: None if ago < 2 else max(16, round(40 - 1.4 * ago)), PARTS)
    last = len(ledger.invoices) - 1
    for ago, at in ((62, last - 3), (34, last - 2), (12, last - 1)):
        made, invoice = world.length - ago, ledger.invoices[at]
        ledger.promise(at, made, made + 7, invoice["amount"], "“You have it by Friday.”")
    return ledger.book()


def _asked(world: World, life: Life) -> Book:
    now, rng = world.length, world.stream(NUMBER, 52)
    rows = [
        {
            "asked_on": now - ago, "what": what, "minutes": 480, "by": tools.AYLIN, "known": (now - ago + 2) * 1440,
        }
        for ago, what in ASKED
    ]  # fmt: skip
    hours = effort.entries(world, life, rng, 0.98)
    return {
        "timeentry": tools.stretched(hours, since=now - 91, factor=1.6),
        "scoperequest": table("scoperequest", rows),
    }


def _seen(life: Life, now: int) -> list[tools.Row]:
    rude = (
        "Magnus called the report “idiotic” in front of six people.",
        "Shouted at Aylin on the phone until she hung up.",
        "“Useless”, in a mail to Aylin with his whole team in copy.",
    )
    return [
        tools.seen(life, "disrespect", now - 75, 2, rude[0]),
        tools.seen(life, "haggling", now - 58, 2),
        tools.seen(life, "disrespect", now - 41, 1, rude[1]),
        tools.seen(life, "out_of_hours", now - 27, 1),
        tools.seen(life, "disrespect", now - 13, 1, rude[2]),
    ]
