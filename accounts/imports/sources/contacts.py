"""People at clients, from any list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import CLIENT_ID, EMAIL, Field
from accounts.imports.outcomes import Refusal
from accounts.imports.records import ClientRef, ContactRecord

COMPANY = (
    "company|company name|client|client name|customer|customer name|account|account name|"
    "organization|organisation|associated company|kunde|firma|unternehmen|société|entreprise|empresa|"
    "cliente|azienda|klant|bedrijf"
)


def contact(row: Any, context: Context) -> ContactRecord | Refusal:
    name = row.name or " ".join(filter(None, (row.first_name, row.last_name)))
    if not name and not row.email:
        return Refusal(row.line, "", "", _("The row gives neither a name nor an e-mail address."))
    domain = row.email.rpartition("@")[2] if row.email else None
    if not (row.client_id or row.client_name or domain):
        return Refusal(row.line, "", "", _("The row names no client."))
    if row.joined_on and row.left_on and row.left_on < row.joined_on:
        return Refusal(row.line, "", f"{row.joined_on} > {row.left_on}", _("The contact left before they came."))
    client_key = row.client_id or row.client_name or domain
    return ContactRecord(
        row=row.line,
        external_id=row.id or row.email or f"{client_key}:{name}",
        client=ClientRef(row.client_id, row.client_name, row.email, domain),
        name=name or row.email,
        email=row.email,
        phone=row.phone,
        role=row.role,
        language=row.language,
        champion=row.champion,
        decision_maker=row.decision_maker,
        joined_on=row.joined_on,
        left_on=row.left_on,
    )


FIELDS = (
    Field("email", "email", EMAIL + "|work email"),
    Field("first_name", "name", "first name|firstname|given name|vorname|prénom|nombre|voornaam"),
    Field("last_name", "name", (
    "last name|lastname|surname|family name|nachname|familienname|nom de famille|apellido|apellidos|"
    "cognome|achternaam"
)),
    Field("name", "name", "contact name|full name|contact|name|person|ansprechpartner|nom|contacto|contatto"),
    Field("client_id", "identifier", CLIENT_ID),
    Field("client_name", "name", COMPANY),
    Field("phone", "name", "phone|phone number|telephone|mobile|telefon|téléphone|teléfono|telefono|telefoon"),
    Field("role", "name", "role|job title|title|position|function|rolle|funktion|fonction|poste|cargo|ruolo|functie"),
    Field("language", "name", "language|sprache|langue|idioma|lingua|taal"),
    Field("champion", "yes_no", "champion|main contact|primary contact|hauptansprechpartner|contact principal"),
    Field("decision_maker", "yes_no", "decision maker|decides|entscheider|décideur|decisor"),
    Field("joined_on", "date", "joined|joined on|since|seit|depuis"),
    Field("left_on", "date", "left|left on|departed|departed on|ausgeschieden|parti le"),
    Field("id", "identifier", "contact id|record id|record id - contact|id|external id"),
)  # fmt: skip

CONTACTS = Source(
    "contacts",
    gettext_lazy("list of contacts"),
    FIELDS,
    contact,
    hallmarks=(
        *(frozenset({first, mail})
          for first in ("firstname", "vorname", "prenom", "nombre", "voornaam", "contactname",
                        "contact", "fullname", "ansprechpartner", "jobtitle", "role")
          for mail in ("email", "emailaddress", "mail", "courriel", "correoelectronico", "correo")),
        frozenset({"firstname", "lastname"}),
        frozenset({"name", "email", "company"}),
        frozenset({"name", "email", "client"}),
        frozenset({"contact", "client"}),
    ),
)  # fmt: skip
