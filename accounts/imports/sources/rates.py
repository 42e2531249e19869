"""Exchange rates: day, currency, units of the base currency for one of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import Refusal
from accounts.imports.records import RateRecord


def rate(row: Any, context: Context) -> RateRecord | Refusal:
    if row.rate <= 0:
        return Refusal(row.line, "rate", str(row.rate), _("An exchange rate is above zero."))
    return RateRecord(row.line, f"{row.currency}:{row.day}", row.currency, row.base, row.day, row.rate)


RATES = Source(
    "exchange-rates",
    gettext_lazy("exchange rates"),
    (
        required("day", "date", "date|day|valid from|from date|datum|tag|jour|fecha|data"),
        required("currency", "currency", (
    "currency|currency code|from|from currency|währung|devise|moneda|divisa|valuta"
)),
        required("rate", "number", (
    "rate|exchange rate|kurs|wechselkurs|taux|taux de change|tipo de cambio|cambio|koers"
)),
        Field("base", "currency", "base|base currency|to|to currency|basiswährung"),
    ),
    rate,
    hallmarks=tuple(
        frozenset({word})
        for word in ("rate", "exchangerate", "kurs", "wechselkurs", "taux", "tauxdechange", "tipodecambio", "koers")
    ),
)  # fmt: skip
