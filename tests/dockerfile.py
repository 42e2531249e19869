"""Follows a Dockerfile in a plain folder: what it can prove without a container engine.

Knows the few instructions ours uses. Stages become folders; RUN lines of all stages but the last are run as they are
written (the last one's need an image's root), so every path in them must be relative.
"""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions as (word, rest), comments dropped and continued lines joined."""
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for line in lines if line.strip() for word, _, rest in [line.partition(" ")]]


def admitted(context: Path) -> list[str]:
    """The committed files that .dockerignore lets in; its last matching line decides, as in the real thing."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=context, capture_output=True, text=True
    )
    rules = [line for line in (context / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    return [file for file in listed.stdout.splitlines() if not _is_ignored(file, rules) and (context / file).exists()]


def _is_ignored(file: str, rules: list[str]) -> bool:
    ignored = False
    for rule in rules:
        pattern = rule.removeprefix("!").removeprefix("**/")
        parts = file.split("/")
        whole = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
        candidates = whole + (parts if "**/" in rule else [])
        if any(fnmatch(candidate, pattern) for candidate in candidates):
            ignored = not rule.startswith("!")
    return ignored


@dataclass
class Build:
    """The folders of the stages, and the last stage's environment, entry point and command."""

    context: Path
    root: Path
    environment: dict[str, str]
    brought: list[str] = field(default_factory=list)  # made before, not committed; here they go along with `COPY .`
    folders: dict[str, Path] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    entry: list[str] = field(default_factory=list)

    def follow(self, text: str) -> Path:
        """Follow every instruction and return the last stage's folder, its /app."""
        steps = instructions(text)
        last = max(number for number, (word, _) in enumerate(steps) if word == "FROM")
        folder = self.root
        for number, (word, rest) in enumerate(steps):
            if word == "FROM":
                folder = self.root / str(number)
                folder.mkdir(parents=True)
                self.folders[rest.partition(" AS ")[2]] = folder
            elif word == "COPY":
                self._copy(rest.split(), folder)
            elif word == "RUN" and number < last:
                subprocess.run(["sh", "-euc", rest], cwd=folder, env=self.environment, check=True)
            elif word == "ENV" and number > last:
                self.variables |= dict(pair.split("=", 1) for pair in shlex.split(rest))
            elif word in ("ENTRYPOINT", "CMD"):
                self.entry += shlex.split(rest.strip("[]").replace(",", " "))
        return folder

    def _copy(self, words: list[str], folder: Path) -> None:
        if words[0].startswith("--from="):
            stage = self.folders[words[0].removeprefix("--from=")]
            source = stage / os.path.relpath(words[1], "/app")
            target = folder / os.path.relpath(words[2], "/app") if words[2].startswith("/") else folder / words[2]
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
            return
        wanted, target = words[:-1], folder / words[-1]
        for file in admitted(self.context) + self.brought:
            if "." in wanted or file in wanted:
                place = target / (file if "." in wanted else Path(file).name)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.context / file, place)
