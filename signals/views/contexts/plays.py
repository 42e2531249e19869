"""Playbooks, and the plays and tasks of a client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import BaseForm

from signals.views.contexts.client import ClientHeader, QuickLog
from signals.views.contexts.common import Choice, Link
from signals.views.contexts.tasks import DraftText, TaskCard


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a playbook."""

    number: int
    title: str
    icon: str
    kind: str
    who: str
    due: str
    help: str
    script: str
    drafts: Sequence[DraftText] = ()


@dataclass(frozen=True, slots=True)
class PlaybookLine:
    """A playbook in a list."""

    key: str
    name: str
    about: str
    url: str
    own: bool
    active: bool
    stood_in: str
    steps: int
    span: str
    uses: int = 0


@dataclass(frozen=True, slots=True)
class SignGroup:
    """The playbooks of one sign."""

    sign: str
    name: str
    books: Sequence[PlaybookLine]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class PlaybooksPage:
    """Every playbook by sign: both tables, then those without a sign, then those out of use."""

    sides: Sequence[tuple[str, Sequence[SignGroup]]]
    loose: Sequence[PlaybookLine]
    off: Sequence[PlaybookLine]
    editable: bool


@dataclass(frozen=True, slots=True)
class Use:
    """How plays of a playbook ended, among clients the reader sees. ``claim`` is said from ten ended ones on."""

    started: int
    running: int
    outcomes: Sequence[tuple[str, int]]
    claim: str = ""


@dataclass(frozen=True, slots=True)
class PlaybookPage:
    """One playbook: steps, scripts, drafts in each language."""

    line: PlaybookLine
    signs: Sequence[str]
    steps: Sequence[StepLine]
    use: Use
    replaces: Link | None
    editable: bool
    edit_url: str = ""


@dataclass(frozen=True, slots=True)
class PlaybookForms:
    """The form of a playbook of the agency's own."""

    title: str
    head: BaseForm
    steps: Sequence[BaseForm]
    cancel_url: str
    facts: Sequence[str]
    faults: Sequence[str] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class RunningPlay:
    """A play at work; ``ending`` is its finish form, shown first when every step has ended."""

    pk: int
    name: str
    playbook: Link | None
    since: date
    by: str
    sign: str
    rescuer: str
    done: int
    total: int
    tasks: Sequence[TaskCard]
    asks: bool
    editable: bool = False
    ending: BaseForm | None = None
    end_url: str = ""
    rescuer_url: str = ""
    people: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class PastPlay:
    """A play that ended."""

    name: str
    since: date
    ended: date
    icon: str
    outcome: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class PlaysPage:
    """A client's plays and tasks."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    running: Sequence[RunningPlay]
    past: Sequence[PastPlay]
    loose: Sequence[TaskCard]
    start_url: str


@dataclass(frozen=True, slots=True)
class BookChoice:
    """A playbook that may be started."""

    key: str
    name: str
    about: str
    note: str
    url: str
    chosen: bool
    running: bool


@dataclass(frozen=True, slots=True)
class StartPage:
    """Starting a playbook for a client: those made for the sign first."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    form: BaseForm
    fitting: Sequence[BookChoice]
    others: Sequence[BookChoice]
    sign: str
    sign_key: str
    alert: int | None
    large: bool
