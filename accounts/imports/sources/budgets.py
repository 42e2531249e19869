"""Ad budgets: an amount from a day on, per client or ad account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_NAME, CURRENCY, Field, required
from accounts.imports.outcomes import Refusal
from accounts.imports.records import BudgetRecord, ClientRef

OURS = frozenset(
    {"us", "we", "agency", "wir", "agentur", "nous", "agence", "nosotros", "agencia", "agenzia", "noi", "wij", "bureau"}
)
THEIRS = frozenset({"them", "client", "customer", "kunde", "cliente", "klant"})


def budget(row: Any, context: Context) -> BudgetRecord | Refusal:
    made_by = (row.made_by or "").casefold()
    if made_by and made_by not in OURS | THEIRS:
        return Refusal(row.line, "made by", row.made_by, _("A budget is set by us or by the client."))
    account = row.account.replace("-", "") if row.account else None
    if not (account or row.client_name or row.client_id):
        return Refusal(row.line, "", "", _("The row names neither a client nor an ad account."))
    if row.amount < 0:
        return Refusal(row.line, "", str(row.amount), _("A budget cannot be below zero."))
    if row.ends_on and row.ends_on < row.starts_on:
        return Refusal(row.line, "", f"{row.starts_on} > {row.ends_on}", _("The budget ends before it begins."))
    return BudgetRecord(
        row=row.line,
        external_id=row.id or f"{account or row.client_id or row.client_name}:{row.starts_on}",
        client=ClientRef(row.client_id, row.client_name),
        account=account,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        amount=row.amount,
        currency=row.currency or context.currency,
        made_by="us" if made_by in OURS else "them" if made_by else None,
    )


BUDGETS = Source(
    "budgets",
    gettext_lazy("list of ad budgets"),
    (
        required("amount", "money", (
    "monthly budget|budget|budget amount|ad budget|new budget|monatsbudget|werbebudget|"
    "budget mensuel|presupuesto|presupuesto mensual"
)),
        required("starts_on", "date", (
    "from|valid from|effective from|starts on|start|start date|month|date|ab|gültig ab|monat|datum|"
    "à partir de|mois|desde|mes|dal|vanaf|maand"
)),
        Field("ends_on", "date", "until|to|ends on|end|end date|bis|jusqu'à|hasta|al|tot"),
        Field("account", "identifier", "account id|ad account id|account|ad account|konto|konto-id|compte|cuenta"),
        Field("client_id", "identifier", "client id|company id|kundennummer"),
        Field("client_name", "name", CLIENT_NAME),
        Field("made_by", "name", "made by|set by|changed by|by|von wem"),
        Field("currency", "currency", CURRENCY),
        Field("id", "identifier", "id|budget id"),
    ),
    budget,
)  # fmt: skip
