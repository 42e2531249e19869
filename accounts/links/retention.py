"""What was only needed for a while goes: who a visitor was, and the salts that made their names."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from accounts.links.visitors import delete_old_salts
from accounts.models import Click, LinkTerms
from clienthealth.core.erasure import forget


def forget_visitors(now: dt.datetime) -> int:
    """Blank the visitors of clicks whose time is over, past versions too; returns how many rows.

    That is no news about a client: no time of the record is renewed and nobody is scored anew, and no score reads who
    a visitor was, so a closed day replays to the byte.
    """
    delete_old_salts(now.astimezone(dt.UTC).date())
    over = Q(occurred_at__lt=now - dt.timedelta(days=LinkTerms.of_agency().visitor_days)) & ~Q(visitor="")
    return forget(Click, over, visitor="")
