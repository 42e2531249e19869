"""Tasks: whose and when, ticked with an undo, left out with a why, added once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from signals.models import Task
from tests.cast import Cast
from tests.factories import TaskFactory
from tests.factories.days import DAY, NOON, day

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def page_of(cast: Cast, query: str = "", who: str = "keeper") -> Any:
    return cast.browser(who).get(f"/tasks/{query}").context["page"]


def test_tasks_stand_under_late_today_and_the_next_days(cast: Cast) -> None:
    for due in (-2, 0, 3, 30):
        TaskFactory(play=None, client=cast.client, due_on=day(due), title=f"In {due}")

    assert {g.key: [r.title for r in g.rows] for g in page_of(cast).groups} == {
        "late": ["In -2"], "today": ["In 0"], "ahead": ["In 3"],
    }  # fmt: skip
    assert page_of(cast).sub == "1 of yours is late"
    assert page_of(cast, "?when=all").groups[-1].key == "later"


def test_mine_are_those_given_to_me_and_of_my_clients(cast: Cast) -> None:
    TaskFactory(play=None, client=cast.client, title="of my client")
    TaskFactory(play=None, client=cast.client, title="given away", assigned_to=cast.teammate)
    TaskFactory(play=None, client=cast.foreign, title="foreign")

    assert [r.title for g in page_of(cast).groups for r in g.rows] == ["of my client"]
    assert {r.title for g in page_of(cast, "?whose=team").groups for r in g.rows} == {"of my client", "given away"}
    assert [r.title for g in page_of(cast, who="teammate").groups for r in g.rows] == ["given away"]


def test_a_tick_comes_back_as_the_row_with_its_undo(cast: Cast) -> None:
    task = TaskFactory(play=None, client=cast.client)
    browser = cast.browser("keeper")
    done = browser.post(f"/tasks/{task.pk}/done/", headers=HTMX).content.decode()
    assert f"/tasks/{task.pk}/reopen/" in done
    assert Task.objects.get().ended_by == cast.keeper

    again = browser.post(f"/tasks/{task.pk}/reopen/", headers=HTMX).content.decode()
    assert f"/tasks/{task.pk}/done/" in again
    assert Task.objects.get().state == "to_do"


def test_without_scripts_a_tick_leads_back_to_where_it_was_made(cast: Cast) -> None:
    task = TaskFactory(play=None, client=cast.client)
    browser = cast.browser("keeper")

    for back, address in (
        ("today", "/"),
        ("alert:7", "/inbox/7/"),
        ("client", f"/clients/{cast.client.pk}/plays/"),
        ("//evil.example", "/tasks/"),
        ("", "/tasks/"),
    ):
        assert browser.post(f"/tasks/{task.pk}/done/", {"back": back})["Location"] == address


def test_leaving_out_asks_why(cast: Cast) -> None:
    task = TaskFactory(play=None, client=cast.client)
    browser = cast.browser("keeper")

    browser.post(f"/tasks/{task.pk}/skip/", {"note": " "})
    assert Task.objects.get().state == "to_do"
    browser.post(f"/tasks/{task.pk}/skip/", {"note": "They asked first"})
    assert (Task.objects.get().state, Task.objects.get().note) == ("skipped", "They asked first")


def test_moving_and_giving(cast: Cast) -> None:
    task = TaskFactory(play=None, client=cast.client)
    browser = cast.browser("keeper")
    browser.post(f"/tasks/{task.pk}/move/", {"on": day(4).isoformat()})
    browser.post(f"/tasks/{task.pk}/give/", {"to": str(cast.lead.pk)})
    browser.post(f"/tasks/{task.pk}/give/", {"to": str(cast.outsider.pk)})
    browser.post(f"/tasks/{task.pk}/move/", {"on": day(-4).isoformat()})

    task.refresh_from_db()
    assert (task.due_on, task.assigned_to) == (day(4), cast.lead)


def test_a_follow_up_is_added_once_for_a_client_named_in_part(cast: Cast) -> None:
    form = {"title": "Ask about March", "client": "aalborg", "due_on": day(3).isoformat(), "kind": "call", "token": "a"}
    browser = cast.browser("keeper")
    for _again in range(2):
        browser.post("/tasks/", form)

    task = Task.objects.get()
    assert (task.client, task.assigned_to, task.due_on) == (cast.client, cast.keeper, DAY + dt.timedelta(days=3))


@pytest.mark.parametrize("client", ["Zealand Zips", "Nobody"])
def test_nothing_is_added_for_someone_elses_client(cast: Cast, client: str) -> None:
    form = {"title": "Ask", "client": client, "due_on": day(3).isoformat(), "kind": "call", "token": "a"}
    answer = cast.browser("keeper").post("/tasks/", form)

    assert (answer.status_code, Task.objects.count()) == (422, 0)


def test_a_draft_is_shown_and_opened_elsewhere(cast: Cast) -> None:
    task = TaskFactory(play=None, client=cast.client, subject="How are you?", body="Dear Freja", language="en")
    page = cast.browser("keeper").get(f"/tasks/{task.pk}/").context["page"]

    assert page.card.draft.mail_url == "mailto:?subject=How%20are%20you%3F&body=Dear%20Freja"
