"""Ad results, budgets and access to ad accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.directory import Held
from accounts.imports.outcomes import LeftOut
from accounts.imports.records import AccountUserRecord, AdResultRecord, BudgetRecord, ClientRef
from accounts.imports.targets.base import Place, Staged, Target, identity, sane_money
from accounts.models import AccountAccess, AdResult, Budget, Relation

RESULTS = Target(
    "adresult",
    gettext_lazy("days of ad results"),
    AdResult,
    {
        "client_id": "bigint",
        "ad_account_id": "bigint",
        "occurred_on": "date",
        "cost": "numeric(14,2)",
        "clicks": "integer",
        "conversions": "numeric(14,2)",
        "value": "numeric(16,2)",
        "currency": "text",
    },
    occurred="s.occurred_on::timestamp AT TIME ZONE %(zone)s",
    match=("ad_account_id", "occurred_on"),
    amount="cost",
)
BUDGETS = Target(
    "budget",
    gettext_lazy("budgets"),
    Budget,
    {
        "client_id": "bigint",
        "ad_account_id": "bigint",
        "starts": "date",
        "monthly": "numeric",
        "currency": "text",
        "made_by": "text",
    },
    occurred="s.starts::timestamp AT TIME ZONE %(zone)s",
    match=("ad_account_id", "starts"),
    refused_if=sane_money("monthly"),
    keep=frozenset({"made_by"}),
)
ACCESSES = Target(
    "access",
    gettext_lazy("accesses to ad accounts"),
    AccountAccess,
    {
        "client_id": "bigint",
        "ad_account_id": "bigint",
        "email": "text",
        "role": "text",
        "granted_on": "date",
        "revoked_on": "date",
        "relation": "text",
    },
    occurred="s.granted_on::timestamp AT TIME ZONE %(zone)s",
)


def place_result(record: AdResultRecord, place: Place) -> list[Staged]:
    account, client = _account(place, record.account, record.account_name, record.client, record.currency)
    values = (
        record.row, identity(record.external_id), client, account, record.day, record.cost, record.clicks,
        record.conversions, record.value, record.currency,
    )  # fmt: skip
    return [(RESULTS, values)]


def place_budget(record: BudgetRecord, place: Place) -> list[Staged] | LeftOut:
    if record.ends_on:
        place.notice(_("The end of a budget is not kept: the next budget of the account ends it."))
    if record.account is None:
        raise Held(_("The row names no ad account."))
    account, client = _account(place, record.account, None, record.client, record.currency)
    made_by = {"us": Budget.Side.US, "them": Budget.Side.CLIENT}.get(record.made_by or "")
    values = (
        record.row, identity(record.external_id), client, account, record.starts_on, record.amount,
        record.currency, made_by,
    )  # fmt: skip
    return [(BUDGETS, values)]


def place_user(record: AccountUserRecord, place: Place) -> list[Staged]:
    account, client = _account(place, record.account, None, record.client, place.currency)
    values = (
        record.row, identity(record.external_id), client, account, record.email, (record.role or "")[:60],
        record.granted_on, record.revoked_on, relation(record.email, client, place),
    )  # fmt: skip
    return [(ACCESSES, values)]


def relation(email: str, client: int, place: Place) -> Relation:
    """Whose a person is, as far as their address tells."""
    if email in place.ours:
        return Relation.OURS
    known = place.directory.by_email.get(email)
    if (known and known[0] == client) or place.directory.by_domain.get(email.rpartition("@")[2]) == client:
        return Relation.CLIENT
    return Relation.OTHER


def _account(place: Place, number: str, name: str | None, ref: ClientRef, currency: str) -> tuple[int, int]:
    """(ad account, client): by the account's number, else a new account of the client that the row names."""
    if known := place.accounts.find(number):
        return known
    if not (ref.name or ref.external_id):
        raise Held(_("The ad account %(number)s is not in the book, and the row names no client.") % {"number": number})
    client = place.directory.client(ref, create=False)
    return place.accounts.create(number, name, client, currency)
