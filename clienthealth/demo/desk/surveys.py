"""The demo agency's surveys: the work behind the answers that the generator drew. All people and words are invented."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Agency, Contact, Deliverable, SurveyInvitation, SurveyResponse, User
from clienthealth.core import clock
from clienthealth.core.clock import Day
from signals.calendars import the_agency
from surveys.actions.loops import open_loop
from surveys.models import Answer, Ask, Attempt, Campaign, Loop, SurveyEntry, SurveyTerms

OWNER = "owner@nordlys.example"
OPEN = dt.timedelta(days=28)
PLANNED = dt.timedelta(days=4)  # before it was sent
LATE = 30  # days after which a loop of the demo is closed
CAUSES = (
    (Loop.Cause.COMMUNICATION, "Three times they asked for the same figures.", "A figure sheet comes on Mondays now."),
    (Loop.Cause.RESULTS, "Two campaigns were paused too late.", "Went through both; a limit is in the plan."),
    (Loop.Cause.DEADLINES, "The drafts were late, twice.", "Said sorry, and gave them the next dates."),
    (Loop.Cause.PEOPLE, "They missed their old contact here.", "Introduced the new one in a call of the three of us."),
)  # fmt: skip
AFTER_WORK = ((5, "Clear, and on time."), (4, ""), (4, "Good. A shorter summary would help."), (3, ""), (5, ""))


def live() -> int:
    """Write down how the answers came about, once; returns how many there are."""
    agency = the_agency()
    if Campaign.objects.exists():
        return 0
    today, owner = agency.today(), User.objects.get(email=OWNER)
    with transaction.atomic():
        SurveyTerms.objects.create(address="Nordlys Performance, Havnegade 12, 1058 København K")
        begun = today.date - dt.timedelta(days=800)
        usual = Campaign.objects.create(
            name="How are we doing?", whom=Campaign.Whom.CHAMPIONS, state=Campaign.State.RUNNING,
            every_days=90, starts_on=begun, made_by=owner,
        )  # fmt: skip
        after = Campaign.objects.create(
            name="After a delivery", kind=Campaign.Kind.CSAT, whom=Campaign.Whom.CHAMPIONS, reminders=0,
            when=Campaign.When.EVENT, event=Campaign.Event.DELIVERY, state=Campaign.State.PAUSED, made_by=owner,
        )  # fmt: skip
        answers = _of_the_book(usual, agency, today)
        _loops([answer for answer in answers if answer.group == "low"], agency)
        answers += _satisfied(after, agency, today)
        _scanned(answers, today)
        happy = next(answer for answer in answers if answer.score >= 9 and answer.comment)
        Answer.objects.filter(pk=happy.pk).update(may_quote=True)
        SurveyEntry.objects.create(campaign=usual, client_id=happy.client_id, slug="nordlys", made_by=owner)
    return len(answers)


def _of_the_book(campaign: Campaign, agency: Agency, today: Day) -> list[Answer]:
    """An asking behind every invitation, an answer behind every response."""
    responses = {one.invitation_id: one for one in SurveyResponse.objects.exclude(invitation=None)}
    invitations = SurveyInvitation.objects.exclude(contact=None).order_by("pk")
    languages = dict(Contact.objects.values_list("pk", "language"))
    asks = []
    for sent in invitations:
        at = _at(agency, sent.sent_on, 9, 5 * (sent.pk % 11))
        late = Ask.State.CLOSED if sent.sent_on + OPEN < today.date else Ask.State.SENT
        asks.append(
            Ask(
                campaign=campaign, client_id=sent.client_id, contact_id=sent.contact_id or 0, round=f"{sent.sent_on}",
                due_at=at, made_at=at - PLANNED, sent_at=at, closes_at=at + OPEN, fact=sent,
                language=languages.get(sent.contact_id or 0) or "en",
                reminded=0 if sent.pk in responses else 2,
                state=Ask.State.ANSWERED if sent.pk in responses else late,
            )
        )  # fmt: skip
    Ask.objects.bulk_create(asks, ignore_conflicts=True)
    kept = Ask.objects.filter(campaign=campaign, state=Ask.State.ANSWERED).order_by("pk")
    return Answer.objects.bulk_create(_answer(ask, responses[ask.fact_id], agency) for ask in kept)


def _answer(ask: Ask, fact: SurveyResponse, agency: Agency) -> Answer:
    return Answer(
        campaign_id=ask.campaign_id, client_id=ask.client_id, contact_id=ask.contact_id, ask=ask,
        kind=Campaign.Kind.NPS, score=fact.score, comment=fact.comment, language=ask.language, response=fact,
        answered_at=_at(agency, fact.answered_on, 14, 7 * (fact.pk % 8)),
    )  # fmt: skip


def _loops(low: list[Answer], agency: Agency) -> None:
    """What came of the low answers: the older ones are dealt with, the newest wait."""
    now, owners = clock.now(), dict(Ask.objects.filter(answer__in=low).values_list("pk", "client__owner"))
    loops = []
    for number, answer in enumerate(sorted(low, key=lambda one: one.answered_at)):
        cause, note, reply = CAUSES[number % len(CAUSES)]
        loop = Loop(
            client_id=answer.client_id, answer=answer, opened_at=answer.answered_at,
            due_at=answer.answered_at + dt.timedelta(hours=48), responsible_id=owners.get(answer.ask_id or 0),
        )  # fmt: skip
        if now - answer.answered_at <= dt.timedelta(days=LATE):
            with clock.pretend(answer.answered_at):
                open_loop(answer)
            continue
        replied = answer.answered_at + dt.timedelta(hours=20 + 9 * (number % 5))
        loop.cause, loop.cause_note, loop.reply = cause, note, reply
        loop.how, loop.replied_at, loop.replied_by_id = Loop.How.PHONE, replied, loop.responsible_id
        loop.closed_at, loop.closed_by_id = replied + dt.timedelta(days=6), loop.responsible_id
        loops.append(loop)
    Loop.objects.bulk_create(loops)


def _satisfied(campaign: Campaign, agency: Agency, today: Day) -> list[Answer]:
    """A few answers to the short question after something was delivered."""
    since = today.date - dt.timedelta(days=75)
    delivered = Deliverable.objects.filter(delivered_on__range=(since, today.date - dt.timedelta(days=12)))
    delivered = delivered.exclude(kind=Deliverable.Kind.REPORT).select_related("client").order_by("-delivered_on", "pk")
    asks = []
    for one in delivered[:12]:
        on = one.delivered_on or since
        contact = one.client.contacts.champions().present(on).exclude(email="").first()
        if contact is None:
            continue
        at = _at(agency, on + dt.timedelta(days=2), 10, 5 * (one.pk % 11))
        asks.append(
            Ask(
                campaign=campaign, client=one.client, contact=contact, round=f"delivery-{one.pk}", due_at=at,
                made_at=at - PLANNED, sent_at=at, closes_at=at + OPEN, state=Ask.State.ANSWERED,
                language=contact.language or "en",
            )
        )  # fmt: skip
    Ask.objects.bulk_create(asks)
    return Answer.objects.bulk_create(
        Answer(
            campaign=campaign, client=ask.client, contact=ask.contact, ask=ask, kind=campaign.kind,
            score=AFTER_WORK[number % 5][0], comment=AFTER_WORK[number % 5][1], language=ask.language,
            answered_at=(ask.sent_at or ask.due_at) + dt.timedelta(hours=3 + number),
        )
        for number, ask in enumerate(asks[:9])
    )  # fmt: skip


def _scanned(answers: list[Answer], today: Day) -> None:
    """One client's mail passes a scanner that opens every link at once: evidence, never an answer."""
    ask = Ask.objects.get(answer=answers[-1])
    first = (ask.sent_at or ask.due_at) + dt.timedelta(seconds=40)
    Attempt.objects.bulk_create(
        Attempt(
            ask=ask, what=Attempt.What.LOOK, score=score, automatic=True, reasons=["every link"],
            agent="Unknown program", at=first + dt.timedelta(milliseconds=90 * score), visitor="scanner",
        )
        for score in range(11)
    )  # fmt: skip


def _at(agency: Agency, day: dt.date, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(agency.zone))
