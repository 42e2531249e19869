"""The tab counts as the sign counts; a report is shared with one click and never says who opened what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client, Deliverable, DeliverableFile, Link
from accounts.report.asking import form_for, made
from signals.detectors import deliverables_unopened
from signals.views.deliverables import build, finding_of
from signals.views.money import last_months
from signals.views.today_scope import scope_of_today
from tests.cast import Cast
from tests.factories import ClickFactory, ContactFactory, DeliverableFactory, LinkFactory
from tests.factories.days import DAY, NOON
from tests.signals.views.conftest import House, desk_for


def test_its_months_add_up_to_what_the_sign_read(house: House) -> None:
    desk, told = desk_for(house.boss), 0
    for client in Client.objects.served().order_by("pk")[:8]:
        page, read = build(desk, client), deliverables_unopened.measure(scope_of_today(desk, client))
        if read["sent"][0] == read["sent"][0]:
            told += 1
            assert sum(month.sent for month in page.months) == read["sent"][0] + read["sent_base"][0]
            assert sum(month.unopened for month in page.months) == read["unopened"][0] + read["unopened_base"][0]
    assert told


@pytest.mark.parametrize(
    ("recent", "before", "words"),
    [
        (None, (3, 1), "Too few deliverables"),
        ((2, 1), (14, 1), "1 of 2 deliverables"),
    ],
)
def test_the_finding_holds_them_against_their_own_habit(recent: Any, before: Any, words: str) -> None:
    finding, more = finding_of(recent, before)

    assert words in finding
    assert "14 days old" in more
    assert ("13 of 14" in more) == (recent is not None)


@pytest.mark.parametrize("today", [dt.date(2026, 6, 30), dt.date(2026, 3, 2), dt.date(2024, 2, 29)])
def test_twelve_months_are_twelve_on_the_last_day_of_one_too(today: dt.date) -> None:
    months = last_months(today)

    assert len(set(months)) == 12
    assert months[-1] == today.replace(day=1)
    assert months == sorted(months)


@pytest.fixture
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


@pytest.mark.usefixtures("noon")
def test_the_tab_costs_the_same_for_one_and_for_many(cast: Cast) -> None:
    browser, address = cast.browser("keeper"), reverse("client_deliverables", args=[cast.client.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    ClickFactory(link__deliverable__client=cast.client)
    cost()
    one = cost()
    for _number in range(24):
        ClickFactory(link__deliverable__client=cast.client)

    assert cost() == one


@pytest.mark.usefixtures("noon")
def test_only_those_who_may_share_are_offered_it(cast: Cast) -> None:
    report, tab = (reverse(name, args=[cast.client.pk]) for name in ("client_report", "client_deliverables"))

    for who, offered in (("keeper", True), ("teammate", False), ("observer", False)):
        assert bool(cast.browser(who).get(report).context["page"].share_url) == offered
        assert bool(cast.browser(who).get(tab).context["page"].share_url) == offered
    assert (
        "share" not in cast.browser("keeper").get(reverse("briefing", args=[cast.client.pk])).content.decode().lower()
    )


def shared(cast: Cast, **more: Any) -> Any:
    address = reverse("client_report_share", args=[cast.client.pk]) + "?first=2026-02&last=2026-02&language=en"
    return cast.browser("keeper").post(address, {"title": "Report, February", "key": "k", **more})


@pytest.mark.usefixtures("noon")
def test_a_report_is_kept_as_a_pdf_with_a_link_for_each_recipient(cast: Cast) -> None:
    petra = ContactFactory(client=cast.client)

    first, again = (shared(cast, contacts=[petra.pk]) for _time in range(2))

    assert (first.status_code, again.status_code) == (302, 302)
    report = Deliverable.objects.get()
    assert (report.kind, report.delivered_on) == ("report", DAY)
    assert (report.period_from, report.period_to) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    assert bytes(DeliverableFile.objects.get().content).startswith(b"%PDF")
    assert Link.objects.get().contact == petra
    assert Link.objects.get().target == ""


@pytest.mark.usefixtures("noon")
def test_the_same_months_again_lead_to_what_was_shared(cast: Cast) -> None:
    shared(cast)
    address = reverse("client_report_share", args=[cast.client.pk])

    def proposed(query: str) -> Any:
        return cast.browser("keeper").get(address + query).context["page"].existing

    assert proposed("?first=2026-02&last=2026-02").deliverable == Deliverable.objects.get()
    assert proposed("?first=2026-01&last=2026-02") is None
    Link.objects.update(archived_at=NOON)
    assert proposed("?first=2026-02&last=2026-02") is None


@pytest.mark.usefixtures("noon")
def test_a_report_reads_the_same_whoever_opened_what(cast: Cast) -> None:
    """The client is never told that we know which links they opened."""
    link = LinkFactory(deliverable=DeliverableFactory(client=cast.client, delivered_on=dt.date(2026, 2, 10)))

    def report() -> Any:
        return made(cast.client, DAY, form_for(cast.client, DAY, {"first": "2026-02", "last": "2026-02"}).asked())

    unopened = report()
    ClickFactory(link=link)
    ClickFactory(link=link, automatic=True, why="scanner")

    assert report() == unopened
    assert link.slug not in str(unopened)


@pytest.mark.usefixtures("noon")
def test_nothing_is_shared_with_a_client_that_has_left(cast: Cast) -> None:
    Client.objects.filter(pk=cast.client.pk).update(status="ended", ended_on=DAY)

    assert shared(cast).status_code == 404
    assert not Deliverable.objects.exists()
