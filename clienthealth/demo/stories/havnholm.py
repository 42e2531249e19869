"""Havnholm Outdoor: the champion has gone, another agency is in the account, ten days are left to give notice."""

from __future__ import annotations

from dataclasses import replace

from clienthealth.demo import advertising, cast, generate, messages
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Person
from clienthealth.demo.profiles import Profile
from clienthealth.demo.stories import tools
from clienthealth.demo.world import World

NUMBER = 0
LATE = {0: None, 1: 9, 2: 5, 3: 3}  # days beyond terms, by months ago; the last invoice is open
SIGNE, FREJA = 0, 2


def tell(world: World) -> Generated:
    now = world.length
    profile = Profile(
        number=NUMBER, company=cast.COMPANIES[NUMBER], fee=1_480_000, hours=120, manager=tools.JONAS,
        started=tools.begins(world, deadline=now + 10, notice=3, months=48), notice_months=3, term_months=12,
        writes=3.4, hears=2.6, temper=0.8, voices=False, ad_budget=3_900_000, cost_per=21,
    )  # fmt: skip
    people = (
        Person(
            "Signe Kjær", "Head of e-commerce", champion=True, senior=True, joined=-1300, left=now - 20, heard=now - 18
        ),
        Person("Mikkel Toft", "CFO", decider=True, senior=True, joined=-1900),
        Person("Freja Holm", "Marketing coordinator", joined=-420),
    )
    life = replace(tools.calm(world, profile, people), decided=now - 42)
    seen = [
        tools.seen(
            life, "contact_departed", now - 20, 3, delay=2, contact=SIGNE,
            note="Signe Kjær’s last working day, as her automatic reply says. No successor named.",
        )
    ]  # fmt: skip
    lapses = [
        tools.lapse(life, now - 80, "staff", 1, "Jonas took over from Lena Voss."),
        tools.lapse(life, now - 70, "report", 2, "Report six days late."),
        tools.lapse(life, now - 30, "reply", 1, "Freja waited three working days for an answer."),
    ]
    surveys = [
        (now - 345, SIGNE, 9, "Clear plans, clear figures."),
        (now - 161, SIGNE, 9, "You know our shop better than we do."),
    ]
    rivals = [advertising.rival(now - 11, 0)]
    return generate.record(world, life, {
        "message": tools.thinned(messages.draw(world, life), since=now - 28, keep=4),
        **tools.ledger(world, profile, lambda ago: LATE.get(ago, 2)).book(),
        **tools.advertised(world, life, [], others=rivals, links=[advertising.link(now - 12, 0)]),
        **tools.answers(surveys),
        **tools.noted(
            life, seen=seen, lapses=lapses, wins=[(now - 15, "Black Week plan live", "Cost per order −9%")],
            notes=[(now - 2, "Since Signe left only Freja has written to us. Call Mikkel.")],
        ),
        **tools.pulses(life, [(now - 95, 4), (now - 12, 2)]),
    })  # fmt: skip
