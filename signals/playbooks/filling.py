"""Playbook texts filled with a client's own facts.

Facts of any number of clients cost the same few queries. An e-mail is in the contact's language and so are its dates
and amounts; what our own people read is in theirs. What is not known stays visible as a gap to fill by hand: “[…]”.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Client, Contact, Deliverable, Invoice, Payment, PaymentPromise, Win
from clienthealth.core import formats
from signals.calendars import working_day
from signals.detection import Calendars
from signals.models import Snapshot
from signals.playbooks.checking import PLACEHOLDER
from signals.playbooks.content import LANGUAGES

GAP = "[…]"
TIMES = ("10:00", "14:00")  # of the two meetings offered
SALUTATIONS: dict[str, tuple[str, bool]] = {  # and whether the first name alone is usual
    "en": ("Dear %s,", True),
    "da": ("Kære %s", True),
    "de": ("Guten Tag, %s,", False),
    "fr": ("Bonjour %s,", False),
    "es": ("Buenos días, %s:", False),
    "zh-hans": ("%s，您好：", False),
}
WORDS = {  # what stands for a missing name in our own titles, where a gap would read badly
    "contact_name": _("the contact"),
    "manager_name": _("the account manager"),
}


@dataclass(frozen=True, slots=True)
class Debt:
    """What a client owes beyond its day: an invoice and what is left of it."""

    number: str
    due_on: dt.date
    rest: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What texts about one client may name, not yet in words."""

    client: str
    contact: Contact | None
    language: str
    manager: str
    agency: str
    today: dt.date
    choices: tuple[dt.date, dt.date]
    win: str = ""
    reported_on: dt.date | None = None
    deadline: dt.date | None = None
    goals: str = ""
    debts: Sequence[Debt] = ()
    promised_on: dt.date | None = None

    def said(self, name: str, language: str) -> str:
        """One fact in a language; empty for what is not known."""
        return _SAY[name](self, language)


def facts_of(
    clients: Sequence[Client], agency: Agency, today: dt.date, calendars: Calendars, *, debts: bool = True
) -> dict[int, Facts]:
    """The facts of each client by id. Six queries at most, whatever their number; clients come with their owner."""
    ids = [client.pk for client in clients]
    contacts, wins, reports = _contacts(ids, today), _wins(ids, today), _reports(ids, today)
    deadlines = _deadlines(ids, today)
    owed, promises = (_debts(ids, today), _promises(ids)) if debts else ({}, {})
    choices = (working_day(calendars, today, 1), working_day(calendars, today, 2))
    return {
        client.pk: Facts(
            client=client.name,
            contact=contacts.get(client.pk),
            language=language_of(client, contacts.get(client.pk), agency),
            manager=client.owner.name if client.owner else "",
            agency=agency.name,
            today=today,
            choices=choices,
            win=wins.get(client.pk, ""),
            reported_on=reports.get(client.pk),
            deadline=deadlines.get(client.pk),
            goals=next(iter(client.goals.strip().splitlines()), ""),
            debts=owed.get(client.pk, ()),
            promised_on=promises.get(client.pk),
        )
        for client in clients
    }


def language_of(client: Client, contact: Contact | None, agency: Agency) -> str:
    """The contact's language, else the client's, else the agency's first; English where we write none of them."""
    asked = [contact.language if contact else "", client.language, *agency.languages[:1]]
    return next((known for code in asked if (known := _known_language(code))), "en")


def fill(text: str, facts: Facts, language: str) -> str:
    """A text with its facts; `[…]` where one is not known."""
    return PLACEHOLDER.sub(lambda found: facts.said(found[1], language) or GAP, text)


def fill_ours(text: str, facts: Facts, language: str) -> str:
    """A title or help of ours: a missing name is a plain word."""

    def said(name: str) -> str:
        return facts.said(name, language) or str(WORDS.get(name, GAP))

    return PLACEHOLDER.sub(lambda found: said(found[1]), text)


def gaps_in(text: str) -> int:
    """How many facts a person still has to fill in."""
    return text.count(GAP)


def _known_language(code: str) -> str:
    """Our code of a language, however it was written: `da-DK`, `zh`, `DE`."""
    plain = code.strip().lower().replace("_", "-")
    if plain.split("-")[0] == "zh":
        return "zh-hans"
    return next((known for known in (plain, plain.split("-")[0]) if known in LANGUAGES), "")


def _contacts(ids: Sequence[int], today: dt.date) -> dict[int, Contact]:
    """Who speaks for us there, else the first who is still there."""
    present = Contact.objects.filter(client__in=ids).present(today).exclude(name="", email="")
    chosen = present.order_by("client_id", "-is_champion", "-is_decider", "pk").distinct("client_id")
    return {contact.client_id: contact for contact in chosen}


