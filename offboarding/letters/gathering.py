"""The records a letter rests on: a fixed number of queries, whatever there is to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import Agency, Client, Contact, Contract, Holiday, Invoice
from accounts.models.standards import StandardsVersion
from offboarding.access import ended_on
from offboarding.letters.formats import Unit
from offboarding.letters.known import CLAUSES, Known, Notice, OpenInvoice
from offboarding.models import AgencyLetterhead, ContractTerms, Letter, Parting, WrittenWarning


@dataclass(frozen=True)
class Desk:
    """The records themselves, for pages that link to them."""

    agency: Agency
    letterhead: AgencyLetterhead
    client: Client
    contract: Contract | None
    terms: ContractTerms | None
    contact: Contact | None
    warning: WrittenWarning | None
    today: dt.date


def desk_of(letter: Letter) -> Desk:
    """Everything that a letter reads. The newest running contract is meant where the letter names none."""
    assert letter.client is not None
    agency = Agency.objects.get()
    today = agency.today().date
    contract = letter.contract or contract_of(letter.client, today)
    return Desk(
        agency=agency,
        letterhead=AgencyLetterhead.objects.first() or AgencyLetterhead(),
        client=letter.client,
        contract=contract,
        terms=ContractTerms.objects.filter(contract=contract).first() if contract else None,
        contact=letter.contact,
        warning=_warning(letter.parting) if letter.parting else None,
        today=today,
    )


def contract_of(client: Client, on: dt.date) -> Contract | None:
    """The contract that notice is given of: the newest that runs, else the newest."""
    running = Contract.objects.of(client).running(on).order_by("-starts", "-pk").first()
    return running or Contract.objects.of(client).order_by("-starts", "-pk").first()


def contact_of(client: Client, on: dt.date) -> Contact | None:
    """Who is told: the one who decides, else who speaks for us, of those who are there and have a name."""
    present = Contact.objects.of(client).present(on).exclude(name="")
    return present.order_by("-is_decider", "-is_champion", "-is_senior", "pk").first()


def known_of(letter: Letter, desk: Desk) -> Known:
    """What is on record, before a language says it."""
    terms, contract = desk.terms, desk.contract
    dated = letter.dated(desk.today)
    needs_invoices = letter.kind in {Letter.Kind.NONPAYMENT, Letter.Kind.REMINDER}
    return Known(
        texts=_texts(letter, desk),
        dates={name: day for name, day in _dates(letter, desk, dated).items() if day},
        clauses={name: getattr(terms, name) for name in (*CLAUSES, "interest_clause")} if terms else {},
        words=dict(desk.letterhead.words.get(letter.language, {})),
        notice=_notice(contract),
        fee=(contract.monthly_fee, contract.currency) if contract and contract.monthly_fee is not None else None,
        delivery=terms.delivery if terms else "",
        contact_name=desk.contact.name if desk.contact else "",
        contact_email=desk.contact.email if desk.contact else "",
        manager=desk.client.owner.name if desk.client.owner else "",
        invoices=_overdue(desk.client, dated) if needs_invoices else (),
        rows=letter.tables,
        is_working=_calendar(desk.agency),
    )


def _texts(letter: Letter, desk: Desk) -> dict[str, str]:
    owner, warning = desk.client.owner, desk.warning
    signatory = letter.signatory.name if letter.signatory else ""
    steps = [str(one) for one in warning.items][:3] if warning else []
    return {
        "agency_name": desk.letterhead.legal_name or desk.agency.name,
        "client_name": desk.client.name,
        "signatory_name": signatory or desk.letterhead.signatory,
        "contract_name": desk.contract.title if desk.contract else "",
        "client_address": desk.terms.address if desk.terms else "",
        "bank_line": desk.letterhead.bank_line,
        "handover_contact": owner.name if owner else "",
        "handover_reach": owner.email if owner else "",
        "manager_name": owner.name if owner else "",
        "manager_reach": owner.email if owner else "",
        "warning_topic": warning.topic if warning else "",
        **_standards(desk.today),
        "standards_quote": warning.standard.rstrip(".。") if warning else "",
        **{f"cure_step_{n}": step for n, step in enumerate(steps, start=1)},
    }


def _standards(on: dt.date) -> dict[str, str]:
    """The version of our standards that holds on a day, and its public address."""
    version = StandardsVersion.objects.exclude(published_at=None).filter(in_force_from__lte=on)
    number = version.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        return {}
    path = reverse("standards_version", args=[number])
    return {"standards_version": str(number), "standards_link": str(settings.BASE_URL).rstrip("/") + path}


def _dates(letter: Letter, desk: Desk, dated: dt.date) -> dict[str, dt.date | None]:
    parting, warning, client = letter.parting, desk.warning, desk.client
    theirs = client.notice_on if client.notice_by in {Client.Side.CLIENT, Client.Side.BOTH} else None
    first = Contract.objects.of(client).order_by("starts").values_list("starts", flat=True).first()
    return {
        "notice_date": dated,
        "end_date": parting.end_on if parting else None,
        "contract_date": desk.terms.signed_on if desk.terms else None,
        "relationship_start": first or client.started_on,
        "client_notice_date": theirs,
        "cure_deadline": warning.cure_by if warning else None,
        "reply_by": warning.reply_by if warning and letter.kind == Letter.Kind.WARNING else None,
        "cure_notice_date": warning.sent_on if warning else None,
        "client_reply_date": warning.reply_on if warning else None,
        "access_removed_date": ended_on(client.pk),
    }


def _notice(contract: Contract | None) -> Notice | None:
    if contract is None or not contract.notice_length:
        return None
    return Notice(contract.notice_length, Unit(contract.notice_unit), contract.notice_to_month_end)


def _warning(parting: Parting) -> WrittenWarning | None:
    return parting.warnings.order_by("-made_at", "-pk").first()


def _overdue(client: Client, on: dt.date) -> list[OpenInvoice]:
    """Overdue and undisputed invoices; payments and credit notes received by the day are taken off."""
    rows = Invoice.objects.of(client).overdue(on).filter(disputed=False).prefetch_related("credit_notes")
    found = []
    for one in rows.order_by("due_on", "number"):
        credited = sum(
            (note.amount for note in one.credit_notes.all() if note.voided_on is None and note.issued_on <= on),
            Decimal(),
        )
        paid: Decimal = getattr(one, "paid") + credited  # noqa: B009 - annotated by with_paid
        if paid < one.amount:
            found.append(OpenInvoice(one.number, one.issued_on, one.due_on, one.amount, paid, one.currency))
    return found


def _calendar(agency: Agency) -> Callable[[dt.date], bool]:
    """Whether the agency works on a day: its week, its country's holidays and its own."""
    off = set(Holiday.objects.filter(Q(country=agency.country) | Q(country="")).values_list("on", flat=True))
    week = set(agency.working_days) or set(range(7))
    return lambda day: day.weekday() in week and day not in off
