"""What an erasure takes out of the book, field by field. docs/privacy.md explains the choices for people."""

from __future__ import annotations

from accounts.erasing import STEPS
from clienthealth.core.erasure import (
    Eraser,
    Plan,
    blank,
    blank_bytes,
    digest,
    empty_list,
    empty_table,
    numbered,
    own_number,
    stand_in,
)

OURS = "accounts"


def record(model: str, *kept: str, client: str = "client", person: str = "", **erased: Eraser) -> Plan:
    """A record of a client. Its external id may be made of a name or an address, so it becomes our own number."""
    erased.setdefault("external_id", own_number)
    return Plan(f"{OURS}.{model}", erased, frozenset(("source", *kept)), client=client, person=person)


def numbered_record(model: str, *kept: str, **erased: Eraser) -> Plan:
    """A record whose external id is a number of bookkeeping or of an ad platform."""
    return Plan(f"{OURS}.{model}", erased, frozenset(("source", "external_id", *kept)))


def ours(model: str, *kept: str) -> Plan:
    """A model that is of no client: our own people and settings."""
    return Plan(f"{OURS}.{model}", {}, frozenset(kept), client="")


ERASABLE = (
    # Whom we serve
    record(
        "Client", "segment", "industry", "country", "language",  # kinds, for sums and holidays
        client="pk", name=numbered("Client"), city=blank, domains=empty_list, tags=empty_list, end_reason=blank,
        goals=stand_in,  # a sign asks whether there were any
    ),
    record(
        "Contact", "language", "zone", person="pk",
        name=numbered("Contact"), email=blank, phone=blank, role=blank,
    ),
    record("Period", note=blank),
    record("Request", what=stand_in),
    record("Contract", "currency", "cycle_ends", title=blank, notice_delivery=blank),  # cycle_ends: dates
    Plan(f"{OURS}.ClientAlias", {}, frozenset({"system", "alias"})),  # deleted by a step
    # What they paid, said and saw
    numbered_record("Invoice", "number", "currency"),
    numbered_record("Payment", "currency"),
    numbered_record("PaymentPromise", "currency", note=blank),
    record("SurveyInvitation", person="contact"),
    record("SurveyResponse", person="contact", comment=blank),
    record("Message", thread=digest),  # signs follow threads; not for one person, whose mails stand in others' threads
    record("Deliverable", title=blank),
    Plan(
        f"{OURS}.DeliverableFile", {"name": blank, "kind": blank, "content": blank_bytes, "sha256": blank},
        client="deliverable__client",
    ),
    record(
        "Link", person="contact", slug=own_number, target=blank, password=blank, tags=empty_list, utm=empty_table
    ),
    record("Click", "why", visitor=blank),
    Plan(f"{OURS}.Opening", {"visitor": blank, "agent": blank}, frozenset({"hint"}), client="link__client"),
    # What we did
    Plan(f"{OURS}.TimeEntry", {"external_id": own_number, "person": blank}, frozenset({"source"})),
    record("ScopeRequest", what=stand_in),
    record("Observation", person="contact", note=blank, evidence=blank),
    record("Lapse", note=blank),
    record("Win", title=stand_in, figure=blank),
    record("Pulse", note=blank),
    record("Note", text=stand_in),
    # Advertising
    numbered_record("AdAccount", "platform", "number", "currency", name=blank),
    record("AccountAccess", "role", email=blank),  # a sign asks which roles may export
    record("ManagerLink", "manager_number", manager_name=blank),
    record("Budget", "currency", reason=blank),
    numbered_record("AdResult", "currency"),
    # The agency's own
    ours("Agency", "source", "external_id", "name", "currency", "zone", "country", "working_days", "languages",
         "domains"),
    ours("Holiday", "source", "external_id", "country", "name"),
    ours("ExchangeRate", "source", "external_id", "currency"),
    ours("Team", "name"),
    ours("User", "password", "first_name", "last_name", "email", "name", "language", "zone"),
    ours("ApiKey", "name", "scopes", "prefix", "digest"),
    ours("Mark"),
    ours("ImportMapping", "headings", "mapping"),  # which column is which, no cell
    ours("ImportBatch", "file", "name", "source", "report", "failure", "spans"),  # emptied by a step
    ours("ImportRefusal", "column", "value", "reason"),  # deleted by a step
    ours("LinkTerms"),
    ours("VisitorSalt", "salt"),
    ours("Retention"),
    ours("Erasure", "counts"),
    ours("DataExport"),
    ours("StandardsVersion", "language", "text", "note"),
)  # fmt: skip

__all__ = ["ERASABLE", "STEPS"]
