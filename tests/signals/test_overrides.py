"""A score set by hand: shown everywhere while it holds, on the days it held, and never instead of the computed one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Client, User
from clienthealth.core.history import audited_models
from signals.actions.overrides import LONGEST, set_override, take_back
from signals.bands import Band
from signals.models import Override, Seal, Snapshot
from signals.permissions import scores_for
from signals.views.figures import figures_of
from signals.views.today import build, table_of
from signals.wording import day_text
from tests.signals import portfolio as world
from tests.signals.views.conftest import House, desk_for, house  # noqa: F401 - a fixture

At = Callable[[dt.datetime], None]
LATER = world.TODAY + dt.timedelta(days=28)


def by_hand(house: House, score: int = 38, **changes: Any) -> Override:  # noqa: F811
    values: dict[str, Any] = {
        "by": house.keeper, "client": house.client, "side": "churn", "score": score, "reason": "Signed for two years.",
        "expires_on": LATER,
    }  # fmt: skip
    return set_override(**(values | changes))


def shown(user: User, client: Client, day: dt.date = world.TODAY) -> tuple[int, Band, int]:
    found = scores_for(user).one(client, day)
    assert found is not None
    assert found.churn is not None
    return found.churn.score, found.churn.band, found.churn.computed


def test_what_is_shown_is_what_was_set_and_the_computed_score_stays(house: House) -> None:  # noqa: F811
    before = Snapshot.objects.values("pk", "churn", "churn_band", "digest", "written_at")
    kept = list(before)
    computed = shown(house.keeper, house.client)[2]
    by_hand(house, 90)
    assert shown(house.keeper, house.client) == (90, Band.CRITICAL, computed)
    assert list(before.all()) == kept
    desk = desk_for(house.keeper)
    weeks = desk.scores.weekly([house.client.pk], dt.date(2020, 1, 1), world.TODAY)
    assert all(week.churn and week.churn.override is None for week in weeks[house.client.pk])


def test_a_new_one_ends_the_old_and_a_form_sent_twice_writes_once(house: House) -> None:  # noqa: F811
    first = by_hand(house, 38, token="one")
    assert by_hand(house, 38, token="one") == first
    second = by_hand(house, 45, token="two")
    assert by_hand(house, 38, token="one") == first  # a page of yesterday sent again sets nothing back
    first.refresh_from_db()
    assert (first.ended_on, first.ended_by) == (world.TODAY, house.keeper)
    assert list(Override.objects.in_force(world.TODAY)) == [second]
    with pytest.raises(ValidationError, match="used already"):
        by_hand(house, 45, token="two", side="fire")


@pytest.mark.parametrize("days", [-1, 0, LONGEST + 1])
def test_it_holds_for_at_most_half_a_year(house: House, days: int) -> None:  # noqa: F811
    with pytest.raises(ValidationError):
        by_hand(house, expires_on=world.TODAY + dt.timedelta(days=days))


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"score": 101}, {"score": -1}])
def test_it_says_why_and_stays_on_the_scale(house: House, wrong: dict[str, Any]) -> None:  # noqa: F811
    with pytest.raises(ValidationError):
        by_hand(house, **wrong)
    assert not Override.objects.exists()


@pytest.mark.parametrize("who", ["teammate", "observer", "outsider"])
def test_only_who_writes_about_the_client_sets_it(house: House, who: str) -> None:  # noqa: F811
    with pytest.raises(PermissionDenied):
        by_hand(house, by=getattr(house, who))
    by_hand(house)
    with pytest.raises(PermissionDenied):
        take_back(by=getattr(house, who), client=house.client, side="churn")


def test_taken_back_or_expired_it_falls_away_and_past_days_keep_it(house: House, at: At) -> None:  # noqa: F811
    computed = shown(house.keeper, house.client)[2]
    by_hand(house, 20)
    at(world.NOON + dt.timedelta(days=3))
    day = world.TODAY + dt.timedelta(days=3)
    assert shown(house.keeper, house.client, day)[0] == 20
    assert take_back(by=house.boss, client=house.client, side="churn") is not None
    assert take_back(by=house.boss, client=house.client, side="churn") is None
    assert shown(house.keeper, house.client, day)[0] == computed
    assert shown(house.keeper, house.client, world.TODAY)[0] == 20
    earlier = scores_for(house.keeper).on_or_before(house.client, world.TODAY)
    assert earlier is not None
    assert earlier.churn is not None
    assert earlier.churn.score == 20
    by_hand(house, 20, expires_on=day + dt.timedelta(days=1))
    assert shown(house.keeper, house.client, day + dt.timedelta(days=1))[0] == 20
    assert shown(house.keeper, house.client, day + dt.timedelta(days=2))[0] == computed
    at(world.NOON + dt.timedelta(days=9))
    by_hand(house, 30, expires_on=day + dt.timedelta(days=20))  # the expired one makes room
    expired = Override.objects.get(expires_on=day + dt.timedelta(days=1))
    assert (expired.ended_on, expired.ended_by) == (day + dt.timedelta(days=2), None)


def test_a_sealed_or_withheld_side_gives_nothing_away(house: House) -> None:  # noqa: F811
    by_hand(house, 91, reason="They told me so.")
    by_hand(house, 93, side="fire", reason="They shout.")
    Seal.objects.create(client=house.client, side="churn", user=house.keeper, reason="review")
    assert scores_for(house.keeper).one(house.client, world.TODAY).churn is None  # type: ignore[union-attr]
    page = house.browser("keeper").get(reverse("client", args=[house.client.pk])).content.decode()
    assert "They told me so." not in page
    assert reverse("override", args=[house.client.pk, "churn"]) not in page
    assert house.browser("keeper").get(reverse("override", args=[house.client.pk, "churn"])).status_code == 404
    with pytest.raises(PermissionDenied):
        by_hand(house, 10)
    other = house.browser("teammate").get(reverse("client", args=[house.client.pk])).content.decode()
    assert "They told me so." in other
    assert "They shout." not in other


def test_revenue_at_risk_follows_what_is_shown(house: House) -> None:  # noqa: F811
    desk = desk_for(house.boss)
    at_risk = {s.client: s for s in table_of(desk, mine=False).scores.values() if s.churn and s.churn.band >= Band.HIGH}
    score = next(s for s in at_risk.values() if s.revenue_cents)
    before = figures_of(desk, table_of(desk, mine=False).clients, table_of(desk, mine=False).scores)
    by_hand(house, 20, by=house.boss, client=Client.objects.get(pk=score.client))
    desk = desk_for(house.boss)
    table = table_of(desk, mine=False)
    after = figures_of(desk, table.clients, table.scores)
    assert before.revenue_at_risk.value is not None
    assert after.revenue_at_risk.value is not None
    assert score.revenue_cents is not None
    assert 100 * (before.revenue_at_risk.value.amount - after.revenue_at_risk.value.amount) == score.revenue_cents
    name = table.clients[score.client].name
    assert name not in [row.client.label for row in build(desk).losing]


def test_the_weekly_sums_follow_what_pages_of_that_day_showed(house: House, at: At) -> None:  # noqa: F811
    close = Snapshot.objects.filter(week_close=True, churn_band__gte=Band.HIGH, revenue_cents__gt=0).latest("day")
    since = close.day - dt.timedelta(days=1)

    def risk() -> int:
        sums = desk_for(house.boss).scores.weekly_sums(Client.objects.values_list("pk", flat=True), since, world.TODAY)
        return int(next(week["risk"] for week in sums if week["day"] == close.day) or 0)

    before = risk()
    Override.objects.create(
        client_id=close.client_id, side="churn", score=20, reason="x", starts_on=close.day, expires_on=close.day,
    )  # fmt: skip
    assert before - risk() == close.revenue_cents


def test_pages_and_the_export_show_both_scores(house: House) -> None:  # noqa: F811
    computed = shown(house.keeper, house.client)[2]
    by_hand(house, 38)
    browser = house.browser("keeper")
    words = f"set by {house.keeper.name} until {day_text(LATER)}; computed {computed}"
    assert words in browser.get(reverse("client", args=[house.client.pk])).content.decode()
    assert words in browser.get(reverse("portfolio"), {"q": house.client.name}).content.decode()
    rows = browser.get(reverse("portfolio_export")).getvalue().decode()
    row = next(line for line in rows.splitlines() if house.client.name in line)
    assert row.rstrip().endswith(f"{computed},") or row.rstrip().endswith(f"{computed};")


def test_the_form_sets_and_takes_back(house: House) -> None:  # noqa: F811
    browser, url = house.browser("keeper"), reverse("override", args=[house.client.pk, "churn"])
    assert browser.get(url).status_code == 200
    refused = browser.post(url, {"score": 38, "reason": "", "expires_on": "2031-01-01"})
    assert refused.status_code == 422
    beyond = browser.post(url, {"score": 38, "reason": "x", "expires_on": "2031-01-01"})
    assert b"within 180 days" in beyond.content
    assert browser.post(url, {"score": 38, "reason": "x", "expires_on": LATER.isoformat()}).status_code == 302
    assert shown(house.keeper, house.client)[0] == 38
    browser.post(reverse("override_end", args=[house.client.pk, "churn"]))
    assert shown(house.keeper, house.client)[0] != 38


def test_it_is_in_the_audit_log(house: House) -> None:  # noqa: F811
    by_hand(house)
    assert Override in audited_models()
    page = house.browser("boss").get(reverse("audit"), {"kind": "signals.override"}).content.decode()
    assert "Signed for two years." in page
