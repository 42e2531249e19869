"""Conditions as a test wants them: this sign of that client is so strong."""

from __future__ import annotations

import datetime as dt
from typing import cast

import numpy as np

from clienthealth.core.clock import Day
from signals import alerts
from signals.conditions import UNTOLD, Conditions, Sign
from signals.judging import Judged

ZONE = "Europe/Copenhagen"
SIGNS = (Sign("gone_quiet", "churn", factors=("gone_quiet",)), Sign("haggling", "fire", factors=("fire_haggling",)))
NOT_JUDGED = cast("Judged", None)


class Given(Conditions):
    """Nothing was judged: score and reading follow from the strength."""

    def reading(self, client: int, sign: int) -> dict[str, int | None]:
        return {"y": int(self.strength[client, sign]), "last": None}

    def score(self, client: int, sign: int) -> int:
        return int(self.strength[client, sign]) // 100


def given(strengths: list[tuple[int | None, ...]], loss: int = 100_000, signs: tuple[Sign, ...] = SIGNS) -> Given:
    """One row a client, one strength a sign; None is “cannot tell”."""
    rows = [(*row, *[None] * (len(signs) - len(row))) for row in strengths]
    table = np.array([[UNTOLD if x is None else x for x in row] for row in rows], dtype=np.int64)
    losses = np.full(len(rows), loss, dtype=np.int64)
    return Given(signs, table, np.zeros_like(table), losses, NOT_JUDGED)


def follow(on: dt.date, strengths: dict[int, int | None], loss: int = 100_000) -> int:
    """A pass over these clients, in which only the first sign fires."""
    clients = sorted(strengths)
    return alerts.follow(Day(on, ZONE), np.array(clients), given([(strengths[client],) for client in clients], loss))
