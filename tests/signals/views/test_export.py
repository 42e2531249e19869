"""The portfolio in a spreadsheet: the same clients and rights, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
from typing import Any

from accounts.models import Client
from tests.signals.views.conftest import House


def rows_of(house: House, name: str = "boss", query: str = "") -> list[dict[str, str]]:
    answer: Any = house.browser(name).get(f"/portfolio/export/{query}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_it_lists_whom_the_page_lists(house: House) -> None:
    page = house.browser("boss").get("/portfolio/?sort=name").context["page"]

    assert [row["Client"] for row in rows_of(house, query="?sort=name")] == [row.client.label for row in page.rows]


def test_a_name_is_never_a_formula(house: House) -> None:
    Client.objects.filter(pk=house.client.pk).update(name='=HYPERLINK("//evil")')

    names = [row["Client"] for row in rows_of(house)]
    assert '\'=HYPERLINK("//evil")' in names
    assert not [name for name in names if name.startswith(("=", "+", "-", "@"))]


def test_a_withheld_side_is_empty(house: House) -> None:
    own = {client.name for client in Client.objects.filter(owner=house.keeper)}
    rows = rows_of(house, "keeper")

    for row in rows:
        if row["Client"] not in own:
            assert (row["Fire pressure (higher is riskier)"], row["Fire band"]) == ("", "")
    assert {bool(row["Fire band"]) for row in rows} == {True, False}
    assert all(not row["Fire band"] for row in rows_of(house, "observer"))


def test_filters_hold(house: House) -> None:
    assert {row["Churn band"] for row in rows_of(house, query="?churn=low")} == {"Low"}
