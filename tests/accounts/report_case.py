"""A report with something in every section, of records that no database holds, and its text in every language.

``python -m tests.accounts.report_case`` writes the golden texts anew; read them before they are committed.
"""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienthealth.settings")
    django.setup()

from accounts.briefing.words import LANGUAGES
from accounts.models import AdAccount, Agency, Client, Deliverable, Lapse, Request, User, Win
from accounts.report.composing import Wishes, report
from accounts.report.facts import Facts, Figures, Targets
from accounts.report.period import Period

if TYPE_CHECKING:
    from accounts.report.document import Document

GOLDEN = Path(__file__).parent / "golden"
QUARTER = Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30))
TODAY = dt.date(2026, 10, 12)
WISHES = Wishes(Targets(Decimal(1344), Decimal("16.50")), "- Winter range live on 26 October\n\n- Report on 11 January")


def figures(
    month: dt.date, results: int | None, cost: str = "800", *, account: int = 1, currency: str = "EUR", days: int = 30
) -> Figures:
    spent = Decimal(cost)
    value = None if results is None else Decimal(results * 100)
    counted = Decimal(0) if results is None else spent
    return Figures(month, account, currency, spent, counted, None if results is None else Decimal(results), value, days)


def facts(**other: object) -> Facts:
    """Alder & Finch from July to September 2026; pass any field that should be another."""
    manager = User(name="Jonas Holm", email="jonas.holm@fjordlight.example")
    alder = Client(
        name="Alder & Finch Ltd", goals="- 1,344 orders a quarter\n- Cost per order €18 or less", owner=manager
    )
    july, august, september = QUARTER.months
    given: dict[str, object] = {
        "agency": Agency(name="Fjordlight"),
        "client": alder,
        "period": QUARTER,
        "now": [
            figures(july, 338, "5500"), figures(july, 100, "2100", account=2),
            figures(august, 452, "7600"), figures(september, 508, "8420.50"),
        ],
        "before": [
            figures(dt.date(2025, 7, 1), 352), figures(dt.date(2025, 8, 1), 361), figures(dt.date(2025, 9, 1), 407),
        ],
        "accounts": {1: AdAccount(pk=1, name="Alder Search"), 2: AdAccount(pk=2, name="Alder", platform="meta_ads")},
        "delivered": [
            Deliverable(title="June report", delivered_on=dt.date(2026, 7, 17), due_on=dt.date(2026, 7, 17)),
            Deliverable(title="Eight category pages", delivered_on=dt.date(2026, 8, 21), due_on=dt.date(2026, 8, 7)),
            Deliverable(title="Tracking checked", delivered_on=dt.date(2026, 9, 25)),
        ],
        "unfinished": [Deliverable(title="Two category pages", due_on=dt.date(2026, 10, 9))],
        "requests": [
            Request(what="Approve the winter texts", asked_on=dt.date(2026, 10, 2), due_on=dt.date(2026, 10, 23)),
            Request(what="Access to the shop", asked_on=dt.date(2026, 10, 5)),
        ],
        "wins": [Win(occurred_on=dt.date(2026, 9, 30), title="Best September so far", figure="508 orders")],
        "lapses": [Lapse(kind="reply", severity=2, occurred_on=dt.date(2026, 8, 3), note="shouted at Jonas")],
        "today": TODAY,
    }  # fmt: skip
    return Facts(**{**given, **other})  # type: ignore[arg-type]


def text(document: Document) -> str:
    """Everything a reader reads, and what the pictures say to those who do not see them."""
    lines = [document.name, document.header, document.footer, document.kicker, document.title, "", document.welcome]
    for section in document.sections:
        lines += ["", f"== {section.title}", *filter(None, [section.note]), *(f"– {one}" for one in section.bullets)]
        lines += [f"– {name} {what}" for name, what in section.terms]
        if section.table:
            lines += [" | ".join(section.table.head)]
            lines += [" | ".join([*row.cells, row.share_text]) for row in section.table.rows]
        if section.chart:
            lines += [section.chart.alt, section.chart.goal_label, " | ".join(section.chart.head)]
            lines += [" | ".join(row) for row in section.chart.rows]
        lines += [f"{win.figure} | {win.title} | {win.when}" for win in section.wins]
        lines += filter(None, [section.small])
    return "\n".join(lines) + "\n"


def golden(language: str) -> Path:
    return GOLDEN / f"report-{language}.txt"


if __name__ == "__main__":
    for code in LANGUAGES:
        golden(code).write_text(text(report(facts(), code, WISHES)), encoding="utf-8")
