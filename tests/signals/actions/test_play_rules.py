"""Rules start playbooks on alerts: once an alert, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signals import attention
from signals.actions import play_rules
from signals.actions.play_records import create_plays
from signals.actions.play_rules import start_by_rules
from signals.models import Alert, Play, Task
from tests.factories import AgencyFactory, AlertFactory, PlaybookFactory, PlaybookRuleFactory
from tests.factories.days import NOON
from tests.threads import others


@pytest.fixture(autouse=True)
def agency(db: None, at: Callable[[dt.datetime], None]) -> None:
    at(NOON)
    AgencyFactory()


def test_a_rule_starts_its_playbook_and_leaves_the_alert_open() -> None:
    PlaybookRuleFactory()
    alert = AlertFactory()

    (play,) = start_by_rules([alert])

    alert.refresh_from_db()
    assert (play.playbook, play.alert, play.started_by) == ("quiet_client", alert, None)
    assert (alert.state, alert.ruled_at) == (Alert.State.OPEN, NOON)  # nobody is on it yet
    assert [event.what for event in alert.events.all()] == ["play"]


def test_an_alert_is_looked_at_once_in_its_life() -> None:
    alert = AlertFactory()
    assert start_by_rules([alert]) == []

    PlaybookRuleFactory()  # made afterwards
    assert start_by_rules([alert.pk]) == []

    second = AlertFactory()
    (play,) = start_by_rules([alert, second])
    Play.objects.filter(pk=play.pk).update(state="done", outcome="mended", ended_on=play.started_on)
    assert start_by_rules([second]) == []


@pytest.mark.parametrize(
    ("least", "loss_cents", "starts"),
    [(None, None, True), ("2500.00", 250_000, True), ("2500.01", 250_000, False), ("1", None, False)],
)
def test_the_least_loss_is_kept(least: str | None, loss_cents: int | None, starts: bool) -> None:
    PlaybookRuleFactory(least_loss=least and Decimal(least))

    assert bool(start_by_rules([AlertFactory(loss_cents=loss_cents)])) is starts


@pytest.mark.parametrize(
    ("rule", "alert"),
    [
        ({"active": False}, {}),
        ({"playbook": "gone"}, {}),
        ({"sign": "low_nps"}, {}),
        ({}, {"state": "resolved", "outcome": "mended", "resolved_at": NOON}),
    ],
)
def test_what_is_off_gone_or_over_starts_nothing(rule: dict[str, Any], alert: dict[str, Any]) -> None:
    PlaybookRuleFactory(**rule)

    assert start_by_rules([AlertFactory(**alert)]) == []


def test_a_rule_follows_what_stands_in_for_its_playbook() -> None:
    ours = PlaybookFactory(replaces="quiet_client")
    PlaybookRuleFactory()

    assert [play.playbook for play in start_by_rules([AlertFactory()])] == [ours.key]


def test_a_worker_killed_on_the_way_leaves_neither_half(monkeypatch: pytest.MonkeyPatch) -> None:
    PlaybookRuleFactory()
    alert = AlertFactory()
    whole = create_plays

    def killed(*args: Any, **kwargs: Any) -> Any:
        whole(*args, **kwargs)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(play_rules, "create_plays", killed)
        with pytest.raises(SystemExit):
            start_by_rules([alert])
    alert.refresh_from_db()
    assert (alert.ruled_at, Play.objects.count(), Task.objects.count()) == (None, 0, 0)

    assert len(start_by_rules([alert])) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_start_one_play_an_alert() -> None:
    PlaybookRuleFactory()
    alerts = [alert.pk for alert in AlertFactory.create_batch(8)]
    with others() as them:
        runs = [them.start(start_by_rules, alerts) for _ in range(3)]
        made = [play.alert_id for run in runs for play in run.result(60)]

    assert sorted(pk for pk in made if pk) == sorted(alerts)
    assert Play.objects.count() == 8


def test_25_alerts_cost_what_one_costs() -> None:
    PlaybookRuleFactory()
    alerts = AlertFactory.create_batch(26)

    def cost(some: list[Alert]) -> int:
        with CaptureQueriesContext(connection) as queries:
            start_by_rules(some)
        return len(queries)

    assert cost(alerts[:1]) == cost(alerts[1:])
    assert Play.objects.count() == 26


def test_the_step_after_a_pass_lets_the_rules_look_at_what_was_noticed() -> None:
    PlaybookRuleFactory()
    told, held_back = AlertFactory(noticed_at=NOON), AlertFactory()

    assert attention.rule() == 1
    assert [play.alert for play in Play.objects.all()] == [told]
    assert attention.rule() == 0
    held_back.refresh_from_db()
    assert held_back.ruled_at is None
