"""What each page is given: the contract between the views and the templates.

Plain frozen values, already fetched, authorised and translated; a template never reaches a model through them.
Money is Decimal with currency, or ``None`` when it cannot be told. Dates are calendar dates in the agency's zone.
A sealed score carries nothing but the seal: build it with ``ScoreCell.sealed_cell()``, never from a real one.
"""

from __future__ import annotations

from signals.views.contexts.briefing import BriefingPage, Missing, WinsPage
from signals.views.contexts.client import (
    Changed,
    ClientHeader,
    ClientPage,
    ContactLine,
    Fault,
    FaultItem,
    History,
    HistoryPoint,
    LogKind,
    Mark,
    QuickLog,
    Tab,
    TimelineItem,
    TimelinePage,
)
from signals.views.contexts.common import BandKey, Change, Choice, Link, Money, Paging, ScoreCell, Side
from signals.views.contexts.first_hour import FirstHourPage, Unlock
from signals.views.contexts.pictures import (
    AgeBucket,
    CommunicationPage,
    InvoiceLine,
    MoneyPage,
    MonthLate,
    Speed,
    WeekOfMessages,
    Writer,
)
from signals.views.contexts.portfolio import (
    Chip,
    Column,
    Corner,
    CornerKey,
    FilterField,
    Point,
    PortfolioPage,
    PortfolioRow,
    Reason,
)
from signals.views.contexts.today import Deadline, MoneyFigure, NextStep, NpsFigure, QueueRow, TodayFigures, TodayPage
from signals.views.contexts.why import EvidencePage, EvidenceRecord, Why, WhyKind, WhyRow

__all__ = [
    "AgeBucket",
    "BandKey",
    "BriefingPage",
    "Change",
    "Changed",
    "Chip",
    "Choice",
    "ClientHeader",
    "ClientPage",
    "Column",
    "CommunicationPage",
    "ContactLine",
    "Corner",
    "CornerKey",
    "Deadline",
    "EvidencePage",
    "EvidenceRecord",
    "Fault",
    "FaultItem",
    "FilterField",
    "FirstHourPage",
    "History",
    "HistoryPoint",
    "InvoiceLine",
    "Link",
    "LogKind",
    "Mark",
    "Missing",
    "Money",
    "MoneyFigure",
    "MoneyPage",
    "MonthLate",
    "NextStep",
    "NpsFigure",
    "Paging",
    "Point",
    "PortfolioPage",
    "PortfolioRow",
    "QueueRow",
    "QuickLog",
    "Reason",
    "ScoreCell",
    "Side",
    "Speed",
    "Tab",
    "TimelineItem",
    "TimelinePage",
    "TodayFigures",
    "TodayPage",
    "Unlock",
    "WeekOfMessages",
    "Why",
    "WhyKind",
    "WhyRow",
    "WinsPage",
    "Writer",
]
