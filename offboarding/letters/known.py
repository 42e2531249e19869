"""What is known about a letter's matter, and how a language says it. Pure: dated values in, strings and tables out.

What is not known stays empty and becomes a question. Nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from offboarding.letters import formats
from offboarding.letters.composing import Table
from offboarding.letters.formats import NBSP, Unit
from offboarding.letters.phrases import Words, phrases
from offboarding.letters.texts import table_head

WEEKDAYS = {"end_date", "last_working_day"}  # said with the day of the week; German ends without it
DATES = {
    "notice_date", "last_working_day", "end_date", "relationship_start", "contract_date", "handover_date",
    "data_return_date", "agreed_on", "client_notice_date", "client_notice_received", "client_reply_date", "reply_by",
    "follow_up_date", "cure_deadline", "cure_notice_date", "payment_deadline", "final_invoice_date",
    "access_removed_date",
}  # fmt: skip
CLAUSES = (
    "termination_clause", "breach_clause", "nonpayment_clause", "renewal_clause", "suspension_clause",
    "confidentiality_clause", "work_product_clause",
)  # fmt: skip
SHAPES: Mapping[str, tuple[Sequence[int], Sequence[str]]] = {
    "breach": ((0, 1, 1), ("left",) * 3),
    "open_points": ((0, 1, 1), ("left",) * 3),
    "handover": ((1, 1, 0), ("left",) * 3),
    "overdue": ((0, 1, 1, 1, 1, 1, 0), ("left", "left", "left", "right", "right", "right", "right")),
}
CLAUSE_NUMBER = re.compile(r"\d[\w.()/-]{0,15}")


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that is overdue, with what was paid and credited by the day of the letter."""

    number: str
    issued: dt.date
    due: dt.date
    amount: Decimal
    paid: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Notice:
    length: int
    unit: Unit
    to_month_end: bool


@dataclass(frozen=True)
class Known:
    """Everything on record about one letter's matter, before any language says it."""

    texts: Mapping[str, str] = field(default_factory=dict)  # names, addresses, bank: the same in every language
    dates: Mapping[str, dt.date] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)  # of the letterhead, in the letter's language
    notice: Notice | None = None
    fee: tuple[Decimal, str] | None = None
    delivery: str = ""
    contact_name: str = ""
    contact_email: str = ""
    manager: str = ""
    invoices: Sequence[OpenInvoice] = ()
    rows: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    is_working: Callable[[dt.date], bool] = lambda day: day.weekday() < 5


@dataclass(frozen=True)
class Facts:
    """What a letter may say, and what a person might want to take over for what is missing."""

    values: Mapping[str, str]
    tables: Mapping[str, Table]
    suggestions: Mapping[str, str]
    dates: Mapping[str, dt.date]


def facts_of(known: Known, language: str, corrections: Mapping[str, str]) -> Facts:
    """Facts for one language. Corrections by hand come last and win; a day among them moves what follows from it."""
    words = phrases(language)
    dates = _dates(known, corrections)
    tables = _tables(known, language)
    values = {
        **{name: text for name, text in known.texts.items() if text},
        **_clauses(known, words),
        **_parties(known, words, language, dates),
        **{name: _say_date(name, day, language) for name, day in dates.items()},
        **_money(known, words, language),
        **{name: text for name, text in corrections.items() if name not in DATES},
    }
    if "relationship_start" in dates and "end_date" in dates and dates["end_date"] >= dates["relationship_start"]:
        values.setdefault(
            "relationship_length", formats.length(dates["relationship_start"], dates["end_date"], language)
        )
    return Facts(values, tables, _suggestions(known, words, language, dates), dates)


def currencies(invoices: Sequence[OpenInvoice]) -> set[str]:
    return {one.currency for one in invoices}


def last_working_day(day: dt.date, is_working: Callable[[dt.date], bool]) -> dt.date:
    """The last day of our working calendar up to `day`; a calendar without working days has only such."""
    for back in range(60):
        if is_working(day - dt.timedelta(days=back)):
            return day - dt.timedelta(days=back)
    return day


def clause(number: str, words: Words) -> str:
    """“12.1” with the word and article of the language; what is more than a number stays as it was typed."""
    if not CLAUSE_NUMBER.fullmatch(number):
        return number
    return words.say("clause", n=number).replace(f" {number}", NBSP + number)


def _dates(known: Known, corrections: Mapping[str, str]) -> dict[str, dt.date]:
    given = {name: dt.date.fromisoformat(corrections[name]) for name in DATES if corrections.get(name)}
    dates = {**known.dates, **given}
    if "end_date" in dates:
        dates.setdefault("last_working_day", last_working_day(dates["end_date"], known.is_working))
    return dates


def _say_date(name: str, day: dt.date, language: str) -> str:
    if name in WEEKDAYS and not (language == "de" and name == "end_date"):
        return formats.weekday_date(day, language)
    return formats.long_date(day, language)


