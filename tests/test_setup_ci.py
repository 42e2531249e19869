"""In CI nothing may be skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_skips():
    pytest.skip("no browser here")

@pytest.mark.skipif(True, reason="no service here")
def test_is_skipped():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_is_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed, 1 xfailed, 1 error"), ("", "2 skipped, 1 xfailed")])
def test_a_skipped_test_fails_in_ci_alone(tmp_path: Path, ci: str, outcome: str) -> None:
    (tmp_path / "test_sample.py").write_text(TESTS)
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir=.", "-p", "no:django", "-p"]
    told = subprocess.run(
        [*command, "tests.plugins.no_skips", "test_sample.py"],
        cwd=tmp_path,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in told.stdout
    assert told.returncode == (1 if ci else 0)
