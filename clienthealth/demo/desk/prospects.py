"""Six companies that would like to work with the demo agency, each at another place of the way. All are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from clienthealth.core import clock
from clienthealth.core.clock import Day
from clienthealth.core.models import OutgoingMail
from prospects.actions import deciding, judging, publishing, taking
from prospects.actions.answering import save_answers
from prospects.models import Prospect
from signals.calendars import the_agency

JONAS, AYLIN, MAJA, OWNER = (f"{name}@nordlys.example" for name in ("jonas", "aylin", "maja", "owner"))


@dataclass(frozen=True, kw_only=True)
class Story:
    """`ago`: days before today on which they wrote; answers two days later, judgement two days after that."""

    company: str
    name: str
    email: str
    language: str
    ago: int
    owner: str = ""
    source: str = ""
    add_ons: tuple[str, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    sends: bool = False
    marks: dict[str, int] = field(default_factory=dict)
    readers: tuple[tuple[str, int, str], ...] = ()  # who, what they feel, and in which words
    decision: tuple[str, str, str] = ("", "", "")  # who, what, why


SOLID: dict[str, Any] = {
    "goal": "Twice as many bookings made on our own website, so that we pay less commission.",
    "goal_figure": "direct bookings a month", "goal_today": "140", "goal_target": "280", "goal_by": "next November",
    "goal_firm": "agreed", "pace": "plan", "customer": "Couples who come back in autumn: quiet, and the dog may come.",
    "value_known": "first", "value_amount": "€310", "who_budget": "Birgit, managing director", "approvers": "1",
    "settle": "one", "fee_range": "c", "media_range": "b", "judge": ["return", "trust"], "terms": "yes",
    "terms_note": "Invoices by e-mail to the bookkeeping, paid on the 10th.", "agencies_count": "1",
    "agencies": "A good one; the owner retired.", "tried_ppc": "now", "tried_social": "before", "tried_seo": "no",
    "channels_note": "Brand searches are cheap, the rest was too broad.", "keep": "Our photos: no stock pictures.",
    "try": "Offers for weekdays in November.", "rhythm": "month", "hours": "weekdays 9 to 16", "your_time": "hour",
    "claims": "Rooms as on the pictures; money back on arrival if not. Rated by two tourist boards.",
    "read_standards": "yes",
}  # fmt: skip
GOOD_MARKS = {
    "goal": 2,
    "customer": 2,
    "terms_note": 2,
    "agencies": 2,
    "channels": 2,
    "keep": 2,
    "hours": 2,
    "claims": 2,
}
STORIES = (
    Story(company="Strandvejens Cykler", name="Nikoline Friis", email="nikoline@strandvejens.example", language="da",
          ago=2, source="Our website"),
    Story(company="Maison Corbeau", name="Hélène Marchand", email="h.marchand@corbeau.example", language="fr", ago=6,
          owner=AYLIN, source="Recommended by Lumiq Energy", add_ons=("social",),
          answers={"goal": "Être connus à Lyon comme à Paris.", "goal_firm": "direction", "pace": "6m",
                   "customer": "Des restaurants qui changent de carte chaque saison."}),
    Story(company="Hotel Dünenkrone", name="Birgit Sander", email="b.sander@duenenkrone.example", language="de", ago=9,
          owner=JONAS, source="Trade fair in Hamburg", add_ons=("ppc",), sends=True,
          answers={**SOLID, "ppc_platforms": ["google"], "ppc_owner": "agency", "ppc_since": "longer",
                   "ppc_counted": ["orders", "calls"], "ppc_pages": "days", "ppc_margin": "overall",
                   "ppc_control": "results"}),
    Story(company="VitaBoost Drops", name="Marco Reinhardt", email="marco@vitaboost.example", language="en", ago=13,
          owner=JONAS, source="Wrote by e-mail", add_ons=("seo",), sends=True,
          answers={"goal": "Become number one in Europe, very quickly.", "goal_target": "1,000,000 customers",
                   "goal_firm": "help", "pace": "1m", "customer": "Everyone who wants to feel better.",
                   "value_known": "no", "approvers": "many", "settle": "open", "fee_range": "a", "judge": ["lowest"],
                   "terms": "result", "agencies_count": "3", "agencies": "All four were incompetent.",
                   "tried_ppc": "before", "tried_seo": "now", "channels_note": "Google does not work.",
                   "rhythm": "day", "hours": "always, best after 21:00", "your_time": "none",
                   "claims": "Cures tiredness within three days, no doctor needed.", "seo_links": "buying"},
          marks={"goal": 0, "customer": 0, "agencies": 0, "channels": 0, "hours": 0, "claims": 0, "product": 0},
          readers=((JONAS, 1, "A cure without a doctor?"), (MAJA, 2, "The numbers do not fit the budget.")),
          decision=(MAJA, "decline", "We do not advertise cures without proof, and they will not show any.")),
    Story(company="Koenraad Interiors", name="Pieter Koenraad", email="pieter@koenraad.example", language="en", ago=20,
          owner=AYLIN, source="Our website", sends=True,
          answers={**SOLID, "goal": "Be seen by architects, not only by private buyers.", "goal_firm": "direction",
                   "goal_target": "", "goal_by": "", "fee_range": "b", "terms": "after", "approvers": "2",
                   "judge": ["compare"], "pace": "3m"},
          marks={**GOOD_MARKS, "goal": 1}, readers=((AYLIN, 4, "Friendly, and slow to decide."), (MAJA, 3, "")),
          decision=(MAJA, "more", "Fee and payment are open. Ask which part matters most, and for a deposit.")),
    Story(company="Lagún Yachts", name="Inés Robledo", email="ines@lagun.example", language="es", ago=27,
          owner=JONAS, source="Recommended by Casa Lindo", add_ons=("ppc", "social"), sends=True,
          answers={**SOLID, "goal": "Alquilar los barcos también en abril y octubre.", "fee_range": "d"},
          marks=GOOD_MARKS, readers=((JONAS, 5, "Knows exactly what she wants."), (OWNER, 4, "")),
          decision=(OWNER, "accept", "Clear goals, fair words about the last agency, pays in advance.")),
)  # fmt: skip


def live() -> int:
    """Live through the stories, once; returns how many prospects there are. The mails were sent long ago."""
    if Prospect.objects.exists():
        return 0
    today = the_agency().today()
    people = {user.email: user for user in User.objects.all()}
    with transaction.atomic():
        for story in STORIES:
            _live(story, today, people)
        with clock.pretend(_at(today, 40)):
            publishing.open_entry(by=people[OWNER], name="Our website", language="en", questionnaires=["base"])
        OutgoingMail.objects.filter(key__startswith="prospect-", sent_at=None).update(sent_at=clock.now())
    return len(STORIES)


def _live(story: Story, today: Day, people: dict[str, User]) -> None:
    owner = people.get(story.owner)
    with clock.pretend(_at(today, story.ago)):
        prospect = taking.note_prospect(
            by=people[OWNER], owner=owner, company=story.company, name=story.name, email=story.email,
            language=story.language, source=story.source, questionnaires=["base", *story.add_ons],
        )  # fmt: skip
        if owner is None:
            return
        invitation = taking.invite(prospect, by=owner, questionnaires=story.add_ons)
    with clock.pretend(_at(today, story.ago - 2)):
        given = {name: value for name, value in story.answers.items() if value}
        save_answers(invitation, given, builds_on=0, part="together", language=story.language, send=story.sends)
    with clock.pretend(_at(today, max(1, story.ago - 4))):
        _judge(prospect, story, people)


def _judge(prospect: Prospect, story: Story, people: dict[str, User]) -> None:
    for reader, _value, _note in story.readers:
        judging.mark_texts(prospect, by=people[reader], marks=story.marks)
    for reader, value, note in story.readers:
        judging.say_feeling(prospect, by=people[reader], value=value, note=note)
        judging.reveal(prospect, by=people[reader])
    who, kind, why = story.decision
    if not who:
        return
    decision = deciding.decide(prospect, by=people[who], kind=kind, why=why)
    if decision.waits:
        second = next(reader for reader, _value, _note in story.readers if reader != who)
        deciding.agree(decision, by=people[second])


def _at(today: Day, ago: int) -> dt.datetime:
    return dt.datetime.combine(today.plus(-ago).date, dt.time(10, 30), ZoneInfo(today.zone))
