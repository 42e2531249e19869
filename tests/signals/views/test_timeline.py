"""The timeline: everything on record, and nothing that has not happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from signals.views import timeline
from tests.factories import InvoiceFactory, MessageFactory, NoteFactory, SurveyResponseFactory
from tests.signals import portfolio as world
from tests.signals.views.conftest import House

TOMORROW = world.TODAY + dt.timedelta(days=1)


def page_of(house: House, query: str = "") -> Any:
    return house.browser("boss").get(f"/clients/{house.client.pk}/timeline/{query}").context["page"]


def test_nothing_is_dated_in_the_future(house: House) -> None:
    NoteFactory(client=house.client, occurred_on=TOMORROW, text="Not yet")
    InvoiceFactory(client=house.client, number="NOT-YET", issued_on=TOMORROW, due_on=TOMORROW)
    SurveyResponseFactory(client=house.client, answered_on=TOMORROW, score=3)
    MessageFactory(client=house.client, occurred_at=world.NOON + dt.timedelta(days=1))

    page = page_of(house)

    assert page.items
    assert all(item.on <= world.TODAY for item in page.items)
    assert "Not yet" not in " ".join(item.text for item in page.items)


def test_newest_first_and_every_page_another_part(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = page_of(house)
    monkeypatch.setattr(timeline, "PER_PAGE", 7)
    parts = [page_of(house, f"?page={n}") for n in (1, 2, 3)]

    days = [item.on for item in whole.items]
    assert days == sorted(days, reverse=True)
    assert [item for part in parts for item in part.items] == list(whole.items)[:21]


def test_a_page_that_is_not_there_is_the_first_one(house: House) -> None:
    page = page_of(house, "?page=999999")

    assert (page.paging.number, page.items) == (1, page_of(house).items)


def test_a_kind_without_facts_keeps_the_way_back(house: House) -> None:
    page = page_of(house, "?kind=effort")

    assert len(page.filters) > 2


def test_counts_of_kinds_add_up(house: House) -> None:
    everything, *kinds = page_of(house).filters

    assert everything.count == sum(kind.count for kind in kinds) > 0


def test_dates_in_facts_leave_out_this_year(house: House) -> None:
    InvoiceFactory(client=house.client, issued_on=world.TODAY - dt.timedelta(days=9), due_on=world.TODAY)
    words = [item.text for item in page_of(house, "?kind=money").items if "due" in item.text]

    assert words
    assert not [text for text in words if str(world.TODAY.year) in text]
