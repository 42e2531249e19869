"""A tracked link being opened: where it leads, and the one light row that is written before the visitor goes on.

What a link is may be remembered by a process for a second, so a link that is archived stops within a second and one
that many people open at once is looked up once. Nothing is remembered inside a transaction, whose truth is its own.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal
from weakref import WeakSet

import psycopg2
import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest
from psycopg2.extensions import cursor as plain_cursor

from accounts.links.agents import NOTHING
from accounts.links.targets import RefusedTargetError, check_target, with_utm
from accounts.links.visitors import agent_family, do_not_track, visitor_of

State = Literal["open", "gone"]
Values = tuple[int, dt.datetime, str, str, str]

REMEMBERED = 1.0  # seconds
MOST = 2000  # links that a process remembers
FIND = """
    SELECT l.id, l.slug, l.target, l.utm, l.password, l.deliverable_id, l.client_id, l.contact_id,
           coalesce(nullif(p.language, ''), c.language),
           coalesce(p.untracked, false),
           l.archived_at IS NOT NULL OR c.status = 'ended'
             OR coalesce(l.expires_on < (n.now AT TIME ZONE coalesce(a.zone, 'UTC'))::date, false),
           n.now
    FROM accounts_link l
    JOIN accounts_client c ON c.id = l.client_id
    LEFT JOIN accounts_contact p ON p.id = l.contact_id
    LEFT JOIN accounts_agency a ON true
    CROSS JOIN (SELECT coalesce(nullif(current_setting('clienthealth.now', true), '')::timestamptz,
                                clock_timestamp()) AS now) n
    WHERE l.slug IN (%(slug)s, lower(%(slug)s)) ORDER BY l.slug = %(slug)s DESC LIMIT 1
"""
# Prepared once a connection: to plan the statement costs twice what it costs to run it.
# The row is committed without waiting for the disk: a crash of the database server, and nothing else, may lose the
# openings of its last half second. No other transaction is loosened by it; the setting ends with the statement.
PREPARE = """
    PREPARE link_opened (bigint, timestamptz, text, text, text) AS
    INSERT INTO accounts_opening (link_id, at, visitor, agent, hint)
    SELECT $1, $2, $3, $4, $5 FROM (SELECT set_config('synchronous_commit', 'off', true) OFFSET 0) AS quick
"""
RECORD = "EXECUTE link_opened (%s, %s, %s, %s, %s)"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A link as it was a moment ago. `location` is empty where the file is our own."""

    id: int
    slug: str
    location: str
    password: str
    deliverable: int
    client: int
    contact: int | None
    language: str
    untracked: bool
    state: State
    now: dt.datetime
    read_at: float

    def moment(self) -> dt.datetime:
        """The present instant, by the database's clock when it was last asked and ours since."""
        return self.now + dt.timedelta(seconds=monotonic() - self.read_at)


_remembered: dict[str, Found] = {}
_prepared: WeakSet[Any] = WeakSet()  # the driver's connections that know the statement


def find(slug: str) -> Found | None:
    """The link of this name, in whichever case it is written; None where there is none."""
    known = _remembered.get(slug)
    if known is not None and monotonic() - known.read_at < REMEMBERED and not connection.in_atomic_block:
        return known
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"slug": slug})
        row = cursor.fetchone()
    if row is None:
        return None
    found = _found(row)
    if not connection.in_atomic_block:
        if len(_remembered) >= MOST:
            _remembered.clear()
        _remembered[slug] = found
    return found


def record(request: HttpRequest, link: Found) -> bool:
    """Note an opening, unless the visitor asked us not to or is one of us. It never keeps anybody from going on."""
    if link.untracked or do_not_track(request) or is_ours(request):
        return False
    at = link.moment()
    try:
        visitor = visitor_of(request, at)
        _write((link.id, at, visitor, agent_family(request), hint_of(request)))
    except (psycopg2.Error, DatabaseError) as failure:
        log.warning("an opening was not recorded", why=type(failure).__name__)
        return False
    return True


def _write(values: Values, *, again: bool = True) -> None:
    """One statement on the driver's own cursor: what Django wraps around it costs as much as the statement.

    Django would ask a connection that was idle whether it still lives before each request's first statement. Here the
    statement itself finds out, and is tried once more on a new one.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs lack it
    connection.ensure_connection()
    driver = connection.connection
    try:
        with driver.cursor(cursor_factory=plain_cursor) as cursor:
            if driver not in _prepared:
                cursor.execute(PREPARE)
                _prepared.add(driver)
            cursor.execute(RECORD, values)
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        if not again or connection.in_atomic_block:
            raise
        connection.close()
        _write(values, again=False)


def is_ours(request: HttpRequest) -> bool:
    """Whether one of our own people looks at what they sent."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def hint_of(request: HttpRequest) -> str:
    """What the request itself gives away about who made it; empty for what a person's browser sends."""
    meta = request.META
    if request.method == "HEAD":
        return "head"
    purpose = f"{meta.get('HTTP_SEC_PURPOSE', '')} {meta.get('HTTP_PURPOSE', '')} {meta.get('HTTP_X_MOZ', '')}".lower()
    if "prefetch" in purpose or "prerender" in purpose:
        return "prefetch"
    if "preview" in f"{purpose} {meta.get('HTTP_X_PURPOSE', '')}".lower():
        return "preview"
    if not meta.get("HTTP_ACCEPT_LANGUAGE") and agent_family(request) != NOTHING:
        return "no_language"
    return ""


def _found(row: tuple) -> Found:  # type: ignore[type-arg]
    pk, slug, target, utm, password, deliverable, client, contact, language, untracked, gone, now = row
    location = ""
    if target:
        try:
            location = with_utm(check_target(target), json.loads(utm))
        except RefusedTargetError:  # it came with an import, before anybody checked it
            gone = True
    state: State = "gone" if gone else "open"
    return Found(
        pk, slug, location, password, deliverable, client, contact, language or "", untracked, state,
        now.astimezone(dt.UTC), monotonic(),
    )  # fmt: skip