def _clauses(known: Known, words: Words) -> dict[str, str]:
    said = {name: clause(known.clauses[name], words) for name in CLAUSES if known.clauses.get(name)}
    if interest := known.clauses.get("interest_clause"):
        said["interest_sentence"] = words.say("interest", clause=clause(interest, words))
    return said


def _parties(known: Known, words: Words, language: str, dates: Mapping[str, dt.date]) -> dict[str, str]:
    said: dict[str, str] = {}
    if known.contact_name:
        said["salutation"] = words.say("salutation", name=known.contact_name)
        said["contact_name"] = said["contact_form"] = known.contact_name
    if form := str(words.entry("form_of_address")):
        said["form_of_address"] = form
    if known.words.get("title"):
        said["signatory_title"] = known.words["title"]
    if known.words.get("place") and "notice_date" in dates:
        said["place_and_date"] = formats.place_and_date(known.words["place"], dates["notice_date"], language)
    if known.delivery and (known.contact_email or "{email}" not in str(words.entry(f"delivery.{known.delivery}"))):
        said["delivery_line"] = words.say(f"delivery.{known.delivery}", email=known.contact_email)
    if known.manager:
        said["reference_lines"] = words.say("contact", name=known.manager)
    if known.notice:
        one = known.notice
        said["notice_period"] = formats.notice_period(one.length, one.unit, language, to_month_end=one.to_month_end)
    return said


def _money(known: Known, words: Words, language: str) -> dict[str, str]:
    """The overdue total: only where all of it is in one currency."""
    if len(currencies(known.invoices)) != 1:
        return {}
    total = sum((one.amount - one.paid for one in known.invoices), Decimal())
    return {"overdue_total": formats.money(total, known.invoices[0].currency, language)}


def _tables(known: Known, language: str) -> dict[str, Table]:
    tables = {name: _table(name, language, rows) for name, rows in known.rows.items() if rows}
    if "overdue" not in tables and len(currencies(known.invoices)) == 1:
        tables["overdue"] = _overdue(known, language)
    return tables


def _table(name: str, language: str, rows: Sequence[Sequence[str]]) -> Table:
    widths, align = SHAPES[name]
    return Table(table_head(name, language), widths, align, rows)


def _overdue(known: Known, language: str) -> Table:
    """Invoices, the oldest debt first, and their sum."""
    currency, on = known.invoices[0].currency, known.dates["notice_date"]

    def money(amount: Decimal) -> str:
        return formats.money(amount, currency, language)

    def day(date: dt.date) -> str:
        return formats.short_date(date, language)

    rows = [
        (
            one.number, day(one.issued), day(one.due), money(one.amount), money(one.paid),
            money(one.amount - one.paid), formats.number((on - one.due).days, language),
        )
        for one in sorted(known.invoices, key=lambda one: (one.due, one.number))
    ]  # fmt: skip
    amount, paid = (sum((getattr(one, name) for one in known.invoices), Decimal()) for name in ("amount", "paid"))
    total = (table_head("overdue_total", language)[0], "", "", money(amount), money(paid), money(amount - paid), "")
    widths, align = SHAPES["overdue"]
    return Table(table_head("overdue", language), widths, align, rows, total)


def _whole_months(end: dt.date | None) -> bool:
    """Whether the last month is a whole one: a part of a fee is for a person to work out."""
    return end is None or (end + dt.timedelta(days=1)).day == 1


def _suggestions(known: Known, words: Words, language: str, dates: Mapping[str, dt.date]) -> dict[str, str]:
    """What a person may take over with a click, typed as they would type it: days as 2026-10-20."""
    found: dict[str, str] = {"enclosures": str(words.entry("enclosed_report"))}
    if end := dates.get("end_date"):
        earliest = min(dates.get("notice_date", end), end)
        handover = max(last_working_day(end - dt.timedelta(days=14), known.is_working), earliest)
        found["handover_date"] = handover.isoformat()
        found["data_return_date"] = last_working_day(end + dt.timedelta(days=30), known.is_working).isoformat()
        found["final_invoice_date"] = end.isoformat()
    if written := dates.get("notice_date"):
        soon = last_working_day(written + dt.timedelta(days=14), known.is_working).isoformat()
        found["payment_deadline"] = found["reply_by"] = soon
        found["follow_up_date"] = last_working_day(written + dt.timedelta(days=4), known.is_working).isoformat()
    if known.fee and _whole_months(dates.get("end_date")):
        found["final_invoice_amount"] = words.say("fee", amount=formats.money(*known.fee, language))
    if known.invoices:
        numbers = formats.listed([one.number for one in known.invoices], language)
        found["payment_reference"] = words.say("reference_of", numbers=numbers)
    if known.contact_name:
        found["client_address"] = f"{known.texts.get('client_name', '')}\n{known.contact_name}\n"
    return found
