"""A table of links: said row by row before anything is done, made as a whole or not at all, and once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from accounts.actions.link_rows import create_for_many, create_rows
from accounts.actions.links import Terms
from accounts.models import Deliverable, Link
from accounts.sharing.rows import Plan, period_of, plan, read_rows, table_text
from tests.cast import Cast
from tests.factories import ClientFactory, ContactFactory, LinkFactory
from tests.factories.days import DAY, NOON

HEAD = "client;title;period;address;recipient;slug;id"
PLACE = "https://files.example/march.pdf"


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def planned(cast: Cast, *rows: str) -> list[Plan]:
    return plan(read_rows("\n".join([HEAD, *rows])), by=cast.keeper, today=cast.agency.today())


def test_a_good_table_makes_its_links_once(cast: Cast) -> None:
    petra = ContactFactory(client=cast.client, name="Petra Holm", email="petra@a.example")
    rows = [f"aalborg bikes;Report;2026-02;{PLACE};PETRA@a.example;their-report;r1",
            f"Aalborg Bikes;Report;2026-02;{PLACE};;;r2"]  # fmt: skip

    assert create_rows(planned(cast, *rows), by=cast.keeper) == 2
    again = planned(cast, *rows)

    assert [one.state for one in again] == ["known", "known"]
    assert create_rows(again, by=cast.keeper) == 0
    deliverable = Deliverable.objects.get()
    assert (deliverable.period_from, deliverable.period_to) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    assert {link.contact for link in deliverable.links.all()} == {petra, None}
    assert deliverable.links.get(contact=petra).slug == "their-report"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"Zealand Zips;Report;;{PLACE};;;", "look after no client"),
        (f"Aalborg Bikes;;;{PLACE};;;", "title is missing"),
        ("Aalborg Bikes;Report;;javascript:alert(1);;;", "http"),
        (f"Aalborg Bikes;Report;March;{PLACE};;;", "A period is written"),
        (f"Aalborg Bikes;Report;;{PLACE};Nobody;;", "nobody we know there"),
        (f"Aalborg Bikes;Report;;{PLACE};;taken-one;", "name"),
    ],
)
def test_a_row_that_cannot_be_is_refused_in_words_and_nothing_is_made(cast: Cast, row: str, words: str) -> None:
    LinkFactory(slug="taken-one")
    before = Link.objects.count()
    plans = planned(cast, row, f"Aalborg Bikes;Good one;;{PLACE};;;")

    assert [one.state for one in plans] == ["refused", "new"]
    assert words in plans[0].said
    with pytest.raises(ValidationError, match="Nothing was made"):
        create_rows(plans, by=cast.keeper)
    assert Link.objects.count() == before


def test_two_rows_do_not_share_an_address(cast: Cast) -> None:
    plans = planned(cast, f"Aalborg Bikes;A;;{PLACE};;same-one;", f"Aalborg Bikes;B;;{PLACE};;same-one;")

    assert [one.state for one in plans] == ["new", "refused"]


def test_looking_costs_the_same_for_one_row_and_for_many(cast: Cast) -> None:
    def cost(rows: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            planned(cast, *rows)
        return len(queries)

    def row(number: int) -> str:
        return f"Aalborg Bikes;Report {number};;{PLACE};;;"

    assert cost([row(0)]) == cost([row(number) for number in range(25)])


def test_a_spreadsheet_is_read_like_pasted_rows(cast: Cast) -> None:
    book = Workbook()
    for row in (["Client", "Title", "URL", "Delivered"], ["Aalborg Bikes", "Report", PLACE, dt.date(2026, 2, 27)]):
        book.active.append(row)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)

    (one,) = plan(read_rows(table_text("x.xlsx", stream.getvalue())), by=cast.keeper, today=cast.agency.today())

    assert (one.state, one.delivered_on) == ("new", dt.date(2026, 2, 27))


@pytest.mark.parametrize("text", ["client;title\na;b", "nothing", HEAD, "\n".join([HEAD] + ["a;b;;c;;;"] * 501)])
def test_a_table_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_rows(text)


def test_periods_are_months_or_two_days() -> None:
    assert period_of("2024-02") == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert period_of("2026-01-05 to 2026-02-04") == (dt.date(2026, 1, 5), dt.date(2026, 2, 4))
    assert period_of("") == (None, None)


def test_one_thing_for_many_clients_is_one_each_and_once(cast: Cast) -> None:
    other = ClientFactory(owner=cast.keeper)
    voice = ContactFactory(client=other, is_champion=True)
    for _time in range(2):
        create_for_many(
            [cast.client, other], by=cast.keeper, what={"kind": "audit", "title": "What changed", "delivered_on": DAY},
            target=PLACE, file=None, champions=True, terms=Terms(), key="k",
        )  # fmt: skip

    assert {(link.client, link.contact) for link in Link.objects.all()} == {(cast.client, None), (other, voice)}
    assert Deliverable.objects.count() == 2
