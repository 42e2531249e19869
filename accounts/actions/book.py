"""Clients, contacts and invoices from other systems: who may write them, and what each must be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.actions.upserting import Kind, Problems, Reach, Ref, forbidden, hidden, reach_of, upsert
from accounts.models import Client, ClientAlias, Contact, Invoice, Team, User
from accounts.permissions import Permission, clients_for, may
from clienthealth.core.rows import Expect, Outcome, Row


def upsert_clients(*, by: User, source: str, rows: Sequence[Row], expect: Expect | None = None) -> list[Outcome]:
    return upsert(by=by, kind=Clients(), source=source, rows=rows, why="api clients", expect=expect)


def upsert_contacts(*, by: User, source: str, rows: Sequence[Row], expect: Expect | None = None) -> list[Outcome]:
    return upsert(by=by, kind=Contacts(), source=source, rows=rows, why="api contacts", expect=expect)


def upsert_invoices(*, by: User, source: str, rows: Sequence[Row], expect: Expect | None = None) -> list[Outcome]:
    return upsert(by=by, kind=Invoices(), source=source, rows=rows, why="api invoices", expect=expect)


def _may_write(by: User) -> None:
    if not (may(by, Permission.IMPORT) or may(by, Permission.EDIT_CLIENTS)):
        raise PermissionDenied(_("Your role does not include this. Ask an owner of the agency if you need it."))


class OfClient(Kind):
    """A fact about one client. Whoever may write about the client may write it; moved, about both."""

    def may(self, by: User) -> None:
        _may_write(by)

    def reach(self, by: User, source: str, known: Mapping[str, Any], rows: Sequence[Row]) -> Reach:
        found = clients_named({row.values["client_id"].within(source) for row in rows if row.values.get("client_id")})
        involved = {record.client_id for record in known.values()} | set(found.values())
        reach = reach_of(by, involved)
        reach.found = found
        return reach

    def resolve(self, values: dict[str, Any], reach: Reach, source: str) -> Problems:
        ref = values.get("client_id")
        if ref is None:
            return {}
        client = reach.found.get(ref.within(source))
        if client is None or client not in reach.visible:
            values.pop("client_id")
            return {"client": _("There is no such client.")}
        values["client_id"] = client
        return {}

    def rights(self, by: User, record: Any, before: Mapping[str, Any], reach: Reach) -> Outcome | None:
        if before and before["client_id"] not in reach.visible:
            return hidden()
        involved = {before.get("client_id"), record.client_id} - {None}
        if involved - reach.editable:
            return forbidden(_("You can read this client, but someone else looks after them."))
        return None


def clients_named(refs: Collection[Ref]) -> dict[Ref, int]:
    """The ids of clients: by our id, by their identity in another system, or by a name an import learnt for it."""
    by_id = {ref.id for ref in refs if ref.id is not None}
    names = {ref.external_id for ref in refs if ref.id is None}
    found: dict[tuple[str, str], int] = {}
    aliases = ClientAlias.objects.filter(alias__in=[f"id:{name}" for name in names]) if names else ()
    for alias in aliases:
        found[alias.system, alias.alias.removeprefix("id:")] = alias.client_id
    known = Client.objects.filter(Q(pk__in=by_id) | Q(external_id__in=names)).values_list("pk", "source", "external_id")
    ids = set()
    for pk, source, external_id in known:
        ids.add(pk)
        found[source, external_id] = pk
    told = {ref: ref.id if ref.id in ids else found.get((ref.source, ref.external_id)) for ref in refs}
    return {ref: pk for ref, pk in told.items() if pk is not None}


class Contacts(OfClient):
    model = Contact
    needed = ("client_id",)

    def check(self, record: Contact) -> Problems:
        if not record.name and not record.email:
            return {"name": _("A name or an e-mail address is needed.")}
        if record.joined_on and record.left_on and record.left_on < record.joined_on:
            return {"left_on": _("They were not there yet on that day.")}
        return {}


class Invoices(OfClient):
    model = Invoice
    needed = ("client_id", "number", "issued_on", "due_on", "amount", "currency")


class Clients(Kind):
    """New clients and who looks after them are for who may assign; the rest is for who may write about them."""

    model = Client
    needed = ("name",)

    def may(self, by: User) -> None:
        _may_write(by)

    def known(self, source: str, ids: Collection[str]) -> dict[str, Any]:
        """By identity; else by what an import learnt this system calls them."""
        found = super().known(source, ids)
        missing = [f"id:{name}" for name in ids if name not in found]
        aliases = dict(ClientAlias.objects.filter(system=source, alias__in=missing).values_list("client_id", "alias"))
        for client in Client.objects.filter(pk__in=aliases).order_by("pk").select_for_update():
            found[aliases[client.pk].removeprefix("id:")] = client
        return found

    def reach(self, by: User, source: str, known: Mapping[str, Any], rows: Sequence[Row]) -> Reach:
        reach = reach_of(by, {client.pk for client in known.values()})
        emails = {row.values["owner"] for row in rows if row.values.get("owner")}
        teams = {row.values["team"] for row in rows if row.values.get("team")}
        people = User.objects.annotate(address=Lower("email")).filter(address__in=emails, is_active=True)
        reach.found = {("owner", person.email): person for person in people} if emails else {}
        if teams:
            reach.found |= {("team", team.name): team.pk for team in Team.objects.filter(name__in=teams)}
        return reach

    def resolve(self, values: dict[str, Any], reach: Reach, source: str) -> Problems:
        """Who looks after a client brings their own team along, unless another is named."""
        problems: Problems = {}
        if "owner" in values:
            email = values.pop("owner")
            person = reach.found.get(("owner", email))
            if email and person is None:
                problems["owner"] = _("Nobody who is with us has this address.")
            values["owner_id"] = person.pk if person else None
            if person is not None and person.team_id and "team" not in values:
                values["team_id"] = person.team_id
        if "team" in values:
            name = values.pop("team")
            values["team_id"] = reach.found.get(("team", name))
            if name and values["team_id"] is None:
                problems["team"] = _("There is no such team.")
        return problems

    def rights(self, by: User, record: Any, before: Mapping[str, Any], reach: Reach) -> Outcome | None:
        if before and record.pk not in reach.visible:
            return hidden()
        if before and record.pk not in reach.editable:
            return forbidden(_("You can read this client, but someone else looks after them."))
        assigned = not before or any(before[name] != getattr(record, name) for name in ("owner_id", "team_id"))
        if assigned and not may(by, Permission.ASSIGN):
            return forbidden(_("Your role does not take on clients or hand them to somebody."))
        return None

    def beyond(self, by: User, written: Collection[int]) -> set[int]:
        return set(written) - set(clients_for(by).filter(pk__in=written).values_list("pk", flat=True))
