"""Results of ad accounts from any list: day, account, cost, clicks, conversions, value. Rows of a day are summed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_ID, CLIENT_NAME, CURRENCY, Field, required
from accounts.imports.outcomes import Refusal
from accounts.imports.records import AdResultRecord, ClientRef

DAY = "day|date|reporting starts|tag|datum|jour|date du jour|día|fecha|giorno|data|dag|dzień|день|дата|日付|日|날짜"
COST = (
    "cost|spend|amount spent|spent|kosten|ausgaben|coût|dépenses|coste|costo|gasto|importe gastado|"
    "spesa|uitgaven|koszt|стоимость|расход|расходы|費用|비용"
)
ACCOUNT = (
    "customer id|account id|account number|ad account id|kunden-id|konto-id|kundennummer|"
    "numéro client|id de cliente|id cliente|klant-id|identyfikator klienta|идентификатор клиента|"
    "お客様 id|고객 id"
)
ACCOUNT_NAME = (
    "account|account name|ad account|customer|konto|kontoname|compte|nom du compte|cuenta|"
    "nombre de la cuenta|account-naam|nome account|аккаунт|アカウント|계정"
)
CLICKS = "clicks|klicks|clics|clic|clics (todos)|klikken|kliknięcia|клики|クリック数|클릭수"
IMPRESSIONS = (
    "impr.|impressions|impressionen|impr|impresiones|impressioni|vertoningen|wyświetlenia|показы|表示回数|노출수"
)
CONVERSIONS = (
    "conversions|results|purchases|leads|conv.|conversiones|conversioni|conversies|konwersje|"
    "конверсии|コンバージョン|전환수"
)
VALUE = (
    "conv. value|conversion value|conversions value|total conv. value|purchase value|revenue|value|"
    "conversion-wert|conv.-wert|conversionwert|valeur de conv.|valeur de conversion|valor de conv.|"
    "valor de conversión|valore conv.|valore di conversione|conv.waarde|wartość konwersji|"
    "ценность конверсий|コンバージョン値|전환 가치"
)


def day(row: Any, context: Context) -> Refusal | None:
    """Add a row to its account's day; the records come at the end of the file."""
    account = row.account or row.account_name or row.client_name
    if not account:
        return Refusal(row.line, "", "", _("The row names no ad account."))
    return add(row, context, account.replace("-", "") if row.account else account, row.cost or Decimal(0))


def add(row: Any, context: Context, account: str, cost: Decimal) -> Refusal | None:
    """Sum a row into its account's day."""
    currency = getattr(row, "currency", None) or context.currency
    name = getattr(row, "account_name", None)
    client_name = getattr(row, "client_name", None) or name
    sums = (cost, row.clicks or 0, row.impressions or 0, row.conversions or Decimal(0), row.value or Decimal(0))
    days = context.memory.setdefault("days", {})
    held = days.get((account, row.day))
    if held is None:
        client = ClientRef(getattr(row, "client_id", None), client_name)
        days[account, row.day] = [row.line, client, name, currency, sums]
        return None
    if held[3] != currency:
        return Refusal(row.line, "", currency, _("The same account and day stand in another currency before."))
    held[4] = tuple(one + more for one, more in zip(held[4], sums, strict=True))
    return None


def finish(context: Context) -> list[AdResultRecord]:
    """One record an account and day."""
    return [
        AdResultRecord(line, f"{account}:{day}", client, account, name, day, cost, currency, *figures)
        for (account, day), (line, client, name, currency, (cost, *figures)) in context.memory.get("days", {}).items()
    ]


FIGURES = (
    Field("clicks", "whole", CLICKS),
    Field("impressions", "whole", IMPRESSIONS),
    Field("conversions", "number", CONVERSIONS),
)

RESULTS = Source(
    "ad-results",
    gettext_lazy("ad results per day"),
    (
        required("day", "date", DAY),
        Field("cost", "money", COST, needed=True),
        Field("account", "identifier", ACCOUNT),
        Field("account_name", "name", ACCOUNT_NAME),
        Field("client_id", "identifier", CLIENT_ID),
        Field("client_name", "name", CLIENT_NAME),
        *FIGURES,
        Field("value", "money", VALUE),
        Field("currency", "currency", CURRENCY),
    ),
    day,
    finish,
)
