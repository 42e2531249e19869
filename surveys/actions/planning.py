"""Planning: whose turn it is becomes a row of its own, a few days before. Doing it again changes nothing.

The row is the anchor: once it is there, its instant stays. A turn that is passed over leaves a row that says why, and
is taken up again when the reason is gone while the occasion is still one. All campaigns are planned in one go, the
oldest first, so that none asks somebody whom another one has just written down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from accounts.models import Agency, Client
from surveys import candidates, planning
from surveys.actions.suppressing import suppressed
from surveys.candidates import Past, Person
from surveys.models import Ask, Campaign, Suppression, SurveyTerms
from surveys.planning import Due, Happened
from surveys.windows import DaysOff

LOCK = 0x5A5C1  # one planner at a time: two would not see each other's rows
AHEAD = 2  # days
State, Why = Ask.State, Ask.Why
REOPENED = frozenset({Why.SUPPRESSED, Why.NOTICE, Why.THROTTLED, Why.NO_ADDRESS, Why.ENDED, Why.LEFT, Why.STOPPED})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody's turn: when, or why not. `ask` is the row that is there already."""

    campaign: int
    contact: int
    client: int
    language: str
    round: str
    due_at: dt.datetime
    why: str = ""
    ask: int | None = None


@dataclass(slots=True)
class Frame:
    """All that deciding needs, read once. `last` grows while turns are given."""

    now: dt.datetime
    agency: Agency
    ahead: int
    throttle_days: int
    people: Sequence[Person]
    past: Mapping[tuple[int, int], Past]
    last: dict[str, dt.date]
    happened: Mapping[str, Mapping[int, Sequence[Happened]]]
    off: DaysOff

    @property
    def today(self) -> dt.date:
        return self.now.astimezone(ZoneInfo(self.agency.zone)).date()


@transaction.atomic
def plan(now: dt.datetime) -> int:
    """Write down the turns of the next days. How many rows that made or changed."""
    agency = Agency.objects.first()
    if agency is None or not _is_alone():
        return 0
    campaigns = list(Campaign.objects.running(now.astimezone(ZoneInfo(agency.zone)).date()).order_by("pk"))
    found = propose(campaigns, now, agency, AHEAD) if campaigns else []
    made = [_ask(one) for one in found if one.ask is None]
    Ask.objects.bulk_create(made, batch_size=1000, ignore_conflicts=True)
    again = [_ask(one) for one in found if one.ask is not None]
    # With a new nonce: the post may know a mail by the old one that it gave up.
    Ask.objects.bulk_update(again, ["state", "why", "due_at", "language", "nonce"], batch_size=1000)
    return len(made) + len(again)


def preview(campaign: Campaign, now: dt.datetime, days: int = 30) -> list[Proposal]:
    """Who would be asked in the coming days, and when or why not; the earliest first. Writes nothing.

    A campaign that does not run yet is shown as if it did.
    """
    agency = Agency.objects.first()
    if agency is None:
        return []
    planned = Ask.objects.waiting().filter(campaign=campaign, due_at__lt=now + dt.timedelta(days=days))
    rows = planned.values_list("contact", "client", "language", "round", "due_at", "pk")
    there = [
        Proposal(campaign.pk, contact, client, language, name, at, ask=pk)
        for contact, client, language, name, at, pk in rows
    ]
    coming = [one for one in propose([campaign], now, agency, days) if one.ask is None or not one.why]
    return sorted([*there, *coming], key=lambda one: (one.due_at, one.contact))


def propose(campaigns: Sequence[Campaign], now: dt.datetime, agency: Agency, ahead: int) -> list[Proposal]:
    """The turns of some campaigns within some days that have no row, or one that can be taken up again."""
    frame = _frame(campaigns, now, agency, ahead)
    turns = [(campaign, list(_due(campaign, frame))) for campaign in campaigns]
    scopes = suppressed({person.email for _campaign, people in turns for person, _found in people})
    return [one for campaign, people in turns for one in _decide(campaign, people, scopes, frame)]


def _frame(campaigns: Sequence[Campaign], now: dt.datetime, agency: Agency, ahead: int) -> Frame:
    today = now.astimezone(ZoneInfo(agency.zone)).date()
    return Frame(
        now=now,
        agency=agency,
        ahead=ahead,
        throttle_days=SurveyTerms.of_agency().throttle_days,
        people=candidates.people(agency, today),
        past=candidates.past_of(campaigns),
        last=candidates.last_asked(now, agency),
        happened=candidates.happenings(campaigns, today, ahead, agency.zone),
        off=candidates.days_off(),
    )


def _due(campaign: Campaign, frame: Frame) -> Iterator[tuple[Person, Due]]:
    """Whom a campaign is for and who is due, as far as their days say."""
    rule = candidates.rule_of(campaign, frame.off, frame.agency.zone)
    happened = frame.happened.get(campaign.event, {})
    for person in frame.people:
        past = frame.past.get((campaign.pk, person.contact), Past())
        if past.is_waiting or not (
            candidates.is_wanted(campaign, person) and planning.is_sampled(rule, person.contact)
        ):
            continue
        found = planning.due(
            rule,
            past.seen_from(person.place),
            frame.today,
            frame.ahead,
            started=person.started,
            happened=happened.get(person.client, ()),
        )
        if found is not None:
            yield person, found


def _decide(
    campaign: Campaign, people: Collection[tuple[Person, Due]], scopes: Mapping[str, str], frame: Frame
) -> Iterator[Proposal]:
    rule = candidates.rule_of(campaign, frame.off, frame.agency.zone)
    horizon = frame.today + dt.timedelta(days=frame.ahead)
    for person, found in people:
        row = frame.past.get((campaign.pk, person.contact), Past()).rows.get(found.round)
        scope = scopes.get(person.email, "")
        yearly = scope == Suppression.Scope.YEARLY
        free = planning.free_from(frame.last.get(person.address), frame.throttle_days, yearly=yearly)
        turn = planning.turn(rule, found, person.contact, frame.now, person.place, free)
        if turn is None or (row is not None and row.why not in REOPENED):
            continue
        why = _why_not(campaign, person, scope) or turn.why
        if not why and free is not None and free > horizon:
            continue  # their turn comes when the rest is over
        if row is not None and why:
            continue  # it says why already
        if not why:
            frame.last[person.address] = turn.at.astimezone(ZoneInfo(frame.agency.zone)).date()
        yield Proposal(
            campaign.pk,
            person.contact,
            person.client,
            person.language,
            turn.round,
            turn.at,
            why,
            row.pk if row else None,
        )


def _why_not(campaign: Campaign, person: Person, scope: str) -> str:
    if scope == Suppression.Scope.STOP:
        return Why.SUPPRESSED
    if person.status == Client.Status.NOTICE and not campaign.in_notice:
        return Why.NOTICE
    return ""


def _ask(one: Proposal) -> Ask:
    return Ask(
        pk=one.ask, campaign_id=one.campaign, client_id=one.client, contact_id=one.contact, round=one.round,
        language=one.language, due_at=one.due_at, why=one.why, state=State.SKIPPED if one.why else State.PLANNED,
    )  # fmt: skip


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
