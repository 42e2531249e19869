"""The writes of people: checked, once, under their name."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import actions
from accounts.models import Client, Note, Observation
from clienthealth.core.history import past_models
from tests.cast import Cast
from tests.factories import ContactFactory, UserFactory
from tests.factories.days import DAY, NOON, day

At = Callable[[dt.datetime], None]


@pytest.fixture(autouse=True)
def on_the_day(at: At) -> None:
    at(NOON)


def observe(cast: Cast, **changed: Any) -> Observation:
    fields = {"by": cast.keeper, "client": cast.client, "kind": Observation.Kind.HAGGLING, "occurred_on": DAY}
    return actions.log_observation(**fields | changed)  # type: ignore[arg-type]


def test_an_observation_keeps_who_saw_what_and_when(cast: Cast) -> None:
    made = observe(cast, note="Every line of the offer", severity=3)

    made.refresh_from_db()
    assert (made.by, made.client, made.occurred_on, made.severity) == (cast.keeper, cast.client, DAY, 3)
    assert made.recorded_at == NOON


def test_everything_else_is_logged_the_same_way(cast: Cast) -> None:
    who: dict[str, Any] = {"by": cast.keeper, "client": cast.client, "occurred_on": DAY}

    made: list[Any] = [
        actions.log_lapse(kind="deadline", **who),
        actions.log_win(title="Twice the enquiries", figure="+104%", **who),
        actions.log_note(text="They open a shop", **who),
        actions.record_pulse(value=2, note="Short answers", **who),
    ]

    assert [entry.by for entry in made] == [cast.keeper] * 4


@pytest.mark.parametrize("name", ["teammate", "observer", "outsider", "rival"])
def test_nobody_logs_about_a_client_they_do_not_answer_for(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        observe(cast, by=getattr(cast, name))
    assert not Observation.objects.exists()


def test_a_form_sent_twice_logs_once(cast: Cast) -> None:
    assert observe(cast, token="t1") == observe(cast, token="t1")
    assert Observation.objects.count() == 1


def test_a_token_opens_nobody_elses_entry(cast: Cast) -> None:
    observe(cast, token="t1")

    with pytest.raises(ValidationError, match="used already"):
        observe(cast, token="t1", by=cast.outsider, client=cast.foreign)


def test_tomorrow_cannot_be_logged(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not come yet"):
        observe(cast, occurred_on=day(1))


def test_today_is_the_agencys_day_and_not_greenwichs(cast: Cast, at: At) -> None:
    at(dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC))  # half past midnight in Copenhagen

    assert observe(cast, occurred_on=day(1)).occurred_on == day(1)


def test_another_clients_contact_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not this client's"):
        observe(cast, contact=ContactFactory(client=cast.foreign))


@pytest.mark.parametrize("value", [0, 6])
def test_a_pulse_is_one_to_five(cast: Cast, value: int) -> None:
    with pytest.raises(ValidationError):
        actions.record_pulse(by=cast.keeper, client=cast.client, value=value, occurred_on=DAY)


def test_ones_own_entry_is_taken_back_and_its_past_stays(cast: Cast) -> None:
    actions.undo(observe(cast), by=cast.keeper)

    assert not Observation.objects.exists()
    assert past_models()[Observation].objects.get().pgh_label == "delete"


@pytest.mark.parametrize(("name", "hours"), [("keeper", 25), ("lead", 1)])
def test_an_entry_stays_after_a_day_and_for_others(cast: Cast, at: At, name: str, hours: int) -> None:
    made = observe(cast)
    at(NOON + dt.timedelta(hours=hours))

    with pytest.raises(PermissionDenied):
        actions.undo(made, by=getattr(cast, name))
    assert Observation.objects.exists()


def test_a_lead_takes_on_a_client_for_the_team(cast: Cast) -> None:
    made = actions.create_client(by=cast.lead, name="Bornholm Bakery", owner=cast.teammate, domains=["bakery.example"])

    assert (made.team, made.status) == (cast.team, Client.Status.ACTIVE)


@pytest.mark.parametrize("name", ["keeper", "observer"])
def test_managers_and_observers_take_nobody_on(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_client(by=getattr(cast, name), name="Bornholm Bakery")


def test_a_lead_gives_no_client_to_another_team(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="your own team"):
        actions.assign_owner(by=cast.lead, client=cast.client, owner=cast.outsider)

    cast.client.refresh_from_db()
    assert (cast.client.owner, cast.client.team) == (cast.keeper, cast.team)


def test_the_agencys_owner_gives_a_client_to_anyone_who_is_with_us(cast: Cast) -> None:
    actions.assign_owner(by=cast.boss, client=cast.client, owner=cast.outsider)
    assert cast.client.team == cast.other_team

    with pytest.raises(ValidationError, match="no longer with us"):
        actions.assign_owner(by=cast.boss, client=cast.client, owner=UserFactory(is_active=False))


def test_notice_end_and_their_dates(cast: Cast) -> None:
    actions.give_notice(by=cast.keeper, client=cast.client, on=DAY, side=Client.Side.CLIENT)
    actions.end_client(by=cast.keeper, client=cast.client, on=day(30), side=Client.Side.BOTH, reason="Sold")

    cast.client.refresh_from_db()
    assert (cast.client.status, cast.client.notice_on, cast.client.notice_by) == ("ended", DAY, "client")
    assert (cast.client.ended_on, cast.client.end_reason) == (day(30), "Sold")


def test_a_notice_can_be_withdrawn_and_a_pause_ended(cast: Cast) -> None:
    actions.give_notice(by=cast.keeper, client=cast.client, on=DAY, side=Client.Side.CLIENT)
    actions.withdraw_notice(by=cast.keeper, client=cast.client)
    actions.pause_client(by=cast.keeper, client=cast.client)
    assert cast.client.status == Client.Status.PAUSED

    actions.resume_client(by=cast.keeper, client=cast.client)
    assert (cast.client.status, cast.client.notice_on) == (Client.Status.ACTIVE, None)


@pytest.mark.parametrize(
    "change", [actions.withdraw_notice, actions.resume_client], ids=["withdraw_notice", "resume_client"]
)
def test_what_does_not_fit_the_status_is_refused(cast: Cast, change: Callable[..., Client]) -> None:
    with pytest.raises(ValidationError):
        change(by=cast.keeper, client=cast.client)


def test_a_client_does_not_end_before_the_beginning(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        actions.end_client(by=cast.keeper, client=cast.client, on=day(-2000), side=Client.Side.CLIENT)


def test_a_teammate_changes_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.give_notice(by=cast.teammate, client=cast.client, on=DAY, side=Client.Side.CLIENT)
    with pytest.raises(PermissionDenied):
        actions.log_note(by=cast.teammate, client=cast.client, text="Hello", occurred_on=DAY)
    assert not Note.objects.exists()
