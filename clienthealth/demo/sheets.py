"""What a generated record looks like before it is loaded: columns of numbers and words, no database.

Each table has columns of a kind. Days count from the first day of the world, moments are minutes since its
beginning, money is in cents, references are positions in the client's own list of the other table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from clienthealth.demo.calendar import Ints

NONE = -(1 << 40)  # no value, in every numeric column
Column = Any  # a numpy array or a list, one entry a row
Table = dict[str, Column]
Book = dict[str, Table]

SHEETS: Mapping[str, Mapping[str, str]] = {
    "client": {
        "name": "text", "status": "text", "owner": "user", "team": "team", "segment": "text", "industry": "text",
        "city": "text", "country": "text", "language": "text", "domains": "json", "tags": "json", "goals": "text",
        "started_on": "day", "notice_on": "day", "notice_by": "text", "ended_on": "day", "end_reason": "text",
    },
    "contact": {
        "name": "text", "email": "text", "phone": "text", "role": "text", "is_champion": "bool",
        "is_decider": "bool", "is_senior": "bool", "prefers": "text", "language": "text", "joined_on": "day",
        "left_on": "day", "successor": "ref:contact", "introduced": "bool",
    },
    "period": {"kind": "text", "starts": "day", "ends": "day", "note": "text"},
    "request": {"kind": "text", "what": "text", "asked_on": "day", "due_on": "day", "answered_on": "day"},
    "contract": {
        "kind": "text", "title": "text", "monthly_fee": "money", "currency": "text", "hours_included": "money",
        "is_prepaid": "bool", "payment_days": "int", "starts": "day", "ends": "day", "renews": "bool",
        "renewal_months": "int", "notice_length": "int", "notice_unit": "text", "notice_to_month_end": "bool",
        "cure_days": "int", "notice_delivery": "text", "cycle_ends": "json",
    },
    "invoice": {
        "kind": "text", "number": "text", "issued_on": "day", "due_on": "day", "amount": "money", "net": "money",
        "currency": "text", "disputed": "bool", "credits": "ref:invoice",
    },
    "payment": {"invoice": "ref:invoice", "paid_on": "day", "amount": "money", "currency": "text"},
    "paymentpromise": {
        "invoice": "ref:invoice", "made_on": "day", "until": "day", "amount": "money", "currency": "text",
        "note": "text",
    },
    "surveyinvitation": {"contact": "ref:contact", "sent_on": "day"},
    "surveyresponse": {
        "contact": "ref:contact", "invitation": "ref:surveyinvitation", "answered_on": "day", "score": "int",
        "comment": "text",
    },
    "message": {
        "contact": "ref:contact", "occurred_at": "moment", "channel": "int", "direction": "int",
        "automatic": "bool", "words": "int", "questions": "int", "thread": "thread",
    },
    "timeentry": {"occurred_on": "day", "minutes": "int", "kind": "int", "billable": "bool", "person": "text"},
    "scoperequest": {
        "asked_on": "day", "what": "text", "in_scope": "bool", "minutes": "int", "billed": "bool", "by": "user",
    },
    "adaccount": {"platform": "text", "number": "text", "name": "text", "currency": "text", "value_is_money": "bool"},
    "accountaccess": {
        "ad_account": "ref:adaccount", "email": "text", "role": "text", "granted_on": "day", "revoked_on": "day",
        "relation": "text", "announced": "bool",
    },
    "managerlink": {
        "ad_account": "ref:adaccount", "manager_number": "text", "manager_name": "text", "linked_on": "day",
        "unlinked_on": "day", "relation": "text", "announced": "bool",
    },
    "budget": {
        "ad_account": "ref:adaccount", "starts": "day", "monthly": "money", "currency": "text", "made_by": "text",
        "reason": "text",
    },
    "adresult": {
        "ad_account": "ref:adaccount", "occurred_on": "day", "cost": "money", "clicks": "int",
        "conversions": "money", "value": "money", "currency": "text",
    },
    "observation": {
        "kind": "text", "severity": "int", "occurred_on": "day", "note": "text", "evidence": "text",
        "contact": "ref:contact", "contradicts": "ref:observation", "by": "user",
    },
    "lapse": {"kind": "text", "severity": "int", "occurred_on": "day", "note": "text", "by": "user"},
    "win": {"occurred_on": "day", "title": "text", "figure": "text", "by": "user"},
    "pulse": {"occurred_on": "day", "value": "int", "note": "text", "by": "user"},
    "note": {"occurred_on": "day", "text": "text", "by": "user"},
    "deliverable": {"kind": "text", "title": "text", "delivered_on": "day", "due_on": "day"},
    "link": {
        "deliverable": "ref:deliverable", "contact": "ref:contact", "slug": "text", "target": "text", "made_on": "day",
    },
    "click": {"link": "ref:link", "occurred_at": "moment", "visitor": "text", "automatic": "bool"},
}  # fmt: skip
"""Tables in an order in which what is referred to comes first; `known` (a moment) stands in every one."""


_EMPTY: Mapping[str, Any] = {"text": "", "bool": False, "json": "[]"}


def table(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    """A small table from rows; what a row leaves out has no value (empty words, False, None)."""
    return {column: [row.get(column, _EMPTY.get(kind, NONE)) for row in rows] for column, kind in columns(name).items()}


@cache
def columns(name: str) -> Mapping[str, str]:
    return {**SHEETS[name], "known": "moment"}


def size(rows: Table) -> int:
    return len(rows["known"])


def take(rows: Table, keep: Ints) -> Table:
    """The rows at some positions, in that order."""
    return {
        column: values[keep] if isinstance(values, np.ndarray) else [values[at] for at in keep.tolist()]
        for column, values in rows.items()
    }
