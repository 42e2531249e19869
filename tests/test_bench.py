"""The benchmarks run and say what they measured. Whether aims are met is for `make bench` on a quiet machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from django.apps import apps

from bench.figures import Figure, Report, median_ratio
from bench.scoring import FACTS

ROOT = Path(__file__).parent.parent
PARTS = ("scoring", "dirty", "latency", "import", "redirects", "surveys")
NOTHING = (
    "second pass: rows written", "openings answered and not noted", "answers given and not kept",
    "people who got none, or more than one", "questions without their invitation",
)  # fmt: skip
QUOTED = r"""[\["](\w+)[\]"]"""  # [message] in SQL, "note" in the list of what people log


def test_a_small_run_measures_every_part(tmp_path: Path) -> None:
    told = tmp_path / "bench.json"
    command = [
        sys.executable,
        "-m",
        "bench",
        "--clients",
        "20",
        "--facts",
        "10000",
        "--rows",
        "300",
        "--rounds",
        "1",
        "--seconds",
        "2",
        "--mails",
        "40",
    ]
    command += ["--json", str(told), "--database", f"clienthealth_bench_{os.getpid()}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    figures = json.loads(told.read_text(encoding="utf-8"))["figures"]
    assert {figure["part"] for figure in figures} == {*PARTS}
    assert all(figure["met"] is not None for figure in figures if figure["aim"] is not None)
    values = {figure["name"]: figure["value"] for figure in figures}
    assert {name: values[name] for name in NOTHING} == dict.fromkeys(NOTHING, 0)
    assert "÷" in done.stdout


def test_the_group_by_reads_every_record_that_a_score_reads() -> None:
    sources = [*(ROOT / "signals" / "measures").glob("*.py"), *(ROOT / "signals" / "detectors").glob("*.py")]
    named = {name for path in sources for name in re.findall(QUOTED, path.read_text(encoding="utf-8"))}
    owned = {
        model._meta.model_name
        for model in apps.get_app_config("accounts").get_models()
        if any(field.name == "client" for field in model._meta.local_fields) and hasattr(model, "known_at")
    }
    assert named & owned == set(FACTS)


def test_an_aim_is_met_or_not_or_there_is_none() -> None:
    assert Figure("part", "ratio", 3.9, "×", 4.0).met
    assert Figure("part", "ratio", 4.1, "×", 4.0).met is False
    assert Figure("part", "seconds", 4.1, "s").met is None


def test_ratios_are_taken_pair_by_pair() -> None:
    assert median_ratio([2.0, 20.0, 9.0], [1.0, 10.0, 3.0]) == 2.0


def test_the_table_shows_what_was_not_met() -> None:
    report = Report(world={"clients": 3})
    report.add(Figure("scoring", "full pass", 9.0, "×", 4.0))
    assert "NOT met" in report.table()
