"""A tracked link being opened: where it leads, and the one light row that is written before the visitor goes on.

What a link is may be remembered by a process for a second, so a link that is archived stops within a second and one
that many people open at once is looked up once. Nothing is remembered inside a transaction, whose truth is its own.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from time import monotonic
from typing import Literal

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest

from accounts.links.agents import NOTHING
from accounts.links.targets import RefusedTargetError, check_target, with_utm
from accounts.links.visitors import agent_family, do_not_track, visitor_of

State = Literal["open", "gone"]

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
# The row is committed without waiting for the disk: a crash of the database server, and nothing else, may lose the
# openings of its last half second. No other transaction is loosened by it; the setting ends with the statement.
RECORD = """
    WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO accounts_opening (link_id, at, visitor, agent, hint)
    SELECT %s, %s, %s, %s, %s FROM quick
"""
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
    for attempt in (1, 2):
        try:
            values = (link.id, at, visitor_of(request, at), agent_family(request), hint_of(request))
            connection.health_check_done = True  # one question less: a dead connection is met below
            with connection.cursor() as cursor:
                cursor.execute(RECORD, values)
            return True
        except (OperationalError, InterfaceError) as failure:  # a connection that died while it was idle
            if connection.in_atomic_block or attempt == 2:
                log.warning("an opening was not recorded", why=type(failure).__name__)
                return False
            connection.close()
        except DatabaseError as failure:
            log.warning("an opening was not recorded", why=type(failure).__name__)
            return False
    return False


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
