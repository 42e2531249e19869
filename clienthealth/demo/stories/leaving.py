"""Seven who may leave: silence, questions, cuts, dearer results, slow answers, a departure, one low answer."""

from __future__ import annotations

from dataclasses import replace

from clienthealth.demo import deliverables, generate, messages
from clienthealth.demo.generate import Generated
from clienthealth.demo.lives import Life, Person
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.stories import tools
from clienthealth.demo.stories.tools import AYLIN, JONAS, MAJA, OSKAR
from clienthealth.demo.world import World

BERGMANN, CASA_LINDO, LUMIQ, RUTINI, VELO, TERRA_VITA, PRAXIS = 5, 7, 9, 10, 11, 12, 14
CHAMPION, DECIDER = 0, 1


def bergmann(world: World) -> Generated:
    """Quiet since the kitchen fair, a 5 after a 9, and nobody has called. A report of ours was late."""
    now = world.length
    profile = tools.known(
        world, BERGMANN, euros=9600, hours=84, manager=MAJA, deadline=131, months=72, writes=3.0, hears=2.2,
        reply_hours=4, voices=False, ad_budget=2_400_000, cost_per=62,
    )  # fmt: skip
    people = tools.two("Petra Bergmann", "Managing director", "Horst Bergmann", "Owner")
    life = replace(
        tools.calm(world, profile, people), decided=now - 40,
        periods=(("launch", now - 60, now - 42, "Kitchen fair in Kassel"),),
    )  # fmt: skip
    answers = [
        (now - 230, CHAMPION, 9, "You think along with us."),
        (now - 47, CHAMPION, 5, "I no longer know what you are doing."),
    ]
    return generate.record(world, life, {
        "message": tools.thinned(messages.draw(world, life), since=now - 28, keep=1),
        **tools.paid(world, profile, 2),
        **tools.advertised(world, life, [(now - 38, 0.88, "client", "After the fair")], others=[], links=[]),
        **tools.unopened(deliverables.draw(world, life), since=now - 70),
        **tools.answers(answers),
        **tools.noted(
            life, seen=[], lapses=[tools.lapse(life, now - 14, "report", 1, "The report went out two days late.")],
            wins=[(now - 140, "Kitchen planner live", "312 plans in the first month"),
                  (now - 75, "Cost per appointment down", "−14%"), (now - 44, "Fair fully booked", "96 appointments")],
            notes=[(now - 45, "Petra sounded tired of reports. Talk in person after the fair.")],
        ),
        **tools.pulses(life, [(now - 90, 4), (now - 35, 4)]),
    })  # fmt: skip


def casa_lindo(world: World) -> Generated:
    """The budget cut by 38 % though an order costs no more than before; reports unopened since September."""
    now = world.length
    profile = tools.known(
        world, CASA_LINDO, euros=6300, hours=56, manager=OSKAR, deadline=72, months=36, writes=2.0, hears=1.8,
        voices=False,
        ad_budget=1_900_000, cost_per=34,
    )  # fmt: skip
    people = tools.two("Lucía Ferrer", "Head of e-commerce", "Joan Lindo")
    life = replace(tools.calm(world, profile, people), decided=now - 36)
    return generate.record(world, life, {
        **tools.paid(world, profile, 4),
        **tools.advertised(world, life, [(now - 31, 0.62, "client", "")], others=[], links=[]),
        **tools.unopened(_drafts(world, life), since=now - 85),
        **tools.answers([(now - 300, CHAMPION, 9, "Clear and quick."), (now - 118, CHAMPION, 8, "")]),
        **tools.noted(
            life, seen=[], lapses=[], wins=[(now - 96, "Outlet campaign sold out", "1,140 orders in nine days")],
            notes=[(now - 8, "Lucía said the new year is open. Nothing more.")],
        ),
        **tools.pulses(life, [(now - 40, 5)]),
    })  # fmt: skip


