"""Opening a link: where it leads, what is noted, what is refused, and what nobody is told."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg2
import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.links import opening
from accounts.links.files import part_of
from accounts.links.folding import fold
from accounts.links.texts import LANGUAGES, fill, known, words
from accounts.models import Click, Contact, Link, LinkTerms, Opening, User
from accounts.views.opening import BY_LINK
from clienthealth.core import clock
from clienthealth.core.history import past_models
from tests.factories import (
    AgencyFactory,
    ClientFactory,
    ContactFactory,
    DeliverableFactory,
    DeliverableFileFactory,
    LinkFactory,
    UserFactory,
)
from tests.threads import others

pytestmark = pytest.mark.django_db
WHOLE = 50_000  # bytes of page and stylesheet together
JUDGEMENT = re.compile(r"score|risk|churn|fire|health|band|alert|detractor|promoter|passive|segment", re.IGNORECASE)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0"
PERSON: dict[str, Any] = {"HTTP_USER_AGENT": FIREFOX, "HTTP_ACCEPT_LANGUAGE": "en"}


def get(address: str, **more: Any) -> Any:
    return Browser(**{**PERSON, **more}).get(address)


def head(address: str, **more: Any) -> Any:
    return Browser(**{**PERSON, **more}).head(address)


def link_of(**fields: Any) -> Link:
    AgencyFactory(name="Nordlys")
    return LinkFactory(slug="march-report", target="https://files.example/a?b=1#top", **fields)


# Going on


@pytest.mark.parametrize("address", ["/r/march-report/", "/r/march-report", "/r/March-Report/"])
def test_an_opening_is_noted_and_the_visitor_sent_on(address: str) -> None:
    link = link_of(utm={"utm_source": "report"})
    answer = get(address)

    assert (answer.status_code, answer["Location"]) == (302, "https://files.example/a?b=1&utm_source=report#top")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.content
    assert not answer.cookies
    noted = Opening.objects.get()
    assert (noted.link, noted.agent, noted.hint) == (link, "Firefox", "")
    assert re.fullmatch("[0-9a-f]{32}", noted.visitor)
    assert abs(noted.at - clock.now()) < dt.timedelta(minutes=1)


def test_nothing_that_names_the_visitor_is_kept() -> None:
    link_of()
    get("/r/march-report/", REMOTE_ADDR="192.0.2.77")
    values = " ".join(str(value) for value in Opening.objects.values_list().get())

    assert "192.0.2" not in values
    assert "147" not in values.replace(Opening.objects.get().visitor, "")


def test_a_head_is_answered_alike_and_noted_as_no_person_s() -> None:
    link_of()
    assert head("/r/march-report/")["Location"] == get("/r/march-report/")["Location"]
    assert list(Opening.objects.order_by("pk").values_list("hint", flat=True)) == ["head", ""]


@pytest.mark.parametrize(
    ("sent", "hint"),
    [
        ({"HTTP_SEC_PURPOSE": "prefetch;prerender"}, "prefetch"),
        ({"HTTP_PURPOSE": "prefetch"}, "prefetch"),
        ({"HTTP_X_MOZ": "prefetch"}, "prefetch"),
        ({"HTTP_X_PURPOSE": "preview"}, "preview"),
        ({"HTTP_ACCEPT_LANGUAGE": ""}, "no_language"),
    ],
)
def test_what_the_request_gives_away_is_noted(sent: dict[str, str], hint: str) -> None:
    link_of()
    get("/r/march-report/", **sent)
    assert Opening.objects.get().hint == hint


@pytest.mark.parametrize("sent", [{"HTTP_DNT": "1"}, {"HTTP_SEC_GPC": "1"}])
def test_whoever_asks_not_to_be_tracked_goes_on_unnoted(sent: dict[str, str]) -> None:
    link_of()
    assert get("/r/march-report/", **sent).status_code == 302
    assert not Opening.objects.exists()


def test_a_contact_who_said_no_goes_on_unnoted() -> None:
    client = ClientFactory()
    contact = ContactFactory(client=client, untracked=True)
    link_of(contact=contact, deliverable=DeliverableFactory(client=client))
    assert get("/r/march-report/").status_code == 302
    assert not Opening.objects.exists()


def test_our_own_people_are_not_their_readers() -> None:
    link_of()
    browser = Browser(**PERSON)
    browser.force_login(UserFactory())
    assert browser.get("/r/march-report/").status_code == 302
    assert not Opening.objects.exists()


def test_an_opening_that_cannot_be_noted_keeps_nobody_from_going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    link_of()

    def broken(*_values: Any) -> None:
        raise psycopg2.OperationalError("the disk is full")

    monkeypatch.setattr(opening, "_write", broken)
    assert get("/r/march-report/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_meanwhile_is_replaced() -> None:
    link_of()
    get("/r/march-report/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    link = opening.find("march-report")
    assert link is not None
    with others() as elsewhere:
        elsewhere.do(_terminate, pid)
    opening._write((link.id, link.moment(), "ada", "Firefox", ""))

    assert Opening.objects.count() == 2


def _terminate(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.django_db(transaction=True)
def test_a_link_is_looked_up_once_a_second_and_stops_within_two(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_remembered", {})
    link = link_of()
    assert opening.find("march-report") is not None
    with django_assert_num_queries(0):
        assert opening.find("march-report") is not None
    Link.objects.filter(pk=link.pk).update(archived_at=clock.now())
    monkeypatch.setattr("accounts.links.opening.monotonic", lambda: monotonic() + 1.0)
    found = opening.find("march-report")
    assert found is not None
    assert found.state == "gone"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    query=st.text(max_size=60),
    host=st.sampled_from(["evil.example", "files.example.evil.example", "testserver"]),
    method=st.sampled_from(["get", "head"]),
)
def test_no_part_of_a_request_changes_where_it_leads(query: str, host: str, method: str) -> None:
    Link.objects.filter(slug="fixed").exists() or LinkFactory(slug="fixed", target="https://files.example/a")
    more = {
        "HTTP_X_FORWARDED_HOST": host, "HTTP_REFERER": f"https://{host}/", "HTTP_X_ORIGINAL_URL": f"//{host}/",
        "HTTP_X_REWRITE_URL": f"https://{host}", "HTTP_FORWARDED": f"host={host}",
    }  # fmt: skip
    for tail in (f"?{quote(query)}", f"?next=https://{host}/", f"?url=//{host}&{quote(query)}"):
        answer = getattr(Browser(**{**PERSON, **more}), method)(f"/r/fixed/{tail}")
        assert answer["Location"] == "https://files.example/a"
    answer = Browser(**PERSON).get(f"/r/fixed/{quote(query, safe='')}")
    assert urlsplit(answer.get("Location", "https://files.example")).netloc == "files.example"


def test_a_target_that_came_with_an_import_unchecked_leads_nowhere() -> None:
    AgencyFactory()
    LinkFactory(slug="old", target="https://user:secret@files.example/")
    answer = get("/r/old/")
    assert answer.status_code == 410
    assert "Location" not in answer


def test_other_methods_are_refused() -> None:
    link_of()
    assert Browser(**PERSON).post("/r/march-report/").status_code == 405
    assert Browser(**PERSON).put("/r/march-report/").status_code == 405
    assert not Opening.objects.exists()


# Polite pages


def over(how: str) -> Link:
    email = "ida@nordlys.example"
    owner = User.objects.filter(email=email).first() or UserFactory(name="Ida Holm", email=email)
    client = ClientFactory(owner=owner, language="da")
    if how == "ended":
        client.status, client.ended_on = "ended", dt.date(2026, 1, 1)
        client.save()
    more: dict[str, dict[str, Any]] = {
        "archived": {"archived_at": clock.now()}, "expired": {"expires_on": dt.date(2020, 1, 1)}, "ended": {},
    }  # fmt: skip
    return link_of(deliverable=DeliverableFactory(client=client), **more[how])


@pytest.mark.parametrize("how", ["archived", "expired", "ended"])
def test_whatever_ended_is_said_in_the_client_s_language_with_whom_to_write_to(how: str) -> None:
    over(how)
    answer = get("/r/march-report/")
    page = answer.content.decode()

    assert answer.status_code == 410
    assert words("da")["gone_title"] in page
    assert '<html lang="da">' in page
    assert "Ida Holm" in page
    assert "mailto:ida@nordlys.example" in page
    assert "files.example" not in page
    assert not Opening.objects.exists()


def test_the_page_gives_no_hint_why() -> None:
    pages = set()
    for how in ("archived", "expired", "ended"):
        over(how)
        pages.add(get("/r/march-report/").content)
        Link.objects.filter(slug="march-report").update(slug=f"was-{how}")
    assert len(pages) == 1


def test_somebody_who_left_us_is_not_named() -> None:
    link = over("archived")
    link.client.owner.is_active = False  # type: ignore[union-attr]
    link.client.owner.save()  # type: ignore[union-attr]
    page = get("/r/march-report/").content.decode()
    assert "Ida" not in page
    assert "Nordlys" in page


def test_a_link_that_ends_today_works_until_tonight() -> None:
    today = AgencyFactory().today().date
    LinkFactory(slug="today", expires_on=today)
    LinkFactory(slug="yesterday", expires_on=today - dt.timedelta(days=1))
    assert (get("/r/today/").status_code, get("/r/yesterday/").status_code) == (302, 410)


def test_a_name_that_no_link_has() -> None:
    AgencyFactory(name="Nordlys")
    answer = get("/r/nothing-here/", HTTP_ACCEPT_LANGUAGE="fr-CA, en;q=0.5")
    assert answer.status_code == 404
    assert words("fr")["missing_title"] in answer.content.decode()
    assert get("/r/nothing-here/about/").status_code == 404


PAGES = ("/r/gone/", "/r/none/", "/r/locked/", "/r/open/about/", "/r/personal/about/")


def every_page() -> None:
    AgencyFactory(name="Nordlys")
    client = ClientFactory(owner=UserFactory(name="Ida Holm"))
    delivered = DeliverableFactory(client=client)
    LinkFactory(deliverable=delivered, slug="gone", archived_at=clock.now())
    LinkFactory(deliverable=delivered, slug="locked", password=make_password("secret"))
    LinkFactory(deliverable=delivered, slug="open")
    LinkFactory(deliverable=delivered, slug="personal", contact=ContactFactory(client=client))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_small_private_and_in_its_language(language: str) -> None:
    every_page()
    style = len(Path(str(finders.find("css/public-link.css"))).read_bytes())
    for address in PAGES:
        answer = get(f"{address}?in={language}")
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page
        assert answer["Content-Language"] == language
        assert "{" not in page
        assert style + len(answer.content) < WHOLE
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "script-src 'none'" in answer["Content-Security-Policy"]
        assert "<script" not in page
        assert " style=" not in page
        assert not answer.cookies
        assert JUDGEMENT.findall(page) == []


def test_every_language_says_everything_and_every_word_is_used() -> None:
    keys = {language: set(words(language)) for language in LANGUAGES}
    templates = "".join(path.read_text() for path in Path("templates/accounts/public").glob("*.html"))
    views = "".join(Path(f"accounts/views/{name}.py").read_text() for name in ("opening", "public_page"))

    assert all(keys[language] == keys["en"] for language in LANGUAGES)
    assert {key for key in keys["en"] if f"words.{key}" not in templates and f'"{key}"' not in views} == set()
    for language in LANGUAGES:
        for key, text in words("en").items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", words(language)[key])), (language, key)


def test_languages_are_found_by_what_people_write() -> None:
    assert [known(tag) for tag in ("de-AT", "zh", "zh_CN", "EN", "pt", "")] == [
        "de",
        "zh-hans",
        "zh-hans",
        "en",
        "",
        "",
    ]
    assert fill("{a} and {b}", {"a": "{b}", "b": "x"}) == "{b} and x"


# Passwords


def locked(**fields: Any) -> Link:
    return link_of(password=make_password("Secret-7"), **fields)


def test_the_form_of_a_protected_link_is_no_opening() -> None:
    locked()
    for answer in (get("/r/march-report/"), head("/r/march-report/")):
        assert answer.status_code == 200
        assert "Location" not in answer
        assert "files.example" not in f"{answer.content!r}{answer.headers}"
    assert not Opening.objects.exists()


def test_the_right_password_leads_on_and_is_the_opening() -> None:
    locked()
    wrong = Browser(**PERSON).post("/r/march-report/", {"password": "secret-7"})
    assert wrong.status_code == 422
    assert words("en")["password_wrong"] in wrong.content.decode()
    assert not Opening.objects.exists()

    right = Browser(**PERSON).post("/r/march-report/", {"password": "Secret-7"})
    assert (right.status_code, right["Location"]) == (302, "https://files.example/a?b=1#top")
    assert Opening.objects.count() == 1


def test_passwords_cannot_be_tried_for_ever() -> None:
    locked()
    codes = [
        Browser(**PERSON, REMOTE_ADDR=f"192.0.2.{n}").post("/r/march-report/", {"password": "x"}).status_code
        for n in range(BY_LINK.most + 1)
    ]
    assert codes == [422] * BY_LINK.most + [429]
    last = Browser(**PERSON, REMOTE_ADDR="192.0.2.250").post("/r/march-report/", {"password": "Secret-7"})
    assert last.status_code == 429


def test_a_password_opens_our_own_file_for_a_while(at: Any) -> None:
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    at(noon)
    file = DeliverableFileFactory(content=b"%PDF-1.7 hello", size=14)
    AgencyFactory()
    LinkFactory(slug="own", target="", deliverable=file.deliverable, password=make_password("x"))
    sent = Browser(**PERSON).post("/r/own/", {"password": "x"})

    assert sent["Location"].startswith("/r/own/?pass=")
    answer = get(sent["Location"])
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-1.7 hello")
    assert Opening.objects.count() == 1
    assert words("en")["password_title"] in get("/r/own/?pass=forged").content.decode()
    at(noon + dt.timedelta(minutes=11))
    assert words("en")["password_title"] in get(sent["Location"]).content.decode()
    at(noon)
    Link.objects.update(password=make_password("y"))
    assert words("en")["password_title"] in get(sent["Location"]).content.decode()


# Our own files


def own(kind: str = "application/pdf", name: str = "report.pdf", content: bytes = b"0123456789") -> Link:
    AgencyFactory()
    file = DeliverableFileFactory(kind=kind, name=name, content=content, size=len(content), sha256="ab" * 32)
    return LinkFactory(slug="own", target="", deliverable=file.deliverable)


def test_our_own_file_is_shown_and_noted() -> None:
    link = own()
    answer = get("/r/own/")

    assert b"".join(answer.streaming_content) == b"0123456789"
    assert (answer["Content-Type"], answer["Content-Length"]) == ("application/pdf", "10")
    assert answer["Content-Disposition"].startswith('inline; filename="report.pdf"')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert Opening.objects.get().link == link
    assert head("/r/own/")["Content-Length"] == "10"


@pytest.mark.parametrize(
    "kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain", "evil\r\nX: y", ""]
)
def test_what_a_browser_could_run_is_saved_and_never_shown(kind: str) -> None:
    own(kind=kind, name='a"b\r\n\\ü.html', content=b"<script>alert(1)</script>")
    answer = get("/r/own/")

    assert answer["Content-Type"] == "application/octet-stream"
    plain, other = answer["Content-Disposition"].split("; ")[1:]
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert (plain, other) == ('filename="a_b____.html"', "filename*=UTF-8''a%22b%0D%0A%5C%C3%BC.html")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "X" not in answer


def test_a_file_is_sent_once_and_then_confirmed() -> None:
    own()
    tag = get("/r/own/")["ETag"]
    assert get("/r/own/", HTTP_IF_NONE_MATCH=f'W/"x", {tag}').status_code == 304
    assert get("/r/own/", HTTP_IF_NONE_MATCH='"other"').status_code == 200
    assert Opening.objects.count() == 3  # to look again is to open again


def test_a_film_is_sent_in_parts_and_is_one_opening() -> None:
    own(kind="video/mp4", name="film.mp4")
    first = get("/r/own/", HTTP_RANGE="bytes=0-3")
    rest = get("/r/own/", HTTP_RANGE="bytes=4-")

    assert (first.status_code, first["Content-Range"]) == (206, "bytes 0-3/10")
    assert (b"".join(first.streaming_content), b"".join(rest.streaming_content)) == (b"0123", b"456789")
    assert get("/r/own/", HTTP_RANGE="bytes=10-").status_code == 416
    assert Opening.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("", None), ("bytes=0-", range(10)), ("bytes=2-5", range(2, 6)), ("bytes=-3", range(7, 10)),
        ("bytes=8-99", range(8, 10)), ("bytes=-99", range(10)), ("bytes=10-", range(0)), ("bytes=5-2", range(0)),
        ("bytes=0-1,3-4", None), ("pages=1-2", None), ("bytes=-", None), ("bytes=a-b", None), ("bytes=²-", None),
    ],
)  # fmt: skip
def test_the_parts_that_can_be_asked_for(wanted: str, part: range | None) -> None:
    assert part_of(wanted, 10) == part


def test_a_large_file_comes_in_pieces() -> None:
    content = bytes(range(256)) * 5000
    own(kind="video/mp4", content=content)
    pieces = list(get("/r/own/").streaming_content)

    assert len(pieces) == 3
    assert b"".join(pieces) == content


def test_a_file_that_is_not_there_any_more_is_said_politely() -> None:
    AgencyFactory()
    LinkFactory(slug="own", target="")
    assert get("/r/own/").status_code == 410
    assert not Opening.objects.exists()


# Saying no


def personal() -> Link:
    client = ClientFactory()
    return link_of(contact=ContactFactory(client=client), deliverable=DeliverableFactory(client=client))


def stamp_of(page: str) -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_recipient_says_no_and_is_not_noted_from_then_on(at: Any) -> None:
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    at(noon)
    link = personal()
    assert link.contact_id is not None
    get("/r/march-report/")
    page = get("/r/march-report/about/").content.decode()
    assert not Contact.objects.get(pk=link.contact_id).untracked

    at(noon + dt.timedelta(seconds=9))
    answer = Browser(**PERSON).post("/r/march-report/about/", {"stamp": stamp_of(page)})
    assert answer.status_code == 200
    assert words("en")["stop_done"] in answer.content.decode()
    assert Contact.objects.get(pk=link.contact_id).untracked
    version = past_models()[Contact].objects.get()
    assert "asked" in version.pgh_context["why"]
    assert get("/r/march-report/").status_code == 302
    assert not Opening.objects.exists()
    fold(noon + dt.timedelta(hours=1))
    assert not Click.objects.exists()
    page = get("/r/march-report/about/").content.decode()
    assert words("en")["stop_done"] in page
    assert "<form" not in page


def test_what_presses_the_button_at_once_or_forges_it_changes_nothing(at: Any) -> None:
    at(dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))
    personal()
    fresh = stamp_of(get("/r/march-report/about/").content.decode())
    for stamp in (fresh, "", "forged:x:y"):
        assert Browser(**PERSON).post("/r/march-report/about/", {"stamp": stamp}).status_code == 422
    assert not Contact.objects.filter(untracked=True).exists()


def test_whoever_is_not_known_is_told_what_their_browser_can_say() -> None:
    link_of()
    page = get("/r/march-report/about/", HTTP_DNT="1").content.decode()
    assert "<form" not in page
    assert words("en")["stop_heard"] in page


def test_an_agency_may_choose_not_to_point_to_the_disclosure_which_stays() -> None:
    every_page()
    assert "/r/gone/about/" in get("/r/gone/").content.decode()
    LinkTerms.objects.create(disclosed=False)
    assert "about" not in get("/r/gone/").content.decode()
    assert get("/r/gone/about/").status_code == 200


def test_looking_at_the_pages_writes_nothing() -> None:
    every_page()
    versions = past_models()[Contact].objects.count()
    for address in PAGES:
        get(address)
        head(address)
    assert past_models()[Contact].objects.count() == versions
    assert not Opening.objects.exists()
