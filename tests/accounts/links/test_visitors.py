"""Visitors are told apart for a day, and named never."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.links import visitors
from accounts.links.agents import AGENTS, KINDS, NOTHING, OTHER, family_of, kind_of
from accounts.links.visitors import agent_family, delete_old_salts, do_not_track, salt_of, visitor_of
from accounts.models import VisitorSalt
from tests.threads import others

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"


def asked(**meta: str) -> HttpRequest:
    return RequestFactory().get("/r/abc/", **{"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "192.0.2.7", **meta})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_visitor_is_the_same_all_day_and_somebody_else_tomorrow() -> None:
    one = visitor_of(asked(), NOON)

    assert one == visitor_of(asked(), NOON + dt.timedelta(hours=11))
    others = {
        visitor_of(asked(), NOON + dt.timedelta(days=1)),
        visitor_of(asked(REMOTE_ADDR="192.0.2.8"), NOON),
        visitor_of(asked(HTTP_USER_AGENT=CHROME), NOON),
    }
    assert len(others | {one}) == 4


@pytest.mark.django_db
def test_salts_go_after_two_days_and_hashes_cannot_be_made_again() -> None:
    before = visitor_of(asked(), NOON)
    salt_of(NOON.date() + dt.timedelta(days=1))

    assert delete_old_salts(NOON.date() + dt.timedelta(days=2)) == 1
    assert [row.day for row in VisitorSalt.objects.all()] == [NOON.date() + dt.timedelta(days=1)]
    assert visitor_of(asked(), NOON) != before


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_come_first_use_one_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(dict[Any, Any]):
        def __contains__(self, key: object) -> bool:
            return False

    monkeypatch.setattr(visitors, "_salts", Forgetful())
    with others() as elsewhere:
        made = [elsewhere.start(salt_of, NOON.date()) for _ in range(4)]
        salts = {one.result() for one in made}

    assert len(salts) == 1
    assert VisitorSalt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_process_asks_for_a_day_s_salt_once(django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "_salts", {})
    salt_of(NOON.date())
    with django_assert_num_queries(0):
        salt_of(NOON.date())


def test_both_ways_to_say_no_are_heard() -> None:
    assert do_not_track(asked(HTTP_DNT="1"))
    assert do_not_track(asked(HTTP_SEC_GPC="1"))
    assert not do_not_track(asked(HTTP_DNT="0"))
    assert not do_not_track(asked())


@pytest.mark.parametrize(
    ("agent", "family", "kind"),
    [
        (FIREFOX, "Firefox", ""),
        (CHROME, "Chrome", ""),
        (f"{CHROME} Edg/143.0", "Edge", ""),
        (
            "Mozilla/5.0 (iPhone; CPU like Mac OS X) AppleWebKit/605 Safari/604",
            "Safari",
            "",
        ),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Slack", "preview"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot", "search"),
        ("Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/143.0 Safari/537.36", "headless browser", "headless"),
        ("python-requests/2.32", "Python", "library"),
        ("Mozilla/5.0 (compatible; SomethingNew/1.0; +http://new.example)", "a bot", "search"),
        ("WhatsApp/2.24", "WhatsApp", "preview"),
        ("", NOTHING, "library"),
        ("Somebody's toaster", OTHER, ""),
    ],
)
def test_programs_are_known_by_name_without_version(agent: str, family: str, kind: str) -> None:
    assert agent_family(asked(HTTP_USER_AGENT=agent)) == family
    assert kind_of(family) == kind
    assert not any(letter.isdigit() for letter in family.replace("Site24x7", "").replace("Route 53", ""))


def test_the_list_of_programs_has_no_entry_that_is_never_reached() -> None:
    for part, name, _kind in AGENTS:
        assert family_of(part) == name, part
    assert {kind for _part, name, kind in AGENTS if KINDS[name] != kind} == set()


def test_browsers_of_people_are_not_taken_for_machines() -> None:
    people = [
        "Mozilla/5.0 (Linux; Android 15; SM-S921B) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 15; CUBOT X70) AppleWebKit/537.36 Chrome/143.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
        "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 MicroMessenger/8.0.50 Chrome/130.0",
    ]
    assert [kind_of(family_of(agent)) for agent in people] == [""] * 5
