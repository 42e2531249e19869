"""The inbox: alerts in a list, one of them in full, what was held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from signals.views.contexts.common import Choice, Link, Money, Paging, ScoreCell, Side
from signals.views.contexts.pictures import MonthLate, WeekOfMessages
from signals.views.contexts.portfolio import Chip, FilterField
from signals.views.contexts.tasks import TaskRow
from signals.views.contexts.why import EvidenceRecord

AlertState = Literal["open", "acknowledged", "snoozed", "resolved"]


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert in a list. ``say`` is the sign with its figures; ``note`` until when, or how it ended and why."""

    pk: int
    url: str
    client: Link
    sign: str
    say: str
    icon: str
    on: date
    state: AlertState
    side: Side
    score: ScoreCell
    loss: Money | None
    owner: str
    urgent: bool = False
    note: str = ""
    due: date | None = None
    current: bool = False
    editable: bool = False


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """Rows under one heading; ``total`` counts those on other pages too."""

    key: str
    label: str
    rows: Sequence[AlertRow]
    total: int


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A standing alert that nobody was told of yet."""

    client: Link
    sign: str
    loss: Money | None
    side: Side


@dataclass(frozen=True, slots=True)
class Held:
    """What the weekly number held back. ``weekly`` and ``used`` are None where it is not one person's list."""

    count: int
    rows: Sequence[HeldRow] = ()
    weekly: int | None = None
    used: int | None = None

    @property
    def slots(self) -> Sequence[tuple[float, float, bool]]:
        """The bar: a piece for each alert of the week, as x, width and whether it is used; 102 wide."""
        if not self.weekly:
            return ()
        step = 102 / self.weekly
        return [(round(i * step, 2), round(max(step - 3, 1), 2), i < (self.used or 0)) for i in range(self.weekly)]


@dataclass(frozen=True, slots=True)
class Benign:
    """A harmless reading: ruled out by the calculation, or for a person to ask about."""

    title: str
    how: str
    checked: bool


@dataclass(frozen=True, slots=True)
class OtherPoints:
    """What else makes up a score."""

    icon: str
    title: str
    sentence: str
    shown: int


@dataclass(frozen=True, slots=True)
class Rest:
    """The average, the sign's own points, the others, and what is left over: whole numbers that add up to the score."""

    score: int
    average: int
    own: int
    others: Sequence[OtherPoints]
    left_over: int
    url: str


@dataclass(frozen=True, slots=True)
class OurShare:
    """Is it us? ``share`` from 0 to 1, None when it cannot be told; what it is made of; where the records are."""

    share: float | None
    word: str
    titles: Sequence[str] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class RhythmPicture:
    """Messages by week against the client's own habit."""

    as_of: date
    weeks: Sequence[WeekOfMessages]
    recent: int
    finding: str
    finding_more: str = ""


@dataclass(frozen=True, slots=True)
class LatePicture:
    """Days beyond terms by month due."""

    as_of: date
    months: Sequence[MonthLate]
    usual_days: float | None
    counts_from: float | None
    finding: str
    finding_more: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of an alert's history."""

    at: datetime
    what: str
    by: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class PlayLine:
    """A playbook at work for this client."""

    name: str
    since: date
    done: int
    total: int
    rescuer: str = ""
    url: str = ""
    playbook: str = ""


@dataclass(frozen=True, slots=True)
class BookOffer:
    """A playbook that may be started on an alert; ``steps`` says who does what."""

    key: str
    name: str
    note: str
    steps: Sequence[tuple[str, str]]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class StartOffer:
    """Playbooks for the sign of an alert, the best fitting one first, and whom one may ask to carry it.

    ``rescuer`` names who is suggested for one of our largest clients; empty for the others.
    """

    books: Sequence[BookOffer]
    people: Sequence[Choice]
    rescuer: str = ""


@dataclass(frozen=True, slots=True)
class Snooze:
    """One way to snooze: a value of the form, a word, the day it means."""

    value: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """One alert in full.

    Forms are offered where ``editable``; ``reopens``: a resolve can still be taken back; ``unseen``: this person was
    told of it and now looks at it for the first time.
    """

    pk: int
    url: str
    client: Link
    title: str
    sentence: str
    state: AlertState
    state_word: str
    urgent: bool
    side: Side
    score: ScoreCell
    opened_on: date
    as_of: date
    monthly: Money | None
    loss: Money | None
    owner: str
    advice: str = ""
    note: str = ""
    due: date | None = None
    editable: bool = False
    reopens: bool = False
    held_back: bool = False
    rhythm: RhythmPicture | None = None
    late: LatePicture | None = None
    benign: Sequence[Benign] = ()
    records: Sequence[EvidenceRecord] = ()
    records_more: int = 0
    evidence_url: str = ""
    rest: Rest | None = None
    client_pk: int = 0
    fault: OurShare | None = None
    steps: Sequence[Step] = ()
    plays: Sequence[PlayLine] = ()
    tasks: Sequence[TaskRow] = ()
    people: Sequence[Choice] = ()
    starts: StartOffer | None = None
    tail: str = ""
    unseen: bool = False

    @property
    def key(self) -> str:
        return str(self.pk)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """The list, the alert shown beside it, and what is held back.

    ``alone``: an alert was asked for by its own address, so a phone shows it and not the list. ``tail`` is the query
    of the address, carried by every form.
    """

    as_of: date
    sub: str
    states: Sequence[Choice]
    whose: Sequence[Choice]
    groups: Sequence[AlertGroup]
    total: int
    paging: Paging | None
    held: Held | None
    chips: Sequence[Chip] = ()
    filters: Sequence[FilterField] = ()
    query: str = ""
    clear_url: str = ""
    list_url: str = ""
    tail: str = ""
    detail: AlertDetail | None = None
    alone: bool = False
    editable: bool = False
    snoozes: Sequence[Snooze] = ()
    people: Sequence[Choice] = ()