def _drafts(world: World, life: Life) -> Book:
    """The monthly report, and every third week drafts for the next campaign."""
    rng = world.stream(CASA_LINDO, 53)
    drafts = [
        deliverables.sent("creative", "Drafts for the next campaign", day, due=day + 1)
        for day in range(max(life.profile.started, 0) + 10, world.length - 16, 21)
    ]
    return deliverables.book(world, life, rng, [*deliverables.reports(world, life, rng), *drafts], eager=1.4)


def lumiq(world: World) -> Generated:
    """The largest: a lead costs a third more than six weeks ago, and the notice day comes in 41 days."""
    now = world.length
    profile = tools.known(
        world, LUMIQ, euros=18_200, hours=165, manager=AYLIN, deadline=41, months=36, writes=3.2, hears=3.0,
        ad_budget=5_200_000, cost_per=58, deciders=2,
    )  # fmt: skip
    people = tools.two("Hanna Reuter", "Head of marketing", "Dr. Jan Lumen")
    life = tools.slump(tools.calm(world, profile, people), world, since=now - 48, up=0.5)
    return generate.record(world, life, {
        **tools.paid(world, profile, 1),
        **tools.advertised(world, life, [], others=[], links=[]),
        **tools.answers([(now - 210, CHAMPION, 8, "Solid."), (now - 58, CHAMPION, 8, "More ideas, please.")]),
        **tools.noted(
            life, seen=[], lapses=[tools.lapse(life, now - 24, "error", 1, "Old prices in two advertisements.")],
            wins=[(now - 150, "Solar week", "420 leads, the best week yet"), (now - 95, "Cost per lead down", "−11%")],
            notes=[(now - 5, "Figures for the board meeting promised; half of it is the market.")],
        ),
        **tools.pulses(life, [(now - 30, 4)]),
    })  # fmt: skip


