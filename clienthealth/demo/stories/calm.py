"""Eight with whom nothing is wrong, though a holiday, a season or a planned succession looks like it for some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from clienthealth.demo import generate
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Person
from clienthealth.demo.stories import tools
from clienthealth.demo.stories.tools import AYLIN, JONAS, MAJA, OSKAR
from clienthealth.demo.world import World

GRUENHOF, ROESTEREI, ARNIKA, ANKERPLATZ, SONNHALDE, SOLVANG, QUELLWERK = 13, 19, 20, 21, 22, 23, 24
CHAMPION = 0
Tell = Callable[[World], Generated]


def gruenhof(world: World) -> Generated:
    """Cut the budget a little in October, and gave us a 10 yesterday."""
    now = world.length
    profile = tools.known(
        world, GRUENHOF, euros=5200, hours=47, manager=OSKAR, deadline=192, months=24, writes=1.7, ad_budget=1_200_000,
        cost_per=15,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Greta Sommer", "Head of marketing", "Lorenz Grün"))
    return generate.record(world, life, {
        **tools.advertised(world, life, [(now - 34, 0.85, "client", "After the harvest")], others=[], links=[]),
        **tools.answers([(now - 190, CHAMPION, 9, ""), (now - 3, CHAMPION, 10, "The best season so far.")]),
    })  # fmt: skip


def roesterei(world: World) -> Generated:
    """Always few words; on holiday just now."""
    now = world.length
    profile = tools.known(
        world, ROESTEREI, euros=2400, hours=22, manager=AYLIN, deadline=284, months=24, writes=0.7, ad_budget=400_000,
        cost_per=9,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Emil Altmann", "Owner", "Ruth Altmann", "Owner"))
    return generate.record(
        world,
        replace(life, periods=(("holiday", now - 18, now + 3, "Emil is in Colombia until the end of the month"),)),
    )


def haus_arnika(world: World) -> Generated:
    """Hotels between summer and winter: the season budget paused, as agreed; results up on last year."""
    now = world.length
    profile = tools.known(
        world, ARNIKA, euros=7900, hours=70, manager=MAJA, deadline=161, months=60, writes=2.1, temper=1.3,
        ad_budget=2_600_000, cost_per=37,
    )  # fmt: skip
    life = replace(
        tools.calm(world, profile, tools.two("Clara Arnika", "Head of marketing", "Georg Arnika", "Owner")),
        periods=(("between", now - 26, now + 9, "Between the seasons; the winter campaign starts in December"),),
    )
    paused = [(now - 28, 0.7, "us", "Between the seasons, as agreed")]
    return generate.record(world, life, {
        **tools.advertised(world, life, paused, others=[], links=[]),
        **tools.answers([(now - 150, CHAMPION, 9, "They know hotels."), (now - 61, CHAMPION, 9, "")]),
    })  # fmt: skip


def solvang(world: World) -> Generated:
    """The head of marketing retired as planned; her successor was introduced to us before."""
    now = world.length
    profile = tools.known(
        world, SOLVANG, euros=3400, hours=31, manager=JONAS, deadline=253, months=48, writes=1.5, ad_budget=600_000,
        cost_per=24,
    )  # fmt: skip
    people = (
        Person(
            "Birgit Solvang", "Head of marketing", champion=True, joined=-3000, left=now - 48, heard=now - 110,
            successor=2, introduced=True,
        ),
        Person("Henrik Solvang", "Managing director", decider=True, senior=True, joined=-2500),
        Person("Sofie Lindgren", "Head of marketing", champion=True, joined=now - 90),
    )  # fmt: skip
    return generate.record(world, tools.calm(world, profile, people))


def _plain(
    number: int, euros: int, hours: float, manager: int, deadline: int, months: int, people: tuple[Person, ...],
    temper: float = 0.9,
) -> Tell:  # fmt: skip
    """A client of whom nothing needs to be told: the generator writes an ordinary life."""

    def tell(world: World) -> Generated:
        profile = tools.known(
            world, number, euros=euros, hours=hours, manager=manager, deadline=deadline, months=months, temper=temper,
            cost_per=12.0 + number,
        )  # fmt: skip
        return generate.record(world, tools.calm(world, profile, people))

    return tell


ankerplatz = _plain(
    ANKERPLATZ, 6800, 61, JONAS, 222, 72, tools.two("Ole Hansen", "Head of sales", "Dr. Nadja Anker")
)  # fmt: skip
sonnhalde = _plain(
    SONNHALDE, 3100, 28, OSKAR, 314, 36, tools.two("Hanna Vogel", "Head of care", "Paul Ritter"), temper=1.3
)
quellwerk = _plain(
    QUELLWERK, 11_500, 104, AYLIN, 345, 48, tools.two("Elena Weiss", "Head of growth", "Marco Quell"), temper=1.4
)
