"""Openings become clicks: once each, whatever is killed in between; and the sign sees them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from accounts.links import folding
from accounts.links.folding import RIPE, fold
from accounts.links.retention import forget_visitors
from accounts.models import Click, Link, LinkTerms, Mark, Opening, VisitorSalt
from accounts.tasks import fold_openings
from clienthealth.core.history import past_models
from clienthealth.core.models import OutboxEvent, OutgoingMail
from tests.factories import ClickFactory, ContactFactory, LinkFactory, OpeningFactory, VisitorSaltFactory
from tests.threads import others

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(minutes=5)


def opened(link: Link, seconds: float = 0, *, visitor: str = "ada", **more: Any) -> Opening:
    at = NOON + dt.timedelta(seconds=seconds)
    return OpeningFactory(link=link, at=at, visitor=visitor, **{"agent": "Firefox", **more})


def clicks() -> list[tuple[int, bool, str]]:
    return list(Click.objects.order_by("occurred_at", "pk").values_list("link", "automatic", "why"))


def test_a_ripe_opening_becomes_a_click_and_marks_its_client() -> None:
    link = LinkFactory()
    opening = opened(link)
    Mark.objects.all().delete()

    assert fold(NOON + RIPE - dt.timedelta(seconds=1)) == 0
    assert fold(NOON + RIPE) == 1
    click = Click.objects.get()
    assert (click.source, click.external_id, click.client, click.link) == ("link", str(opening.pk), link.client, link)
    assert (click.occurred_at, click.visitor, click.automatic, click.why) == (NOON, "ada", False, "")
    assert not Opening.objects.exists()
    assert set(Mark.objects.values_list("client_id", flat=True)) == {link.client_id}
    assert fold(LATER) == 0


def test_machines_are_counted_apart_with_their_reason() -> None:
    link, other, third = LinkFactory.create_batch(3)
    opened(link, 0, hint="head", visitor="bo")
    opened(link, 20, agent="Slack", visitor="cy")
    opened(link, 40)
    fold(LATER)

    assert clicks() == [(link.pk, True, "head"), (link.pk, True, "preview"), (link.pk, False, "")]
    assert other.client_id != third.client_id


def test_a_burst_over_two_batches_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first = LinkFactory()
    links = [first, *(LinkFactory(deliverable=first.deliverable) for _ in range(3))]
    for k, link in enumerate(links):
        opened(link, k)
    monkeypatch.setattr(folding, "BATCH", 1)
    fold(LATER)

    assert clicks() == [(link.pk, True, "burst") for link in links]


def test_an_opening_in_the_second_of_its_mail_s_arrival_is_a_scanner_s() -> None:
    link = LinkFactory(slug="march")
    mail = {"key": "a", "recipient": "a@b.example", "subject": "x", "sent_at": NOON}
    OutgoingMail.objects.create(text="See https://health.example/r/march/ for it", **mail)
    opened(link, 2)
    opened(LinkFactory(slug="marching"), 2, visitor="bo")
    fold(LATER)

    assert [why for _, _, why in clicks()] == ["too_fast", ""]


def test_reloads_are_one_click_over_several_runs() -> None:
    link = LinkFactory()
    opened(link, 0)
    fold(NOON + dt.timedelta(seconds=25))
    opened(link, 30)
    opened(link, 90)
    fold(LATER)

    assert [at.minute for at in Click.objects.order_by("occurred_at").values_list("occurred_at", flat=True)] == [0, 1]


def test_a_link_that_is_gone_and_a_reader_who_said_no_leave_no_click() -> None:
    link = LinkFactory(contact=ContactFactory(untracked=True))
    opened(link)
    Opening.objects.create(link_id=10**9, at=NOON)
    fold(LATER)

    assert not Click.objects.exists()
    assert not Opening.objects.exists()


def test_other_systems_hear_of_a_person_s_first_opening_alone() -> None:
    link = LinkFactory()
    opened(link, 0, hint="head", visitor="bo")
    fold(LATER)
    assert not OutboxEvent.objects.exists()

    opened(link, 400)
    opened(link, 900, visitor="cy")
    fold(NOON + dt.timedelta(hours=1))
    event = OutboxEvent.objects.get()
    assert (event.topic, event.client, event.payload["link"]) == ("link.opened", link.client_id, link.pk)
    OutboxEvent.objects.all().delete()  # as thirty days later
    opened(link, 90_000, visitor="di")
    fold(NOON + dt.timedelta(days=2))
    assert not OutboxEvent.objects.exists()


def test_the_same_number_of_queries_for_one_and_for_25(django_assert_num_queries: Any) -> None:
    for n in (1, 25):
        for k in range(n):
            opened(LinkFactory(), k, visitor=f"v{n}-{k}")
        with django_assert_num_queries(11):
            assert fold(LATER) == n


@pytest.mark.django_db(transaction=True)
def test_killed_before_its_end_it_loses_nothing_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    link = LinkFactory()
    for k in range(5):
        opened(link, 70 * k + k * k)
    tell = folding._tell

    def killed(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folding, "_tell", killed)
    with others() as elsewhere, pytest.raises(KeyboardInterrupt):
        elsewhere.do(fold, LATER + RIPE)
    assert (Opening.objects.count(), Click.objects.count()) == (5, 0)

    monkeypatch.setattr(folding, "_tell", tell)
    with others() as elsewhere:
        runs = [elsewhere.start(fold, LATER + RIPE) for _ in range(4)]
        taken = sorted(run.result() for run in runs)
    assert sum(taken) == 5
    assert (Opening.objects.count(), Click.objects.count()) == (0, 5)


@pytest.mark.django_db(transaction=True)
def test_a_backend_that_dies_in_the_middle_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(LinkFactory())

    def terminate(*_args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(folding, "_tell", terminate)
    with others() as elsewhere, pytest.raises(Exception, match=r"terminat|closed"):
        elsewhere.do(fold, LATER)
    assert (Opening.objects.count(), Click.objects.count()) == (1, 0)


def test_the_worker_takes_everything_that_waits(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER)
    monkeypatch.setattr(folding, "BATCH", 2)
    link = LinkFactory()
    for k in range(5):
        opened(link, 60 * k - 300)
    fold_openings()

    assert not Opening.objects.exists()


def test_visitors_are_forgotten_in_time_without_news_about_the_client() -> None:
    LinkTerms.objects.create(visitor_days=30)
    old = ClickFactory(occurred_at=NOON, visitor="ada")
    young = ClickFactory(occurred_at=NOON + dt.timedelta(days=25), visitor="bo")
    Click.objects.filter(pk=old.pk).update(why="burst")  # so that it has a past version
    before = Click.objects.values_list("recorded_at", "known_at").get(pk=old.pk)
    Mark.objects.all().delete()
    VisitorSaltFactory(day=NOON.date())
    VisitorSaltFactory(day=NOON.date() + dt.timedelta(days=31))
    past = past_models()[Click]
    versions = past.objects.count()

    assert forget_visitors(NOON + dt.timedelta(days=31)) == 2
    assert dict(Click.objects.values_list("pk", "visitor")) == {old.pk: "", young.pk: "bo"}
    assert list(past.objects.values_list("visitor", flat=True)) == [""]
    assert past.objects.count() == versions
    assert Click.objects.values_list("recorded_at", "known_at").get(pk=old.pk) == before
    assert not Mark.objects.exists()
    assert VisitorSalt.objects.count() == 1
    assert forget_visitors(NOON + dt.timedelta(days=31)) == 0
