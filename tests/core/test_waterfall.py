"""Points that add up, for the eye and to the hundredth."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clienthealth.core.waterfall import Bar, Waterfall


@dataclass(frozen=True)
class Line:
    kind: str
    points: Decimal


def bars(*lines: tuple[str, str]) -> list[Bar[Line]]:
    return Waterfall([Line(kind, Decimal(points)) for kind, points in lines], Decimal(66)).bars()


def test_shown_rows_add_up_to_the_score() -> None:
    drawn = bars(("average", "50"), ("factor", "14.4"), ("factor", "11.4"), ("rounding", "0.2"), ("total", "76"))

    assert [bar.shown for bar in drawn] == [50, 14, 11, 1, 76]


def test_a_rounding_row_with_nothing_to_say_is_left_out() -> None:
    drawn = bars(("average", "50"), ("factor", "14.2"), ("rounding", "-0.2"), ("total", "64"))

    assert [bar.row.kind for bar in drawn] == ["average", "factor", "total"]


def test_a_bar_begins_where_the_last_one_ended() -> None:
    first, second = bars(("average", "50"), ("factor", "14"), ("factor", "11"), ("total", "75"))[1:3]

    assert round(first.x + first.width, 1) == round(second.x, 1)


def test_points_that_help_run_to_the_left() -> None:
    helping = bars(("average", "50"), ("factor", "-8"), ("total", "42"))[1]

    assert helping.relief
    assert helping.start > helping.x


@given(st.lists(st.decimals(-40, 40, places=2), max_size=20))
def test_any_rows_add_up(points: list[Decimal]) -> None:
    exact = 50 + sum(points, Decimal(0))
    score = exact.to_integral_value()
    lines = [("factor", str(value)) for value in points]
    drawn = bars(("average", "50"), *lines, ("rounding", str(score - exact)), ("total", str(score)))

    assert sum(bar.shown for bar in drawn[:-1]) == drawn[-1].shown
    assert all(0 <= bar.x <= 100 and bar.x + bar.width <= 100.05 for bar in drawn)
