"""What a letter still has to be told: each fact in words, the sentence that needs it, where the answer is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from offboarding.letters.composing import NAME, Hole
from offboarding.letters.known import CLAUSES, DATES, SHAPES, Known, currencies


class Where(StrEnum):
    """Where an answer belongs, so that it is asked once."""

    TERMS = "terms"  # the contract's terms
    LETTERHEAD = "letterhead"
    CASE = "case"
    CONTRACT = "contract"  # the contract's own record
    LETTER = "letter"  # this letter alone


LABELS: Mapping[str, str | Promise] = {
    "agency_name": _("Our name, as the contract has it"),
    "client_name": _("Their name, as the contract has it"),
    "signatory_name": _("Who signs"),
    "signatory_title": _("The signatory's office"),
    "client_signatory_name": _("Who signs for the client"),
    "client_signatory_title": _("That person's office"),
    "salutation": _("Salutation"),
    "form_of_address": _("The salutation again, without its comma"),
    "delivery_line": _("How it travels"),
    "reference_lines": _("References"),
    "client_address": _("Their address for notices"),
    "place_and_date": _("Place and date"),
    "manager_name": _("Who looks after them"),
    "manager_reach": _("How to reach that person"),
    "contract_name": _("Title of the contract"),
    "contract_date": _("Date of the contract"),
    "notice_period": _("Notice period"),
    "termination_clause": _("Clause on ending without a reason"),
    "breach_clause": _("Clause on ending after a breach"),
    "nonpayment_clause": _("Clause on ending for non-payment"),
    "renewal_clause": _("Clause on term and renewal"),
    "suspension_clause": _("Clause that lets us pause work"),
    "confidentiality_clause": _("Clause on confidentiality"),
    "work_product_clause": _("Clause on who owns the work"),
    "notice_date": _("Date of the letter"),
    "last_working_day": _("Last working day"),
    "end_date": _("The agreement ends"),
    "relationship_length": _("How long we worked together"),
    "relationship_start": _("Since when"),
    "handover_date": _("Hand-over complete by"),
    "data_return_date": _("Data returned or erased by"),
    "agreed_on": _("Day on which both agreed"),
    "client_notice_date": _("Date of their notice"),
    "client_notice_received": _("Their notice reached us on"),
    "client_reply_date": _("Date of their answer"),
    "reply_by": _("We wait for an answer until"),
    "follow_up_date": _("We call again on"),
    "call_slot_1": _("A time we keep free for a call"),
    "call_slot_2": _("Another time"),
    "handover_contact": _("Who answers questions"),
    "handover_reach": _("How to reach that person"),
    "access_removed_date": _("Our last access was removed on"),
    "enclosures": _("Enclosures"),
    "final_invoice_date": _("Date of the last invoice"),
    "final_invoice_amount": _("Amount of the last invoice"),
    "overdue_total": _("Sum overdue"),
    "payment_deadline": _("We ask for payment by"),
    "bank_line": _("Account and bank"),
    "payment_reference": _("To quote with the payment"),
    "interest_sentence": _("Sentence on interest"),
    "cure_deadline": _("To be put right by"),
    "cure_notice_date": _("Date of the warning or reminder"),
    "cure_notice_scope": _("Which invoices that reminder named"),
    "breach_effect": _("What followed for the work"),
    "cure_step_1": _("What we ask for, first"),
    "cure_step_2": _("What we ask for, second"),
    "cure_step_3": _("What we ask for, third"),
    "our_lapse": _("What we did wrong ourselves"),
    "our_remedy": _("What we have changed"),
    "warning_topic": _("What the warning is about"),
    "standards_quote": _("Sentence of our standards"),
    "standards_version": _("Version of our standards"),
    "standards_link": _("Public address of our standards"),
    "contact_name": _("Who is called"),
    "contact_form": _("How that person is addressed in speech"),
    "thanks_for": _("One true thing to thank them for"),
    "signatory_phone": _("The caller's number"),
    "breach": _("What was agreed and what happened"),
    "open_points": _("What we asked for and what our records show"),
    "handover": _("What was handed over"),
    "overdue": _("Overdue invoices"),
}
LINES = frozenset({"client_address", "reference_lines"})
LONG = frozenset({
    "breach_effect", "our_lapse", "our_remedy", "interest_sentence", "standards_quote", "cure_notice_scope",
    "cure_step_1", "cure_step_2", "cure_step_3", "thanks_for",
})  # fmt: skip
AT: Mapping[str, Where] = {
    **dict.fromkeys((*CLAUSES, "client_address", "contract_date", "delivery_line"), Where.TERMS),
    **dict.fromkeys(
        ("agency_name", "signatory_name", "signatory_title", "place_and_date", "bank_line"), Where.LETTERHEAD
    ),
    **dict.fromkeys(("end_date", "last_working_day", "relationship_length"), Where.CASE),
    **dict.fromkeys(("contract_name", "notice_period"), Where.CONTRACT),
}
NOTE_CURRENCIES = _("Invoices in several currencies are overdue; a letter adds up one. Write one letter for each.")


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    label: str | Promise
    sentence: str
    where: Where
    kind: str  # date, text, lines, long or table
    suggestion: str = ""
    note: str | Promise = ""


def kind_of(name: str) -> str:
    if name in DATES:
        return "date"
    if name in SHAPES:
        return "table"
    return "lines" if name in LINES else "long" if name in LONG else "text"


def label_of(name: str) -> str | Promise:
    return LABELS.get(name, name)


def question(hole: Hole, known: Known, suggestions: Mapping[str, str]) -> Question:
    several = hole.name in {"overdue", "overdue_total"} and len(currencies(known.invoices)) > 1
    return Question(
        name=hole.name,
        label=label_of(hole.name),
        sentence=_readable(hole),
        where=AT.get(hole.name, Where.LETTER),
        kind=kind_of(hole.name),
        suggestion=suggestions.get(hole.name, ""),
        note=NOTE_CURRENCIES if several else "",
    )


def _readable(hole: Hole) -> str:
    """The sentence with its other names in words and a gap where this one belongs."""
    return NAME.sub(lambda hit: "…" if hit[1] == hole.name else f"[{label_of(hit[1])}]", hole.sentence)
