"""Clients and the people there."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.directory import Held
from accounts.imports.outcomes import LeftOut
from accounts.imports.records import ClientRecord, ContactRecord
from accounts.imports.targets.base import Place, Staged, Target, identity
from accounts.models import Client, Contact

LANGUAGES_OF_COUNTRIES = ("en", "de", "fr", "es", "it", "nl", "da", "sv", "pl")

_OF_A_CLIENT = {
    "name": "text",
    "status": "text",
    "country": "text",
    "industry": "text",
    "segment": "text",
    "language": "text",
    "domains": "jsonb",
    "started_on": "date",
    "ended_on": "date",
}
CLIENTS = Target(
    "client",
    gettext_lazy("clients"),
    Client,
    _OF_A_CLIENT,
    occurred="s.started_on::timestamp AT TIME ZONE %(zone)s",
    match=("id",),
    extra={"id": "bigint"},
    keep=frozenset(_OF_A_CLIENT),
)
CONTACTS = Target(
    "contact",
    gettext_lazy("contacts"),
    Contact,
    {
        "client_id": "bigint",
        "name": "text",
        "email": "text",
        "phone": "text",
        "role": "text",
        "language": "text",
        "is_champion": "boolean",
        "is_decider": "boolean",
        "joined_on": "date",
        "left_on": "date",
    },
    occurred="s.joined_on::timestamp AT TIME ZONE %(zone)s",
    keep=frozenset({"phone", "role", "language", "is_champion", "is_decider", "joined_on", "left_on"}),
)


@cache
def countries() -> dict[str, str]:
    """Names of countries in several languages, and their codes, in lower case -> code."""
    found: dict[str, str] = {"uk": "GB", "usa": "US", "u.s.": "US", "england": "GB"}
    for language in LANGUAGES_OF_COUNTRIES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[name.casefold()] = found[code.casefold()] = code
    return found


def place_client(record: ClientRecord, place: Place) -> list[Staged] | LeftOut:
    """A client, new or known. What the file leaves blank stays as it is."""
    if record.status == "ended" and record.ended_on is None:
        return LeftOut(record.row, _("A client that has ended, without the day it ended."))
    if record.monthly_fee is not None:
        place.notice(_("Monthly fees are not taken from a list of clients: enter the contract."))
    columns: dict[str, Any] = {
        "name": record.name[:200],
        "status": {"in_notice": "notice"}.get(record.status or "", record.status),
        "country": countries().get((record.country or "").casefold()),
        "industry": _cut(record.industry, 120),
        "segment": _cut(record.segment, 60),
        "language": _cut(record.language, 10),
        "domains": list(record.domains),
        "started_on": record.started_on,
        "ended_on": record.ended_on,
    }
    told = {name: value for name, value in columns.items() if value}
    client = place.directory.client(record.client, create=True, columns=told)
    if client in place.directory.new:
        return []
    return [(CLIENTS, (record.row, "", *(told.get(name) for name in _OF_A_CLIENT), client))]


def place_contact(record: ContactRecord, place: Place) -> list[Staged]:
    """A person at a client; a client that is only known by the person's address is made from its domain."""
    if record.client.name is None and record.client.external_id is None:
        client = place.directory.client(record.client, create=False)
    else:
        client = place.directory.client(record.client, create=True)
    if not record.email and not record.name:
        raise Held(_("The row gives neither a name nor an e-mail address."))
    values = (
        record.row, identity(record.external_id), client, record.name[:200], record.email or "",
        _cut(record.phone, 60), _cut(record.role, 120), _cut(record.language, 10), record.champion,
        record.decision_maker, record.joined_on, record.left_on,
    )  # fmt: skip
    return [(CONTACTS, values)]


def _cut(text: str | None, longest: int) -> str | None:
    return text[:longest] if text else None
