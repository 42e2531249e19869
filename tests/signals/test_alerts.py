"""The life of an alert as the scorer writes it: opened once, updated only when something changed, ended by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clienthealth.core.models import OutboxEvent
from signals.models import Alert, AlertEvent
from tests.factories import AgencyFactory, AlertFactory, ClientFactory
from tests.signals.conditions import follow

At = Callable[[dt.datetime], None]
NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def client(db: None, at: At) -> int:
    at(NOON)
    AgencyFactory()
    return ClientFactory().pk


def the_alert(client: int) -> Alert:
    return Alert.objects.filter(client=client).latest("pk")


def states(client: int) -> list[str]:
    return list(Alert.objects.filter(client=client).order_by("pk").values_list("state", flat=True))


def resolve(alert: Alert, outcome: str, at: dt.datetime = NOON) -> None:
    Alert.objects.filter(pk=alert.pk).update(state="resolved", outcome=outcome, why="So.", resolved_at=at)


# --- opens, goes on, ends ---------------------------------------------------------------------------------------------


def test_a_sign_that_fires_opens_one_alert(client: int) -> None:
    assert follow(TODAY, {client: 5_000}) == 1
    alert = the_alert(client)
    assert (alert.sign, alert.side, alert.state, alert.urgent) == ("gone_quiet", "churn", "open", False)
    assert (alert.strength, alert.peak, alert.factor, alert.score) == (5_000, 5_000, "gone_quiet", 50)
    assert (alert.opened_on, alert.opened_at, alert.loss_cents) == (TODAY, NOON, 100_000)
    assert (alert.reading, alert.noticed_at, alert.is_held_back) == ({"y": 5_000, "last": None}, None, True)


@pytest.mark.parametrize("strength", [None, 0, 4_999])
def test_a_sign_that_hardly_fires_opens_none(client: int, strength: int | None) -> None:
    assert follow(TODAY, {client: strength}) == 0
    assert states(client) == []


def test_a_second_pass_writes_nothing(client: int) -> None:
    follow(TODAY, {client: 6_000})
    with CaptureQueriesContext(connection) as asked:
        assert follow(TODAY, {client: 6_000}) == 0
    assert len(asked) == 1
    assert AlertEvent.objects.count() == OutboxEvent.objects.count() == 1


def test_a_stronger_sign_updates_and_says_nothing_new(client: int) -> None:
    follow(TODAY, {client: 6_000})
    follow(TODAY + DAY, {client: 8_000})
    follow(TODAY + 2 * DAY, {client: 3_500})
    alert = the_alert(client)
    assert (alert.strength, alert.peak, alert.score, alert.opened_on) == (3_500, 8_000, 35, TODAY)
    assert AlertEvent.objects.count() == OutboxEvent.objects.count() == 1


def test_a_larger_loss_alone_is_an_update(client: int) -> None:
    follow(TODAY, {client: 6_000})
    assert follow(TODAY, {client: 6_000}, loss=200_000) == 1
    assert the_alert(client).loss_cents == 200_000


@pytest.mark.parametrize("strength", [None, 3_000, 4_000])
def test_between_the_two_thresholds_and_without_data_it_stands(client: int, strength: int | None) -> None:
    follow(TODAY, {client: 6_000})
    follow(TODAY, {client: strength})
    assert states(client) == ["open"]


@pytest.mark.parametrize("state", ["open", "acknowledged", "snoozed"])
def test_it_ends_by_itself_whatever_people_did(client: int, state: str) -> None:
    follow(TODAY, {client: 6_000})
    until = TODAY + 30 * DAY if state == "snoozed" else None
    Alert.objects.update(state=state, snoozed_until=until, why="Later.")
    follow(TODAY + DAY, {client: 2_999})
    alert = the_alert(client)
    assert (alert.state, alert.outcome, alert.ended_on, alert.why) == ("resolved", "ended", TODAY + DAY, "")
    assert (alert.resolved_at, alert.resolved_by, alert.snoozed_until) == (NOON, None, None)
    assert list(AlertEvent.objects.order_by("pk").values_list("what", flat=True)) == ["opened", "ended"]


def test_after_its_end_it_opens_anew(client: int) -> None:
    for strength in (6_000, 1_000, 7_000):
        follow(TODAY, {client: strength})
    assert states(client) == ["resolved", "open"]
    assert follow(TODAY, {client: 7_000}) == 0


def test_a_sign_nobody_measures_any_more_is_over(client: int) -> None:
    AlertFactory(client_id=client, sign="of_an_older_version")
    assert follow(TODAY, {client: 0}) == 1
    alert = the_alert(client)
    assert (alert.state, alert.outcome, alert.ended_on) == ("resolved", "ended", TODAY)


def test_what_it_would_cost_is_known_while_the_sign_cannot_be_told(client: int) -> None:
    follow(TODAY, {client: 6_000})
    assert follow(TODAY + DAY, {client: None}, loss=900_000) == 1
    alert = the_alert(client)
    assert (alert.strength, alert.score, alert.reading["y"], alert.loss_cents) == (6_000, 60, 6_000, 900_000)
    assert follow(TODAY + DAY, {client: None}, loss=900_000) == 0


def test_others_hear_of_ids_and_figures_and_no_names(client: int) -> None:
    follow(TODAY, {client: 6_000})
    follow(TODAY, {client: 0})
    alert = the_alert(client)
    opened, ended = OutboxEvent.objects.order_by("pk")
    assert (opened.topic, opened.key, opened.client) == ("alert.opened", f"alert:{alert.pk}:opened", client)
    assert opened.payload == {
        "alert": alert.pk, "sign": "gone_quiet", "side": "churn", "urgent": False, "strength": 6_000, "score": 60,
        "loss_cents": 100_000, "outcome": "", "to": [],
    }  # fmt: skip
    assert (ended.topic, ended.key) == ("alert.ended", f"alert:{alert.pk}:ended")


# --- what a person resolved -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "days"), [("mended", 28), ("benign", 90), ("wrong", 90)])
def test_a_resolve_holds_while_the_condition_does_and_then_arms_again(client: int, outcome: str, days: int) -> None:
    follow(TODAY, {client: 6_000})
    resolve(the_alert(client), outcome)
    for after in (0, 1, days - 1):
        assert follow(TODAY + after * DAY, {client: 6_500}) == 0
    assert follow(TODAY + days * DAY, {client: 6_500}) == 2
    assert states(client) == ["resolved", "open"]
    assert follow(TODAY + days * DAY, {client: 6_500}) == 0


def test_a_resolve_is_over_once_the_condition_has_ended(client: int) -> None:
    follow(TODAY, {client: 6_000})
    resolve(the_alert(client), "wrong")
    follow(TODAY + DAY, {client: 2_000})
    assert (the_alert(client).outcome, the_alert(client).ended_on) == ("wrong", TODAY + DAY)
    follow(TODAY + 2 * DAY, {client: 6_000})
    assert states(client) == ["resolved", "open"]


@pytest.mark.parametrize(("strength", "opens"), [(8_999, 0), (9_000, 1)])
def test_a_resolve_does_not_hold_against_much_worse(client: int, strength: int, opens: int) -> None:
    follow(TODAY, {client: 6_000})
    resolve(the_alert(client), "benign")
    follow(TODAY, {client: strength})
    assert states(client).count("open") == opens


def test_a_resolve_whose_successor_ended_does_not_hold_again(client: int) -> None:
    follow(TODAY, {client: 6_000})
    resolve(the_alert(client), "benign")
    for strength in (9_500, 1_000, 6_000):
        follow(TODAY, {client: strength})
    assert states(client) == ["resolved", "resolved", "open"]


# --- many -------------------------------------------------------------------------------------------------------------


def test_one_client_and_25_take_the_same_number_of_queries(client: int) -> None:
    def cost(clients: list[int], strength: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert follow(TODAY, dict.fromkeys(clients, strength)) == len(clients)
        return len(asked)

    many = [ClientFactory().pk for _ in range(25)]
    for strength in (6_000, 7_000, 1_000):  # opens, updates, ends
        assert cost([client], strength) == cost(many, strength)
