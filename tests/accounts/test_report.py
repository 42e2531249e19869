"""A performance report: true to the records, in six languages, with our own lateness and nobody's judgement."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.briefing.words import LANGUAGES, NAME
from accounts.models import Client, Deliverable, Observation, Request, Win
from accounts.report.charts import a_year_before
from accounts.report.composing import FOLDER, Wishes, report
from accounts.report.document import Document, Section
from accounts.report.facts import Facts, Targets, gather
from accounts.report.period import Period, Relationship, month_end
from accounts.report.printing import printed
from accounts.report.summing import days_late, growth
from clienthealth.core.typesetting import TypesettingError
from tests.accounts.report_case import WISHES, facts, figures, golden, text
from tests.factories import AdAccountFactory, AdResultFactory, ContactFactory, DeliverableFactory, LinkFactory
from tests.factories.days import DAY

JUDGING = re.compile(
    r"\b(scores?|risks?|churn|fire|pressure|margins?|hours?|opened|clicks?|clicked|Risiko|Marge|Stunden|geöffnet|risque"
    r"|marge|heures|ouvert par|risiko|timer|åbnet|riesgo|margen|horas|clics?)\b|风险|评分|利润|工时|点击|打开",
    re.IGNORECASE,
)
SECRET = "shouted at Jonas"


def sections(document: Document) -> dict[str, Section]:
    return {section.key: section for section in document.sections}


def rows(document: Document, key: str) -> list[tuple[str, ...]]:
    table = sections(document)[key].table
    assert table is not None
    return [tuple(row.cells) for row in table.rows]


def _flat(entries: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in entries.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_reads_as_it_was_proofread(language: str) -> None:
    assert text(report(facts(), language, WISHES)) == golden(language).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_it_judges_the_client_or_says_what_they_opened(language: str) -> None:
    said = text(report(facts(), language, WISHES))
    assert JUDGING.search(said) is None
    assert SECRET not in said


def test_every_language_has_the_same_phrases_with_the_same_names() -> None:
    books = {code: _flat(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))) for code in LANGUAGES}
    english = books["en"]
    for book in books.values():
        assert book.keys() == english.keys()
        for key, phrase in book.items():
            if not key.endswith("_one"):
                assert sorted(set(NAME.findall(phrase))) == sorted(set(NAME.findall(english[key]))), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_set_on_two_pages_in_every_language(language: str) -> None:
    made = printed(report(facts(), language, WISHES))
    assert made.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type/Page\b", made)) == 2


def test_the_same_report_is_the_same_bytes() -> None:
    document = report(facts(), "en", WISHES)
    assert printed(document) == printed(document)


def test_a_sign_that_no_font_has_stops_the_page_and_is_named() -> None:
    with pytest.raises(TypesettingError, match="\U0001f984"):
        printed(report(facts(), "en", Wishes(next_steps="A ride \U0001f984")))


def test_what_is_typed_is_set_as_text_and_never_evaluated() -> None:
    assert printed(report(facts(), "en", Wishes(next_steps='#read("/etc/passwd") *x* $x$'))).startswith(b"%PDF-")


def test_our_own_lateness_stands_in_it_to_the_day() -> None:
    document = report(facts(), "en")
    assert ("21 Aug 2026", "Eight category pages", "14 days late") in rows(document, "delivered")
    assert "One piece of work came later than agreed; the delay was ours." in document.welcome
    assert ("Two category pages", "Fjordlight", "9 Oct 2026, overdue") in rows(document, "open")


@pytest.mark.parametrize(
    ("delivered", "due", "late"), [(3, 2, 1), (2, 2, 0), (1, 2, 0), (2, None, None), (None, 2, None)]
)
def test_days_late(delivered: int | None, due: int | None, late: int | None) -> None:
    day = [None if n is None else dt.date(2026, 1, n) for n in (delivered, due)]
    assert days_late(Deliverable(delivered_on=day[0], due_on=day[1])) == late


def test_a_goal_has_a_word_and_one_that_was_missed_never_reads_a_hundred_percent() -> None:
    document = report(facts(), "en", Wishes(Targets(Decimal(1399), Decimal("16.90"))))
    table = sections(document)["goals"].table
    assert table is not None
    assert [(row.cells[-1], row.reached, row.share_text) for row in table.rows] == [
        ("Not reached", False, "99% of the goal"),
        ("Reached", True, "100% of the goal"),
    ]


def test_without_agreed_figures_no_goal_is_called_reached_or_missed() -> None:
    goals = sections(report(facts(), "en"))["goals"]
    assert goals.table is None
    assert list(goals.bullets) == ["1,344 orders a quarter", "Cost per order €18 or less"]


def test_currencies_stand_apart() -> None:
    now = [*facts().now, figures(dt.date(2026, 8, 1), 10, "900", account=3, currency="SEK"),
           figures(dt.date(2026, 9, 1), 20, "900", account=3, currency="SEK")]  # fmt: skip
    accounts = {**facts().accounts, 3: AdAccountFactory.build(name="Alder SE", client=None)}
    document = report(facts(now=now, accounts=accounts), "en", WISHES)
    found = {row[0]: row[2] for row in rows(document, "channels")}
    assert found["Total, EUR"] == "€23,621"
    assert found["Alder SE · Google Ads"] == "SEK1,800"
    assert {"cost-eur", "cost-sek"} <= sections(document).keys()
    assert "cost" not in document.welcome  # one cost of a result would have to add them
    assert "not added together" in sections(document)["channels"].small


def test_without_figures_it_says_so_and_leaves_the_pictures_out() -> None:
    empty: dict[str, Any] = {
        name: [] for name in ("now", "before", "delivered", "unfinished", "requests", "wins", "lapses")
    }
    bare = facts(**empty)
    document = report(replace(bare, client=Client(name="New", owner=bare.client.owner)), "en")
    assert "No advertising figures are on record" in document.welcome
    assert sections(document).keys() == {"contact"}
    assert printed(document).startswith(b"%PDF-")


def test_days_without_counted_results_cost_money_and_make_no_result_dearer() -> None:
    document = report(facts(now=[*facts().now, figures(dt.date(2026, 9, 1), None, "1000")]), "en")
    assert rows(document, "channels")[-1][2:5] == ("€24,621", "1,398", "€16.90")


def test_a_year_before_counts_only_where_it_is_on_record_as_fully() -> None:
    assert growth(facts()) == pytest.approx(Decimal("0.2482"), abs=Decimal("0.0001"))
    thin = [replace(one, days=9 if one.month.month == 7 else 30) for one in facts().before]
    partial = facts(before=thin)
    assert dt.date(2026, 7, 1) not in a_year_before(partial)
    assert growth(partial) is None
    assert "year before" not in report(partial, "en").welcome


def test_the_months_of_a_running_and_of_an_ended_relationship() -> None:
    running = Relationship(dt.date(2026, 11, 22), started=dt.date(2024, 2, 15))
    assert running.latest(3) == Period(dt.date(2026, 8, 1), dt.date(2026, 10, 31))
    assert running.months[-1] == dt.date(2024, 2, 1)
    ended = Relationship(dt.date(2026, 11, 22), started=dt.date(2026, 5, 1), ended=dt.date(2026, 9, 14))
    assert ended.latest(12) == Period(dt.date(2026, 5, 1), dt.date(2026, 9, 14))
    young = Relationship(dt.date(2026, 11, 22), started=dt.date(2026, 11, 3))
    assert young.latest(12) == Period(dt.date(2026, 11, 1), dt.date(2026, 11, 22))


@pytest.mark.parametrize("last", [dt.date(2024, 2, 29), dt.date(2025, 2, 28), dt.date(2024, 2, 28)])
def test_the_year_before_ends_with_the_month_where_this_one_does(last: dt.date) -> None:
    before = Period(dt.date(2024, 1, 1).replace(year=last.year), last).before
    assert before.last == month_end(before.last) or last != month_end(last)
    assert before.last.year == last.year - 1


@pytest.fixture
def told(cast: Any) -> Client:
    client: Client = cast.client
    account = AdAccountFactory(client=client, name="Bikes")
    first = dt.date(2026, 1, 1)
    for day in range(59):
        on = first + dt.timedelta(days=day)
        AdResultFactory(client=client, ad_account=account, occurred_on=on, cost=10, conversions=2)
    LinkFactory(deliverable=DeliverableFactory(client=client, delivered_on=first, due_on=first))
    Observation.objects.create(client=client, kind="disrespect", occurred_on=first, note=SECRET)
    return client


def _gathered(client: Client) -> Facts:
    return gather(client, Period(dt.date(2026, 1, 1), dt.date(2026, 2, 28)), DAY)


@pytest.mark.django_db
def test_the_records_of_the_months_and_of_nobody_else(told: Client, cast: Any) -> None:
    DeliverableFactory(client=cast.foreign, title="Not theirs", delivered_on=dt.date(2026, 1, 5))
    AdResultFactory(client=told, ad_account__client=told, occurred_on=dt.date(2026, 3, 1), conversions=99)
    document = report(_gathered(told), "en")
    chart = sections(document)["results"].chart
    assert chart is not None
    assert list(chart.texts) == ["62", "56"]
    assert "Not theirs" not in text(document)
    assert SECRET not in repr(asdict(document))


@pytest.mark.django_db
def test_the_records_cost_the_same_for_one_and_for_25(told: Client) -> None:
    with CaptureQueriesContext(connection) as before:
        report(_gathered(told), "en")
    for n in range(25):
        DeliverableFactory(client=told, delivered_on=dt.date(2026, 1, 5), due_on=dt.date(2026, 1, 4 if n else 5))
        Win.objects.create(client=told, occurred_on=dt.date(2026, 1, 5), title=f"Win {n}")
        Request.objects.create(client=told, kind="access", what=f"Request {n}", asked_on=DAY)
        AdResultFactory(client=told, ad_account__client=told, occurred_on=dt.date(2026, 1, 5))
    with CaptureQueriesContext(connection) as after:
        report(_gathered(told), "en")
    assert len(after) == len(before)


@pytest.mark.django_db
def test_the_page_speaks_the_clients_language_and_offers_the_pdf_of_what_it_shows(told: Client, cast: Any) -> None:
    ContactFactory(client=told, is_champion=True, language="da")
    browser = cast.browser("keeper")
    page = browser.get(f"/clients/{told.pk}/report/?next_steps=Ring+mandag")
    assert "Resultatrapport" in page.content.decode()
    assert "Ring mandag" in page.content.decode()
    pdf = browser.get(page.context["page"].pdf_url)
    assert pdf.content.startswith(b"%PDF-")
    assert "resultatrapport" in pdf["Content-Disposition"]


@pytest.mark.django_db
def test_months_the_wrong_way_round_are_said_on_the_page(told: Client, cast: Any) -> None:
    wrong = f"/clients/{told.pk}/report.pdf?first=2026-02&last=2026-01"
    page = cast.browser("keeper").get(wrong, follow=True)
    assert "not before the first" in page.content.decode()
