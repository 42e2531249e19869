"""The API, for people who are logged in; what keys change about it is in `tests/api`."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.factories import ContactFactory, DeliverableFactory, InvoiceFactory, LinkFactory
from tests.routes.table import LOGGED_IN, Route, Statuses

LISTED: Statuses = (200,) * 6 + (401,)  # everybody has a list; what is on it differs
ONE: Statuses = (200, 200, 200, 200, 200, 404, 401)
CHANGED: Statuses = (200, 200, 200, 403, 403, 404, 401)
WRITTEN: Statuses = (200, 200, 200, 403, 403, 404, 401)
IN_BULK: Statuses = (200, 200, 200, 200, 403, 200, 401)  # a result for each row; only observers may write none at all
NOWHERE: Statuses = (404,) * 7


def of_client(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.client.pk}


def client_elsewhere(cast: Cast) -> dict[str, Any]:
    type(cast.client).objects.filter(pk=cast.client.pk).update(source="crm", external_id="C/7")
    return {"source": "crm", "external_id": "C/7"}


def of_contact(cast: Cast) -> dict[str, Any]:
    return {"pk": ContactFactory(client=cast.client).pk}


def contact_elsewhere(cast: Cast) -> dict[str, Any]:
    ContactFactory(client=cast.client, source="crm", external_id="P-1")
    return {"source": "crm", "external_id": "P-1"}


def of_invoice(cast: Cast) -> dict[str, Any]:
    return {"pk": InvoiceFactory(client=cast.client).pk}


def invoice_elsewhere(cast: Cast) -> dict[str, Any]:
    InvoiceFactory(client=cast.client, source="crm", external_id="I-1")
    return {"source": "crm", "external_id": "I-1"}


def of_deliverable(cast: Cast) -> dict[str, Any]:
    return {"pk": DeliverableFactory(client=cast.client).pk}


def deliverable_elsewhere(cast: Cast) -> dict[str, Any]:
    DeliverableFactory(client=cast.client, source="crm", external_id="D-1")
    return {"source": "crm", "external_id": "D-1"}


def of_link(cast: Cast) -> dict[str, Any]:
    return {"pk": LinkFactory(deliverable__client=cast.client).pk}


def link_elsewhere(cast: Cast) -> dict[str, Any]:
    LinkFactory(deliverable__client=cast.client, source="crm", external_id="L-1")
    return {"source": "crm", "external_id": "L-1"}


def rows(**row: Any) -> dict[str, Any]:
    return {"source": "crm", "rows": [{"external_id": "new", **row}]}


API = [
    Route("api_clients", LISTED),
    Route("api_clients_one", ONE, of_client),
    Route("api_clients_one", CHANGED, of_client, {"city": "Skive"}, method="patch"),
    Route("api_clients_by", ONE, client_elsewhere),
    Route("api_clients_by", WRITTEN, client_elsewhere, {"city": "Skive"}, method="put"),
    Route("api_clients_bulk", IN_BULK, post=rows(name="New"), method="post"),
    Route("api_contacts", LISTED),
    Route("api_contacts_one", ONE, of_contact),
    Route("api_contacts_one", CHANGED, of_contact, {"phone": "1"}, method="patch"),
    Route("api_contacts_by", ONE, contact_elsewhere),
    Route("api_contacts_by", WRITTEN, contact_elsewhere, {"phone": "1"}, method="put"),
    Route("api_contacts_bulk", IN_BULK, post=rows(name="New"), method="post"),
    Route("api_invoices", LISTED),
    Route("api_invoices_one", ONE, of_invoice),
    Route("api_invoices_one", CHANGED, of_invoice, {"number": "2"}, method="patch"),
    Route("api_invoices_by", ONE, invoice_elsewhere),
    Route("api_invoices_by", WRITTEN, invoice_elsewhere, {"number": "2"}, method="put"),
    Route("api_invoices_bulk", IN_BULK, post=rows(number="2"), method="post"),
    Route("api_deliverables", LISTED),
    Route("api_deliverables_one", ONE, of_deliverable),
    Route("api_deliverables_one", CHANGED, of_deliverable, {"title": "April"}, method="patch"),
    Route("api_deliverables_by", ONE, deliverable_elsewhere),
    Route("api_deliverables_by", WRITTEN, deliverable_elsewhere, {"title": "April"}, method="put"),
    Route("api_deliverables_bulk", IN_BULK, post=rows(title="April"), method="post"),
    Route("api_links", LISTED),
    Route("api_links_one", ONE, of_link),
    Route("api_links_one", CHANGED, of_link, {"archived": True}, method="patch"),
    Route("api_links_by", ONE, link_elsewhere),
    Route("api_links_by", WRITTEN, link_elsewhere, {"archived": True}, method="put"),
    Route("api_links_bulk", IN_BULK, post=rows(target="https://a.example"), method="post"),
    Route("api_schema", LISTED),
    Route("api_reference", LOGGED_IN),
    Route("api_unknown", NOWHERE),
]
