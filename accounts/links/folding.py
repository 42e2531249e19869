"""Openings become clicks: a little later, when their company is known, and all or nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.links import judging
from accounts.links.judging import Counted, Mailed, Seen
from accounts.models import Click, Link, Opening
from clienthealth.core import clock, outbox
from clienthealth.core.models import OutgoingMail

SOURCE = "link"
TOPIC = "link.opened"
RIPE = dt.timedelta(seconds=20)  # by then whoever belongs together has come
REMEMBERED = dt.timedelta(hours=26)  # a visitor's name lasts a day; rhythms show within it
BATCH = 2000
LOCK = 0x11_4B5
OUR_LINK = re.compile(r"/r/([a-z0-9-]+)")
TAKE = """
    DELETE FROM accounts_opening o
    USING (SELECT id FROM accounts_opening WHERE at <= %s ORDER BY at, id LIMIT %s FOR UPDATE SKIP LOCKED) ripe
    WHERE o.id = ripe.id
    RETURNING o.id, o.link_id, o.at, o.visitor, o.agent, o.hint
"""


@dataclass(frozen=True, slots=True)
class About:
    """What folding needs of a link."""

    client: int
    deliverable: int
    contact: int | None
    untracked: bool
    slug: str


def fold(now: dt.datetime | None = None) -> int:
    """Judge the openings that are ripe and count them; returns how many were taken.

    One transaction takes them and writes the clicks: a worker killed in it leaves both as they were. Only one works at
    a time, or two would each see half of a visitor's company.
    """
    moment = now or clock.now()
    taken = 0
    while True:
        with transaction.atomic():
            if not _alone():
                return taken
            rows = _take(moment - RIPE)
            if rows:
                _count(rows)
        taken += len(rows)
        if len(rows) < BATCH:
            return taken


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _take(until: dt.datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [until, BATCH])
        return list(cursor.fetchall())


def _count(rows: Sequence[tuple[Any, ...]]) -> None:
    """Write the clicks of these openings. A link that is gone, or whose reader said no meanwhile, has none."""
    links = _links({row[1] for row in rows})
    seen = [
        Seen(pk, link, links[link].client, at, visitor, agent, hint)
        for pk, link, at, visitor, agent, hint in rows
        if link in links and not links[link].untracked
    ]
    if not seen:
        return
    before = _before(seen)
    why = judging.judge(seen, _company(seen), before, _mailed(seen, links))
    counted = judging.distinct(seen, why, before)
    _tell([one for one in counted if why[one.id] == judging.PERSON], links)
    Click.objects.bulk_create(
        [
            Click(
                source=SOURCE, external_id=str(one.id), client_id=one.client, link_id=one.link, occurred_at=one.at,
                visitor=one.visitor, automatic=why[one.id] != judging.PERSON, why=why[one.id],
            )
            for one in counted
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _links(ids: Collection[int]) -> dict[int, About]:
    values = Link.objects.filter(pk__in=ids).values_list(
        "pk", "client", "deliverable", "contact", "contact__untracked", "slug"
    )
    return {
        pk: About(client, deliverable, contact, bool(untracked), slug)
        for pk, client, deliverable, contact, untracked, slug in values
    }


def _company(seen: Sequence[Seen]) -> list[Seen]:
    """The same visitors' openings that are not ripe yet."""
    rows = Opening.objects.filter(visitor__in={one.visitor for one in seen} - {""}).values_list(
        "pk", "link", "link__client", "at", "visitor", "agent", "hint"
    )
    return [Seen(*row) for row in rows]


def _before(seen: Sequence[Seen]) -> list[Counted]:
    """What the same visitors opened earlier that day."""
    clicks = Click.objects.filter(
        source=SOURCE,
        client__in={one.client for one in seen},
        occurred_at__gte=min(one.at for one in seen) - REMEMBERED,
        visitor__in={one.visitor for one in seen} - {""},
    )
    return [Counted(*row) for row in clicks.values_list("link", "client", "occurred_at", "visitor", "automatic")]


def _mailed(seen: Sequence[Seen], links: dict[int, About]) -> Mailed:
    """When mails of ours that carry these links were sent. Mails written elsewhere are not known here."""
    first, last = min(one.at for one in seen), max(one.at for one in seen)
    mails = OutgoingMail.objects.filter(
        sent_at__gt=first - judging.TOO_FAST, sent_at__lte=last + judging.ARRIVING, text__contains="/r/"
    )
    by_slug = {links[one.link].slug.lower(): one.link for one in seen}
    sent: dict[int, list[dt.datetime]] = defaultdict(list)
    for text, at in mails.values_list("text", "sent_at"):
        for slug in set(OUR_LINK.findall(text.lower())) & by_slug.keys():
            sent[by_slug[slug]].append(at)  # type: ignore[arg-type]  # asked for those that were sent
    return sent


def _tell(people: Sequence[Seen], links: dict[int, About]) -> None:
    """Tell other systems of the first time that a person opened a link. Who it was is not in it, only whose link."""
    first: dict[int, Seen] = {}
    for one in people:
        first.setdefault(one.link, one)
    known = Click.objects.filter(link__in=list(first), automatic=False).values_list("link", flat=True)
    for link in set(known):
        del first[link]
    outbox.append(
        TOPIC, [outbox.Event(f"{TOPIC}:{link}", one.client, _told(one, links[link])) for link, one in first.items()]
    )


def _told(one: Seen, about: About) -> dict[str, Any]:
    return {
        "link": one.link, "deliverable": about.deliverable, "contact": about.contact, "at": one.at.isoformat(),
    }  # fmt: skip
