"""Mühlbach Fenster: pays late, has gone quiet and cut the budget, and all of it is harmless."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clienthealth.demo import cast, generate
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Person
from clienthealth.demo.profiles import Profile
from clienthealth.demo.sheets import table
from clienthealth.demo.stories import tools
from clienthealth.demo.world import World

NUMBER = 2
LATE = (27, 29, 28, 30, 26, 28)  # the group's monthly payment run: four weeks after the date, always
KATRIN = 0
SAVING = "Same enquiries for a quarter less: the saving stays with us"
QUIET = "New windows come in the new year; nothing to do until then, as agreed."
NOTE = "Between two phases until the new windows are here. Paid on the group’s monthly run, as ever."


def tell(world: World) -> Generated:
    now = world.length
    profile = Profile(
        number=NUMBER, company=cast.COMPANIES[NUMBER], fee=590_000, hours=52, manager=tools.MAJA,
        started=tools.begins(world, deadline=now + 560, notice=3, months=72), notice_months=3, term_months=24,
        terms=30, pays_late=28, pay_spread=1.5, writes=1.9, hears=1.8, reply_hours=6, temper=1.3,
        ad_budget=1_200_000, cost_per=48,
    )  # fmt: skip
    people = (
        Person("Katrin Mühlbach", "Managing director", champion=True, decider=True, senior=True, joined=-3000),
        Person("Jens Albrecht", "Sales", joined=-1500),
    )
    calm = tools.calm(world, profile, people)
    cheaper = 0.36 * np.clip((np.arange(world.calendar.weeks) - (now - 60) / 7) / 3, 0, 1)
    life = replace(calm, results=calm.results - cheaper, periods=(("between", now - 31, now + 12, QUIET),))
    surveys = [(now - 230, KATRIN, 9, ""), (now - 44, KATRIN, 9, "Honest and good. Enquiries up, costs down.")]
    cut = [(now - 40, 0.76, "client", SAVING)]
    return generate.record(world, life, {
        **tools.ledger(world, profile, lambda ago: LATE[ago % len(LATE)]).book(),
        **tools.advertised(world, life, cut, others=[], links=[]),
        **tools.answers(surveys),
        **tools.noted(
            life, seen=[], lapses=[], wins=[(now - 36, "Cost per enquiry down", "−30%")], notes=[(now - 33, NOTE)]
        ),
        **tools.pulses(life, [(now - 60, 5), (now - 21, 4)]),
        "scoperequest": table("scoperequest", []),
    })  # fmt: skip
