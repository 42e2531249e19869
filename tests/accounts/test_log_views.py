"""Ten-second logging, as a browser does it."""

import datetime as dt
from collections.abc import Callable

import pytest

from accounts.models import Note, Observation
from tests.cast import Cast
from tests.factories import ContactFactory, NoteFactory
from tests.factories.days import DAY, NOON

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def on_the_day(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def address(cast: Cast, plural: str = "observations") -> str:
    return f"/clients/{cast.client.pk}/{plural}/"


SENT = {
    "observations": {"kind": "haggling", "severity": "2", "occurred_on": "2026-03-02"},
    "lapses": {"kind": "deadline", "severity": "2", "occurred_on": "2026-03-02"},
    "wins": {"title": "Twice the enquiries", "occurred_on": "2026-03-02"},
    "notes": {"text": "They open a shop", "occurred_on": "2026-03-02"},
    "pulses": {"value": "4", "occurred_on": "2026-03-02"},
}


@pytest.mark.parametrize("plural", SENT)
def test_a_form_logs_and_leads_back_to_the_client(cast: Cast, plural: str) -> None:
    answer = cast.browser("keeper").post(address(cast, plural), SENT[plural])

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/clients/{cast.client.pk}/")
    assert getattr(cast.client, plural).get().by == cast.keeper


def test_htmx_is_sent_to_the_client_too(cast: Cast) -> None:
    answer = cast.browser("keeper").post(address(cast), SENT["observations"], headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/clients/{cast.client.pk}/")


def test_a_wrong_form_comes_back_alone_with_its_errors(cast: Cast) -> None:
    answer = cast.browser("keeper").post(address(cast), {"occurred_on": "2026-03-03"}, headers=HTMX)

    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
    assert "This field is required" in answer.content.decode()
    assert not Observation.objects.exists()


def test_a_day_to_come_is_refused_in_words(cast: Cast) -> None:
    answer = cast.browser("keeper").post(address(cast), SENT["observations"] | {"occurred_on": "2026-03-03"})

    assert answer.status_code == 422
    assert "This day has not come yet." in answer.content.decode()


def test_the_form_offers_the_agencys_today_and_this_clients_contacts(cast: Cast) -> None:
    ContactFactory(client=cast.client, name="Freja")
    ContactFactory(client=cast.foreign, name="Stranger")

    page = cast.browser("keeper").get(address(cast)).content.decode()

    assert f'value="{DAY}"' in page
    assert "Freja" in page
    assert "Stranger" not in page


def test_another_clients_contact_cannot_be_named(cast: Cast) -> None:
    sent = SENT["observations"] | {"contact": ContactFactory(client=cast.foreign).pk}

    assert cast.browser("keeper").post(address(cast), sent).status_code == 422


def test_a_double_click_logs_once(cast: Cast) -> None:
    browser = cast.browser("keeper")
    for _ in range(2):
        assert browser.post(address(cast, "notes"), SENT["notes"] | {"token": "one"}).status_code == 302

    assert Note.objects.count() == 1


def test_ones_own_entry_is_taken_back_by_a_button(cast: Cast) -> None:
    note = NoteFactory(client=cast.client, by=cast.keeper)

    answer = cast.browser("keeper").post(f"{address(cast, 'notes')}{note.pk}/undo/")

    assert answer.status_code == 302
    assert not Note.objects.exists()


def test_an_entry_of_another_client_is_not_found_under_ones_own(cast: Cast) -> None:
    note = NoteFactory(client=cast.foreign, by=cast.keeper)

    assert cast.browser("keeper").post(f"{address(cast, 'notes')}{note.pk}/undo/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("lead", 403), ("teammate", 403), ("outsider", 404)])
def test_nobody_takes_back_anothers_entry(cast: Cast, name: str, status: int) -> None:
    note = NoteFactory(client=cast.client, by=cast.keeper)

    assert cast.browser(name).post(f"{address(cast, 'notes')}{note.pk}/undo/").status_code == status
    assert Note.objects.exists()
