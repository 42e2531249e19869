"""Who gets which mail about alerts, when, and what stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Client, User
from clienthealth.core import clock
from clienthealth.core.models import OutgoingMail
from clienthealth.core.post import send_waiting
from signals import notices
from signals.actions.notices import mark_seen, save_preference, stop_mail
from signals.letters import stop_url
from signals.models import Alert, Notice, NoticePreference, Seal, Task
from tests.cast import Cast
from tests.factories import ClientFactory
from tests.mailserver import MailServer, mail_server
from tests.threads import others

At = Callable[[dt.datetime], None]
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.BASE_URL = "https://health.nordlys.example"
    with mail_server(settings) as made:
        yield made


def alert(client: Client, sign: str = "gone_quiet", side: str = "churn", **fields: Any) -> Alert:
    fields = {"strength": 7000, "peak": 7000, "opened_on": clock.now().date(), "loss_cents": 1_234_000, **fields}
    return Alert.objects.create(client=client, sign=sign, side=side, **fields)


def tell(user: User, *alerts: Alert, ago: int = 60) -> None:
    """Give a person notice of alerts, `ago` seconds before now."""
    made = clock.now() - dt.timedelta(seconds=ago)
    for one in alerts:
        Notice.objects.create(user=user, alert=one, made_at=made)
        Alert.objects.filter(pk=one.pk).update(noticed_at=made, noticed_to=user)


def wants(user: User, mail: str, hour: int = 8, weekly: int = 3) -> None:
    save_preference(user, mail=mail, hour=hour, weekly=weekly)


def task(client: Client, due: dt.date, **fields: Any) -> Task:
    return Task.objects.create(**{"client": client, "title": "Call Freja", "due_on": due, **fields})


def local(*at: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*at, tzinfo=COPENHAGEN, fold=fold)  # type: ignore[arg-type,misc]


def deliver() -> int:
    notices.hand_to_post()
    return send_waiting()


# --- at once


def test_alerts_found_together_make_one_mail(cast: Cast, server: MailServer) -> None:
    wants(cast.keeper, "at_once")
    other = ClientFactory(name="Bergmann", owner=cast.keeper)
    tell(cast.keeper, alert(cast.client), alert(other, "budget_cut"))

    assert (deliver(), deliver()) == (1, 0)
    (got,) = server.taken
    assert (got["To"], got["Subject"]) == ("keeper@agency.example", "2 new alerts")
    for kind in ("plain", "html"):
        words = server.words_of(got, kind)
        assert "Aalborg Bikes has gone quiet" in words
        assert "Bergmann cut the ad budget" in words
        assert "Expected loss €12,340." in words
        assert f"https://health.nordlys.example/clients/{other.pk}/" in words
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_a_batch_is_gathered_for_some_seconds(cast: Cast, server: MailServer) -> None:
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client), ago=3)

    assert deliver() == 0
    Notice.objects.update(made_at=clock.now() - notices.GATHER)
    assert deliver() == 1


@pytest.mark.parametrize(
    ("sign", "side", "subject"),
    [
        ("gone_quiet", "churn", "Aalborg Bikes has gone quiet"),
        ("haggling", "fire", "Aalborg Bikes: something to look at"),
        ("unethical_request", "fire", "Aalborg Bikes: something to look at"),
    ],
)
def test_a_subject_says_who_and_what_but_nothing_of_fire_pressure(
    cast: Cast, server: MailServer, sign: str, side: str, subject: str
) -> None:
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client, sign, side))
    deliver()

    assert server.taken[0]["Subject"] == subject
    first = server.words_of(server.taken[0]).split("\n")[:2]
    assert first == ["Hello Keeper,", "1 new alert."]  # what a locked screen shows of the text


@pytest.mark.parametrize(("sign", "side", "shown"), [("gone_quiet", "churn", True), ("haggling", "fire", False)])
def test_the_loss_which_tells_the_churn_risk_stands_only_beside_its_own_signs(
    cast: Cast, server: MailServer, sign: str, side: str, shown: bool
) -> None:
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client, sign, side))
    deliver()

    assert ("12,340" in server.words_of(server.taken[0])) == shown


def test_who_has_seen_it_in_the_app_or_wants_no_mail_gets_none(cast: Cast, server: MailServer) -> None:
    found = alert(cast.client)
    for person, choice in ((cast.keeper, "at_once"), (cast.lead, "never"), (cast.boss, "at_once")):
        wants(person, choice)
        tell(person, found)
    assert notices.unseen(cast.keeper) == 1
    assert mark_seen(cast.keeper, [found.pk]) == 1
    notices.hand_to_post()
    stop_mail(cast.boss)  # between the writing down and the sending

    assert send_waiting() == 0
    assert notices.unseen(cast.keeper) == 0
    assert mark_seen(cast.keeper) == 0


@pytest.mark.parametrize("how", ["leaves", "moves", "is sealed", "loses fire", "alert ends", "client goes"])
def test_what_somebody_may_no_longer_see_when_the_mail_is_sent_is_not_in_it(
    cast: Cast, server: MailServer, how: str
) -> None:
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client, "haggling", "fire"))
    notices.hand_to_post()
    assert OutgoingMail.objects.count() == 1
    match how:
        case "leaves":
            User.objects.filter(pk=cast.keeper.pk).update(is_active=False)
        case "moves" | "loses fire":
            Client.objects.filter(pk=cast.client.pk).update(owner=cast.teammate, team=cast.team)
            User.objects.filter(pk=cast.keeper.pk).update(team=cast.other_team if how == "moves" else cast.team)
        case "is sealed":
            Seal.objects.create(user=cast.keeper, client=cast.client, side="fire", reason="review")
        case "alert ends":
            Alert.objects.update(state="resolved", outcome="ended", resolved_at=clock.now())
        case "client goes":
            Alert.objects.all().delete()

    assert send_waiting() == 0
    assert server.taken == []
    assert OutgoingMail.objects.get().given_up_at is not None


def test_a_name_with_a_line_break_adds_no_header(cast: Cast, server: MailServer) -> None:
    wants(cast.keeper, "at_once")
    Client.objects.filter(pk=cast.client.pk).update(name="Evil\r\nBcc: all@x.example")
    tell(cast.keeper, alert(cast.client))
    deliver()

    (got,) = server.taken
    assert (got["Bcc"], got["Subject"]) == (None, "Evil Bcc: all@x.example has gone quiet")


# --- once a day


def test_the_digest_has_alerts_tasks_and_what_is_held_back(cast: Cast, server: MailServer, at: At) -> None:
    at(local(2026, 3, 2, 7, 59))
    tell(cast.keeper, alert(cast.client, reading={"y": 1, "low": 6, "high": 14, "last": None}, factor="gone_quiet"))
    alert(cast.client, "budget_cut")  # held back: nobody was told
    task(cast.client, dt.date(2026, 3, 2))
    task(cast.client, dt.date(2026, 2, 27), title="Send the report")
    task(cast.client, dt.date(2026, 3, 3), title="Tomorrow's")
    assert deliver() == 0
    at(local(2026, 3, 2, 8, 0))

    assert (deliver(), deliver()) == (1, 0)
    (got,) = server.taken
    assert got["Subject"] == "1 new alert, 2 tasks due"
    words = server.words_of(got)
    assert "1 message in four weeks; 6 to 14 would be usual." in words
    assert "Call Freja" in words
    assert "Aalborg Bikes, was due on 27 Feb" in words
    assert "1 smaller alert is held back this week" in words
    assert "Tomorrow" not in words
    at(local(2026, 3, 3, 8, 0))
    deliver()
    assert server.taken[1]["Subject"] == "3 tasks due"  # what was told is not told again


def test_nobody_gets_an_empty_mail(cast: Cast, server: MailServer, at: At) -> None:
    at(local(2026, 3, 2, 12))
    alert(cast.client)  # held back, and no reason to write

    assert deliver() == 0
    assert OutgoingMail.objects.count() == 0
    assert set(NoticePreference.objects.values_list("digest_on", flat=True)) == {dt.date(2026, 3, 2)}


@pytest.mark.parametrize(
    ("hour", "moments", "expected"),
    [  # the clocks go forward from 02:00 to 03:00 on 29 March 2026 and back from 03:00 to 02:00 on 25 October
        (2, [(3, 29, 1, 59), (3, 29, 3, 0), (3, 29, 3, 30), (3, 30, 2, 0)], [0, 1, 0, 1]),
        (2, [(10, 25, 1, 59), (10, 25, 2, 0), (10, 25, 2, 0, 1), (10, 25, 2, 59, 1)], [0, 1, 0, 0]),
        (23, [(10, 25, 22, 0), (10, 25, 23, 0), (10, 26, 0, 0), (10, 26, 23, 0)], [0, 1, 0, 1]),
        (0, [(3, 28, 23, 59), (3, 29, 0, 0), (3, 29, 23, 59), (3, 30, 0, 0)], [1, 1, 0, 1]),
    ],
)
def test_one_digest_a_day_whatever_the_clocks_do(
    cast: Cast, server: MailServer, at: At, hour: int, moments: list[tuple[int, ...]], expected: list[int]
) -> None:
    wants(cast.keeper, "daily", hour=hour)
    task(cast.client, dt.date(2026, 1, 5))
    sent = []
    for month, day, hours, minutes, *fold in moments:
        at(local(2026, month, day, hours, minutes, fold=fold[0] if fold else 0))
        sent.append(deliver())
    assert sent == expected


def test_the_hour_is_that_of_the_persons_own_zone(cast: Cast, server: MailServer, at: At) -> None:
    User.objects.filter(pk=cast.keeper.pk).update(zone="America/New_York")
    task(cast.client, dt.date(2026, 3, 2))
    at(local(2026, 3, 2, 13, 59))
    assert deliver() == 0
    at(local(2026, 3, 2, 14, 0))  # eight o'clock over there
    assert deliver() == 1


def test_after_days_without_a_server_there_is_one_digest_with_everything(
    cast: Cast, server: MailServer, at: At
) -> None:
    at(local(2026, 3, 2, 8))
    tell(cast.keeper, alert(cast.client))
    notices.hand_to_post()
    at(local(2026, 3, 3, 8))
    tell(cast.keeper, alert(cast.client, "budget_cut"))

    assert deliver() == 1
    assert server.taken[0]["Subject"] == "2 new alerts"


def test_a_digest_shows_nobody_what_is_not_theirs(cast: Cast, server: MailServer, at: At) -> None:
    at(local(2026, 3, 2, 7))
    fire = alert(cast.client, "haggling", "fire")
    for person in (cast.keeper, cast.teammate, cast.observer, cast.outsider, cast.boss):
        tell(person, fire)
    Seal.objects.create(user=cast.boss, client=cast.client, side="fire", reason="review")
    task(cast.foreign, dt.date(2026, 3, 2), title="Zip it")
    at(local(2026, 3, 2, 8))
    deliver()

    assert sorted(server.recipients) == ["keeper@agency.example", "outsider@agency.example"]
    by_name = {str(got["To"]).split("@")[0]: server.words_of(got) for got in server.taken}
    assert "haggles" in by_name["keeper"]
    assert "Aalborg" not in by_name["outsider"]


# --- everybody's


def test_workers_at_the_same_time_write_and_send_each_mail_once(
    transactional_db: None, cast: Cast, server: MailServer
) -> None:
    for person in (cast.keeper, cast.lead, cast.boss):
        wants(person, "at_once")
        tell(person, alert(cast.client, f"sign_{person.pk}"))
    wants(cast.outsider, "daily", hour=0)
    task(cast.foreign, clock.now().date() - dt.timedelta(days=2))
    for person in (cast.teammate, cast.observer, cast.rival):
        wants(person, "never")
    with others() as people:
        for work in [people.start(deliver) for _worker in range(4)]:
            work.result(60)
    deliver()

    assert sorted(server.recipients) == sorted(p.email for p in (cast.boss, cast.keeper, cast.lead, cast.outsider))


def test_a_mail_is_in_the_language_of_its_reader_and_so_are_its_figures(
    cast: Cast, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=cast.keeper.pk).update(language="de")
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client, opened_on=dt.date(2025, 3, 2)))
    deliver()

    (got,) = server.taken
    assert "12.340\xa0€" in server.words_of(got)
    assert "2. März 2025" in server.words_of(got)
    assert '<html lang="de">' in server.words_of(got, "html")


def test_one_click_stops_the_mails(cast: Cast, server: MailServer) -> None:
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client))
    deliver()
    (got,) = server.taken
    url = stop_url(cast.keeper)
    assert got["List-Unsubscribe"].strip() == f"<{url}>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in server.words_of(got)

    browser = cast.browser("nobody")
    browser.handler.enforce_csrf_checks = True
    path = url.removeprefix("https://health.nordlys.example")
    assert b"keeper@agency.example" in browser.get(path).content
    assert NoticePreference.objects.get(user=cast.keeper).mail == "at_once"
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NoticePreference.objects.get(user=cast.keeper).mail == "never"
    assert browser.post(path[:-2] + "x/").status_code == 404


def test_the_mail_has_no_pictures_no_scripts_and_no_addresses_but_ours(cast: Cast, server: MailServer) -> None:
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client))
    deliver()
    html = server.words_of(server.taken[0], "html")

    assert not any(word in html for word in ("<img", "<script", "url(", "http://"))
    assert html.count("https://") == html.count("https://health.nordlys.example/")


@pytest.mark.parametrize("kind", ["at_once", "daily"])
def test_a_long_mail_costs_as_many_queries_as_a_short_one(cast: Cast, server: MailServer, kind: str) -> None:
    wants(cast.keeper, kind, hour=0)

    def asked(count: int) -> int:
        for client in [ClientFactory(owner=cast.keeper) for _n in range(count)]:
            tell(cast.keeper, alert(client))
            task(client, clock.now().date() - dt.timedelta(days=2))
        NoticePreference.objects.update(digest_on=None)
        OutgoingMail.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert deliver() == 1
        return len(queries)

    asked(1)
    assert asked(1) == asked(25)


# --- the page


def test_a_person_chooses_how_they_are_told(cast: Cast) -> None:
    browser = cast.browser("keeper")
    assert b"held back" in browser.get("/account/notices/").content
    browser.post("/account/notices/", {"mail": "at_once", "hour": "6", "weekly": "5"})

    saved = NoticePreference.objects.get(user=cast.keeper)
    assert (saved.mail, saved.hour, saved.weekly) == ("at_once", 6, 5)
    refused = browser.post("/account/notices/", {"mail": "hourly", "hour": "24", "weekly": "51"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"mail", "hour", "weekly"}


def test_seeing_is_a_post_and_leads_back_to_a_page_of_ours(cast: Cast) -> None:
    first, second = alert(cast.client), alert(cast.client, "budget_cut")
    tell(cast.keeper, first, second)
    browser = cast.browser("keeper")
    back = browser.post("/account/notices/seen/", {"alert": [first.pk, "x"], "next": "/portfolio/"})
    assert (back.headers["Location"], notices.unseen(cast.keeper)) == ("/portfolio/", 1)
    away = browser.post("/account/notices/seen/", {"next": "https://x.example/"})
    assert (away.headers["Location"], notices.unseen(cast.keeper)) == ("/", 0)


def test_an_owner_sees_the_post_and_lets_it_try_again(cast: Cast, server: MailServer) -> None:
    server.answers["keeper@agency.example"] = "550 No such user"
    wants(cast.keeper, "at_once")
    tell(cast.keeper, alert(cast.client))
    deliver()
    boss = cast.browser("boss")
    page = boss.get("/admin/core/outgoingmail/?state=given_up").content.decode()
    assert "550 No such user" in page
    assert "Aalborg" not in page
    server.answers.clear()
    chosen = {"action": "try_again", "_selected_action": [OutgoingMail.objects.get().pk]}
    boss.post("/admin/core/outgoingmail/", chosen)
    assert send_waiting() == 1
    assert b"notice_preference-0-weekly" in boss.get(f"/admin/accounts/user/{cast.keeper.pk}/change/").content
