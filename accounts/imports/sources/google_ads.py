"""Google Ads: its reports (lines above the table, totals below), and its API's daily statistics."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CURRENCY, Field, required
from accounts.imports.outcomes import Refusal
from accounts.imports.sources import ad_results
from accounts.imports.tables import normalise

RESULTS = Source(
    "google-ads",
    gettext_lazy("report from Google Ads"),
    ad_results.RESULTS.fields,
    ad_results.day,
    ad_results.finish,
    hallmarks=tuple(
        frozenset(map(normalise, headings.split("|")))
        for headings in (
            "Day|Account|Cost|Impr.",
            "Day|Customer ID|Cost",
            "Day|Account name|Cost|Impr.",
            "Tag|Konto|Kosten|Impr.",
            "Tag|Kontoname|Kosten",
            "Tag|Kunden-ID|Kosten",
            "Jour|Compte|Coût",
            "Jour|Nom du compte|Coût",
            "Día|Cuenta|Coste",
            "Día|Nombre de la cuenta|Coste",
            "Giorno|Account|Costo",
            "Dag|Account|Kosten",
            "День|Аккаунт|Стоимость",
            "日|アカウント|費用",
        )
    ),
)


def statistic(row: Any, context: Context) -> Refusal | None:
    """A row of the API's statistics, whose heading says that the cost is in micros."""
    return ad_results.add(row, context, row.account.replace("-", ""), row.cost_micros.scaleb(-6))


STATISTICS = Source(
    "google-ads-statistics",
    gettext_lazy("daily statistics from Google Ads"),
    (
        required("day", "date", "date|segments.date"),
        required("account", "identifier", "customer id|customer.id"),
        required("cost_micros", "money", "cost micros|metrics.cost micros"),
        Field("account_name", "name", "account name|customer.descriptive_name"),
        Field("clicks", "whole", "clicks|metrics.clicks"),
        Field("impressions", "whole", "impressions|metrics.impressions"),
        Field("conversions", "number", "conversions|metrics.conversions"),
        Field("value", "number", "conversions value|metrics.conversions value"),
        Field("currency", "currency", f"customer.currency code|{CURRENCY}"),
    ),
    statistic,
    ad_results.finish,
    hallmarks=(
        frozenset({"costmicros", "customerid", "date"}),
        frozenset({"metricscostmicros", "customerid", "segmentsdate"}),
    ),
)
