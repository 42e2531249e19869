"""Columns of clients for property tests, and the byte-for-byte comparison of a full pass with any cut of it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

Judged = Any


def cuts(n: int, rng: Generator) -> list[np.ndarray]:
    """Every client alone, then two random partitions and a random order, as arrays of positions."""
    alone = [np.array([i]) for i in range(n)]
    chunks = [np.array_split(np.arange(n), k) for k in (3, 7)]
    return alone + [part for cut in chunks for part in cut] + [rng.permutation(n)]


def assert_same_bytes(judge: Callable[..., Judged], columns: Sequence[np.ndarray], rng: Generator) -> None:
    """`judge(*columns)` gives the same bytes for a client whatever other clients are judged beside it."""
    whole = outputs(judge(*columns))
    for part in cuts(len(columns[0]), rng):
        cut = outputs(judge(*(c[part] for c in columns)))
        for full, piece in zip(whole, cut, strict=True):
            assert full[part].tobytes() == piece.tobytes()


def outputs(judged: Judged) -> list[np.ndarray]:
    return list(judged) if isinstance(judged, tuple) else [judged]
