"""Six who cost more than they bring: debt, discounts, nights and weekends, daily questions, no goals, no answers."""

from __future__ import annotations

from dataclasses import replace

from clienthealth.demo import advertising, effort, generate
from clienthealth.demo.generate import Generated
from clienthealth.demo.profiles import Profile
from clienthealth.demo.sheets import Book, table
from clienthealth.demo.stories import tools
from clienthealth.demo.stories.tools import JONAS, MAJA, OSKAR
from clienthealth.demo.world import World

VALMONT, BOXWERK, BRUECKNER, PAPETERIE, ABEL, OBERLAND = 6, 8, 15, 16, 17, 18
CHAMPION = 0


def valmont(world: World) -> Generated:
    """Three months unpaid, three of four promises broken, rude, and an hour for them earns less than it costs."""
    now = world.length
    profile = tools.known(
        world, VALMONT, euros=5400, hours=96, manager=JONAS, deadline=10, months=24, writes=2.6, hears=2.2,
        difficulty=1.6, weakness=1.2, ad_budget=1_300_000, cost_per=95, prepaid=True, terms=1,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Bernd Valmont", "Owner", "Simone Valmont"))
    seen = [
        tools.seen(
            life, "disrespect", now - 78, 2, "“Amateurs”, to Lena, in front of their tenants.", contact=CHAMPION
        ),
        tools.seen(life, "unrealistic_expectations", now - 60, 2, "Wants the leads of a year in the first month."),
        tools.seen(life, "disrespect", now - 44, 2, "Hung up on Jonas twice.", contact=CHAMPION),
        tools.seen(life, "unrealistic_expectations", now - 25, 2, "“Twice the leads by Christmas, same money.”"),
        tools.seen(life, "disrespect", now - 15, 2, "“I decide who works here”, about Oskar.", contact=CHAMPION),
    ]
    ledger = tools.ledger(world, profile, lambda ago: None if ago < 3 else 30 + (9 - ago if ago < 9 else 0))
    last = len(ledger.invoices) - 1
    for ago, at, days in ((120, last - 4, 40), (66, last - 2, 7), (40, last - 2, 7), (17, last - 1, 7)):
        made = now - ago
        ledger.promise(
            at, made, made + days, ledger.invoices[at]["amount"], "“The bank is slow, you have it next week.”"
        )
    return generate.record(world, life, {
        **ledger.book(),
        "timeentry": effort.entries(world, life, world.stream(VALMONT, 52), 1.02),
        **tools.answers([(now - 200, CHAMPION, 6, "I pay for leads, not for reports.")]),
        **tools.noted(
            life, seen=seen, lapses=[tools.lapse(life, now - 300, "staff", 2, "Oskar took over from Lena.")],
            wins=[(now - 88, "Two flats rented within a week", "9 enquiries each")],
            notes=[(now - 21, "Second warning sent, with a date and a right of reply.")],
        ),
        **tools.pulses(life, [(now - 28, 1)]),
    })  # fmt: skip


def boxwerk(world: World) -> Generated:
    """Asks for a discount on everything, and another agency now works inside the ad account."""
    now = world.length
    profile = tools.known(
        world, BOXWERK, euros=2900, hours=27, manager=OSKAR, deadline=25, months=12, writes=2.0, hears=1.6,
        difficulty=0.4, weakness=0.4, notice_months=1, ad_budget=640_000, cost_per=11, deciders=2,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Tobias Falk", "Head of studios", "Greta Falk"))
    asked = (
        (51, "What do the big agencies charge?"),
        (30, "A friend’s agency does it for half."),
        (9, "“What have you done for us?”"),
    )
    seen = [tools.seen(life, "grass_is_greener", now - ago, 2, words, contact=CHAMPION) for ago, words in asked]
    seen += [tools.seen(life, "haggling", now - 34, 2, "Wanted 15% off the invoice, again.")]
    outside = {**advertising.rival(now - 19, 1, "Admin"), "email": "leo@kontrast.example"}
    cut = [(now - 11, 0.7, "client", "")]
    return generate.record(world, life, {
        **_discounted(world, profile),
        **tools.advertised(world, life, cut, others=[outside], links=[advertising.link(now - 20, 1)]),
        **tools.answers([(now - 120, CHAMPION, 7, "It could be cheaper.")]),
        **tools.noted(
            life, seen=seen, lapses=[], wins=[(now - 58, "Trial weeks sold", "240 in one month")], notes=[],
        ),
        **tools.pulses(life, [(now - 22, 3)]),
    })  # fmt: skip


def _discounted(world: World, profile: Profile) -> Book:
    """Credit notes over four of the last invoices; the newest but one overdue after a broken promise."""
    ledger = tools.ledger(world, profile, lambda ago: None if ago < 2 else 8)
    last = len(ledger.invoices) - 1
    for at, share in ((last - 7, 0.08), (last - 5, 0.1), (last - 3, 0.1), (last - 2, 0.12)):
        invoice = ledger.invoices[at]
        ledger.credit(at, int(invoice["due_on"]) - 2, round(int(invoice["amount"]) * share))
    ledger.promise(last - 1, world.length - 24, world.length - 17, profile.fee, "“Friday, at the latest.”")
    return ledger.book()


def brueckner(world: World) -> Generated:
    """Wants the figures every day, and every choice explained."""
    now = world.length
    profile = tools.known(
        world, BRUECKNER, euros=8300, hours=74, manager=JONAS, deadline=131, months=36, writes=2.2, hears=2.0, asks=0.4,
        ad_budget=1_700_000, cost_per=44,
    )  # fmt: skip
    life = replace(
        tools.calm(world, profile, tools.two("Stefan Lange", "Head of recruiting", "Birgit Brückner")),
        spells=(("hovers", now - 66, now),),
    )
    seen = [
        tools.seen(life, "micromanagement", now - 50, 2, "Wants to sign off every keyword."),
        tools.seen(life, "micromanagement", now - 23, 2, "Asks for daily figures, and why Tuesday was down."),
    ]
    return generate.record(world, life, {
        **tools.ledger(world, profile, lambda ago: 18 if ago == 1 else 4, issued=12).book(),
        **tools.answers([(now - 130, CHAMPION, 8, "")]),
        **tools.noted(life, seen=seen, lapses=[], wins=[(now - 47, "Cost per applicant down", "−12%")], notes=[]),
        **tools.pulses(life, [(now - 32, 3)]),
    })  # fmt: skip


def papeterie(world: World) -> Generated:
    """No goals on file, doubts about the price, and what we advise is done the other way round."""
    now = world.length
    profile = tools.known(
        world, PAPETERIE, euros=1900, hours=18, manager=OSKAR, deadline=161, months=24, writes=1.3, hears=1.2,
        difficulty=0.3, goals="", ad_budget=300_000, cost_per=13,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Laura Fuchs", "Owner", "Konrad Fuchs", "Founder"))
    seen = [
        tools.seen(life, "unclear_goals", now - 57, 2, "“Something should happen online.” Asked what; no answer."),
        tools.seen(life, "ignores_advice", now - 41, 2, "Bought leaflets instead of the shop feed we had agreed."),
        tools.seen(life, "unclear_goals", now - 29, 2, "Had hoped for something else, but cannot say for what."),
        tools.seen(life, "ignores_advice", now - 18, 2, "Switched the campaign to broad match, against our advice."),
    ]
    return generate.record(world, life, {
        **tools.paid(world, profile, 6),
        **tools.answers([(now - 170, CHAMPION, 7, "Hard to say what it brings.")]),
        **tools.noted(life, seen=seen, lapses=[], wins=[(now - 80, "School season sold out", "+22%")], notes=[]),
        **tools.pulses(life, [(now - 31, 3)]),
    })  # fmt: skip


def abel(world: World) -> Generated:
    """Approvals and access come weeks late; the deadlines are ours."""
    now = world.length
    profile = tools.known(
        world, ABEL, euros=2600, hours=24, manager=OSKAR, deadline=192, months=36, writes=1.2, hears=1.6, reply_hours=9,
        ad_budget=420_000, cost_per=52,
    )  # fmt: skip
    life = tools.calm(world, profile, tools.two("Katrin Abel", "Practice manager", "Dr. Jonas Abel", "Dentist"))
    waits = ((150, "feedback", "Which enquiries became patients", 148), (96, "approval", "Release the new texts", 75),
             (64, "approval", "Approve the autumn plan", 40), (38, "access", "Access to the booking tool", None),
             (24, "approval", "Approve the drafts", None))  # fmt: skip
    rows = [
        tools.asked(now - ago, kind, what, None if answered is None else now - answered)
        for ago, kind, what, answered in waits
    ]
    return generate.record(world, life, {
        "request": table("request", rows),
        **tools.paid(world, profile, 5),
        **tools.answers([(now - 190, CHAMPION, 8, "")]),
        **tools.noted(
            life, seen=[tools.seen(life, "unresponsive", now - 20, 2)], lapses=[],
            wins=[(now - 110, "New patients from the map", "31 in a month")], notes=[],
        ),
        **tools.pulses(life, [(now - 44, 4)]),
    })  # fmt: skip


def oberland(world: World) -> Generated:
    """Every invoice for half a year a month late, one promise kept and one broken, and mails at night."""
    now = world.length
    profile = tools.known(
        world, OBERLAND, euros=3800, hours=44, manager=MAJA, deadline=72, months=24, writes=2.2, hears=1.9,
        difficulty=0.6, weakness=0.9, ad_budget=800_000, cost_per=28,
    )  # fmt: skip
    life = replace(
        tools.calm(world, profile, tools.two("Elena Moser", "Head of marketing", "Anton Moser", "Owner")),
        spells=(("nights", now - 55, now),),
    )
    ledger = tools.ledger(world, profile, lambda ago: None if ago < 2 else 56 - ago if ago < 7 else 6, issued=32)
    last = len(ledger.invoices) - 1
    kept, broken = ledger.invoices[last - 2], ledger.invoices[last - 1]
    ledger.promise(last - 2, now - 48, now - 1, kept["amount"], "“By the end of next month, surely.”")
    ledger.promise(last - 1, now - 12, now - 5, broken["amount"], "“After the weekend.”")
    ledger.promise(last - 1, now - 2, now + 4, broken["amount"], "“In two halves, the first on Tuesday.”")
    seen = [
        tools.seen(life, "out_of_hours", now - 33, 1, "Four mails on Saturday night, a call on Sunday."),
        tools.seen(life, "out_of_hours", now - 10, 2, "Hurt that nobody answered on Sunday."),
    ]
    return generate.record(world, life, {
        **ledger.book(),
        **tools.answers([(now - 140, CHAMPION, 8, "Always there.")]),
        **tools.noted(life, seen=seen, lapses=[], wins=[(now - 52, "Early bookings for the winter", "+17%")], notes=[]),
        **tools.pulses(life, [(now - 26, 3)]),
    })  # fmt: skip
