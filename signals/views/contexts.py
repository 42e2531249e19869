"""What each page is given: the contract between the views and the templates.

Plain frozen values, already fetched, authorised and translated; a template never reaches a model through them.
Money is Decimal with currency, or ``None`` when it cannot be told. Dates are calendar dates in the agency's zone.
A sealed score carries nothing but the seal: build it with ``ScoreCell.sealed_cell()``, never from a real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

from django.forms import BaseForm
from django.utils.translation import gettext as _

Side = Literal["churn", "fire"]
BandKey = Literal["low", "raised", "high", "critical", "unknown"]
CornerKey = Literal["save", "reset", "part", "keep"]
Tab = Literal["overview", "timeline", "money", "communication"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Amounts of different currencies are never added here."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere. ``note`` is said after it, more quietly."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few views of the same thing, or an option of a filter."""

    label: str
    url: str = ""
    value: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """One score as a cell shows it: 0 to 100, higher is riskier.

    ``delta4`` is the change over four closed weeks; ``spark`` the last twelve weeks, oldest first, gaps as ``None``;
    ``coverage`` whole per cent of the weight we have data for; ``held_back`` why the band waits, one sentence each.
    """

    score: int | None
    band: BandKey
    word: str
    sealed: bool = False
    delta4: int | None = None
    spark: Sequence[int | None] = ()
    coverage: int | None = None
    held_back: Sequence[str] = ()

    @classmethod
    def sealed_cell(cls) -> Self:
        """What a reviewer who has not handed in sees: the seal and nothing that could give the score away."""
        return cls(score=None, band="unknown", word=_("Sealed"), sealed=True)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what moved. ``points`` is signed and shown rounded; ``when`` is a day."""

    icon: str
    text: str
    client: Link | None = None
    points: Decimal | None = None
    when: date | None = None
    note: str = ""
    url: str = ""


# ---------------------------------------------------------------------------------------------------------------- today


@dataclass(frozen=True, slots=True)
class MoneyFigure:
    """A sum at the top of a page with twelve weeks behind it; ``note`` says what moved it."""

    value: Money | None
    note: str
    trend: Sequence[Decimal | None] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class NpsFigure:
    """NPS (−100 to 100) with the half-width of its 95 % interval; ``value`` is None without answers."""

    value: int | None
    margin: int | None
    answers: int
    asked: int | None
    note: str = ""
    trend: Sequence[Decimal | None] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class TodayFigures:
    """The four figures."""

    monthly_revenue: MoneyFigure
    revenue_at_risk: MoneyFigure
    overdue: MoneyFigure
    nps: NpsFigure


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one button of a row: a verb, and where it leads. ``note`` is a quiet line under it."""

    label: str
    url: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A client who needs someone.

    ``probability`` (0 to 1, notice within 90 days) goes with an expected loss; other amounts say themselves in
    ``amount_note`` ("unbilled since Sep"). ``why`` is one or two sentences, newest fact first.
    """

    client: Link
    monthly: Money | None
    owner: str
    score: ScoreCell
    why: str
    amount: Money | None
    next_step: NextStep | None = None
    probability: float | None = None
    amount_note: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a client can give notice."""

    client: Link
    on: date
    days_left: int
    monthly: Money | None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Who needs me, in order of expected loss; what is due; what changed.

    ``state``: *ready*; *empty* when there is no client yet; *unscored* when there are clients but no pass has run.
    ``losing_more`` and ``costly_more`` count the rows not listed.
    """

    as_of: date
    scored_at: datetime | None
    state: Literal["ready", "empty", "unscored"]
    scopes: Sequence[Choice] = ()
    figures: TodayFigures | None = None
    losing: Sequence[QueueRow] = ()
    losing_more: int = 0
    costly: Sequence[QueueRow] = ()
    costly_more: int = 0
    deadlines: Sequence[Deadline] = ()
    changes_by_clients: Sequence[Change] = ()
    changes_by_us: Sequence[Change] = ()


# ------------------------------------------------------------------------------------------------------------ portfolio


@dataclass(frozen=True, slots=True)
class Point:
    """A client in the quadrant. Sealed or unknown clients never become points."""

    name: str
    url: str
    churn: int
    fire: int
    monthly: Money | None
    corner: CornerKey
    band: BandKey
    churn_word: str
    fire_word: str


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner in words. ``clients`` are the few that are named; ``count`` is all of them."""

    key: CornerKey
    count: int
    revenue: Money | None
    clients: Sequence[Link] = ()

    @property
    def rest(self) -> int:
        """How many are not named."""
        return self.count - len(self.clients)


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the two strongest reasons, in points of the named side."""

    points: Decimal
    text: str
    side: Side = "churn"


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One client of the table. ``gap`` replaces the reasons when there is not enough data: what is missing."""

    client: Link
    churn: ScoreCell
    fire: ScoreCell
    owner: str
    monthly: Money | None
    coverage: int | None
    reasons: Sequence[Reason] = ()
    gap: str = ""
    deadline: date | None = None
    days_left: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A sortable head. ``url`` asks for this order (or the other direction if it is current)."""

    key: str
    label: str
    url: str
    sort: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; ``off_url`` is this page without it."""

    label: str
    value: str
    off_url: str


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter that can be set: a select of choices, the empty value first."""

    name: str
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Paging:
    """Where we are in a list; urls are empty at the ends."""

    number: int
    pages: int
    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """The quadrant and the table under it.

    ``columns`` has the keys name, churn, fire, coverage, owner, monthly, deadline. ``keep`` are the query pairs a
    filter form must carry along. ``unplaced`` names clients without a place, the reason in the link's note.
    """

    as_of: date
    scored_at: datetime | None
    total: int
    revenue: Money | None
    rows: Sequence[PortfolioRow]
    columns: Mapping[str, Column]
    paging: Paging
    export_url: str
    clear_url: str
    points: Sequence[Point] = ()
    corners: Sequence[Corner] = ()
    unplaced: Sequence[Link] = ()
    unplaced_more: int = 0
    views: Sequence[Choice] = ()
    chips: Sequence[Chip] = ()
    filters: Sequence[FilterField] = ()
    keep: Sequence[tuple[str, str]] = ()
    query: str = ""
    add_url: str = ""
    limit: int = 66


# --------------------------------------------------------------------------------------------------------------- client


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


WhyKind = Literal["average", "level", "factor", "fine", "fault", "cap", "clip", "rounding", "total"]


@dataclass(frozen=True, slots=True)
class WhyRow:
    """A line of the sum. Points keep two decimals and add up exactly; they are shown rounded.

    Rows without ``evidence_url`` cannot be opened. The rows *average* and *total* carry the score, not a difference.
    """

    kind: WhyKind
    key: str
    icon: str
    title: str
    points: Decimal
    sentence: str = ""
    evidence_url: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """The sum of one side. ``sides`` are the two links of the switch; ``rows`` is empty when sealed or unknown.

    ``looked_at`` names signs that were looked at and are fine; ``cannot_tell`` says, a sentence each, what is missing.
    """

    side: Side
    cell: ScoreCell
    sides: Sequence[Choice]
    rows: Sequence[WhyRow] = ()
    looked_at: Sequence[str] = ()
    cannot_tell: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One dated record behind a number."""

    on: date
    text: str
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The records behind one row; shown inside the row, or as a page of its own without scripts.

    ``foot`` says how the sign fades and what was ruled out; ``more`` counts records that are not listed.
    """

    client: Link
    side: Side
    title: str
    sentence: str
    points: Decimal
    as_of: date
    records: Sequence[EvidenceRecord]
    foot: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class FaultItem:
    """A lapse of ours, or what speaks for us."""

    icon: str
    title: str
    sentence: str = ""


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
class ClientPage:
    """Overview: scores, why, is it us, what changed, the last facts."""

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
    timeline: Sequence[TimelineItem] = ()


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Every dated fact, newest first."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    items: Sequence[TimelineItem]
    filters: Sequence[Choice]
    paging: Paging


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """Open invoices of one age: *current*, *30*, *60* or *90* (days overdue up to; 90 is everything older than 60)."""

    key: Literal["current", "30", "60", "90"]
    label: str
    invoices: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthLate:
    """Days beyond terms of the invoices due in a month (its first day); None when none was due."""

    month: date
    days: float | None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice. ``state`` is the sentence; ``tone`` colours it only when it is overdue."""

    number: str
    issued: date
    due: date
    amount: Money
    paid: Money
    state: str
    tone: Literal["", "raised", "high", "critical"] = ""


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """Receivables of one client, in the client's own currency."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    currency: str
    open: Money
    open_invoices: int
    overdue: Money
    overdue_invoices: int
    oldest_days: int | None
    days_beyond_terms: float | None
    usual_days: float | None
    counts_from: float | None
    ageing: Sequence[AgeBucket] = ()
    months: Sequence[MonthLate] = ()
    finding: str = ""
    finding_more: str = ""
    invoices: Sequence[InvoiceLine] = ()
    invoices_total: int = 0
    lifetime_paid: Money | None = None
    invoice_source: str = ""


@dataclass(frozen=True, slots=True)
class WeekOfMessages:
    """Messages from them in a week (its Monday), with the range usual for them: 9 weeks of 10."""

    week: date
    count: int
    low: float | None
    high: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes to us."""

    name: str
    role: str
    messages: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Speed:
    """A habit before and now, already in words ("3 h"); ``band`` raised when it is worse."""

    label: str
    before: str
    now: str
    reading: str
    band: BandKey = "low"


@dataclass(frozen=True, slots=True)
class CommunicationPage:
    """The weekly rhythm against the client's own habit. ``recent`` weeks at the end are the ones being judged."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    weeks: Sequence[WeekOfMessages]
    finding: str
    finding_more: str = ""
    recent: int = 4
    writers: Sequence[Writer] = ()
    writers_note: str = ""
    speeds: Sequence[Speed] = ()


# ----------------------------------------------------------------------------------------------------------- first hour


@dataclass(frozen=True, slots=True)
class Unlock:
    """A source and how many signs it opens."""

    label: str
    note: str
    signs: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class FirstHourPage:
    """The empty agency. ``done`` holds the keys of steps already taken: clients, invoices, messages, team, second_factor."""

    unlocks: Sequence[Unlock]
    signs_total: int
    signs_open: int = 0
    done: Sequence[str] = ()
    urls: Mapping[str, str] = field(default_factory=dict)
