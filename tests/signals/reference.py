"""The parts of docs/signals that follow from the code. `python -m tests.signals.reference` writes them anew.

Each page carries a block between two marks: the factors of the sign with their priors, its parameters, and the figures
of its measure that no scorecard changes. README.md lists all signs. A test fails when either differs from the code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "signals"
BEGIN, END = "<!-- from the code -->", "<!-- /from the code -->"


def block(key: str) -> str:
    """Factors, parameters, fixed figures and harmless readings of one detector as Markdown."""
    from signals.detectors import BY_KEY
    from signals.scorecards import shipped

    detector = BY_KEY[key]
    factors = {factor.key: factor for factor in shipped()}
    tables = [
        _table(
            ("factor", "counts for", "dimension", "weight", "may learn by (σ)"),
            [
                (f"`{f.key}`", _side(f.side), f.dimension, f"{f.weight:g}", f"{f.sigma:g}")
                for f in map(factors.__getitem__, detector.factors)
            ],
        ),
        _table(("parameter", "value"), [(f"`{name}`", f"{v:g}") for name, v in detector.parameters.items()]),
        _table(("fixed", "value"), [(f"`{name}`", f"{v:g}") for name, v in detector.fixed.items()]),
        _table(
            ("harmless reading", "ruled out by", "what is done about it"),
            [(str(b.title), "the calculation" if b.checked else "a person", str(b.how)) for b in detector.benign],
        ),
    ]
    return "\n".join([BEGIN, "\n\n".join(table for table in tables if table), END])


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table; nothing where there are no rows."""
    if not rows:
        return ""
    return "\n".join([_line(heads), "|" + "---|" * len(heads), *map(_line, rows)])


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _side(side: str) -> str:
    return {"churn": "churn risk", "fire": "fire pressure"}[side]


def with_block(page: str, key: str) -> str:
    """The page with its block as the code says it now. Raises ValueError for a page without the two marks."""
    renewed, found = re.subn(f"{BEGIN}.*?{END}", lambda _: block(key), page, flags=re.DOTALL)
    if found != 1:
        raise ValueError(f"the page of {key} has no place for what follows from the code")
    return renewed


def readme() -> str:
    """The list of all signs."""
    from signals.detectors import DETECTORS

    lines = [
        "# Signs",
        "",
        "One page a sign, as the product lists them. Written by `python -m tests.signals.reference`.",
        "",
        "| sign | key | churn risk | fire pressure | first thing to do |",
        "|---|---|---|---|---|",
    ]
    for d in DETECTORS:
        churn = sum(not name.startswith("fire_") for name in d.factors)
        link = f"[{d.title}]({Path(d.page).name})"
        lines.append(f"| {link} | `{d.key}` | {_count(churn)} | {_count(len(d.factors) - churn)} | {d.advice or '–'} |")
    return "\n".join([*lines, "", "Numbers are how many factors of a sign count on each side.", ""])


def _count(number: int) -> str:
    return str(number) if number else "–"


def write() -> None:
    from signals.detectors import DETECTORS

    (FOLDER / "README.md").write_text(readme(), encoding="utf-8")
    for detector in DETECTORS:
        page = ROOT / detector.page
        page.write_text(with_block(page.read_text(encoding="utf-8"), detector.key), encoding="utf-8")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienthealth.settings")
    django.setup()
    write()
