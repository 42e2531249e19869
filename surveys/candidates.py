"""Who could be asked, and what was asked of whom before: a fixed number of queries, however many people there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.db.models.functions import Coalesce, Lower, Trim

from accounts.models import Agency, Client, Contact, Contract, Deliverable, Holiday, Message, Period, SurveyInvitation
from surveys.models import Ask, Campaign
from surveys.planning import FRESH, Happened, History, Rule
from surveys.windows import DaysOff, Window
from surveys.zones import Place, language_of, place_of

BACK = dt.timedelta(days=800)  # further back no throttle reaches
State = Ask.State
WENT_OUT = (State.QUEUED, State.SENT, State.ANSWERED, State.CLOSED, State.BOUNCED)
COUNTED = (State.PLANNED, State.QUEUED, State.SENT, State.ANSWERED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Person:
    """A contact, with all that decides whether, when and in which language they are asked."""

    contact: int
    client: int
    email: str
    place: Place
    language: str
    status: str
    segment: str
    started: dt.date | None
    champion: bool
    decider: bool

    @property
    def address(self) -> str:
        return plain(self.email)


@dataclass(frozen=True, slots=True)
class Row:
    """An asking that is there already."""

    pk: int
    state: str
    why: str


@dataclass(slots=True)
class Past:
    """What a campaign did with one person, by round."""

    rows: dict[str, Row] = field(default_factory=dict)
    out: dict[str, dt.datetime] = field(default_factory=dict)

    def seen_from(self, place: Place) -> History:
        last = max(self.out.values(), default=None)
        return History(tuple(self.out), last.astimezone(place.clock).date() if last else None)

    @property
    def is_waiting(self) -> bool:
        return any(row.state == State.PLANNED for row in self.rows.values())


WANTED: Mapping[str, Callable[[Person], bool]] = {
    Campaign.Whom.EVERYONE: lambda person: True,
    Campaign.Whom.CHAMPIONS: lambda person: person.champion,
    Campaign.Whom.DECIDERS: lambda person: person.decider,
    Campaign.Whom.KEY: lambda person: person.champion or person.decider,
}


def plain(email: str) -> str:
    """An address as it is compared."""
    return email.strip().lower()


def plain_name(segment: str) -> str:
    """A segment's name as it is compared: people type them."""
    return " ".join(segment.split()).casefold()


def place_of_agency(agency: Agency) -> Place:
    return Place(agency.zone, agency.country)


def whereabouts(ask: Ask, agency: Agency) -> Place:
    """Where the person of an ask is; contact and client are at hand."""
    return place_of(ask.contact.zone, ask.client.country, place_of_agency(agency))


def days_off() -> DaysOff:
    """Days off in the book, by country. Those of the agency alone keep nobody from reading mail."""
    found: defaultdict[str, set[dt.date]] = defaultdict(set)
    for country, on in Holiday.objects.exclude(country="").values_list("country", "on"):
        found[country].add(on)
    return found


def window_of(campaign: Campaign, off: DaysOff) -> Window:
    return Window(tuple(campaign.weekdays), campaign.hour_from, campaign.hour_to, off)


def rule_of(campaign: Campaign, off: DaysOff, zone: str) -> Rule:
    begins = campaign.starts_on or campaign.made_at.astimezone(ZoneInfo(zone)).date()
    return Rule(
        campaign.pk, campaign.when, begins, campaign.ends_on, campaign.every_days, campaign.delay_days,
        campaign.spread_days, campaign.share, window_of(campaign, off),
    )  # fmt: skip


def people(agency: Agency, on: dt.date) -> list[Person]:
    """Everyone with an address who is there on a day, at clients whom we serve."""
    there = Contact.objects.present(on).exclude(email="").exclude(client__status=Client.Status.ENDED)
    rows = there.order_by("pk").values_list(
        "pk", "client", "email", "zone", "client__country", "language", "client__language", "client__status",
        "client__segment", "client__started_on", "is_champion", "is_decider",
    )  # fmt: skip
    home, ours = place_of_agency(agency), list(agency.languages)[:1]
    return [
        Person(
            contact, client, email, place_of(zone, country, home), language_of([own, theirs, *ours]), status,
            plain_name(segment), started, champion, decider,
        )
        for contact, client, email, zone, country, own, theirs, status, segment, started, champion, decider in rows
    ]  # fmt: skip


