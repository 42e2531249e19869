"""Seeded draws from three-point estimates, equal to the byte on every machine. Pure NumPy.

The distribution is triangular, not PERT. A person's low, likely and high are all that is known; PERT adds a weight of
four on “likely” that nobody stated. That pulls the mean of a lopsided estimate to its mode and draws the ends in, where
people's ranges are too narrow to begin with (Lichtenstein, Fischhoff & Phillips 1982). And the triangle's inverse needs
only a square root, which IEEE 754 rounds the same everywhere; beta quantiles differ from library to library.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Three:
    """An estimate: lowest, likeliest and highest value that a person would believe. ValueError unless in that order."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError("an estimate goes from low over likely to high")

    @property
    def mean(self) -> float:
        return (self.low + self.likely + self.high) / 3.0


def certain(value: float) -> Three:
    """No doubt at all."""
    return Three(value, value, value)


def uniform(seed: int, place: int, count: int) -> Draws:
    """`count` numbers in [0, 1), shape (count,): the raw bits of PCG64, whose stream NumPy promises to keep.

    Each `place` has a stream of its own, so that a change of one estimate leaves the draws of all others alone.
    """
    raw = np.random.PCG64(np.random.SeedSequence([seed, place])).random_raw(count)
    return np.ascontiguousarray((raw >> np.uint64(11)).astype(np.float64) * 2.0**-53)


def triangular(estimate: Three, u: Draws) -> Draws:
    """The values of an estimate at the probabilities `u` (n,): the inverse of the triangular distribution function.

    Raising low, likely or high never lowers a value.
    """
    low, mode, high = estimate.low, estimate.likely, estimate.high
    width = high - low
    if width <= 0.0:
        return np.full(len(u), mode)
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1.0 - u) * width * (high - mode))
    return np.where(u * width < mode - low, rising, falling)
