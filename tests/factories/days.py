"""The days that factories use: fixed, so that no test depends on the wall clock."""

import datetime as dt

DAY = dt.date(2026, 3, 2)  # a Monday
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def day(after: int) -> dt.date:
    """The date some days after DAY."""
    return DAY + dt.timedelta(days=after)
