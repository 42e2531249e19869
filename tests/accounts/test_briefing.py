"""The briefing pack and the wins: from dated records, in six languages, with nothing that judges anybody."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import asdict
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.briefing import composing
from accounts.briefing.facts import gather
from accounts.briefing.words import FOLDER, LANGUAGES, NAME, words_of
from accounts.models import Client, Contact, Lapse, Observation, Relation, Request, Severity, Win
from clienthealth.core.typesetting import TypesettingError, pdf
from tests.factories import (
    AccountAccessFactory,
    AdAccountFactory,
    AdResultFactory,
    ContactFactory,
    ContractFactory,
    UserFactory,
)
from tests.factories.days import DAY

pytestmark = pytest.mark.django_db
SECRET = "they never pay and shout at Jonas"


@pytest.fixture
def told(cast: Any) -> Client:
    """A client with something in every part."""
    client: Client = cast.client
    client.goals, client.started_on = "- 5,480 orders\n- Cost per order below 18", DAY - dt.timedelta(days=900)
    client.save()
    daniel = ContactFactory(client=client, name="Daniel Reed", role="Head of Marketing", joined_on=DAY)
    ContactFactory(client=client, name="Sophie Marsh", left_on=DAY, successor=daniel)
    ContractFactory(client=client, title="Search retainer", starts=DAY - dt.timedelta(days=900), notice_length=1)
    Win.objects.create(client=client, occurred_on=DAY, title="Best September so far", figure="508 orders")
    Lapse.objects.create(
        client=client, kind="deadline", severity=Severity.CLEAR, occurred_on=DAY - dt.timedelta(days=9), note=SECRET
    )
    Observation.objects.create(client=client, kind="disrespect", occurred_on=DAY, note=SECRET)
    Request.objects.create(client=client, kind="approval", what="Three texts", asked_on=DAY)
    account = AdAccountFactory(client=client)
    AccountAccessFactory(client=client, ad_account=account, email="h@client.example", relation=Relation.CLIENT)
    first = DAY.replace(day=1)
    for k in range(1, 13):
        on = (first - dt.timedelta(days=28 * k)).replace(day=5)
        AdResultFactory(client=client, ad_account=account, occurred_on=on, conversions=10 * k, cost=100)
    return client


def _document(client: Client, language: str = "en", leave: tuple[str, ...] = ()) -> composing.Document:
    daniel = Contact.objects.get(client=client, name="Daniel Reed")
    return composing.briefing(gather(client, daniel, DAY), words_of(language), leave)


def _all_text(value: Any) -> str:
    return repr(asdict(value))


def _flat(entries: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in entries.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


def test_every_language_says_the_same_things_with_the_same_names() -> None:
    books = {code: _flat(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))) for code in LANGUAGES}
    english = books["en"]
    for book in books.values():
        assert book.keys() == english.keys()
        for key, phrase in book.items():
            assert sorted(NAME.findall(str(phrase))) == sorted(NAME.findall(str(english[key]))), key
            assert not isinstance(phrase, list) or len(phrase) == len(english[key])


def test_a_briefing_tells_the_story_the_goals_the_progress_and_what_is_open(told: Client) -> None:
    document = _document(told)
    parts = {section.key: section for section in document.sections}
    assert parts.keys() == {*composing.SECTIONS} - {"delivered"}
    assert "from Sophie Marsh" in document.welcome
    assert parts["goals"].bullets == ["5,480 orders", "Cost per order below 18"]
    assert parts["open"].rows[0][0] == "Three texts"
    assert any("508 orders" in what for _when, what in parts["wins"].stops)
    assert parts["results"].chart is not None
    assert parts["results"].chart.top >= max(parts["results"].chart.values)
    assert parts["yours"].rows[0][1] == "h@client.example"
    assert "notice: 1 month" in parts["agreed"].bullets[0]


def test_nothing_that_a_colleague_noted_reaches_the_client(told: Client) -> None:
    document = _document(told)
    assert SECRET not in _all_text(document)
    assert "The fault was ours" in _all_text(document)  # but our own part stands in it
    assert "The fault was ours" not in _all_text(_document(told, leave=("lapses",)))


def test_a_part_can_be_left_out(told: Client) -> None:
    assert "agreed" not in {section.key for section in _document(told, leave=("agreed",)).sections}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_printed_in_every_language(told: Client, language: str) -> None:
    document = _document(told, language)
    assert document.language == language
    assert pdf("pages.typ", asdict(document), language=language).startswith(b"%PDF-")


def test_text_is_set_as_text_and_never_evaluated(told: Client) -> None:
    told.goals = '#read("/etc/passwd") *x* {n} $x$'
    told.save()
    assert pdf("pages.typ", asdict(_document(told)), language="en").startswith(b"%PDF-")


def test_a_sign_that_no_font_has_stops_the_page_and_is_named(told: Client) -> None:
    told.goals = "Orders \U0001f984"
    told.save()
    with pytest.raises(TypesettingError, match="\U0001f984"):
        pdf("pages.typ", asdict(_document(told)), language="en")


def test_results_in_two_currencies_are_not_added(told: Client) -> None:
    account = AdAccountFactory(client=told, currency="SEK")
    AdResultFactory(
        client=told, ad_account=account, occurred_on=DAY - dt.timedelta(days=40), conversions=1, currency="SEK"
    )
    assert "results" not in {section.key for section in _document(told).sections}


def test_the_page_speaks_the_contacts_language_and_can_be_asked_for_another(told: Client, cast: Any) -> None:
    Contact.objects.filter(name="Daniel Reed").update(language="da")
    page = cast.browser("keeper").get(f"/clients/{told.pk}/briefing/").content.decode()
    assert 'lang="da"' in page
    assert "Velkommen" in page
    assert "Bienvenue" in cast.browser("keeper").get(f"/clients/{told.pk}/briefing/?language=fr").content.decode()


def test_someone_elses_contact_does_not_exist(told: Client, cast: Any) -> None:
    stranger = ContactFactory(client=cast.foreign, name="Stranger")
    assert cast.browser("keeper").get(f"/clients/{told.pk}/briefing/?for={stranger.pk}").status_code == 404


def test_the_wins_are_one_click_away_as_text_and_as_a_mail(told: Client, cast: Any) -> None:
    Contact.objects.filter(name="Daniel Reed").update(email="daniel@client.example", is_champion=True)
    page = cast.browser("keeper").get(f"/clients/{told.pk}/achieved/")
    assert "508 orders" in page.content.decode()
    assert page.context["page"].mail.url.startswith("mailto:daniel%40client.example?subject=")
    assert SECRET not in page.content.decode()


def test_both_pages_cost_the_same_for_one_record_and_for_25(told: Client, cast: Any) -> None:
    browser = cast.browser("keeper")

    def cost(path: str) -> int:
        browser.get(path)
        with CaptureQueriesContext(connection) as queries:
            browser.get(path)
        return len(queries)

    paths = [f"/clients/{told.pk}/briefing/", f"/clients/{told.pk}/achieved/"]
    before = [cost(path) for path in paths]
    for k in range(25):
        Win.objects.create(client=told, occurred_on=DAY - dt.timedelta(days=k), title=f"Win {k}")
        Request.objects.create(client=told, kind="access", what=f"Request {k}", asked_on=DAY)
        AdAccountFactory(client=told)
        UserFactory(role="lead", team=told.team)
    assert [cost(path) for path in paths] == before
