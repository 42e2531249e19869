"""Tasks: what is due, for whom, and what may be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.forms import BaseForm

from signals.views.contexts.common import Choice, Link

When = Literal["late", "today", "ahead", "ended"]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list. ``when`` sorts it to a colour and a word; ``play`` names the playbook it belongs to."""

    pk: int
    url: str
    title: str
    client: Link
    owner: str
    due: date
    when: When
    icon: str
    kind: str
    play: str = ""
    draft: bool = False
    editable: bool = False
    mine: bool = False
    state: Literal["to_do", "done", "skipped"] = "to_do"
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks of one stretch of days."""

    key: str
    label: str
    rows: Sequence[TaskRow]
    total: int


@dataclass(frozen=True, slots=True)
class TasksPage:
    """Overdue, today, the next seven days, later."""

    as_of: date
    scopes: Sequence[Choice]
    spans: Sequence[Choice]
    groups: Sequence[TaskGroup]
    form: BaseForm | None
    sub: str
    more: int = 0
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task with its help, what to say, and its draft."""

    row: TaskRow
    as_of: date
    help: str = ""
    script: str = ""
    subject: str = ""
    body: str = ""
    language: str = ""
    contact: str = ""
    ended: str = ""
    people: Sequence[Choice] = ()
    mail_url: str = ""
