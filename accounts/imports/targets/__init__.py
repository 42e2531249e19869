"""Where records go: for each kind of record, the rows of the book that it makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.imports.outcomes import LeftOut
from accounts.imports.records import (
    AccountUserRecord,
    AdResultRecord,
    BudgetRecord,
    ClientRecord,
    ContactRecord,
    InvoiceRecord,
    MessageRecord,
    PaymentRecord,
    RateRecord,
    SurveyRecord,
    TimeRecord,
)
from accounts.imports.targets import advertising, billing, clients, effort, messages, voice
from accounts.imports.targets.base import Place, Staged, Target

PLACES: dict[type, Callable[[Any, Place], list[Staged] | LeftOut]] = {
    ClientRecord: clients.place_client,
    ContactRecord: clients.place_contact,
    InvoiceRecord: billing.place_invoice,
    PaymentRecord: billing.place_payment,
    RateRecord: billing.place_rate,
    SurveyRecord: voice.place_survey,
    MessageRecord: messages.place_message,
    TimeRecord: effort.place_time,
    AdResultRecord: advertising.place_result,
    BudgetRecord: advertising.place_budget,
    AccountUserRecord: advertising.place_user,
}
ORDER: tuple[Target, ...] = (
    clients.CLIENTS,
    clients.CONTACTS,
    billing.INVOICES,
    billing.PAYMENTS,
    billing.RATES,
    voice.INVITATIONS,
    voice.RESPONSES,
    messages.MESSAGES,
    effort.ENTRIES,
    advertising.RESULTS,
    advertising.BUDGETS,
    advertising.ACCESSES,
)
"""Targets in the order in which they are written: what is referred to comes first."""
BY_KEY = {target.key: target for target in ORDER}
