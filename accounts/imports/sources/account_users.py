"""Who has access to which ad account, since when, until when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field, required
from accounts.imports.outcomes import Refusal
from accounts.imports.records import AccountUserRecord, ClientRef


def user(row: Any, context: Context) -> AccountUserRecord | Refusal:
    if row.revoked_on and row.revoked_on < row.granted_on:
        return Refusal(row.line, "", f"{row.granted_on} > {row.revoked_on}", _("The access ends before it begins."))
    account = row.account.replace("-", "")
    return AccountUserRecord(
        row=row.line,
        external_id=row.id or f"{account}:{row.email}:{row.granted_on}",
        client=ClientRef(row.client_id, row.client_name or row.account_name),
        account=account,
        email=row.email,
        role=row.role,
        granted_on=row.granted_on,
        revoked_on=row.revoked_on,
    )


USERS = Source(
    "account-users",
    gettext_lazy("users of ad accounts"),
    (
        required("account", "identifier", (
    "account id|ad account id|customer id|account|ad account|account number|konto-id|konto|compte|"
    "cuenta"
)),
        required("email", "email", (
    "user email|email|email address|user|user name|benutzer|e-mail|utilisateur|usuario|utente|"
    "gebruiker"
)),
        required("granted_on", "date", (
    "granted on|granted|added|added on|access granted|date added|since|date|hinzugefügt am|"
    "erteilt am|seit|ajouté le|añadido el|toegevoegd op"
)),
        Field("revoked_on", "date", (
    "revoked on|revoked|removed|removed on|access removed|until|entzogen am|entfernt am|retiré le"
)),
        Field("role", "name", "access level|role|access|permission|zugriffsebene|rolle|rôle|accès|rol|ruolo"),
        Field("account_name", "name", "account name|ad account name|kontoname"),
        Field("client_id", "identifier", "client id"),
        Field("client_name", "name", "client|client name|customer|company|kunde|firma"),
        Field("id", "identifier", "id"),
    ),
    user,
    hallmarks=tuple(
        frozenset({account, level})
        for account in ("accountid", "adaccountid", "customerid", "account", "adaccount",
                        "accountnumber", "konto", "kontoid", "compte", "cuenta")
        for level in ("accesslevel", "role", "access", "grantedon", "granted", "zugriffsebene", "rolle", "acces")
    ),
)  # fmt: skip
