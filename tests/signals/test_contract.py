"""What every sign owes: a file, a line, a test, a page, priors, and sentences that never fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from signals.detection import Detector, Reading
from signals.detectors import BY_FACTOR, DETECTORS
from signals.priors import CHURN, DIMENSIONS, FIRE
from tests.signals import reference

EVERY = pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.key)
SAID = [(d, factor) for d in DETECTORS for factor in d.factors or ("",)]  # a sign without a factor speaks too
HEADINGS = ("## What it measures", "## Formula", "## Ruled out", "## Ground", "## What to do", "## Example")


def _page(detector: Detector) -> str:
    return (reference.ROOT / detector.page).read_text(encoding="utf-8")


def test_every_file_has_a_line_and_every_line_a_file() -> None:
    files = {path.stem for path in (reference.ROOT / "signals/detectors").glob("*.py")} - {"__init__"}

    assert Counter(d.key for d in DETECTORS) == Counter(files)


def test_every_sign_has_a_test_file_and_every_test_file_a_sign() -> None:
    files = {path.stem for path in (Path(__file__).parent / "detectors").glob("test_*.py")}

    assert files == {f"test_{d.key}" for d in DETECTORS}


def test_every_sign_has_a_page_and_every_page_a_sign() -> None:
    pages = {f"docs/signals/{path.name}" for path in reference.FOLDER.glob("*.md")} - {"docs/signals/README.md"}

    assert pages == {d.page for d in DETECTORS}


@EVERY
def test_a_page_says_what_the_code_does_and_how_it_is_meant(detector: Detector) -> None:
    page = _page(detector)

    assert page == reference.with_block(page, detector.key), "run python -m tests.signals.reference"
    assert [line for line in page.splitlines() if line.startswith("## ")] == list(HEADINGS)
    assert page.startswith(f"# {detector.title}\n")


def test_the_list_of_signs_is_the_codes() -> None:
    written = (reference.FOLDER / "README.md").read_text(encoding="utf-8")

    assert written == reference.readme(), "run python -m tests.signals.reference"


def test_every_factor_has_a_prior_and_every_prior_a_sign() -> None:
    factors = [factor for d in DETECTORS for factor in d.factors]

    assert Counter(factors) == Counter(f.key for f in (*CHURN, *FIRE))
    assert set(BY_FACTOR) == set(factors)


def test_priors_know_their_side_dimension_and_ground() -> None:
    for side, factors in (("churn", CHURN), ("fire", FIRE)):
        for factor in factors:
            assert factor.side == side
            assert factor.dimension in DIMENSIONS
            assert factor.key.startswith("fire_") == (side == "fire")
            assert factor.ground


@EVERY
def test_a_sign_can_be_shown(detector: Detector) -> None:
    assert str(detector.title)
    assert detector.icon
    assert set(detector.titles) <= set(detector.factors)
    for fire in (False, True):  # what stands side by side has names of its own
        side = [name for name in detector.factors if name.startswith("fire_") == fire]
        assert len({str(detector.titles.get(name, detector.title)) for name in side}) == len(side)
    assert len(set(detector.reading)) == len(detector.reading)


def _readings(names: tuple[str, ...]) -> Iterator[Reading]:
    """Nothing known, everything alike, each figure missing alone, each known alone."""
    for value in (None, 0, 1, 2, 7, 20_000):
        yield dict.fromkeys(names, value)
    for name in names:
        yield dict.fromkeys(names, 20_000) | {name: None}
        yield dict.fromkeys(names, 0) | {name: None}
        for value in (0, 1, 17_000):
            yield dict.fromkeys(names) | {name: value}


@pytest.mark.parametrize(("detector", "factor"), SAID, ids=[factor or d.key for d, factor in SAID])
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_sentence_can_be_said_of_any_reading(detector: Detector, factor: str, language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        for reading in _readings(detector.reading):
            said = detector.sentence(reading, factor)
            assert not {"None", "nan"} & set(said.replace(".", " ").replace(",", " ").split())
            assert "  " not in said
