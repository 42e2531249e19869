"""A score of a day reads what was known by that day, and nothing that was learnt, changed or deleted afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.links.retention import forget_visitors
from accounts.models import (
    AdResult,
    Agency,
    Click,
    Client,
    Contact,
    Contract,
    Invoice,
    Message,
    Payment,
    PaymentPromise,
    Pulse,
)
from signals import frames, runs
from signals.models import Frame, Series
from signals.populations import served
from tests.factories import ExchangeRateFactory, HolidayFactory
from tests.signals import portfolio as world

At = Callable[[dt.datetime], None]
DAYS = [dt.date(2026, 1, 4), dt.date(2026, 4, 15), world.SUNDAY]


@pytest.fixture
def now(portfolio: None, at: At) -> At:
    at(world.NOON)
    return at


def replay(day: dt.date) -> tuple[runs.Pass, world.Said]:
    run = runs.prepare(world.agency_day(day), Series.REPLAY)
    return run, world.say(run, served(run.day, run.known), contiguous=True)


@pytest.mark.parametrize("day", DAYS)
def test_forgetting_what_was_learnt_after_a_day_changes_no_score_of_it(now: At, day: dt.date) -> None:
    run, before = replay(day)
    assert len(before) > 15
    assert world.forget(run.day.cut) > 100
    assert world.say(run, served(run.day, run.known), contiguous=True) == before


@pytest.mark.parametrize("day", DAYS)
def test_forgetting_what_was_learnt_after_a_day_changes_no_frame_of_it(now: At, day: dt.date) -> None:
    frame = runs.prepare(world.agency_day(day), Series.REPLAY).frame
    built = frames.rebuilt(frame, world.ZONE)
    world.forget(world.agency_day(day).cut)
    assert frames.rebuilt(frame, world.ZONE) == built


def test_forgetting_who_opened_a_link_changes_no_score(now: At) -> None:
    Click.objects.update(visitor="ada")
    _, before = replay(world.SUNDAY)

    assert forget_visitors(world.NOON + dt.timedelta(days=4000)) > 10
    assert replay(world.SUNDAY)[1] == before


def test_forgetting_the_day_itself_would_change_scores(now: At) -> None:
    run, before = replay(world.SUNDAY)
    world.forget(run.day.plus(-21).cut)
    assert world.say(run, served(run.day, run.known), contiguous=True) != before


def test_changing_everything_afterwards_changes_no_score(now: At) -> None:
    """By ordinary updates, so that the past versions are what the triggers kept."""
    run, before = replay(world.SUNDAY)
    Message.objects.update(direction=2, questions=0)
    Invoice.objects.update(due_on=dt.date(2025, 12, 1), amount=1)
    Payment.objects.update(paid_on=world.TODAY)
    AdResult.objects.update(cost=0)
    Contact.objects.update(left_on=world.TODAY)
    Contract.objects.update(monthly_fee=1)
    Pulse.objects.update(value=1)
    Client.objects.filter(pk__in=list(before)[::2]).update(ended_on=dt.date(2026, 6, 2))
    Client.objects.update(started_on=dt.date(2026, 6, 1))
    Agency.objects.update(working_days=[0], currency="DKK", country="DE")
    HolidayFactory(on=world.SUNDAY - dt.timedelta(days=6), country="")
    ExchangeRateFactory(currency="GBP", starts=dt.date(2026, 6, 2), rate=9)
    assert replay(world.SUNDAY) == (run, before)
    assert world.say(run, served(run.day.plus(9), run.known)) != before


def test_deleting_everything_afterwards_changes_no_score(now: At) -> None:
    run, before = replay(world.SUNDAY)
    for model in (Message, Payment, PaymentPromise, AdResult, Pulse, Contract, Invoice):
        model.objects.all().delete()
    assert replay(world.SUNDAY) == (run, before)


def test_a_pass_of_a_past_day_reads_only_what_was_recorded(now: At) -> None:
    """Written down late, about a day before: today knows it, that day did not."""
    _, before = replay(world.SUNDAY)
    client = next(iter(before))
    Pulse.objects.create(client_id=client, occurred_on=world.SUNDAY - dt.timedelta(days=3), value=1)
    assert replay(world.SUNDAY)[1] == before
    today = runs.prepare(world.agency_day(world.TODAY), Series.LIVE)
    with_it = world.say(today, served(today.day, today.known))
    Pulse.objects.filter(client_id=client, value=1).delete()
    assert with_it != world.say(today, served(today.day, today.known))


def test_a_frame_of_a_past_day_reads_only_what_was_recorded(now: At) -> None:
    frame = runs.prepare(world.agency_day(world.SUNDAY), Series.REPLAY).frame
    before = frames.rebuilt(frame, world.ZONE)
    Message.objects.filter(occurred_at__lt=world.agency_day(world.SUNDAY).cut).delete()
    assert frames.rebuilt(frame, world.ZONE) == before
    assert Frame.objects.count() == 1
