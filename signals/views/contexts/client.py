"""A client: header, quick log, timeline, and the overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.forms import BaseForm

from signals.views.contexts.common import Change, Choice, Money, Paging, ScoreCell, Side
from signals.views.contexts.why import EvidenceRecord, Why

Tab = Literal[
    "overview", "timeline", "money", "communication", "voice", "plays", "wins", "deliverables", "briefing", "report"
]


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Someone at the client, with their part in a word or two."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """The top of every tab of a client. ``status`` is active, in_notice, paused or ended."""

    name: str
    url: str
    status: str
    status_word: str
    owner: str
    monthly: Money | None
    tabs: Sequence[Choice]
    tags: Sequence[str] = ()
    share: float | None = None
    contract: str = ""
    contract_since: date | None = None
    deadline: date | None = None
    days_left: int | None = None
    contacts: Sequence[ContactLine] = ()
    edit_url: str = ""
    pk: int = 0


@dataclass(frozen=True, slots=True)
class LogKind:
    """One of the five things to log; each is a form of its own, posted to its own address."""

    key: Literal["observation", "lapse", "win", "note", "pulse"]
    label: str
    url: str
    form: BaseForm


@dataclass(frozen=True, slots=True)
class QuickLog:
    """The ten-second form. ``current`` is the kind shown first."""

    client: str
    kinds: Sequence[LogKind]
    current: str = "observation"


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter (event) or number (scorecard version) on the time axis."""

    key: str
    on: date
    text: str
    kind: Literal["event", "config"] = "event"


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """Both scores at the close of a week; None where there was none, or where it is sealed."""

    on: date
    churn: int | None
    fire: int | None


@dataclass(frozen=True, slots=True)
class History:
    """Up to a year of both scores, oldest first; ``summary`` is the picture as one sentence."""

    points: Sequence[HistoryPoint]
    summary: str
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class FaultItem:
    """One part of our share of the fault, with the dated records behind it, the newest first."""

    icon: str
    title: str
    share: float = 0.0
    records: Sequence[EvidenceRecord] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Is it us? ``share`` from 0 (not us) to 1 (all us), None when it cannot be told; from .5 we mend ours first."""

    share: float | None
    word: str
    items: Sequence[FaultItem] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the churn risk since a day, behaviour and configuration apart.

    ``url`` answers ``?since=`` with one of the choices' values; by htmx with signals/client_changed.html alone.
    """

    since: date
    before: int | None
    after: int | None
    by_them: Sequence[Change] = ()
    by_us: Sequence[Change] = ()
    choices: Sequence[Choice] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A dated fact: ``what`` is its subject in bold, ``text`` the rest of the sentence."""

    on: date
    icon: str
    what: str
    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClientAlert:
    """A standing alert of the client: its sign, since when, in which state, and how strong it is now, in a word."""

    sign: str
    url: str
    icon: str
    since: date
    state: str
    state_icon: str
    strength: str
    side: Side
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Overview: scores, why, is it us, what changed, the last facts.

    ``override_urls`` by side: where this person sets that score by hand; empty for those who may not.
    """

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    churn: ScoreCell
    fire: ScoreCell
    why: Why
    fault: Fault
    changed: Changed | None = None
    history: History | None = None
    probability: float | None = None
    expected_loss: Money | None = None
    fire_note: str = ""
    coverage: int | None = None
    scorecard: str = ""
    scorecard_since: date | None = None
    override_urls: Mapping[str, str] = field(default_factory=dict)
    timeline: Sequence[TimelineItem] = ()
    alerts: Sequence[ClientAlert] = ()


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Every dated fact, newest first."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    items: Sequence[TimelineItem]
    filters: Sequence[Choice]
    paging: Paging
