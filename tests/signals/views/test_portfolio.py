"""The portfolio: found, filtered, sorted and paged by the address alone."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Client
from signals.bands import Band
from signals.models import Seal, Snapshot
from signals.views import portfolio, portfolio_query
from tests.cast import Cast
from tests.factories import UserFactory
from tests.signals import portfolio as world
from tests.signals.views.conftest import House


def page_of(house: House, name: str = "boss", **query: str | int) -> Any:
    answer = house.browser(name).get("/portfolio/", query)
    assert answer.status_code == 200
    return answer.context["page"]


def names(page: Any) -> list[str]:
    return [row.client.label for row in page.rows]


@pytest.mark.parametrize("key", portfolio_query.SORTS)
def test_every_order_goes_both_ways(house: House, key: str) -> None:
    def values(sort: str) -> list[Any]:
        desk_page = page_of(house, sort=sort)
        cells = {"churn": lambda r: r.churn.score, "fire": lambda r: r.fire.score, "coverage": lambda r: r.coverage}
        plain = {
            "name": lambda r: r.client.label.casefold(), "owner": lambda r: r.owner.casefold(),
            "monthly": lambda r: r.monthly and r.monthly.amount, "deadline": lambda r: r.deadline,
            "loss": lambda r: None,
        }  # fmt: skip
        return [value for value in map((cells | plain)[key], desk_page.rows) if value is not None]

    assert values(key) == sorted(values(key))
    assert values(f"-{key}") == sorted(values(key), reverse=True)


def test_too_little_data_comes_last_in_any_order(house: House) -> None:
    Snapshot.objects.filter(client=house.client).update(churn=99, churn_band=Band.UNKNOWN)

    assert names(page_of(house, sort="churn"))[-1] == house.client.name
    page = page_of(house, sort="-churn")
    assert (names(page)[-1], page.rows[-1].churn.word) == (house.client.name, "Not enough data")
    assert names(page_of(house, churn="unknown")) == [house.client.name]


def test_a_sealed_clients_place_gives_nothing_away(house: House) -> None:
    Seal.objects.create(user=house.boss, client=house.client, reason="Review")
    places = set()
    for fire in (1, 99):
        Snapshot.objects.filter(client=house.client).update(
            fire=fire, fire_band=Band.LOW if fire == 1 else Band.CRITICAL
        )
        places |= {(sort, names(page_of(house, sort=sort)).index(house.client.name)) for sort in ("fire", "-fire")}
        assert house.client.name not in names(page_of(house, fire="critical")) + names(page_of(house, fire="low"))

    last = page_of(house).total - 1
    assert places == {("fire", last), ("-fire", last)}


def test_search_filters_and_chips_agree(house: House) -> None:
    Client.objects.filter(pk=house.client.pk).update(name="Quite Unmistakable")
    page = page_of(house, q="unmistak", owner=house.keeper.pk)

    assert names(page) == ["Quite Unmistakable"]
    assert {chip.value for chip in page.chips} >= {house.keeper.name}
    assert all("q=unmistak" in column.url for column in page.columns.values())


def test_high_means_high_and_above(house: House) -> None:
    Snapshot.objects.filter(client=house.client).update(churn_band=Band.CRITICAL)

    assert {row.churn.band for row in page_of(house, churn="high").rows} == {"high", "critical"}


def test_pages_follow_each_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "PER_PAGE", 10)
    first, second = page_of(house, sort="name"), page_of(house, sort="name", page=2)

    assert first.paging.next_url == "/portfolio/?sort=name&page=2"
    assert (second.paging.first, second.paging.last) == (11, 20)
    assert names(first) + names(second) == names(page_of(house, sort="name"))[:10] + names(second)
    assert not {row.client.url for row in first.rows} & {row.client.url for row in second.rows}


@pytest.mark.parametrize(
    "query",
    [
        {"page": "999999"}, {"page": "-1"}, {"page": "²"}, {"page": "9" * 40}, {"page": "1e3"},
        {"sort": "evil"}, {"sort": "--churn"}, {"sort": "client__owner__password"},
        {"owner": "²"}, {"owner": "9" * 30}, {"owner": "9" * 9}, {"team": "9" * 19}, {"team": "x"},
        {"q": "\x00"}, {"q": "%' OR 1=1 --"}, {"q": "x" * 5000}, {"status": "\x00"}, {"churn": "evil"}, {"fire": "²"},
    ],
    ids=str,
)  # fmt: skip
def test_hostile_values_never_fail(cast: Cast, query: dict[str, str]) -> None:
    browser = cast.browser("boss")

    assert browser.get("/portfolio/", query).status_code == 200
    assert browser.get("/portfolio/export/", query).status_code == 200
    assert browser.get(f"/clients/{cast.client.pk}/timeline/", query).status_code == 200


def test_a_filter_does_not_name_people_one_knows_nothing_of(house: House) -> None:
    stranger = UserFactory(name="Stranger Elsewhere")

    assert "Stranger" not in house.browser("keeper").get(f"/portfolio/?owner={stranger.pk}").content.decode()


def test_only_reasons_that_weigh_are_listed(house: House) -> None:
    reasons = [reason for row in page_of(house).rows for reason in row.reasons]

    assert len(reasons) > 5
    assert all(reason.points >= 1 / 2 for reason in reasons)


def test_each_client_stands_in_one_corner_or_is_not_placed(house: House) -> None:
    page = page_of(house)

    assert sum(corner.count for corner in page.corners) == len(page.points)
    assert len(page.points) + len(page.unplaced) + page.unplaced_more == page.total
    assert page.scored_at is not None
    assert page.as_of == world.TODAY
