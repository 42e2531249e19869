"""HubSpot: companies and contacts, as its own export names the headings or as its records do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import Context, Source
from accounts.imports.fields import Field
from accounts.imports.outcomes import LeftOut, Refusal
from accounts.imports.records import ClientRecord, ClientRef, ContactRecord
from accounts.imports.sources.contacts import contact as plain_contact

_DELETED = Field("deleted", "yes_no", "is deleted|fivetran deleted|archived")
_ID = "record id|record id - company|record id - contact|company id|contact id|id"


def company(row: Any, context: Context) -> ClientRecord | LeftOut:
    """A company; its creation in the CRM is not the day it became a client, so none is taken."""
    if row.deleted:
        return LeftOut(row.line, _("A deleted company."))
    if not row.name:
        return LeftOut(row.line, _("A company without a name."))
    return ClientRecord(
        row.line, row.id, ClientRef(row.id, row.name, None, row.domain), row.name, (row.domain,) if row.domain else (),
        row.country, row.industry, None, None, row.owner_email, None, None, None, None, None,
    )  # fmt: skip


COMPANIES = Source(
    "hubspot-companies",
    gettext_lazy("companies from HubSpot"),
    (
        Field("id", "identifier", _ID, needed=True, filled=True),
        Field("name", "name", "company name|name|property name", needed=True),
        Field("domain", "domain", "company domain name|property domain|website url|property website"),
        Field("country", "name", "country/region|country|property country"),
        Field("industry", "name", "industry|property industry"),
        Field("owner_email", "email", "company owner email"),
        _DELETED,
    ),
    company,
    hallmarks=(
        frozenset({"recordid", "companyname"}),
        frozenset({"recordidcompany", "companyname"}),
        frozenset({"recordid", "companydomainname"}),
        frozenset({"id", "propertyname", "propertyindustry"}),
        frozenset({"id", "propertyname", "propertydomain"}),
    ),
)


def contact(row: Any, context: Context) -> ContactRecord | LeftOut | Refusal:
    return LeftOut(row.line, _("A deleted contact.")) if row.deleted else plain_contact(row, context)


CONTACTS = Source(
    "hubspot-contacts",
    gettext_lazy("contacts from HubSpot"),
    (
        Field("id", "identifier", _ID, needed=True, filled=True),
        Field("email", "email", "email|property email"),
        Field("first_name", "name", "first name|property firstname"),
        Field("last_name", "name", "last name|property lastname"),
        Field("name", "name", "full name"),
        Field("client_id", "identifier", (
    "associated company ids (primary)|associated company ids|associated company id|"
    "primary associated company id"
)),
        Field("client_name", "name", (
    "associated company (primary)|associated company|primary company|company name|company|"
    "property company"
)),
        Field("phone", "name", "phone number|property phone"),
        Field("role", "name", "job title|property jobtitle"),
        Field("language", "name", "preferred language|property hs language"),
        Field("champion", "yes_no", "champion"),
        Field("decision_maker", "yes_no", "decision maker"),
        Field("joined_on", "date", "joined on"),
        Field("left_on", "date", "left on"),
        _DELETED,
    ),
    contact,
    hallmarks=(
        frozenset({"recordid", "firstname", "lastname"}),
        frozenset({"recordidcontact", "firstname", "lastname"}),
        frozenset({"id", "propertyfirstname", "propertylastname"}),
        frozenset({"id", "propertyemail"}),
    ),
)  # fmt: skip
