"""Nordhavn Dental: with us for six weeks, nothing connected yet. Too little data for any band."""

from __future__ import annotations

from clienthealth.demo import cast, generate
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Person
from clienthealth.demo.profiles import Profile
from clienthealth.demo.sheets import table
from clienthealth.demo.stories import tools
from clienthealth.demo.world import World

NUMBER = 3


def tell(world: World) -> Generated:
    profile = Profile(
        number=NUMBER, company=cast.COMPANIES[NUMBER], fee=390_000, hours=34, manager=tools.AYLIN,
        started=world.length - 40, sources=frozenset(),
    )  # fmt: skip
    life = tools.calm(world, profile, (Person("Rikke Nordhavn", "Owner", decider=True, senior=True),))
    silent = ("observation", "lapse", "win", "pulse", "request")
    return generate.record(world, life, {name: table(name, []) for name in silent})
