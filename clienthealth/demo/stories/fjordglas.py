"""Fjordglas: decided in silence, gave notice five months ago, and the contract has run out since."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clienthealth.demo import cast, generate
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Person
from clienthealth.demo.profiles import Profile
from clienthealth.demo.stories import tools
from clienthealth.demo.world import World

NUMBER = 4


def tell(world: World) -> Generated:
    now = world.length
    profile = Profile(
        number=NUMBER, company=cast.COMPANIES[NUMBER], fee=460_000, hours=40, manager=tools.OSKAR,
        started=now - 1300, writes=1.8, voices=False, ad_budget=900_000, cost_per=26, notice_months=2,
    )  # fmt: skip
    people = (
        Person("Ole Brekke", "Head of marketing", champion=True, joined=-1000),
        Person("Turid Fjord", "Managing director", decider=True, senior=True, joined=-3000),
    )
    calm = tools.calm(world, profile, people)
    sinks = 2.0 * np.clip((np.arange(world.calendar.weeks) - (now - 330) / 7) / 16, 0, 1)
    leaves = replace(
        calm, mood=calm.mood - sinks, decided=now - 215, notice=now - 158, ended=now - 96, side="client",
        reason="Another agency",
    )  # fmt: skip
    return generate.record(world, leaves)
