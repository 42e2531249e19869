"""A briefing for a new contact, the wins, a report: what the client is shown, and what the manager chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.briefing.composing import Document
from accounts.report.asking import ReportForm
from accounts.report.document import Document as Report
from signals.views.contexts.client import ClientHeader, QuickLog
from signals.views.contexts.common import Choice, Link


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would make the page better, and where to write it down."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """``parts`` are the sections that can be left out; a part is ``current`` while it is in."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    document: Document
    contacts: Sequence[Choice]
    languages: Sequence[Choice]
    parts: Sequence[Choice]
    pdf_url: str
    missing: Sequence[Missing] = ()


@dataclass(frozen=True, slots=True)
class WinsPage:
    """``text`` is the whole answer as plain text, ``mail`` a link that opens a mail with it."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    document: Document
    languages: Sequence[Choice]
    text: str
    pdf_url: str
    mail: Link | None = None
    missing: Sequence[Missing] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``periods`` are links to the months that are asked for most."""

    as_of: date
    header: ClientHeader
    log: QuickLog | None
    document: Report
    form: ReportForm
    periods: Sequence[Choice]
    pdf_url: str
    missing: Sequence[Missing] = ()
    share_url: str = ""
