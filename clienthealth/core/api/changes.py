"""What changed since: records in the order in which we learnt them, and never one skipped.

A record carries the instant at which its transaction learnt it, and becomes visible when that transaction commits,
which may be much later. A reader that went on to “now” would pass over it. So a page ends at the horizon: the instant
up to which every writer has finished. It holds because of the order in which `clienthealth_now()` works: a writer
first takes a shared lock that everybody can see, and reads the clock only then.

1. A writer whose lock is there when we look: began its transaction at `xact_start`, and learnt no earlier.
2. A writer whose lock is not there yet: will read the clock after we did.
3. A writer whose lock is no longer there: has committed, and the next statement sees its rows.

So the horizon is asked for in a statement of its own, before the rows.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

from clienthealth.core.clock_sql import CLOSING_LOCK

# Without a right to see when another role's transaction began, nothing is known: such a writer stops the feed.
_HORIZON = """
    SELECT coalesce(nullif(current_setting('clienthealth.now', true), '')::timestamptz, statement_timestamp()),
           min(coalesce(a.xact_start, '-infinity')) = '-infinity',
           min(a.xact_start)
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ShareLock'
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1
      AND l.pid <> pg_backend_pid()
"""
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LOOKS = 5  # a writer that ends between the looks at its lock and at its beginning is unknown once


def horizon() -> dt.datetime:
    """The instant before which nothing more will be learnt: every record with an earlier one can be read now."""
    for _look in range(LOOKS):
        with connection.cursor() as cursor:
            cursor.execute(_HORIZON, [CLOSING_LOCK])
            now, unknown, begun = cursor.fetchone()
        if not unknown:
            found: dt.datetime = min(now, begun) if begun else now
            return found
    return LONG_AGO
