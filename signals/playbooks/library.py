"""Every playbook there is: the built-in files, and the agency's own rows beside or instead of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from signals.models import Playbook as Row
from signals.playbooks.checking import read
from signals.playbooks.content import FIRE_SIGNS, Playbook, Side

FOLDER = Path(__file__).parent


@cache
def built_in() -> Mapping[str, Playbook]:
    """The files of this folder by key, read once a process. Raises InvalidPlaybook for a file with a fault."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        playbook = read(tomllib.loads(path.read_text(encoding="utf-8")))
        found[path.stem] = playbook
    return found


def playbooks(*, everything: bool = False) -> dict[str, Playbook]:
    """The playbooks in use by key, the agency's own first; `everything`: those switched off and stood in for as well.

    A row that replaces a built-in one stands in for it while it is in use. A row that has a built-in's key and no
    steps is that built-in's switch.
    """
    own, switches, found = [], {}, dict(built_in())
    for row in Row.objects.order_by("name", "pk"):
        if row.key in found:
            switches[row.key] = row
        else:
            own.append(of_row(row))
    found = {key: _switched(book, switches.get(key)) for key, book in found.items()}
    if everything:
        return {book.key: book for book in own} | found
    stood_in = {book.replaces for book in own if book.active}
    used = {book.key: book for book in own if book.active}
    return used | {key: book for key, book in found.items() if book.active and key not in stood_in}


def playbooks_for(sign: str) -> list[Playbook]:
    """What may be started on a sign, best first: the agency's own, then the one made for this sign alone."""
    fitting = [book for book in playbooks().values() if sign in book.signs]
    return sorted(fitting, key=lambda book: (not book.is_own, len(book.signs), book.name))


def playbook_of(key: str) -> Playbook | None:
    """A playbook in use by its key; the key of a built-in one finds what stands in for it."""
    found = playbooks()
    stand_ins = {book.replaces: book for book in found.values() if book.replaces}
    return found.get(key) or stand_ins.get(key)


def of_row(row: Row) -> Playbook:
    """The agency's own playbook as the program uses it. Its drafts stand inside its steps."""
    steps, drafts = [], {}
    for number, given in enumerate(row.steps, start=1):
        step = {name: value for name, value in given.items() if name != "draft" and value not in (None, "")}
        if given.get("draft"):
            step["draft"] = f"step_{number}"
            drafts[f"step_{number}"] = given["draft"]
        steps.append(step)
    head = {"key": row.key, "name": row.name, "about": row.about, "signs": row.signs, "side": side_of(row)}
    return read({**head, "steps": steps, "drafts": drafts}, row=row.pk, replaces=row.replaces, active=row.active)


def side_of(row: Row) -> Side:
    """Which score it belongs to: that of what it replaces, else fire where any of its signs is one."""
    if row.replaces in built_in():
        return built_in()[row.replaces].side
    return "fire" if set(FIRE_SIGNS).intersection(row.signs) else "churn"


def steps_json(playbook: Playbook) -> list[dict[str, Any]]:
    """The steps of a playbook as a row keeps them, with their drafts inside: where a copy begins."""
    made = []
    for step in playbook.steps:
        kept = {name: value for name, value in asdict(step).items() if name not in {"number", "draft"}}
        texts = playbook.drafts.get(step.draft, {})
        draft = {"draft": {language: asdict(text) for language, text in texts.items()}} if texts else {}
        made.append({name: value for name, value in kept.items() if value not in (None, "")} | draft)
    return made


def translated(text: str) -> str:
    """A text of a built-in playbook in the reader's language; one of the agency's own stays as it was written."""
    return _(text) if text else ""


def free_key(name: str, taken: Iterable[str]) -> str:
    """A key for a new playbook of that name."""
    from django.utils.text import slugify

    base = slugify(name).replace("-", "_")[:50] or "playbook"
    used, key, n = {*taken, "rules", "new"}, base, 1
    while key in used:
        n += 1
        key = f"{base}_{n}"
    return key


def _switched(book: Playbook, switch: Row | None) -> Playbook:
    return book if switch is None else replace(book, active=switch.active)
