"""The geometry of a small line: 84 × 24 units, gaps where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 80.0, 24.0, 2.6


@dataclass(frozen=True, slots=True)
class Trend:
    """Values oldest first. ``least_span`` keeps a flat line flat; ``limit`` is drawn only where the line comes near."""

    values: Sequence[Decimal | int | None]
    least_span: Decimal = Decimal(1)
    limit: Decimal | None = None

    @property
    def known(self) -> list[float]:
        return [float(value) for value in self.values if value is not None]

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value of the frame, at least ``least_span`` apart and centred on the line."""
        low, high = min(self.known), max(self.known)
        spare = max(0.0, float(self.least_span or 1) - (high - low)) / 2
        return low - spare, high + spare

    def y(self, value: float) -> float:
        """Units from the top."""
        low, high = self.bounds
        return round(HEIGHT - EDGE - (value - low) / (high - low) * (HEIGHT - 2 * EDGE), 1)

    @property
    def limit_y(self) -> float | None:
        """Where the limit lies, or None outside the frame."""
        low, high = self.bounds
        if self.limit is None or not low <= float(self.limit) <= high:
            return None
        return self.y(float(self.limit))

    @property
    def places(self) -> list[tuple[float, float] | None]:
        """A place for each known value."""
        step = WIDTH / max(1, len(self.values) - 1)
        return [None if v is None else (round(i * step, 1), self.y(float(v))) for i, v in enumerate(self.values)]

    @property
    def runs(self) -> list[str]:
        """The unbroken stretches, each as the points of a polyline."""
        runs: list[list[str]] = [[]]
        for place in self.places:
            if place is None:
                runs.append([])
            else:
                runs[-1].append(f"{place[0]},{place[1]}")
        return [" ".join(run) for run in runs if len(run) > 1]

    @property
    def end(self) -> tuple[float, float]:
        """Where the newest known value lies."""
        return next(place for place in reversed(self.places) if place is not None)