def rutini(world: World) -> Generated:
    """A hands-off client suddenly asks and asks, and what was agreed on Monday is denied on Thursday."""
    now = world.length
    profile = tools.known(
        world, RUTINI, euros=8900, hours=80, manager=AYLIN, deadline=100, months=24, writes=1.0, hears=1.6, asks=0.25,
        ad_budget=2_100_000, cost_per=19,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Felix Rutini", "Head of marketing", "Clara Rutini"))
    seen = [
        tools.seen(life, "erratic_behaviour", now - 26, 2, "Asked for a stop of the city campaign.", contact=CHAMPION),
        tools.seen(
            life, "erratic_behaviour", now - 12, 2, "Never asked for a stop, he says, and why is it off?",
            contact=CHAMPION, contradicts=0,
        ),
    ]  # fmt: skip
    return generate.record(world, life, {
        "message": tools.louder(messages.draw(world, life), since=now - 21, times=4, questions=2),
        **tools.paid(world, profile, 2),
        **tools.answers([(now - 160, CHAMPION, 9, "")]),
        **tools.noted(
            life, seen=seen, lapses=[], wins=[(now - 70, "New city live in four days", "Graz")],
            notes=[(now - 3, "Bring the numbers to the meeting next Tuesday.")],
        ),
        **tools.pulses(life, [(now - 50, 4)]),
    })  # fmt: skip


def velo_kontor(world: World) -> Generated:
    """The main contact went, the successor started three weeks ago and knows nothing of what was agreed."""
    now = world.length
    profile = tools.known(
        world, VELO, euros=4600, hours=42, manager=JONAS, deadline=100, months=36, writes=1.9, hears=2.2, reply_hours=3,
        ad_budget=1_050_000, cost_per=22,
    )  # fmt: skip
    people = (
        Person(
            "Ines Brandt", "Head of marketing", champion=True, joined=-1100, left=now - 33, heard=now - 31, successor=2
        ),
        Person("Ole Kontor", "Owner", decider=True, senior=True, joined=-2600),
        Person("Marco Stein", "Head of marketing", champion=True, joined=now - 22),
    )
    life = replace(tools.calm(world, profile, people), spells=(("stalls", now - 28, now),))
    return generate.record(world, life, {
        **tools.paid(world, profile, 3),
        **tools.answers([(now - 260, CHAMPION, 9, "Our bicycles sell."), (now - 90, CHAMPION, 9, "")]),
        **tools.noted(
            life, seen=[], lapses=[], wins=[(now - 120, "Service check booked out", "−21% a booking"),
                                            (now - 62, "Cargo bikes on page one", "Position 1")],
            notes=[(now - 18, "Marco has not seen the goals. Send him the briefing.")],
        ),
        **tools.pulses(life, [(now - 25, 3)]),
    })  # fmt: skip


def terra_vita(world: World) -> Generated:
    """Two surveys unanswered, answers take days; and they asked for reviews in their customers' names."""
    now = world.length
    profile = tools.known(
        world, TERRA_VITA, euros=10_400, hours=92, manager=MAJA, deadline=161, months=48, writes=2.0, hears=2.6,
        reply_hours=5, difficulty=0.2, ad_budget=2_300_000, cost_per=17,
    )  # fmt: skip
    life = replace(
        tools.calm(world, profile, tools.two("Sanne de Vries", "Brand manager", "Joost Vermeer")),
        spells=(("stalls", now - 35, now),),
    )
    seen = [
        tools.seen(
            life, "unethical_request", now - 6, 2, "Asked us to write reviews in customers’ names before Black Week.",
            contact=CHAMPION, evidence="Mail of that day, with Joost in copy",
        )
    ]  # fmt: skip
    told = tools.answers([(now - 390, CHAMPION, 8, "")])
    mute = [
        {"contact": CHAMPION, "sent_on": day, "known": day * 1440 + 540} for day in (now - 390, now - 150, now - 40)
    ]
    return generate.record(world, life, {
        **tools.paid(world, profile, 5),
        "surveyinvitation": table("surveyinvitation", mute),
        "surveyresponse": told["surveyresponse"],
        **tools.noted(
            life, seen=seen, lapses=[], wins=[(now - 100, "Subscriptions up", "+18%")],
            notes=[(now - 16, "Last spoke with Sanne: short, friendly.")],
        ),
        **tools.pulses(life, [(now - 33, 3)]),
    })  # fmt: skip


def praxisverbund(world: World) -> Generated:
    """Five practices that contradict each other, in their first year with us; two late reports, and now a 3."""
    now = world.length
    profile = tools.known(
        world, PRAXIS, euros=4100, hours=38, manager=MAJA, deadline=131, months=12, writes=1.6, hears=1.8,
        ad_budget=700_000, cost_per=41,
    )  # fmt: skip
    people = (
        Person("Dr. Birgit Krüger", "Head of practices", champion=True, decider=True, joined=-600),
        Person("Dr. Paul Engel", "Partner", decider=True, senior=True, joined=-900),
        Person("Nadja Roth", "Head of finance", decider=True, joined=-300),
    )
    life = tools.calm(world, profile, people)
    seen = [
        tools.seen(life, "internal_politics", now - 44, 2, "Dr. Krüger: only implants from now on.", contact=0),
        tools.seen(
            life,
            "internal_politics",
            now - 37,
            2,
            "Dr. Engel: implants off, prophylaxis only.",
            contact=1,
            contradicts=0,
        ),
        tools.seen(
            life, "internal_politics", now - 15, 1, "Nadja Roth stopped both until January.", contact=2, contradicts=1
        ),
    ]
    lapses = [
        tools.lapse(life, now - 46, "report", 2, "Report six days late."),
        tools.lapse(life, now - 13, "report", 1, "Report two days late, again."),
    ]
    answers = [
        (now - 100, CHAMPION, 8, "Good start."),
        (now - 6, CHAMPION, 3, "Nobody of you knows what the others agreed."),
    ]
    return generate.record(world, life, {
        **tools.paid(world, profile, 3),
        **tools.answers(answers),
        **tools.noted(
            life, seen=seen, lapses=lapses, wins=[(now - 66, "First 50 enquiries", "38 € each")],
            notes=[(now - 3, "Dr. Krüger wants one person to talk to.")],
        ),
        **tools.pulses(life, [(now - 20, 4)]),
    })  # fmt: skip
