"""The resources of the book. A new one needs a serializer, filters, an action for its rows, and a line here."""

from __future__ import annotations

from accounts.actions.book import upsert_clients, upsert_contacts, upsert_invoices
from accounts.actions.book_links import upsert_deliverables, upsert_links
from accounts.api import filters, serializers
from accounts.models import Contact, Deliverable, Invoice, Link, User
from accounts.models.base import RecordQuerySet
from accounts.models.billing import InvoiceQuerySet
from accounts.models.clients import ClientQuerySet, ContactQuerySet
from accounts.permissions import clients_for
from clienthealth.core.api.resources import Resource
from clienthealth.core.scopes import Area


def clients(user: User) -> ClientQuerySet:
    return clients_for(user).select_related("owner", "team")


def contacts(user: User) -> ContactQuerySet:
    return Contact.objects.filter(client__in=clients_for(user))


def invoices(user: User) -> InvoiceQuerySet:
    return Invoice.objects.filter(client__in=clients_for(user))


def deliverables(user: User) -> RecordQuerySet[Deliverable]:
    return Deliverable.objects.filter(client__in=clients_for(user))


def links(user: User) -> RecordQuerySet[Link]:
    return Link.objects.filter(client__in=clients_for(user))


RESOURCES = (
    Resource(
        "clients", "client", Area.BOOK, serializers.Client, filters.ClientFilters, clients, upsert_clients,
        about="Companies we serve. New ones, and who looks after one, are for owners and team leads.",
        example={"name": "Aalborg Bikes", "country": "DK", "domains": ["aalborgbikes.example"]},
    ),
    Resource(
        "contacts", "contact", Area.BOOK, serializers.Contact, filters.ContactFilters, contacts, upsert_contacts,
        about="People at clients.",
        example={"client": {"external_id": "1"}, "name": "Freja Holm", "email": "freja@aalborgbikes.example"},
    ),
    Resource(
        "invoices", "invoice", Area.BOOK, serializers.Invoice, filters.InvoiceFilters, invoices, upsert_invoices,
        about="Invoices and credit notes.",
        example={
            "client": {"external_id": "1"}, "number": "2026-0007", "issued_on": "2026-03-02", "due_on": "2026-04-01",
            "amount": "1250.00", "net": "1000.00", "currency": "EUR",
        },
    ),
    Resource(
        "deliverables", "deliverable", Area.DELIVERABLES, serializers.Deliverable, filters.DeliverableFilters,
        deliverables, upsert_deliverables, about="Reports, audits, creatives and recordings that we delivered.",
        example={"client": {"external_id": "1"}, "kind": "report", "title": "March", "delivered_on": "2026-04-02"},
    ),
    Resource(
        "links", "link", Area.DELIVERABLES, serializers.Link, filters.LinkFilters, links, upsert_links,
        about="Tracked short links to deliverables. What one leads to, and whose it is, never changes; it is archived, "
        "never deleted. Passwords are set on its page.",
        example={"deliverable": {"external_id": "1"}, "target": "https://files.example/march.pdf", "tags": ["spring"]},
    ),
)  # fmt: skip
