"""Writing snapshots: one upsert for many clients, which touches only rows that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from clienthealth.core.clock import Day
from signals.bands import BandState
from signals.code_version import code_version
from signals.detection import day_of
from signals.detectors import BY_KEY
from signals.judging import SIDES, Judged, digest, plain, ten_thousandths
from signals.models import Frame, Series
from signals.priors import Side
from signals.statistics import FloatArray, IntArray

COLUMNS = (
    "client_id", "day", "series", "frame_id", "scorecard_id", "code", "closed", "week_close",
    "churn", "churn_band", "churn_held_back", "churn_coverage", "churn_rows", "churn_state",
    "fire", "fire_band", "fire_held_back", "fire_coverage", "fire_rows", "fire_state", "fault", "review_now",
    "strengths", "points", "readings", "revenue_cents", "overdue_cents", "deadline", "digest",
)  # fmt: skip

UPSERT = f"""
    WITH written AS (
    INSERT INTO signals_snapshot AS old ({", ".join(COLUMNS)})
    SELECT {", ".join("n." + name for name in COLUMNS)}
    FROM json_populate_recordset(NULL::signals_snapshot, %(rows)s) AS n
    WHERE n.week_close
       OR EXISTS (SELECT 1 FROM signals_snapshot o
                  WHERE o.client_id = n.client_id AND o.series = n.series AND o.day = n.day)
       OR n.digest IS DISTINCT FROM (
            SELECT p.digest FROM signals_snapshot p
            WHERE p.client_id = n.client_id AND p.series = n.series AND p.day < n.day ORDER BY p.day DESC LIMIT 1)
    ON CONFLICT (client_id, series, day) DO UPDATE
    SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[3:])},
        written_at = statement_timestamp()
    WHERE NOT (old.closed AND old.series = {Series.LIVE.value})
      AND (old.digest, old.closed, old.week_close, old.frame_id, old.scorecard_id, old.code)
          IS DISTINCT FROM (EXCLUDED.digest, EXCLUDED.closed, EXCLUDED.week_close, EXCLUDED.frame_id,
                            EXCLUDED.scorecard_id, EXCLUDED.code)
    RETURNING client_id, day, churn_band, fire_band
    ), changed AS (
        SELECT w.client_id, w.day, side.name, side.was, side.band FROM written w CROSS JOIN LATERAL (
            SELECT churn_band, fire_band FROM signals_snapshot p
            WHERE p.client_id = w.client_id AND p.series = {Series.LIVE.value} AND p.day <= w.day
            ORDER BY p.day DESC LIMIT 1
        ) AS before CROSS JOIN LATERAL (
            VALUES ('churn', before.churn_band, w.churn_band), ('fire', before.fire_band, w.fire_band)
        ) AS side (name, was, band)
        WHERE side.was <> side.band AND %(tells)s
    ), told AS (
        INSERT INTO core_outboxevent (topic, key, client, payload, made_at)
        SELECT 'band.changed', concat_ws(':', 'band', client_id, name, day, was || '-' || band), client_id,
               jsonb_build_object('side', name, 'day', day, 'was', was, 'band', band), statement_timestamp()
        FROM changed ON CONFLICT (key) DO NOTHING
    ) SELECT count(*) FROM written
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Heading:
    """What all snapshots of one chunk have in common."""

    day: Day
    series: int
    frame: Frame
    closed: bool


def write(clients: IntArray, heading: Heading, judged: Judged, *, tells: bool = False) -> int:
    """Upsert the chunk's snapshots; returns how many rows were written. A second pass writes none.

    `tells`: put the bands that changed in the outbox; the statement still sees the rows as they were before it.
    """
    if not len(clients):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, {"rows": json.dumps(rows_of(clients, heading, judged)), "tells": tells})
        return int(cursor.fetchone()[0])


