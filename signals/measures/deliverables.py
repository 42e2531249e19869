"""What we delivered by tracked links, and whether a person opened it: eight weeks against 44 before, in deliverables.

A deliverable counts once it is 14 days old, as opened where a person opened one of its links within these 14 days.
Automatic openings (scanners, previews) are no person's. Links of people who asked us not to record their openings
tell nothing, and are left out.
"""

from __future__ import annotations

from signals.detection import Columns, Scope
from signals.measures.rhythm import STILL

OPEN_WITHIN = 14  # days
RECENT, BASE = 56, 308  # days, both ending when the 14 days are over

# One row a deliverable: when it was first sent, whether a person opened it, whether it was talked about in a meeting.
# What is read is read once and joined by hash: the planner takes the few that are left for so few that it loops.
SENT = f"""
    WITH untracked AS MATERIALIZED (SELECT c.id FROM [contact] c WHERE c.untracked),
    links AS MATERIALIZED (
        SELECT l.client_id, l.deliverable_id, l.id, l.made_on FROM [link] l
        WHERE l.contact_id IS NULL OR l.contact_id NOT IN (SELECT id FROM untracked)
    ),
    clicks AS MATERIALIZED (
        SELECT k.link_id, k.automatic, (k.occurred_at AT TIME ZONE %(zone)s)::date AS clicked_on FROM [click] k
        WHERE k.occurred_at >= (%(day)s - {OPEN_WITHIN + RECENT + BASE})::timestamp AT TIME ZONE %(zone)s
    ),
    still AS MATERIALIZED (SELECT p.client_id, p.starts, p.ends FROM [period] p WHERE p.kind = ANY(%(still)s)),
    sent AS MATERIALIZED (
        SELECT l.client_id, l.deliverable_id, min(l.made_on) AS made_on FROM links l
        WHERE l.made_on <= %(day)s GROUP BY l.client_id, l.deliverable_id
        HAVING min(l.made_on) <= %(day)s - {OPEN_WITHIN} AND min(l.made_on) > %(day)s - {OPEN_WITHIN + RECENT + BASE}
    ),
    opened AS (
        SELECT l.deliverable_id, count(*) FILTER (WHERE NOT k.automatic) AS people,
               count(*) FILTER (WHERE k.automatic) AS machines
        FROM sent s JOIN links l ON l.deliverable_id = s.deliverable_id JOIN clicks k ON k.link_id = l.id
        WHERE k.clicked_on BETWEEN s.made_on AND s.made_on + {OPEN_WITHIN}
        GROUP BY l.deliverable_id
    ),
    looked_at AS (
        SELECT s.*, s.made_on > %(day)s - {OPEN_WITHIN + RECENT} AS recent,
               coalesce(o.people, 0) AS people, coalesce(o.machines, 0) AS machines
        FROM sent s LEFT JOIN opened o ON o.deliverable_id = s.deliverable_id
        WHERE NOT EXISTS (
            SELECT 1 FROM still p WHERE p.client_id = s.client_id
              AND p.starts <= s.made_on + {OPEN_WITHIN} AND (p.ends IS NULL OR p.ends >= s.made_on))
    ),
    counted AS (
        SELECT *, CASE WHEN people > 0 THEN 0 WHEN EXISTS (
            SELECT 1 FROM [message] m WHERE m.client_id = d.client_id AND m.channel = 3
              AND m.occurred_at >= d.made_on::timestamp AT TIME ZONE %(zone)s
              AND m.occurred_at < (d.made_on + {OPEN_WITHIN + 1})::timestamp AT TIME ZONE %(zone)s
        ) THEN 0 ELSE 1 END AS unopened
        FROM looked_at d
    )
"""  # noqa: S608 - our own text
GIVEN = {"still": list(STILL)}


def openings(scope: Scope) -> Columns:
    """Columns (n,): deliverables `sent` and left `unopened`, recently and before (`_base`); NaN without any."""
    found: Columns = scope.shared("openings", _measure)
    return found


def _measure(scope: Scope) -> Columns:
    return scope.columns(
        ("sent", "unopened", "sent_base", "unopened_base", "machines"),
        f"""
        {SENT}
        SELECT client_id, count(*) FILTER (WHERE recent), coalesce(sum(unopened) FILTER (WHERE recent), 0),
               count(*) FILTER (WHERE NOT recent), coalesce(sum(unopened) FILTER (WHERE NOT recent), 0),
               count(*) FILTER (WHERE recent AND people = 0 AND machines > 0)
        FROM counted GROUP BY client_id
        """,  # noqa: S608 - our own text
        **GIVEN,
    )
