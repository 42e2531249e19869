"""What people do with alerts: each step once, on record, refused in plain words, at the same cost for one and many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Mark
from clienthealth.core.models import OutboxEvent
from signals.actions import alerts as actions
from signals.models import Alert, AlertEvent, Seal
from signals.permissions import editable_alerts_for
from tests.cast import Cast
from tests.factories import AlertFactory, ClientFactory

At = Callable[[dt.datetime], None]
NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def alert(cast: Cast, at: At) -> Alert:
    at(NOON)
    return AlertFactory(client=cast.client)


def steps(alert: Alert) -> list[str]:
    return list(AlertEvent.objects.filter(alert=alert).values_list("what", flat=True))


def resolved(alert: Alert, cast: Cast, outcome: str = "mended", why: str = "We talked.") -> Alert:
    assert actions.resolve([alert.pk], by=cast.keeper, outcome=outcome, why=why) == 1
    alert.refresh_from_db()
    return alert


def test_someone_is_on_it_and_saying_so_twice_changes_nothing(alert: Alert, cast: Cast) -> None:
    assert actions.acknowledge([alert.pk], by=cast.keeper) == 1
    assert actions.acknowledge([alert.pk], by=cast.keeper) == 0
    alert.refresh_from_db()
    assert (alert.state, alert.changed_at) == (Alert.State.ACKNOWLEDGED, NOON)
    assert steps(alert) == ["acknowledged"]


def test_a_query_set_does_as_well_as_ids(alert: Alert, cast: Cast) -> None:
    assert actions.acknowledge(editable_alerts_for(cast.keeper), by=cast.keeper) == 1


def test_a_snooze_has_a_day_and_a_reason(alert: Alert, cast: Cast) -> None:
    until = TODAY + 10 * DAY
    for _ in range(2):
        actions.snooze([alert.pk], by=cast.keeper, until=until, why=" They are at a fair. ", wakes_on_message=True)
    alert.refresh_from_db()
    assert (alert.state, alert.snoozed_until, alert.why) == (Alert.State.SNOOZED, until, "They are at a fair.")
    event = AlertEvent.objects.get()
    assert (event.by, event.said) == (cast.keeper, "They are at a fair.")
    assert event.detail == {"until": "2026-03-14", "wakes_on_message": True}


@pytest.mark.parametrize(
    ("days", "why", "wakes"),
    [(0, "x", False), (91, "x", False), (29, "x", True), (5, " ", False), (5, "x" * 501, True)],
)
def test_a_snooze_too_long_or_without_a_reason_is_refused(
    alert: Alert, cast: Cast, days: int, why: str, wakes: bool
) -> None:
    with pytest.raises(ValidationError):
        actions.snooze([alert.pk], by=cast.keeper, until=TODAY + days * DAY, why=why, wakes_on_message=wakes)
    assert steps(alert) == []


def test_a_snoozed_one_can_be_woken_and_an_open_one_is_awake(alert: Alert, cast: Cast) -> None:
    actions.snooze([alert.pk], by=cast.keeper, until=TODAY + DAY, why="Later.")
    assert actions.wake([alert.pk], by=cast.keeper) == 1
    assert actions.wake([alert.pk], by=cast.keeper) == 0
    alert.refresh_from_db()
    assert (alert.state, alert.snoozed_until, alert.why) == (Alert.State.OPEN, None, "")


@pytest.mark.parametrize("outcome", ["benign", "wrong"])
def test_harmless_and_wrong_need_a_reason_and_mended_does_not(alert: Alert, cast: Cast, outcome: str) -> None:
    with pytest.raises(ValidationError):
        actions.resolve([alert.pk], by=cast.keeper, outcome=outcome, why="  ")
    assert actions.resolve([alert.pk], by=cast.keeper, outcome="mended") == 1
    assert actions.resolve([alert.pk], by=cast.keeper, outcome="mended") == 0
    alert.refresh_from_db()
    assert (alert.outcome, alert.resolved_at, alert.resolved_by) == ("mended", NOON, cast.keeper)


def test_nobody_resolves_as_ended_by_itself(alert: Alert, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.resolve([alert.pk], by=cast.keeper, outcome="ended", why="It did.")


def test_a_resolve_can_be_taken_back_within_a_day(alert: Alert, cast: Cast, at: At) -> None:
    resolved(alert, cast, "benign", "A new system.")
    Mark.objects.all().delete()
    at(NOON + dt.timedelta(hours=23))
    assert actions.reopen([alert.pk], by=cast.keeper) == 1
    assert actions.reopen([alert.pk], by=cast.keeper) == 0
    alert.refresh_from_db()
    assert (alert.state, alert.outcome, alert.why, alert.resolved_by) == (Alert.State.OPEN, "", "", None)
    assert list(Mark.objects.values_list("client_id", flat=True)) == [cast.client.pk]
    assert steps(alert) == ["resolved", "reopened"]


def test_a_resolve_of_yesterday_stays(alert: Alert, cast: Cast, at: At) -> None:
    resolved(alert, cast)
    at(NOON + dt.timedelta(hours=25))
    with pytest.raises(ValidationError):
        actions.reopen([alert.pk], by=cast.keeper)


def test_a_resolve_stays_when_a_newer_alert_stands(alert: Alert, cast: Cast) -> None:
    resolved(alert, cast)
    AlertFactory(client=cast.client)
    with pytest.raises(ValidationError):
        actions.reopen([alert.pk], by=cast.keeper)


def test_an_alert_that_ended_by_itself_stays_closed(cast: Cast, at: At) -> None:
    at(NOON)
    ended = AlertFactory(client=cast.client, state="resolved", outcome="ended", resolved_at=NOON, ended_on=TODAY)
    with pytest.raises(ValidationError):
        actions.reopen([ended.pk], by=cast.keeper)


def test_an_alert_is_given_to_someone_and_back(alert: Alert, cast: Cast) -> None:
    assert actions.assign([alert.pk], by=cast.keeper, to=cast.lead) == 1
    assert actions.assign([alert.pk], by=cast.keeper, to=cast.lead) == 0
    assert actions.assign([alert.pk], by=cast.lead, to=None) == 1
    assert [event.detail["to"] for event in AlertEvent.objects.all()] == [cast.lead.pk, None]


def test_an_alert_is_not_given_to_whoever_may_not_see_it(alert: Alert, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.assign([alert.pk], by=cast.keeper, to=cast.outsider)
    fire = AlertFactory(client=cast.client, sign="haggling", side="fire")
    with pytest.raises(ValidationError):
        actions.assign([fire.pk], by=cast.keeper, to=cast.teammate)
    cast.lead.is_active = False
    with pytest.raises(ValidationError):
        actions.assign([alert.pk], by=cast.keeper, to=cast.lead)


def test_a_due_day_is_set_and_taken_away(alert: Alert, cast: Cast) -> None:
    assert actions.set_due([alert.pk], by=cast.keeper, on=TODAY) == 1
    assert actions.set_due([alert.pk], by=cast.keeper, on=TODAY) == 0
    assert actions.set_due([alert.pk], by=cast.keeper, on=None) == 1
    with pytest.raises(ValidationError):
        actions.set_due([alert.pk], by=cast.keeper, on=TODAY - DAY)


ACTIONS: dict[str, dict[str, Any]] = {
    "acknowledge": {}, "wake": {}, "reopen": {}, "resolve": {"outcome": "mended"}, "assign": {"to": None},
    "snooze": {"until": TODAY + DAY, "why": "Later."}, "set_due": {"on": TODAY},
}  # fmt: skip


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("person", ["teammate", "observer", "outsider", "rival"])
def test_whoever_only_reads_changes_nothing(alert: Alert, cast: Cast, name: str, person: str) -> None:
    with pytest.raises(PermissionDenied):
        getattr(actions, name)([alert.pk], by=getattr(cast, person), **ACTIONS[name])
    assert steps(alert) == []


def test_a_sealed_reviewer_touches_no_fire_alert(cast: Cast, at: At) -> None:
    at(NOON)
    fire = AlertFactory(client=cast.client, sign="haggling", side="fire")
    Seal.objects.create(user=cast.keeper, client=cast.client, side="fire", reason="review")
    with pytest.raises(PermissionDenied):
        actions.acknowledge([fire.pk], by=cast.keeper)
    assert actions.acknowledge([fire.pk], by=cast.lead) == 1


def test_one_that_is_someone_elses_refuses_all(alert: Alert, cast: Cast) -> None:
    foreign = AlertFactory(client=cast.foreign)
    with pytest.raises(PermissionDenied):
        actions.acknowledge([alert.pk, foreign.pk], by=cast.keeper)
    alert.refresh_from_db()
    assert alert.state == Alert.State.OPEN


@pytest.mark.parametrize("name", ["acknowledge", "snooze", "assign", "set_due"])
def test_what_is_resolved_says_so_and_the_others_go_on(alert: Alert, cast: Cast, name: str) -> None:
    resolved(alert, cast)
    arguments = ACTIONS[name] | ({"to": cast.lead} if name == "assign" else {})
    with pytest.raises(ValidationError, match="resolved already"):
        getattr(actions, name)([alert.pk], by=cast.keeper, **arguments)
    other = AlertFactory(client=cast.client, sign="low_nps")
    assert getattr(actions, name)([alert.pk, other.pk], by=cast.keeper, **arguments) == 1


@pytest.mark.parametrize("name", ACTIONS)
def test_one_alert_and_25_take_the_same_number_of_queries(cast: Cast, at: At, name: str) -> None:
    at(NOON)

    def made(count: int) -> list[int]:
        fields = {"reopen": {"state": "resolved", "outcome": "mended", "resolved_at": NOON},
                  "wake": {"state": "snoozed", "snoozed_until": TODAY + DAY}}.get(name, {})  # fmt: skip
        return [AlertFactory(client=ClientFactory(owner=cast.keeper), **fields).pk for _ in range(count)]

    def cost(alerts: list[int]) -> int:
        arguments = ACTIONS[name] | ({"to": cast.lead} if name == "assign" else {})
        with CaptureQueriesContext(connection) as asked:
            assert getattr(actions, name)(alerts, by=cast.keeper, **arguments) == len(alerts)
        return len(asked)

    assert cost(made(1)) == cost(made(25))


# --- what other systems hear ------------------------------------------------------------------------------------------

STEPS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("acknowledge", {}, {}),
    ("snooze", {"until": TODAY + DAY, "why": "They are at a fair."}, {"until": "2026-03-05"}),
    ("resolve", {"outcome": "benign", "why": "They said so."}, {"outcome": "benign"}),
    ("assign", {"to": None}, {"to": []}),
    ("set_due", {"on": TODAY + DAY}, {"on": "2026-03-05"}),
]


@pytest.mark.parametrize(("name", "how", "told"), STEPS)
def test_other_systems_hear_of_each_step_once_and_never_its_words(
    alert: Alert, cast: Cast, name: str, how: dict[str, Any], told: dict[str, Any]
) -> None:
    Alert.objects.update(assigned_to=cast.teammate)
    for _ in range(2 if name != "resolve" else 1):
        getattr(actions, name)([alert.pk], by=cast.keeper, **how)

    step, heard = AlertEvent.objects.get(), OutboxEvent.objects.get()

    assert heard.topic == f"alert.{step.what}"
    assert (heard.client, heard.payload["alert"], heard.payload["by"]) == (cast.client.pk, alert.pk, cast.keeper.pk)
    assert {name: heard.payload[name] for name in told} == told
    assert how.get("why", "no words") not in str(heard.payload)


def test_the_same_step_taken_again_later_is_heard_again(alert: Alert, cast: Cast) -> None:
    for _ in range(2):
        resolved(alert, cast)
        actions.reopen([alert.pk], by=cast.keeper)

    assert list(OutboxEvent.objects.order_by("pk").values_list("topic", flat=True)) == 2 * [
        "alert.resolved",
        "alert.reopened",
    ]


def test_what_is_refused_is_not_heard(alert: Alert, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.resolve([alert.pk], by=cast.outsider, outcome="mended", why="")

    assert not OutboxEvent.objects.exists()


def test_no_word_gets_out_of_a_step_that_is_undone(alert: Alert, cast: Cast) -> None:
    with transaction.atomic():
        resolved(alert, cast)
        transaction.set_rollback(True)

    alert.refresh_from_db()
    assert (alert.state, OutboxEvent.objects.count()) == (Alert.State.OPEN, 0)
