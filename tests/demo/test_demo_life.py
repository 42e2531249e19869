"""The demo as a user finds it: every sign has spoken, and its people have been at work. Loaded and lived once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Count

from accounts.models import Client
from clienthealth.core.models import OutboxEvent
from signals.detectors import DETECTORS
from signals.models import Alert, AlertEvent, Notice, Override, Play, Task
from tests.demo.made import NOW, TODAY, live

BANDS = {"churn_high", "fire_high"}
pytestmark = pytest.mark.django_db


def test_every_sign_has_spoken_for_somebody(lived: str) -> None:
    wanted = {detector.key for detector in DETECTORS if detector.alerts} | BANDS
    assert wanted - set(Alert.objects.values_list("sign", flat=True)) == set()


def test_alerts_are_in_every_state_and_ended_in_several_ways(lived: str) -> None:
    states = dict(Alert.objects.order_by().values_list("state").annotate(n=Count("pk")))
    assert set(states) == set(Alert.State.values)
    assert states["open"] > states["acknowledged"] > states["snoozed"] > 0
    assert {"mended", "benign", "ended"} <= set(Alert.objects.values_list("outcome", flat=True))


HARMLESS = {
    ("Mühlbach Fenster", "late_payments"),
    ("Mühlbach Fenster", "growing_debt"),
    ("Mühlbach Fenster", "gone_quiet"),
    ("Mühlbach Fenster", "budget_cut"),
    ("Haus Arnika Hotels", "gone_quiet"),
    ("Haus Arnika Hotels", "budget_cut"),
    ("Rösterei Altmann", "gone_quiet"),
    ("Solvang Optik", "contact_departed"),
}


def test_what_is_harmless_stands_in_no_inbox(lived: str) -> None:
    standing = set(Alert.objects.standing().values_list("client__name", "sign"))
    assert standing.isdisjoint(HARMLESS)
    assert {("Havnholm Outdoor", "new_account_user"), ("Bergmann Küchen", "gone_quiet")} <= standing


def test_not_every_client_has_an_alert(lived: str) -> None:
    served = Client.objects.served().count()
    assert Alert.objects.standing().values("client").distinct().count() <= 0.75 * served


def test_the_rival_agency_is_named(lived: str) -> None:
    assert Alert.objects.standing().get(sign="rival_agency").client.name == "BoxWerk Studios"


def test_plays_run_and_one_is_done_and_tasks_are_late_due_and_to_come(lived: str) -> None:
    assert Play.objects.filter(state="running").count() >= 4
    assert Play.objects.exclude(state="running").exclude(outcome="").exists()
    assert Play.objects.exclude(rescuer=None).exists()
    open_tasks = Task.objects.to_do()
    assert 0 < open_tasks.filter(due_on__lt=TODAY).count() <= 8
    assert open_tasks.filter(due_on=TODAY).exists()
    assert open_tasks.filter(due_on__gt=TODAY).exists()
    assert Task.objects.filter(state="done", play__isnull=False).exists()


def test_people_did_it_on_days_gone_by(lived: str) -> None:
    done = AlertEvent.objects.exclude(by=None)
    assert done.filter(at__lt=NOW - dt.timedelta(days=7)).exists()
    assert not AlertEvent.objects.filter(at__gt=NOW).exists()
    assert Override.objects.in_force(TODAY).count() == 1
    assert Notice.objects.exclude(seen_at=None).count() > Notice.objects.filter(seen_at=None).count() > 0


def test_a_second_life_adds_nothing(lived: str) -> None:
    tables = (Alert, AlertEvent, Play, Task, Notice, Override, OutboxEvent)
    before = [model._default_manager.count() for model in tables]
    assert live().startswith("0 alerts and 0 cases")
    assert [model._default_manager.count() for model in tables] == before
