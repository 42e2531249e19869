"""Clients from any list: a name, and whatever else is known."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_ID, CLIENT_NAME, CURRENCY, EMAIL, Field, required
from accounts.imports.outcomes import Refusal
from accounts.imports.records import ClientRecord, ClientRef
from accounts.imports.values import read_domain

STATUSES = {
    "": None, "active": "active", "aktiv": "active", "actif": "active", "activo": "active", "attivo": "active",
    "actief": "active",
    "in notice": "in_notice", "notice": "in_notice", "gekündigt": "in_notice", "paused": "paused", "pausiert": "paused",
    "on hold": "paused", "en pause": "paused", "ended": "ended", "inactive": "ended", "former": "ended",
    "churned": "ended",
    "beendet": "ended", "ehemalig": "ended", "inaktiv": "ended", "terminé": "ended", "inactivo": "ended",
}  # fmt: skip
DOMAINS = "domains|domain|company domain name|website|website url|web|webseite|site web|sitio web|sito web"


def client(row: Any, context: Context) -> ClientRecord | Refusal:
    status = (row.status or "").casefold()
    if status not in STATUSES:
        return Refusal(row.line, "status", row.status, _("A client is active, in notice, paused or ended."))
    if row.started_on and row.ended_on and row.ended_on < row.started_on:
        return Refusal(row.line, "", f"{row.started_on} > {row.ended_on}", _("The client left before they came."))
    try:
        domains = tuple(filter(None, map(read_domain, re.split(r"[,;\s]+", row.domains or ""))))
    except ValueError as error:
        return Refusal(row.line, "domains", row.domains, str(error))
    return ClientRecord(
        row=row.line,
        external_id=row.id or row.name,
        client=ClientRef(row.id, row.name, row.email, domains[0] if domains else None),
        name=row.name,
        domains=tuple(dict.fromkeys(domains)),
        country=row.country,
        industry=row.industry,
        segment=row.segment,
        language=row.language,
        owner_email=row.owner_email,
        status=STATUSES[status],
        started_on=row.started_on,
        ended_on=row.ended_on,
        monthly_fee=row.monthly_fee,
        currency=row.currency or (context.currency if row.monthly_fee is not None else None),
    )


CLIENTS = Source(
    "clients",
    gettext_lazy("list of clients"),
    (
        required("name", "name", CLIENT_NAME),
        Field("id", "identifier", f"{CLIENT_ID}|external id|id|number|nr"),
        Field("domains", "text", DOMAINS),
        Field("email", "email", EMAIL),
        Field("country", "name", "country|country code|land|pays|país|paese"),
        Field("industry", "name", "industry|branch|sector|branche|secteur|industria|settore"),
        Field("segment", "name", "segment|tier|category|kategorie"),
        Field("language", "name", "language|sprache|langue|idioma|lingua|taal"),
        Field("owner_email", "email", (
    "owner|account manager|manager|owner email|betreuer|kundenbetreuer|responsable"
)),
        Field("status", "name", "status|state|zustand|statut|estado|stato"),
        Field("started_on", "date", (
    "started|started on|start date|client since|since|kunde seit|beginn|depuis|desde|dal|sinds"
)),
        Field("ended_on", "date", "ended|ended on|end date|left|ende|fin|fine|einde"),
        Field("monthly_fee", "money", (
    "monthly fee|fee|retainer|mrr|monthly revenue|honorar|monatshonorar|honoraires|cuota"
)),
        Field("currency", "currency", CURRENCY),
    ),
    client,
)  # fmt: skip
