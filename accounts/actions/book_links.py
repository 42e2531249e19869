"""Deliverables and links from other systems. What a link leads to, and whose it is, stays what was sent to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from accounts.actions.book import OfClient
from accounts.actions.links import clean_tags, clean_utm
from accounts.actions.upserting import Problems, Reach, Ref, reach_of, upsert
from accounts.links.checks import clean_target
from accounts.links.slugs import TAKEN, random_slugs, shaped, taken_among
from accounts.models import Agency, Contact, Deliverable, DeliverableFile, Link, LinkTerms, User
from accounts.permissions import Permission, require
from clienthealth.core import clock
from clienthealth.core.rows import Expect, Outcome, Row

FIXED = ("deliverable_id", "contact_id", "target")


def upsert_deliverables(*, by: User, source: str, rows: Sequence[Row], expect: Expect | None = None) -> list[Outcome]:
    return upsert(by=by, kind=Deliverables(), source=source, rows=rows, why="api deliverables", expect=expect)


def upsert_links(*, by: User, source: str, rows: Sequence[Row], expect: Expect | None = None) -> list[Outcome]:
    return upsert(by=by, kind=Links(), source=source, rows=rows, why="api links", expect=expect)


class Shared(OfClient):
    """What we share with a client: for whoever may log about them."""

    def may(self, by: User) -> None:
        require(by, Permission.LOG)

    @cached_property
    def today(self) -> dt.date:
        return Agency.objects.get().today().date


class Deliverables(Shared):
    model = Deliverable
    needed = ("client_id", "kind", "title")

    def check(self, record: Deliverable) -> Problems:
        if record.delivered_on and record.delivered_on > self.today:
            return {"delivered_on": _("This day has not come yet.")}
        if record.period_from and record.period_to and record.period_to < record.period_from:
            return {"period_to": _("The end is before the beginning.")}
        return {}


class Links(Shared):
    model = Link
    needed = ("deliverable_id",)

    def reach(self, by: User, source: str, known: Mapping[str, Any], rows: Sequence[Row]) -> Reach:
        things = _named(Deliverable, (row.values.get("deliverable_id") for row in rows), source)
        people = _named(Contact, (row.values.get("contact_id") for row in rows), source)
        reach = reach_of(by, {link.client_id for link in known.values()} | {client for _pk, client in things.values()})
        slugs = {row.values["slug"].strip().lower() for row in rows if row.values.get("slug")}
        self.taken = taken_among(slugs) if slugs else set()
        self.drawn = random_slugs(sum(row.external_id not in known for row in rows))
        ids = [pk for pk, _client in things.values()]
        self.filed = set(DeliverableFile.objects.filter(pk__in=ids).values_list("pk", flat=True))
        reach.found = {Deliverable: things, Contact: people}
        return reach

    @cached_property
    def usual_end(self) -> dt.date | None:
        days = LinkTerms.of_agency().expire_days
        return self.today + dt.timedelta(days=days) if days else None

    @cached_property
    def now(self) -> dt.datetime:
        return clock.now()

    def resolve(self, values: dict[str, Any], reach: Reach, source: str) -> Problems:
        problems = _cleaned(values)
        if ref := values.pop("deliverable_id", None):
            pk, client = reach.found[Deliverable].get(ref.within(source), (None, None))
            if client not in reach.visible:
                problems["deliverable"] = _("There is no such deliverable.")
            else:
                values |= {"deliverable_id": pk, "client_id": client}
        if ref := values.get("contact_id"):
            pk, client = reach.found[Contact].get(ref.within(source), (None, None))
            values["contact_id"] = pk
            if client not in reach.visible or client != values.get("client_id", client):
                problems["contact"] = _("That person is not this client’s.")
        return problems

    def apply(self, record: Link, values: Mapping[str, Any], before: Mapping[str, Any], reach: Reach) -> Problems:
        given = dict(values)
        if "archived" in given and given.pop("archived") != (record.archived_at is not None):
            record.archived_at = None if record.archived_at else self.now
        problems = super().apply(record, given, before, reach)
        if before:
            changed = [name.removesuffix("_id") for name in FIXED if getattr(record, name) != before[name]]
            problems |= {name: _("This was sent to people and does not change. Make another link.") for name in changed}
        else:
            record.made_on = self.today
            record.expires_on = given.get("expires_on", self.usual_end)
            record.slug = record.slug or self.drawn.pop()
            if not record.target and record.deliverable_id and record.deliverable_id not in self.filed:
                problems["target"] = _("Say where the link leads, or give a file.")
        if record.slug != before.get("slug"):
            problems |= {"slug": str(TAKEN)} if record.slug in self.taken else {}
            self.taken.add(record.slug)
        return problems

    def check(self, record: Link) -> Problems:
        if record.expires_on and record.expires_on < record.made_on:
            return {"expires_on": _("This day is over already.")}
        return {}


def _cleaned(values: dict[str, Any]) -> Problems:
    """Address, name and tags as they are stored."""
    problems: Problems = {}
    rules = {"target": clean_target, "slug": shaped, "tags": clean_tags, "utm": clean_utm}
    for name, rule in rules.items():
        if values.get(name):
            try:
                values[name] = rule(values[name])  # type: ignore[operator]
            except ValidationError as refusal:
                problems[name] = " ".join(refusal.messages)
    return problems


def _named(model: type[Model], given: Iterable[Ref | None], source: str) -> dict[Ref, tuple[int, int]]:
    """Of a client's records named in rows: reference -> (our id, the client's). One query."""
    refs = {ref.within(source) for ref in given if ref}
    ids = {ref.id for ref in refs if ref.id is not None}
    names = {ref.external_id for ref in refs if ref.id is None}
    if not refs:
        return {}
    rows = model._default_manager.filter(Q(pk__in=ids) | Q(external_id__in=names))
    found: dict[Any, tuple[int, int]] = {}
    for pk, client, of, name in rows.values_list("pk", "client_id", "source", "external_id"):
        found[pk] = found[of, name] = (pk, client)
    told = {ref: found.get(ref.id if ref.id is not None else (ref.source, ref.external_id)) for ref in refs}
    return {ref: pair for ref, pair in told.items() if pair is not None}
