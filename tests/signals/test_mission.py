"""Every sign that the product owes works: it is there, on its side, documented, and shown firing and not firing."""

from __future__ import annotations

import ast
from pathlib import Path

from signals.detectors import BY_KEY, DETECTORS
from tests.signals import reference
from tests.signals.mission import BEYOND, CHURN, EVERY_CHURN_SIGN, EVERY_SIGN, FIRE


def names_in(key: str) -> list[str]:
    """The names of the tests in a sign's test file."""
    text = (Path(__file__).parent / "detectors" / f"test_{key}.py").read_text(encoding="utf-8")
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]


def test_the_mission_has_28_signs() -> None:
    assert len({*CHURN, *FIRE}) == 28


def test_no_other_sign_opens_an_alert() -> None:
    assert {d.key for d in DETECTORS if d.alerts} == {*CHURN, *FIRE, *BEYOND}


@EVERY_SIGN
def test_a_sign_stands_on_its_side_and_can_open_an_alert(key: str) -> None:
    detector = BY_KEY[key]

    assert detector.side == ("fire" if key in FIRE else "churn")
    assert detector.alerts
    assert detector.alert or any(name.startswith("fire_") == (key in FIRE) for name in detector.factors)
    assert str(detector.advice)


@EVERY_SIGN
def test_a_sign_is_shown_firing(key: str) -> None:
    assert any(name.startswith("test_it_fires") for name in names_in(key))


@EVERY_SIGN
def test_each_harmless_reading_is_told_and_the_checked_ones_are_shown_not_to_fire(key: str) -> None:
    page = (reference.ROOT / BY_KEY[key].page).read_text(encoding="utf-8")
    for reading in BY_KEY[key].benign:
        assert str(reading.how).endswith((".", "?"))
        assert f"| {reading.title} |" in page
        assert not reading.checked or any(name.startswith(f"test_benign_{reading.key}") for name in names_in(key))


@EVERY_CHURN_SIGN
def test_a_churn_sign_rules_out_what_the_mission_names(key: str, readings: tuple[str, ...]) -> None:
    assert set(readings) <= {reading.key for reading in BY_KEY[key].benign}