def is_wanted(campaign: Campaign, person: Person) -> bool:
    """Whether a campaign is for somebody: what they do, and their client's segment."""
    segments = {plain_name(str(segment)) for segment in campaign.segments}
    return WANTED[campaign.whom](person) and (not segments or person.segment in segments)


def past_of(campaigns: Collection[Campaign]) -> dict[tuple[int, int], Past]:
    """What was done so far, by campaign and contact."""
    found: defaultdict[tuple[int, int], Past] = defaultdict(Past)
    rows = Ask.objects.filter(campaign__in=campaigns).order_by()
    for campaign, contact, name, pk, state, why, at in rows.values_list(
        "campaign", "contact", "round", "pk", "state", "why", Coalesce("sent_at", "due_at")
    ):
        past = found[campaign, contact]
        past.rows[name] = Row(pk, state, why)
        if state in WENT_OUT:
            past.out[name] = at
    return found


def last_asked(
    now: dt.datetime, agency: Agency, *, states: Iterable[str] = COUNTED, addresses: Collection[str] | None = None
) -> dict[str, dt.date]:
    """The last day on which each address was asked, or is to be, by any campaign or by another system. Two queries."""
    zone = ZoneInfo(agency.zone)
    address = Lower(Trim("contact__email"))
    asks = Ask.objects.filter(state__in=list(states), due_at__gte=now - BACK).annotate(address=address)
    told = SurveyInvitation.objects.exclude(source="survey").filter(sent_on__gte=(now - BACK).date())
    imported = told.exclude(contact=None).annotate(address=address)
    if addresses is not None:
        asks, imported = asks.filter(address__in=addresses), imported.filter(address__in=addresses)
    by_ask = asks.order_by().values_list("address").annotate(at=Max(Coalesce("sent_at", "due_at")))
    found = {one: at.astimezone(zone).date() for one, at in by_ask}
    for one, on in imported.order_by().values_list("address").annotate(on=Max("sent_on")):
        found[one] = max(on, found.get(one, on))
    return found


def happenings(
    campaigns: Iterable[Campaign], today: dt.date, ahead: int, zone: str
) -> dict[str, dict[int, list[Happened]]]:
    """What happened lately, by kind of event and client; one query a kind that a campaign waits for."""
    waiting = [one for one in campaigns if one.when == Campaign.When.EVENT]
    found: dict[str, dict[int, list[Happened]]] = {}
    for kind in sorted({one.event for one in waiting}):
        delay = max(one.delay_days for one in waiting if one.event == kind)
        first = today - dt.timedelta(days=delay) - FRESH
        by_client: defaultdict[int, list[Happened]] = defaultdict(list)
        for client, pk, on in _events(kind, first, today + dt.timedelta(days=ahead), ZoneInfo(zone)):
            by_client[client].append(Happened(f"{kind}:{pk}", on))
        found[kind] = by_client
    return found


def _events(kind: str, first: dt.date, last: dt.date, zone: ZoneInfo) -> list[tuple[int, int, dt.date]]:
    """Rows of client, key and day. An end that lies ahead counts when it has come."""
    between = (first, last)
    if kind == Campaign.Event.MEETING:
        begin = dt.datetime.combine(first, dt.time(), zone)
        met = Message.objects.filter(channel=Message.Channel.MEETING, automatic=False, occurred_at__gte=begin)
        rows = met.values_list("client", "pk", "occurred_at")
        return [(client, pk, at.astimezone(zone).date()) for client, pk, at in rows]
    if kind == Campaign.Event.DELIVERY:
        delivered = Deliverable.objects.filter(delivered_on__range=between)
        return list(delivered.values_list("client", "pk", "delivered_on"))  # type: ignore[arg-type]
    if kind == Campaign.Event.ONBOARDED:
        ended = Period.objects.filter(kind=Period.Kind.ONBOARDING, ends__range=between)
        return list(ended.values_list("client", "pk", "ends"))  # type: ignore[arg-type]
    over = Contract.objects.filter(kind=Contract.Kind.PROJECT, ends__range=between)
    return list(over.values_list("client", "pk", "ends"))  # type: ignore[arg-type]
