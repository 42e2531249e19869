"""From facts to a document of plain strings, which the page shows and Typst sets: they can never differ."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from accounts.briefing.facts import LATEST_WINS, Facts, Month
from accounts.briefing.words import Words
from accounts.models import Contract, Role
from clienthealth.core import formats

LAPSES = "lapses"
STEPS = (60, 45, 15, 45)  # minutes of the reader's time in each of the first four weeks


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns: labels and values of equal length, values also as text; `top` and `step` are the scale's."""

    labels: Sequence[str]
    values: Sequence[float]
    texts: Sequence[str]
    top: float
    step: float
    ticks: Sequence[str]
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and what stands under it; what is empty is not printed."""

    key: str
    title: str
    note: str = ""
    stops: Sequence[tuple[str, str]] = ()
    bullets: Sequence[str] = ()
    numbered: bool = False
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[int] = ()  # shares of the width; 0 is as wide as it needs
    chart: Chart | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.note or self.stops or self.bullets or self.rows or self.chart)


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    title: str
    kicker: str
    header: str
    footer: str
    page: str
    welcome: str
    sections: Sequence[Section]
    agency: str
    language: str


def briefing(facts: Facts, words: Words, leave: Collection[str] = ()) -> Document:
    """The pack for a new contact. `leave` names sections to leave out, or “lapses” for our own part in the story."""
    contact = facts.contact.name if facts.contact else facts.client.name
    role = f", {facts.contact.role}" if facts.contact and facts.contact.role else ""
    today = formats.day(facts.today, words.language)
    sections = [make(facts, words) for key, make in SECTIONS.items() if key not in leave and key != "story"]
    if "story" not in leave:
        sections.insert(0, story(facts, words, with_lapses=LAPSES not in leave))
    return _document(
        facts,
        words,
        name=words.say("document", contact=contact),
        title=words.say("title"),
        kicker=f"{words.say('kicker', contact=contact)}{role} · {today}",
        welcome=_welcome(facts, words),
        sections=sections,
    )


def wins(facts: Facts, words: Words) -> Document:
    """What we achieved, on a page of its own: the answer to “what have you done for us?”."""
    spoken = _intro(facts, words) if facts.wins else words.say("wins.none")
    found = [replace(_wins(facts, words, count=None), title=""), results(facts, words)]
    return _document(
        facts,
        words,
        name=words.say("wins.document", client=facts.client.name),
        title=words.say("wins.title"),
        kicker=f"{facts.client.name} · {formats.day(facts.today, words.language)}",
        welcome=spoken,
        sections=found,
    )


def _document(facts: Facts, words: Words, *, sections: Sequence[Section], **rest: str) -> Document:
    client, agency = facts.client.name, facts.agency.name
    return Document(
        header=words.say("header", agency=agency, client=client),
        footer=words.say("confidential", client=client),
        page=words.say("page", n="{n}", total="{total}"),
        sections=[section for section in sections if not section.is_empty],
        agency=agency,
        language=words.language,
        **rest,
    )


def _welcome(facts: Facts, words: Words) -> str:
    parts = [
        words.say("taking_over", predecessor=facts.predecessor) if facts.predecessor else words.say("welcome"),
        words.say("since", client=facts.client.name, since=formats.month(facts.client.started_on, words.language))
        if facts.client.started_on
        else "",
        words.say("purpose"),
    ]
    return ("" if words.language.startswith("zh") else " ").join(filter(None, parts))


def _intro(facts: Facts, words: Words) -> str:
    first, last = (formats.month(facts.wins[k].occurred_on, words.language) for k in (-1, 0))
    return last if first == last else words.say("wins.intro", first=first, last=last)


def story(facts: Facts, words: Words, *, with_lapses: bool = True) -> Section:
    """Start, agreements, launches and our own lapses, oldest first. Notes of colleagues stay out."""
    stops: list[tuple[dt.date, str]] = []
    if facts.client.started_on:
        stops.append((facts.client.started_on, words.say("story.start")))
    stops += [(one.starts, words.say("story.contract", title=_title(one, words))) for one in facts.contracts]
    stops += [(one.starts, words.say("story.launch")) for one in facts.launches]
    if with_lapses:
        stops += [(one.occurred_on, words.say(f"story.{one.kind}")) for one in facts.lapses]
    said = [(formats.month(on, words.language), what) for on, what in sorted(stops, key=lambda stop: stop[0])]
    return Section("story", words.say("sections.story"), stops=list(dict.fromkeys(said)))


def goals(facts: Facts, words: Words) -> Section:
    lines = [line.strip(" -•*\t") for line in facts.client.goals.splitlines()]
    return Section("goals", words.say("sections.goals"), bullets=[line for line in lines if line])


def results(facts: Facts, words: Words) -> Section:
    """Columns of the last full months, with the sum and the cost of one result."""
    title = words.say("sections.results")
    total = sum((month.results for month in facts.months), Decimal(0))
    if len(facts.months) < 3 or not total:
        return Section("results", title)
    spent, currency = sum((month.cost for month in facts.months), Decimal(0)), facts.months[0].currency
    note = words.say(
        "results.note",
        results=formats.number(formats.whole(total), words.language),
        cost=formats.money(spent / total, currency, words.language, cents=True),
    )
    if len(facts.months) != 12:
        note = ""
    return Section("results", title, note=note, chart=_chart(facts.months, words))


def _chart(months: Sequence[Month], words: Words) -> Chart:
    values = [float(month.results) for month in months]
    step = round_step(max(values))
    top = step * math.ceil(max(values) / step)
    count = round(top / step)
    names = [formats.month(month.first, words.language) for month in months]
    return Chart(
        labels=[formats.month_name(month.first, words.language) for month in months],
        values=values,
        texts=[formats.number(formats.whole(month.results), words.language) for month in months],
        top=top,
        step=step,
        ticks=[formats.number(k * step, words.language, 1) for k in range(count + 1)],
        alt=words.say("results.chart", first=names[0], last=names[-1]),
    )


def round_step(highest: float) -> float:
    """A round step of which two to five reach the highest value."""
    power = 10.0 ** math.floor(math.log10(highest / 2)) if highest > 0 else 1.0
    return next(step * power for step in (1, 2, 2.5, 5, 10) if highest / (step * power) <= 5)


def _wins(facts: Facts, words: Words, count: int | None = LATEST_WINS) -> Section:
    rows = [
        (formats.month(win.occurred_on, words.language), " · ".join(filter(None, [win.title, win.figure])))
        for win in list(facts.wins)[:count]
    ]
    return Section("wins", words.say("sections.wins"), stops=rows)


def delivered(facts: Facts, words: Words) -> Section:
    rows = [(one.title, formats.day(one.delivered_on, words.language)) for one in facts.delivered if one.delivered_on]
    head = (words.say("delivered.what"), words.say("delivered.when"))
    return Section("delivered", words.say("sections.delivered"), head=head, rows=rows, widths=(1, 0))


def open_points(facts: Facts, words: Words) -> Section:
    """What we asked and have no answer to."""
    day = formats.day
    rows = [
        (
            one.what,
            words.say(f"open.{one.kind}"),
            day(one.asked_on, words.language, facts.today),
            day(one.due_on, words.language, facts.today) if one.due_on else words.say("open.whenever"),
        )
        for one in facts.requests
    ]
    head = tuple(words.say(f"open.{name}") for name in ("what", "kind", "asked", "due"))
    return Section("open", words.say("sections.open"), head=head, rows=rows, widths=(1, 0, 0, 0))


def who(facts: Facts, words: Words) -> Section:
    rows = []
    for person in facts.people:
        job = "manager" if person.pk == facts.client.owner_id else "owner" if person.role == Role.OWNER else "lead"
        rows.append((str(person), words.say(f"who.{job}"), person.email))
    head = (words.say("who.name", agency=facts.agency.name), words.say("who.ask"), words.say("who.reach"))
    return Section("who", words.say("sections.who"), head=head, rows=rows, widths=(2, 2, 2))


def agreed(facts: Facts, words: Words) -> Section:
    running = [one for one in facts.contracts if one.ends is None or one.ends >= facts.today]
    return Section("agreed", words.say("sections.agreed"), bullets=[_terms(one, words) for one in running])


def _title(contract: Contract, words: Words) -> str:
    return contract.title or words.say(f"agreed.{contract.kind}")


def _terms(contract: Contract, words: Words) -> str:
    language = words.language
    said = [
        words.say("agreed.since", title=_title(contract, words), day=formats.day(contract.starts, language)),
        words.say("agreed.hours", hours=formats.number(contract.hours_included, language, 1))
        if contract.hours_included
        else "",
        words.say("agreed.fee", amount=formats.money(contract.monthly_fee, contract.currency, language, cents=True))
        if contract.monthly_fee
        else "",
        words.say("agreed.until", day=formats.day(contract.ends, language)) if contract.ends else "",
        words.say("agreed.renews") if contract.ends and contract.renews else "",
        words.say("agreed.notice", length=_length(contract, words)) if contract.notice_length else "",
    ]
    return ("；" if language.startswith("zh") else "; ").join(filter(None, said))


def _length(contract: Contract, words: Words) -> str:
    length = contract.notice_length or 0
    return words.say(f"agreed.{'one_' if length == 1 else ''}{contract.notice_unit}", n=str(length))


def yours(facts: Facts, words: Words) -> Section:
    if not facts.accounts:
        return Section("yours", words.say("sections.yours"))
    rows = [
        (one.name, ", ".join(one.theirs) or words.say("yours.nobody"), ", ".join(one.ours) or formats.NOTHING)
        for one in facts.accounts
    ]
    head = tuple(words.say(f"yours.{name}") for name in ("account", "yours", "ours"))
    return Section(
        "yours", words.say("sections.yours"), note=words.say("yours.note"), head=head, rows=rows, widths=(2, 3, 3)
    )


def learn(facts: Facts, words: Words) -> Section:
    return Section("learn", words.say("sections.learn"), bullets=words.entry("learn.questions"), numbered=True)


def first(facts: Facts, words: Words) -> Section:
    steps = words.entry("first.steps")
    rows = [
        (str(week), what, words.say("first.minutes", n=str(minutes)))
        for week, (what, minutes) in enumerate(zip(steps, STEPS, strict=True), start=1)
    ]
    head = (words.say("first.week"), words.say("first.what"), words.say("first.time"))
    return Section("first", words.say("sections.first"), head=head, rows=rows, widths=(0, 1, 0))


SECTIONS: dict[str, Callable[[Facts, Words], Section]] = {
    "story": story,
    "goals": goals,
    "results": results,
    "wins": _wins,
    "delivered": delivered,
    "open": open_points,
    "who": who,
    "agreed": agreed,
    "yours": yours,
    "learn": learn,
    "first": first,
}
