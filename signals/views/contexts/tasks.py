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
class DraftText:
    """An e-mail as a person reads and copies it; ``gaps`` is how many facts are left to fill in."""

    key: str
    language: str
    language_name: str
    subject: str
    body: str
    gaps: int = 0
    to: str = ""
    mail_url: str = ""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task with what to say and what to send. Forms are offered where ``editable``.

    ``back`` says where they lead; ``people`` to whom it may be given.
    """

    pk: int
    title: str
    icon: str
    kind: str
    owner: str
    due: date
    late: bool
    state: str
    state_word: str
    help: str = ""
    script: str = ""
    draft: DraftText | None = None
    contact: str = ""
    phone: str = ""
    note: str = ""
    ended: str = ""
    editable: bool = False
    back: str = ""
    people: Sequence[Choice] = ()
    promise: BaseForm | None = None


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task by itself, and where it came from."""

    card: TaskCard
    client: Link
    play: Link | None
    as_of: date
    back_url: str
    back_word: str
