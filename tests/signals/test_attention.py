"""What people are told of: the week's number, the largest loss first; what comes back; what is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Mark, Message, Role, Team, User
from clienthealth.core.clock import Day
from clienthealth.core.models import OutboxEvent
from signals import attention, turns
from signals.actions import alerts as actions
from signals.models import Alert, AlertEvent, FrameRequest, Notice, NoticePreference, Seal
from tests.cast import Cast
from tests.factories import AlertFactory, ClientFactory, MessageFactory, UserFactory
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)  # a Wednesday
TODAY = Day(NOON.date(), world.ZONE)
DAY = dt.timedelta(days=1)
MONDAY = NOON + 5 * DAY


@pytest.fixture
def keeper(cast: Cast, at: At) -> User:
    at(NOON)
    return cast.keeper


def opened(owner: User | None, *losses: int | None, **fields: object) -> list[Alert]:
    return [AlertFactory(client=ClientFactory(owner=owner), loss_cents=loss, **fields) for loss in losses]


def told(person: User) -> list[int | None]:
    notices = Notice.objects.filter(user=person).order_by("pk")
    return list(notices.values_list("alert__loss_cents", flat=True))


def day_of(moment: dt.datetime) -> Day:
    return Day(moment.date(), world.ZONE)


# --- the week's number ------------------------------------------------------------------------------------------------


def test_the_three_largest_are_noticed_and_the_others_held_back(keeper: User) -> None:
    opened(keeper, 5, 50, None, 20, 40, 30)
    assert attention.attend(TODAY) == 3
    assert told(keeper) == [50, 40, 30]
    assert sorted(alert.loss_cents or 0 for alert in Alert.objects.all() if alert.is_held_back) == [0, 5, 20]


def test_the_same_again_tells_nobody(keeper: User) -> None:
    opened(keeper, 1, 2, 3, 4)
    attention.attend(TODAY)
    assert attention.attend(TODAY) == 0
    opened(keeper, 1_000)
    assert attention.attend(day_of(NOON + 4 * DAY)) == 0


def test_what_was_held_back_competes_again_next_week(keeper: User, at: At) -> None:
    opened(keeper, 10, 9, 8, 7, 6)
    attention.attend(TODAY)
    opened(keeper, 100)
    at(MONDAY)
    assert attention.attend(day_of(MONDAY)) == 3
    assert told(keeper)[3:] == [100, 7, 6]


def test_the_week_is_the_agencys(keeper: User, at: At) -> None:
    opened(keeper, 3, 2, 1, 4)
    Mark.objects.all().delete()
    at(dt.datetime(2026, 3, 8, 22, 59, tzinfo=dt.UTC))  # a minute before Monday in Copenhagen
    assert turns.attend() == 3
    at(dt.datetime(2026, 3, 8, 23, 1, tzinfo=dt.UTC))
    assert turns.attend() == 1


def test_everyone_chooses_their_number(keeper: User) -> None:
    NoticePreference.objects.create(user=keeper, weekly=1)
    opened(keeper, 1, 2)
    other = UserFactory(team=keeper.team)
    opened(other, 1, 2)
    attention.attend(TODAY)
    assert (told(keeper), told(other)) == ([2], [2, 1])


def test_urgent_ones_are_always_noticed_and_not_counted(keeper: User) -> None:
    NoticePreference.objects.create(user=keeper, weekly=1)
    opened(keeper, 1, 2, urgent=True)
    opened(keeper, 5, 6)
    attention.attend(TODAY)
    assert told(keeper) == [2, 1, 6]
    opened(keeper, 3, urgent=True)
    assert attention.attend(TODAY) == 1


@pytest.mark.parametrize("state", ["acknowledged", "snoozed"])
def test_only_open_ones_are_noticed(keeper: User, state: str) -> None:
    until = TODAY.plus(3).date if state == "snoozed" else None
    opened(keeper, 5, state=state, snoozed_until=until)
    assert attention.attend(TODAY) == 0


def test_a_notice_is_on_record_everywhere_in_one_step(keeper: User) -> None:
    (alert,) = opened(keeper, 5)
    attention.attend(TODAY)
    alert.refresh_from_db()
    assert (alert.noticed_at, alert.noticed_to, alert.is_held_back) == (NOON, keeper, False)
    event = AlertEvent.objects.get(alert=alert)
    assert (event.what, event.detail, event.at) == ("noticed", {"to": [keeper.pk]}, NOON)
    told_others = OutboxEvent.objects.get()
    assert (told_others.topic, told_others.key) == ("alert.noticed", f"alert:{alert.pk}:noticed")
    assert told_others.payload["to"] == [keeper.pk]


def test_nothing_is_half_written_when_it_breaks(keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(keeper, 5)

    def broken(*_: object) -> None:
        raise RuntimeError("the database went away")

    with monkeypatch.context() as during:
        during.setattr(attention, "put_on_record", broken)
        with pytest.raises(RuntimeError):
            attention.notice(TODAY)
    assert (Notice.objects.count(), AlertEvent.objects.count()) == (0, 0)
    assert attention.notice(TODAY) == 1


# --- whom -------------------------------------------------------------------------------------------------------------


def test_whoever_it_was_given_to_is_told_and_not_the_owner(cast: Cast, keeper: User) -> None:
    opened(keeper, 5, assigned_to=cast.teammate)
    attention.attend(TODAY)
    assert (told(keeper), told(cast.teammate)) == ([], [5])


def test_nobodys_client_is_told_to_the_leads_of_the_team_else_to_the_owners(cast: Cast, keeper: User) -> None:
    AlertFactory(client=ClientFactory(owner=None, team=cast.team), loss_cents=7)
    AlertFactory(client=ClientFactory(owner=None, team=None), loss_cents=8)
    AlertFactory(client=ClientFactory(owner=None, team=Team.objects.create(name="West")), loss_cents=9)
    attention.attend(TODAY)
    assert (told(cast.lead), told(cast.boss), told(cast.rival)) == ([7], [9, 8], [])


def test_whoever_left_us_is_not_told(cast: Cast, keeper: User) -> None:
    User.objects.filter(pk=keeper.pk).update(is_active=False)
    opened(keeper, 5)
    attention.attend(TODAY)
    assert (told(keeper), told(cast.lead)) == ([], [5])


def test_a_sealed_reviewer_hears_nothing_of_fire_pressure(cast: Cast, keeper: User) -> None:
    churn, fire = opened(keeper, 5)[0], opened(keeper, 6, side="fire", sign="haggling")[0]
    for alert in (churn, fire):
        Seal.objects.create(user=keeper, client=alert.client, side="fire", reason="review")
    attention.attend(TODAY)
    assert (told(keeper), told(cast.lead)) == ([5], [6])


def test_whoever_has_no_room_left_holds_back_only_what_they_may_see(cast: Cast, keeper: User) -> None:
    NoticePreference.objects.create(user=keeper, weekly=1)
    opened(keeper, 9)
    hidden, shown = opened(keeper, 6, 5, side="fire", sign="haggling")
    Seal.objects.create(user=keeper, client=hidden.client, side="fire", reason="review")
    attention.attend(TODAY)
    assert (told(keeper), told(cast.lead)) == ([9], [6])
    assert attention.attend(TODAY) == 0
    shown.refresh_from_db()
    assert shown.is_held_back


def test_several_leads_are_told_and_each_ones_number_is_their_own(cast: Cast, keeper: User) -> None:
    second = UserFactory(role=Role.LEAD, team=cast.team)
    NoticePreference.objects.create(user=second, weekly=1)
    for loss in (3, 4):
        AlertFactory(client=ClientFactory(owner=None, team=cast.team), loss_cents=loss)
    attention.attend(TODAY)
    assert (told(cast.lead), told(second)) == ([4, 3], [4])


# --- comes back -------------------------------------------------------------------------------------------------------


def snoozed(keeper: User, *, until: dt.date, wakes: bool = False) -> Alert:
    alert = AlertFactory(client=ClientFactory(owner=keeper))
    actions.snooze([alert.pk], by=keeper, until=until, why="Later.", wakes_on_message=wakes)
    return alert


def state_of(alert: Alert) -> str:
    alert.refresh_from_db()
    return alert.state


def test_a_snoozed_one_comes_back_on_its_day(keeper: User, at: At) -> None:
    alert = snoozed(keeper, until=TODAY.plus(2).date)
    attention.attend(TODAY.plus(1))
    assert state_of(alert) == Alert.State.SNOOZED
    at(NOON + 2 * DAY)
    attention.attend(TODAY.plus(2))
    assert (state_of(alert), alert.snoozed_until, alert.why) == (Alert.State.OPEN, None, "")
    assert AlertEvent.objects.get(what="woken").detail == {"because": "day"}
    assert Notice.objects.count() == 1


def test_a_snoozed_one_comes_back_when_they_write(keeper: User, at: At) -> None:
    alert = snoozed(keeper, until=TODAY.plus(20).date, wakes=True)
    patient = snoozed(keeper, until=TODAY.plus(20).date)
    at(NOON + dt.timedelta(hours=2))
    for waiting in (alert, patient):
        MessageFactory(client=waiting.client, occurred_at=NOON + dt.timedelta(hours=1))
    attention.attend(TODAY)
    assert (state_of(alert), state_of(patient)) == (Alert.State.OPEN, Alert.State.SNOOZED)
    assert AlertEvent.objects.get(what="woken").detail == {"because": "message"}


@pytest.mark.parametrize(
    ("hours", "fields"),
    [
        (1, {"direction": Message.Direction.OUT}),
        (1, {"automatic": True}),
        (-30, {}),  # an old one, imported late
    ],
)
def test_our_own_words_and_robots_and_old_mail_wake_nothing(
    keeper: User, at: At, hours: int, fields: dict[str, object]
) -> None:
    alert = snoozed(keeper, until=TODAY.plus(20).date, wakes=True)
    at(NOON + dt.timedelta(hours=2))
    MessageFactory(client=alert.client, occurred_at=NOON + dt.timedelta(hours=hours), **fields)
    attention.attend(TODAY)
    assert state_of(alert) == Alert.State.SNOOZED


def test_what_they_wrote_before_the_snooze_is_known_to_whoever_snoozed(keeper: User, at: At) -> None:
    client = ClientFactory(owner=keeper)
    alert = AlertFactory(client=client)
    at(NOON - dt.timedelta(hours=1))
    MessageFactory(client=client, occurred_at=NOON - dt.timedelta(hours=2))
    at(NOON)
    actions.snooze([alert.pk], by=keeper, until=TODAY.plus(5).date, why="Later.", wakes_on_message=True)
    attention.attend(TODAY)
    assert state_of(alert) == Alert.State.SNOOZED


# --- is over ----------------------------------------------------------------------------------------------------------


def test_the_alerts_of_a_client_who_left_are_closed(keeper: User) -> None:
    alert = opened(keeper, 5)[0]
    other = opened(keeper, 4)[0]
    Client.objects.filter(pk=alert.client_id).update(status=Client.Status.ENDED, ended_on=TODAY.date)
    Client.objects.filter(pk=other.client_id).update(ended_on=TODAY.plus(1).date)
    attention.attend(TODAY)
    assert (state_of(alert), alert.outcome, alert.ended_on) == (Alert.State.RESOLVED, "left", TODAY.date)
    assert state_of(other) == Alert.State.OPEN
    assert told(keeper) == [4]
    assert AlertEvent.objects.get(alert=alert).detail == {"outcome": "left"}
    assert OutboxEvent.objects.get(topic="alert.ended").payload["outcome"] == "left"


# --- rules, turns, cost -----------------------------------------------------------------------------------------------


def test_rules_look_once_at_what_was_noticed(keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(attention, "after_noticing", lambda alerts: seen.extend(alert.pk for alert in alerts))
    opened(keeper, 1, 2, 3, 4)
    for _ in range(2):
        attention.attend(TODAY)
    assert sorted(seen) == sorted(Alert.objects.filter(noticed_at__isnull=False).values_list("pk", flat=True))
    assert len(seen) == 3


@pytest.mark.parametrize("what", ["bulk", "everyone", "frame"])
def test_while_a_pass_goes_on_nobody_is_told(keeper: User, what: str) -> None:
    (alert,) = opened(keeper, 5)
    Mark.objects.all().delete()
    if what == "frame":
        FrameRequest.objects.create(reason="first")
    else:
        with connection.cursor() as cursor:
            client = None if what == "everyone" else alert.client_id
            cursor.execute("INSERT INTO accounts_mark (client_id, bulk) VALUES (%s, %s)", [client, what == "bulk"])
    assert turns.attend() == 0
    with connection.cursor() as cursor:  # something that cannot be scored holds nobody up for ever
        cursor.execute("UPDATE accounts_mark SET made_at = made_at - interval '2 hours'")
        cursor.execute("UPDATE signals_framerequest SET made_at = made_at - interval '2 hours'")
    assert turns.attend() == 1


def test_one_alert_and_25_take_the_same_number_of_queries(keeper: User, at: At) -> None:
    def cost(day: Day) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert attention.attend(day)
        return len(asked)

    def people(count: int) -> list[User]:
        return [UserFactory(team=keeper.team) for _ in range(count)]

    for person in people(1):
        opened(person, 1)
    one = cost(TODAY)
    for person in people(8):
        opened(person, 1, 2, 3)
    opened(None, 7)
    assert cost(TODAY) <= one + 1  # nobody's clients are looked up in one query more
    opened(keeper, 1)
    assert cost(TODAY) == one
