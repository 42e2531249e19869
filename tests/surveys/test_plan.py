"""Planning writes down whose turn it is, once, for the right people, with a rest over all campaigns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Client, Contact
from surveys.actions.planning import plan, preview
from surveys.actions.suppressing import lift, suppress
from surveys.models import Ask, Campaign, Suppression
from tests.factories import (
    AskFactory,
    ClientFactory,
    ContactFactory,
    DeliverableFactory,
    SurveyInvitationFactory,
    SurveyTermsFactory,
)
from tests.surveys.sending import MONDAY, MORNING, campaign, days, people

pytestmark = pytest.mark.django_db
State, Why = Ask.State, Ask.Why


def asked(of: Campaign) -> set[Contact]:
    return {ask.contact for ask in Ask.objects.waiting().filter(campaign=of).select_related("contact")}


def test_planning_twice_changes_nothing() -> None:
    campaign(spread_days=10)
    people(5)

    assert plan(MORNING) == 5
    before = list(Ask.objects.order_by("pk").values())
    assert plan(MORNING + days(1)) == 0
    assert list(Ask.objects.order_by("pk").values()) == before


def test_who_is_there_with_an_address_at_a_client_of_ours_is_asked() -> None:
    made = campaign()
    (here,) = people(1)
    people(1, email="")
    people(1, left_on=MONDAY)
    people(1, joined_on=MONDAY + days(5))
    people(1, client=ClientFactory(status=Client.Status.ENDED, ended_on=MONDAY))
    paused = people(1, client=ClientFactory(status=Client.Status.PAUSED))

    plan(MORNING)
    assert asked(made) == {here, *paused}


@pytest.mark.parametrize(
    ("whom", "names"),
    [("everyone", "abcd"), ("champions", "b"), ("deciders", "c"), ("key", "bc")],
)
def test_a_campaign_is_for_whom_it_names(whom: str, names: str) -> None:
    made = campaign(whom=whom, segments=["E-commerce"])
    client = ClientFactory(segment=" e-Commerce ")
    for name, more in (("a", {}), ("b", {"is_champion": True}), ("c", {"is_decider": True}), ("d", {})):
        ContactFactory(client=client, name=name, **more)
    ContactFactory(client__segment="Travel", name="x", is_champion=True, is_decider=True)

    plan(MORNING)
    assert "".join(sorted(contact.name for contact in asked(made))) == names


def test_clients_in_notice_are_asked_where_the_campaign_says_so_and_else_named() -> None:
    (contact,) = people(1, client=ClientFactory(status=Client.Status.NOTICE, notice_on=MONDAY, notice_by="client"))
    without, with_notice = campaign(), campaign(in_notice=True)

    plan(MORNING)
    assert asked(with_notice) == {contact}
    assert Ask.objects.get(campaign=without).why == Why.NOTICE


def test_who_does_not_want_it_is_passed_over_until_they_do() -> None:
    made = campaign()
    (contact,) = people(1)
    suppress(contact.email.upper(), contact=contact)

    plan(MORNING)
    plan(MORNING)
    ask = Ask.objects.get()
    assert (ask.state, ask.why) == (State.SKIPPED, Why.SUPPRESSED)
    lift(contact.email)
    plan(MORNING)
    assert asked(made) == {contact}


def test_what_was_taken_out_by_hand_stays_out() -> None:
    made = campaign()
    (contact,) = people(1)
    AskFactory(campaign=made, contact=contact, round="1", state=State.SKIPPED, why=Why.BY_HAND, sent_at=None)

    assert plan(MORNING) == 0


@pytest.mark.parametrize("scope", ["", Suppression.Scope.YEARLY])
def test_a_second_campaign_waits_until_the_rest_is_over(scope: str) -> None:
    SurveyTermsFactory(throttle_days=60)
    first, second = campaign(every_days=400), campaign(every_days=400)
    (contact,) = people(1)
    if scope:
        suppress(contact.email, scope=scope)
    rest = 365 if scope else 60

    plan(MORNING)
    assert (asked(first), asked(second)) == ({contact}, set())
    Ask.objects.update(state=State.CLOSED)
    plan(MORNING + days(rest - 3))
    assert asked(second) == set()
    plan(MORNING + days(rest))
    assert asked(second) == {contact}


def test_what_another_system_asked_counts_too() -> None:
    made = campaign()
    contact, other = people(2)
    SurveyInvitationFactory(client=contact.client, contact=contact, sent_on=MONDAY - days(5), source="typeform")

    plan(MORNING)
    assert asked(made) == {other}


def test_one_person_at_two_clients_rests_for_both() -> None:
    made = campaign()
    (one,) = people(1, email="Ida@Group.example")
    people(1, email="ida@group.example")

    plan(MORNING)
    assert asked(made) == {one}
    Ask.objects.update(state=State.SENT, sent_at=MORNING)
    plan(MORNING + days(90))
    assert Ask.objects.waiting().get().contact.email == "ida@group.example"


def test_an_event_is_asked_about_and_a_rest_that_outlasts_it_is_named() -> None:
    made = campaign(when="event", event="delivery", delay_days=2)
    contact, tired = people(2)
    AskFactory(contact=tired, sent_at=MORNING - days(10), due_at=MORNING - days(10), campaign=campaign(state="ended"))
    delivered = DeliverableFactory(client=contact.client, delivered_on=MONDAY)

    plan(MORNING)
    assert asked(made) == {contact}
    ask = Ask.objects.get(campaign=made, contact=contact)
    assert (ask.round, ask.due_at.date()) == (f"delivery:{delivered.pk}", MONDAY + days(2))
    assert Ask.objects.get(campaign=made, contact=tired).why == Why.THROTTLED


def test_each_person_gets_their_own_morning_and_language() -> None:
    campaign(hour_from=dt.time(9), hour_to=dt.time(10))
    for country, language in (("JP", ""), ("US", "de-DE"), ("FR", "fr")):
        ContactFactory(client__country=country, client__language=language)

    plan(MORNING)
    found = {ask.client.country: ask for ask in Ask.objects.select_related("client")}
    hours = {country: ask.due_at.hour for country, ask in found.items()}
    assert hours == {"JP": 0, "US": 14, "FR": 8}
    assert [found[country].language for country in ("JP", "US", "FR")] == ["en", "de", "fr"]


def test_a_preview_says_what_planning_will_do_and_writes_nothing() -> None:
    made = campaign(spread_days=5, state="draft")
    people(8)

    shown = preview(made, MORNING)
    assert not Ask.objects.exists()
    Campaign.objects.update(state="running")
    plan(MORNING)
    rows = Ask.objects.order_by("due_at", "contact")
    assert [(one.contact, one.due_at) for one in shown] == list(rows.values_list("contact", "due_at"))
    assert [one.ask for one in preview(made, MORNING)] == list(rows.values_list("pk", flat=True))


def test_people_cost_no_queries(queries_of: Callable[..., int]) -> None:
    campaign()
    campaign(when="event", event="meeting")
    people(1)
    few = queries_of(plan, MORNING)
    people(40)
    assert Ask.objects.count() == 1
    assert queries_of(plan, MORNING) == few
    assert Ask.objects.count() == 41


@pytest.fixture
def queries_of() -> Callable[..., int]:
    def count(work: Callable[..., Any], *given: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            work(*given)
        return len(captured)

    return count
