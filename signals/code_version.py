"""The version of the judging code: a hash of every source a score depends on.

A snapshot names it. Replaying a closed day gives the same bytes with the same version; newer code never rewrites.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
NOT_JUDGING = {
    "admin.py", "apps.py", "comparing.py", "configuration.py", "disagreements.py", "explaining.py", "forms.py",
    "permissions.py", "scorecard_checks.py", "tasks.py", "turns.py", "urls.py", "wording.py",
}  # fmt: skip
SOURCES = ("*.py", "measures/*.py", "detectors/*.py")


@cache
def code_version() -> str:
    digest = hashlib.blake2b(digest_size=6)
    for pattern in SOURCES:
        for path in sorted(HERE.glob(pattern)):
            if path.name not in NOT_JUDGING:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