def rows_of(clients: IntArray, heading: Heading, judged: Judged) -> list[dict[str, Any]]:
    """The snapshots as plain rows. Everything is a whole number or a text, so equal means equal to the byte."""
    common = {
        "day": heading.day.date.isoformat(),
        "series": int(heading.series),
        "frame_id": heading.frame.pk,
        "scorecard_id": heading.frame.scorecard_id,
        "code": code_version(),
        "closed": heading.closed,
        "week_close": heading.day.is_week_close,
    }
    measured = judged.measured
    strengths = plain(ten_thousandths(measured.strengths), ~np.isnan(measured.strengths))
    points = np.hstack([judged.scores[side].points for side in SIDES]).tolist()
    sides = {side: _side(side, judged) for side in SIDES}
    readings = list(measured.readings)
    columns = zip(*(measured.readings[key] for key in readings), strict=True)
    nothing = [[None] * len(BY_KEY[key].reading) for key in readings]
    fault = _wholes(1000.0 * measured.fault)
    revenue, overdue = _wholes(measured.revenue), _wholes(measured.overdue)
    review = (measured.unethical > 0).tolist()
    rows = []
    for i, (client, said) in enumerate(zip(clients.tolist(), columns, strict=True)):
        row = {
            "strengths": strengths[i],
            "points": points[i],
            "readings": {
                key: values for key, values, none in zip(readings, said, nothing, strict=True) if values != none
            },
            "fault": fault[i],
            "review_now": review[i],
            "revenue_cents": revenue[i],
            "overdue_cents": overdue[i],
            "deadline": _date(measured.deadline[i]),
        }
        for side in SIDES:
            row |= sides[side][i]
        rows.append({"client_id": client, **common, **row, "digest": digest(tuple(row.items()))})
    return rows


def _side(side: Side, judged: Judged) -> list[dict[str, Any]]:
    scores, bands = judged.scores[side], judged.bands[side]
    n = len(scores.score)
    extra = np.column_stack([np.full(n, scores.level), scores.fault, scores.cap, scores.clip, scores.rounding]).tolist()
    state = np.column_stack([bands.state.known, bands.state.held, bands.state.above, bands.state.below])
    return [
        {side: score, f"{side}_band": band, f"{side}_held_back": held, f"{side}_coverage": coverage,
         f"{side}_rows": rest, f"{side}_state": kept}
        for score, band, held, coverage, rest, kept in zip(
            scores.score.tolist(), bands.band.tolist(), bands.held_back.tolist(), scores.coverage.tolist(), extra,
            state.astype(np.int64).tolist(), strict=True,
        )
    ]  # fmt: skip


def _wholes(values: FloatArray) -> list[int | None]:
    known = np.isfinite(values)
    found: list[int | None] = plain(np.rint(np.where(known, values, 0.0)).astype(np.int64)[None, :], known[None, :])[0]
    return found


def _date(number: float) -> str | None:
    day = day_of(number)
    return day.isoformat() if day else None


def states(clients: IntArray, day: Day, series: int) -> dict[Side, BandState]:
    """Band states of the last closed week before `day`. The live series goes on from the backfill before it."""
    of_series = [Series.LIVE, Series.BACKFILL] if series == Series.LIVE else [series]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.id, s.churn_state, s.fire_state FROM unnest(%s) AS c (id) CROSS JOIN LATERAL (
                SELECT churn_state, fire_state FROM signals_snapshot p
                WHERE p.client_id = c.id AND p.series = ANY(%s) AND p.week_close AND p.closed AND p.day < %s
                ORDER BY p.day DESC, p.series LIMIT 1
            ) AS s
            """,
            [clients.tolist(), [int(s) for s in of_series], day.date],
        )
        rows = cursor.fetchall()
    found: Mapping[str, IntArray] = {side: np.zeros((len(clients), 4), dtype=np.int64) for side in SIDES}
    for client, *kept in rows:
        place = int(np.searchsorted(clients, client))
        for side, values in zip(SIDES, kept, strict=True):
            found[side][place] = values
    return {side: _state(found[side]) for side in SIDES}


def _state(table: IntArray) -> BandState:
    return BandState(known=table[:, 0] > 0, held=table[:, 1] > 0, above=table[:, 2], below=table[:, 3])


__all__ = ["COLUMNS", "Heading", "rows_of", "states", "write"]
