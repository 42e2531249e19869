"""Pages of deliverables: found, opened by whom, archived with an undo, taken along, shared."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Deliverable, Link, LinkTerms
from tests.cast import Cast
from tests.factories import (
    ClickFactory,
    ContactFactory,
    DeliverableFactory,
    DeliverableFileFactory,
    LinkFactory,
    OpeningFactory,
)
from tests.factories.days import DAY, NOON, day

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def shared(cast: Cast, title: str = "Report of February", *, opened: int = 0, machines: int = 0, **more: Any) -> Link:
    contact = ContactFactory(client=cast.client)
    link = LinkFactory(deliverable__client=cast.client, deliverable__title=title, contact=contact, **more)
    for number in range(opened):
        ClickFactory(link=link, occurred_at=NOON - number * HOUR)
    for number in range(machines):
        ClickFactory(link=link, automatic=True, why="scanner", occurred_at=NOON - number * HOUR)
    return link


def titles(cast: Cast, query: str, who: str = "keeper") -> list[str]:
    page = cast.browser(who).get(reverse("deliverables") + query).context["page"]
    return [row.deliverable.title for row in page.rows]


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Read", "Scanned", "Unread"]),
        ("?opened=people", ["Read"]),
        ("?opened=machines", ["Scanned"]),
        ("?opened=nobody", ["Scanned", "Unread"]),
        ("?state=archived", ["Gone"]),
        ("?state=all", ["Gone", "Read", "Scanned", "Unread"]),
        ("?q=scan", ["Scanned"]),
        ("?tag=spring", ["Unread"]),
        ("?month=2026-03", ["Read", "Scanned", "Unread"]),
        ("?month=2025-11", ["Read"]),
        ("?month=2024-01", []),
        ("?kind=audit", []),
        ("?client=999999", []),
        ("?sort=nonsense&page=99&month=x&client=%00", ["Read", "Scanned", "Unread"]),
    ],
)
def test_filters_stand_in_the_address(cast: Cast, query: str, found: list[str]) -> None:
    shared(cast, "Read", opened=2, deliverable__period_from=dt.date(2025, 11, 1),
           deliverable__period_to=dt.date(2025, 11, 30))  # fmt: skip
    shared(cast, "Scanned", machines=1)
    shared(cast, "Unread", tags=["spring"])
    shared(cast, "Gone", archived_at=NOON)

    assert sorted(titles(cast, query)) == found


def test_it_is_sorted_by_what_it_shows_and_blanks_come_last(cast: Cast) -> None:
    shared(cast, "A", opened=1, machines=3)
    shared(cast, "B", opened=2)
    shared(cast, "C")

    assert titles(cast, "?sort=-people")[:2] == ["B", "A"]
    assert titles(cast, "?sort=-people")[2] == "C"
    assert titles(cast, "?sort=-automatic")[0] == "A"
    assert titles(cast, "?sort=last")[2] == "C"
    assert titles(cast, "?sort=-title") == ["C", "B", "A"]


def test_people_and_machines_are_counted_apart(cast: Cast) -> None:
    shared(cast, opened=2, machines=3)

    (row,) = cast.browser("keeper").get(reverse("deliverables")).context["page"].rows
    assert (row.figures.people, row.figures.machines, row.figures.opened_by, row.figures.recipients) == (2, 3, 1, 1)


def test_another_teams_deliverables_are_not_there(cast: Cast) -> None:
    shared(cast)

    assert titles(cast, "", "outsider") == []
    assert titles(cast, "", "observer") == ["Report of February"]


@pytest.mark.parametrize("name", ["deliverables", "deliverables_export"])
def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast, name: str) -> None:
    browser = cast.browser("keeper")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer: Any = browser.get(reverse(name))
            list(getattr(answer, "streaming_content", ()))
        return len(queries)

    shared(cast, opened=1)
    cost()
    one = cost()
    for number in range(24):
        shared(cast, f"Report {number}", opened=2, machines=1)

    assert cost() == one


def test_it_is_taken_along_as_a_table_that_runs_nothing(cast: Cast) -> None:
    shared(cast, "=HYPERLINK(1)", opened=2, machines=1)
    browser, address = cast.browser("keeper"), reverse("deliverables_export")

    csv: Any = browser.get(address)
    assert "'=HYPERLINK(1)" in b"".join(csv.streaming_content).decode()
    sheet = load_workbook(io.BytesIO(browser.get(address + "?format=xlsx").content)).worksheets[0]
    (cells,) = list(sheet.iter_rows(min_row=2))
    assert (cells[1].value, cells[1].data_type) == ("=HYPERLINK(1)", "s")
    assert [cell.value for cell in cells[6:10]] == [1, 1, 2, 1]


# --- many at once -----------------------------------------------------------------------------------------------------


def test_all_that_match_are_archived_and_an_undo_opens_just_those(cast: Cast) -> None:
    for number in range(60):
        shared(cast, f"Report {number}")
    other, before = shared(cast, "Other"), shared(cast, "Report, closed before", archived_at=NOON - HOUR)
    foreign = LinkFactory(deliverable__client=cast.foreign, deliverable__title="Report of theirs")
    browser = cast.browser("keeper")

    browser.post(reverse("deliverables_many") + "?q=report&state=all", {"do": "archive", "all": "1"})
    assert set(Link.objects.filter(archived_at=None)) == {other, foreign}
    browser.post(reverse("deliverables_undo"))

    assert Link.objects.filter(archived_at=None).count() == 62
    assert Link.objects.get(pk=before.pk).archived_at == NOON - HOUR


def test_only_the_ticked_ones_are_tagged(cast: Cast) -> None:
    ticked, other = shared(cast, "A"), shared(cast, "B")

    cast.browser("keeper").post(
        reverse("deliverables_many"), {"do": "tag", "tag": "spring", "deliverable": [ticked.deliverable_id, "x"]}
    )

    assert (Link.objects.get(pk=ticked.pk).tags, Link.objects.get(pk=other.pk).tags) == (["spring"], [])


# --- one --------------------------------------------------------------------------------------------------------------


def test_it_says_who_opened_what_and_when_and_why_it_was_likely_automatic(cast: Cast) -> None:
    link = shared(cast, opened=1, machines=1)
    other = LinkFactory(deliverable=link.deliverable, contact=ContactFactory(client=cast.client, name="Never Opened"))
    OpeningFactory(link=other)
    browser = cast.browser("keeper")

    for name in ("deliverable", "deliverable_openings"):
        text = browser.get(reverse(name, args=[link.deliverable_id])).content.decode()
        assert str(link.contact) in text
        assert "security scanner" in text
        assert "Never Opened" in text
        assert "still being looked at" in text
    rows: Any = browser.get(reverse("deliverable_openings_csv", args=[link.deliverable_id]))
    table = b"".join(rows.streaming_content).decode()
    assert table.count(str(link.contact)) == 2
    assert "Likely automatic" in table


@pytest.mark.parametrize("name", ["deliverable", "deliverable_openings"])
def test_a_page_costs_the_same_for_one_recipient_and_for_many(cast: Cast, name: str) -> None:
    browser, link = cast.browser("keeper"), shared(cast, opened=1)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(name, args=[link.deliverable_id]))
        return len(queries)

    cost()
    one = cost()
    for _number in range(24):
        more = LinkFactory(deliverable=link.deliverable, contact=ContactFactory(client=cast.client))
        ClickFactory(link=more)

    assert cost() == one


def test_a_look_from_here_is_no_opening(cast: Cast) -> None:
    link = shared(cast)
    DeliverableFileFactory(deliverable=link.deliverable)
    browser = cast.browser("keeper")
    for name in ("deliverable", "deliverable_file", "deliverable_openings"):
        assert browser.get(reverse(name, args=[link.deliverable_id])).status_code == 200

    page = browser.get(reverse("deliverable", args=[link.deliverable_id])).context["page"]
    assert (page.waiting, page.figures.people) == (0, 0)


def test_its_file_is_sent_as_an_attachment_that_can_do_nothing(cast: Cast) -> None:
    kept = DeliverableFileFactory(deliverable__client=cast.client, name="Båd.pdf")

    answer = cast.browser("keeper").get(reverse("deliverable_file", args=[kept.deliverable_id]))

    assert answer.content == bytes(kept.content)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "%C3%A5" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("kind", "beginning"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_link_is_a_picture_to_print(cast: Cast, kind: str, beginning: bytes) -> None:
    link = shared(cast)

    answer = cast.browser("keeper").get(reverse("link_picture", args=[link.deliverable_id, link.pk, kind]))

    assert b"svg" in answer.content[:200] if kind == "svg" else answer.content.startswith(beginning)
    assert cast.browser("keeper").get(f"/deliverables/{link.deliverable_id}/links/{link.pk}/qr.exe").status_code == 404


def test_a_link_of_something_else_is_not_there(cast: Cast) -> None:
    link, other = shared(cast), DeliverableFactory(client=cast.client)

    assert cast.browser("boss").get(reverse("link_edit", args=[other.pk, link.pk])).status_code == 404


# --- shared -----------------------------------------------------------------------------------------------------------


def new(cast: Cast, **more: Any) -> Any:
    fields = {"title": "Report of February", "kind": "report", "delivered_on": DAY.isoformat(), "key": "k",
              "target": "https://files.example/report.pdf"}  # fmt: skip
    return cast.browser("keeper").post(f"{reverse('deliverable_new')}?client={cast.client.pk}", {**fields, **more})


def test_a_double_click_shares_once(cast: Cast) -> None:
    petra = ContactFactory(client=cast.client)

    first, second = (new(cast, contacts=[petra.pk], slug="february") for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Link.objects.get().contact == petra


def test_a_file_that_is_a_web_page_is_refused_whatever_it_is_called(cast: Cast) -> None:
    page = io.BytesIO(b"<html><script>alert(1)</script>")
    page.name = "report.pdf"

    answer = new(cast, target="", file=page)

    assert answer.status_code == 422
    assert "This kind of file is not shared" in answer.content.decode()
    assert not Deliverable.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"target": ""}, "one of the two"),
        ({"target": "javascript:alert(1)"}, "http"),
        ({"expires_on": "2026-03-01"}, "over already"),
        ({"slug": "x"}, "characters"),
        ({"delivered_on": day(2).isoformat()}, "not come yet"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(cast: Cast, given: dict[str, str], words: str) -> None:
    answer = new(cast, **given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (Deliverable.objects.count(), Link.objects.count()) == (0, 0)


def test_recipients_are_added_later_for_the_same_place(cast: Cast) -> None:
    link, later = shared(cast), ContactFactory(client=cast.client)

    cast.browser("keeper").post(
        reverse("deliverable_links", args=[link.deliverable_id]), {"contacts": [later.pk], "key": "k"}
    )

    assert Link.objects.get(contact=later).target == link.target


def test_what_was_only_on_record_gets_its_first_link(cast: Cast) -> None:
    made = DeliverableFactory(client=cast.client)
    address = reverse("deliverable_links", args=[made.pk])

    assert cast.browser("keeper").post(address, {"key": "k"}).status_code == 422
    cast.browser("keeper").post(address, {"key": "k", "target": "https://files.example/x"})

    assert Link.objects.get().target == "https://files.example/x"


def test_a_table_is_looked_at_first_and_made_then(cast: Cast) -> None:
    browser, address = cast.browser("keeper"), reverse("deliverables_bulk")
    rows = "client;title;address\nAalborg Bikes;Report;https://files.example/a"

    looked = browser.post(address, {"do": "check", "rows": rows})
    assert not Link.objects.exists()
    for _time in range(2):
        assert browser.post(address, {"do": "make", "rows": looked.context["text"]}).status_code == 302

    assert Link.objects.count() == 1


def test_a_file_that_was_looked_at_can_be_mended_on_the_page(cast: Cast) -> None:
    file = io.BytesIO(b"client,title,address\nNobody,Report,https://files.example/a")
    file.name = "rows.csv"

    answer = cast.browser("keeper").post(reverse("deliverables_bulk"), {"do": "check", "table": file})

    assert answer.status_code == 422
    assert "Nobody\tReport" in answer.context["rows_form"]["rows"].value()


def test_a_table_with_a_refused_row_makes_nothing(cast: Cast) -> None:
    rows = "client;title;address\nAalborg Bikes;A;https://files.example/a\nNobody;B;https://files.example/b"

    answer = cast.browser("keeper").post(reverse("deliverables_bulk"), {"do": "make", "rows": rows})

    assert answer.status_code == 422
    assert not Link.objects.exists()


def test_the_same_thing_goes_to_many_clients(cast: Cast) -> None:
    fields = {"title": "News", "kind": "audit", "delivered_on": DAY.isoformat(), "key": "k",
              "clients": [cast.client.pk], "target": "https://files.example/news"}  # fmt: skip
    answer = cast.browser("keeper").post(reverse("deliverables_bulk") + "?how=same", fields)
    refused = cast.browser("keeper").post(
        reverse("deliverables_bulk") + "?how=same", {**fields, "key": "other", "clients": [cast.foreign.pk]}
    )

    assert (answer.status_code, refused.status_code) == (302, 422)
    assert Link.objects.get().client == cast.client


def test_the_rules_are_kept(cast: Cast) -> None:
    cast.browser("boss").post(reverse("link_rules"), {"expire_days": "90", "visitor_days": "7"})

    rules = LinkTerms.of_agency()
    assert (rules.disclosed, rules.expire_days, rules.visitor_days) == (False, 90, 7)