def _wins(ids: Sequence[int], today: dt.date) -> dict[int, str]:
    rows = Win.objects.filter(client__in=ids, occurred_on__lte=today).order_by("client_id", "-occurred_on", "-pk")
    newest = rows.distinct("client_id").values_list("client_id", "title", "figure")
    return {client: f"{title} ({figure})" if figure else title for client, title, figure in newest}


def _reports(ids: Sequence[int], today: dt.date) -> dict[int, dt.date]:
    reports = Deliverable.objects.filter(client__in=ids, kind=Deliverable.Kind.REPORT, delivered_on__lte=today)
    newest = reports.order_by("client_id", "-delivered_on").distinct("client_id")
    return {client: on for client, on in newest.values_list("client_id", "delivered_on") if on}


def _deadlines(ids: Sequence[int], today: dt.date) -> dict[int, dt.date]:
    """As the client's page says it; one that is over is no fact of today."""
    rows = Snapshot.objects.newest(today).filter(client__in=ids).values_list("client_id", "deadline")
    return {client: day for client, day in rows if day and day >= today}


def _debts(ids: Sequence[int], today: dt.date) -> dict[int, list[Debt]]:
    """Overdue invoices, oldest first, less what was paid and credited."""
    paid = Payment.objects.filter(invoice=OuterRef("pk"), paid_on__lte=today)
    credited = Invoice.objects.filter(credits=OuterRef("pk"), kind=Invoice.Kind.CREDIT, voided_on=None)
    owed = (
        Invoice.objects.filter(client__in=ids)
        .debts()
        .filter(due_on__lt=today)
        .annotate(rest=F("amount") - _total(paid, "invoice") - _total(credited, "credits"))
        .filter(rest__gt=0)
        .order_by("due_on", "pk")
    )
    found: dict[int, list[Debt]] = defaultdict(list)
    for client, number, due_on, rest, currency in owed.values_list("client_id", "number", "due_on", "rest", "currency"):
        found[client].append(Debt(number, due_on, rest, currency))
    return found


def _total(rows: QuerySet[Any], by: str) -> Coalesce:
    """What was paid or credited for one invoice."""
    sums = rows.order_by().values(by).annotate(whole=Sum("amount")).values("whole")
    return Coalesce(Subquery(sums), Decimal(0), output_field=DecimalField(max_digits=16, decimal_places=2))


def _promises(ids: Sequence[int]) -> dict[int, dt.date]:
    """The day of the newest promise to pay."""
    newest = PaymentPromise.objects.filter(client__in=ids).order_by("client_id", "-made_on", "-pk")
    return dict(newest.distinct("client_id").values_list("client_id", "until"))


def _salutation(facts: Facts, language: str) -> str:
    phrase, first_name = SALUTATIONS.get(language, SALUTATIONS["en"])
    name = facts.contact.name if facts.contact else ""
    return phrase % (name.split(" ")[0] if first_name else name) if name else ""


def _overdue(facts: Facts, language: str) -> str:
    """The sums, one a currency: amounts of different currencies are never added."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for debt in facts.debts:
        sums[debt.currency] += debt.rest
    return " + ".join(formats.money(total, code, language, cents=True) for code, total in sums.items())


def _day(value: dt.date | None, language: str) -> str:
    return formats.day(value, language) if value else ""


def _meeting(number: int) -> Callable[[Facts, str], str]:
    return lambda facts, language: f"{formats.long_day(facts.choices[number], language)}, {TIMES[number]}"


_SAY: Mapping[str, Callable[[Facts, str], str]] = {
    "client_name": lambda facts, language: facts.client,
    "contact_name": lambda facts, language: facts.contact.name if facts.contact else "",
    "salutation": _salutation,
    "manager_name": lambda facts, language: facts.manager,
    "agency_name": lambda facts, language: facts.agency,
    "last_win": lambda facts, language: facts.win,
    "last_report_date": lambda facts, language: _day(facts.reported_on, language),
    "notice_deadline": lambda facts, language: _day(facts.deadline, language),
    "meeting_choice_1": _meeting(0),
    "meeting_choice_2": _meeting(1),
    "goals_line": lambda facts, language: facts.goals,
    "overdue_total": _overdue,
    "oldest_invoice": lambda facts, language: facts.debts[0].number if facts.debts else "",
    "days_overdue": lambda facts, language: (
        formats.number((facts.today - facts.debts[0].due_on).days, language) if facts.debts else ""
    ),
    "promise_date": lambda facts, language: _day(facts.promised_on, language),
}
