"""Week closes of a client, written as a scoring pass would have: what a trace reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from accounts.models import Agency, Client
from signals import runs
from signals.bands import Band
from signals.configuration import spec_of
from signals.models import Series, Snapshot


def week(
    client: Client, day: dt.date, strengths: Mapping[str, int | None], *, churn: Band = Band.LOW, fire: Band = Band.LOW,
    closed: bool = True, series: Series = Series.LIVE,
) -> None:  # fmt: skip
    """One closed week: strengths in ten-thousandths by factor, the others fine."""
    row = _any()
    keys = [factor.key for factor in spec_of(row.scorecard_id).factors]
    assert set(strengths) <= set(keys)
    row.pk, row._state.adding = None, True
    row.client, row.day, row.series, row.closed, row.week_close = client, day, series, closed, True
    row.strengths = [strengths.get(key, 0) for key in keys]
    row.churn_band, row.fire_band = int(churn), int(fire)
    row.save(force_insert=True)


def _any() -> Snapshot:
    """The product's own row of today, to begin from."""
    row = Snapshot.objects.order_by("pk").first()
    if row is None:
        runs.score(Agency.objects.get().today().date)
        row = Snapshot.objects.order_by("pk").first()
    assert row is not None
    return row
