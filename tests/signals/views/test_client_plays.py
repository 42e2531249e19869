"""A client's plays and tasks: what each of the cast sees and may do, and what it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import PaymentPromise
from signals.actions.plays import start_play
from signals.models import Play, Task
from signals.playbooks.people import is_large
from signals.views.drafts import LONGEST_MAIL_URL, mail_url
from tests.cast import Cast
from tests.factories import (
    AlertFactory,
    ContactFactory,
    InvoiceFactory,
    PlaybookFactory,
    PlayFactory,
    TaskFactory,
)
from tests.factories.days import DAY, NOON, day


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def page(cast: Cast, name: str = "keeper") -> Any:
    return cast.browser(name).get(f"/clients/{cast.client.pk}/plays/").context["page"]


def text(cast: Cast, name: str = "keeper") -> str:
    return cast.browser(name).get(f"/clients/{cast.client.pk}/plays/").content.decode()


def do(cast: Cast, task: Task, what: str, name: str = "keeper", **data: Any) -> int:
    return cast.browser(name).post(f"/tasks/{task.pk}/{what}/", data | {"back": "client"}).status_code


def test_an_empty_tab_says_what_comes_here(cast: Cast) -> None:
    assert "No playbook is at work here" in text(cast)
    assert page(cast).start_url
    assert not page(cast, "teammate").start_url


def test_a_task_shows_what_to_say_and_what_to_send(cast: Cast) -> None:
    ContactFactory(client=cast.client, name="Mikkel Toft", email="mikkel@toft.example", language="da")
    start_play(cast.client, PlaybookFactory().key, by=cast.keeper)

    call, mail = page(cast).running[0].tasks
    assert (call.title, call.owner, call.editable) == ("Call Mikkel Toft", "you", True)
    assert (mail.draft.language, mail.draft.gaps) == ("da", 0)
    assert mail.draft.mail_url.startswith(
        "mailto:mikkel@toft.example?subject=Kaffe%2C%20Aalborg%20Bikes%3F&body=K%C3%A6re"
    )
    assert '<mark class="ch-gap">[…]</mark>' in text(cast)  # no win is on record for the call


def test_a_mail_link_carries_the_whole_text_or_none() -> None:
    parts = urlsplit(mail_url("a@b.example", "Hej & tak", "to\nlines?"))
    assert parse_qs(parts.query) == {"subject": ["Hej & tak"], "body": ["to\r\nlines?"]}

    assert "body" not in parse_qs(urlsplit(mail_url("a@b.example", "Hej", "x" * LONGEST_MAIL_URL)).query)


def test_done_left_out_and_to_do_again(cast: Cast) -> None:
    play = start_play(cast.client, "save_mode", by=cast.keeper)
    first, second = play.tasks.order_by("number")[:2]

    assert do(cast, first, "done", note="They were glad") == 302
    assert do(cast, second, "skip", note="") == 302  # why is asked for
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.note, first.ended_by, second.state) == ("done", "They were glad", cast.keeper, "to_do")

    do(cast, first, "reopen")
    do(cast, second, "skip", note="No need")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("to_do", "skipped")


def test_moved_and_handed_over(cast: Cast) -> None:
    task = TaskFactory(play__client=cast.client)

    do(cast, task, "move", on=day(3).isoformat())
    do(cast, task, "move", on="soon")
    do(cast, task, "move", on=day(-3).isoformat())
    do(cast, task, "give", to=cast.teammate.pk)
    do(cast, task, "give", to=cast.outsider.pk)
    task.refresh_from_db()
    assert (task.due_on, task.assigned_to) == (day(3), cast.teammate)


def test_an_unknown_deed_is_404_and_reading_does_nothing(cast: Cast) -> None:
    task = TaskFactory(play__client=cast.client)

    assert do(cast, task, "dance") == 404
    assert cast.browser("keeper").get(f"/tasks/{task.pk}/done/").status_code == 405
    assert do(cast, task, "done", name="teammate") == 403
    assert do(cast, task, "done", name="outsider") == 404


def test_the_last_step_asks_how_it_went(cast: Cast) -> None:
    play = start_play(cast.client, PlaybookFactory().key, by=cast.keeper)
    assert "How did it go?" not in text(cast)
    for task in play.tasks.all():
        do(cast, task, "done")
    assert "How did it go?" in text(cast)

    end = f"/clients/{cast.client.pk}/plays/{play.pk}/end/"
    cast.browser("keeper").post(end, {"do": "finish"})
    assert page(cast).running
    cast.browser("keeper").post(
        end, {"do": "finish", f"end-{play.pk}-outcome": "mended", f"end-{play.pk}-note": "Coffee"}
    )
    (past,) = page(cast).past
    assert (past.outcome, past.note, past.by) == ("Mended", "Coffee", "Keeper")


def test_breaking_off_asks_why(cast: Cast) -> None:
    play = start_play(cast.client, "save_mode", by=cast.keeper)
    end, outcome = (
        f"/clients/{cast.client.pk}/plays/{play.pk}/end/",
        {f"end-{play.pk}-outcome": "needless", "do": "stop"},
    )

    cast.browser("keeper").post(end, outcome)
    assert page(cast).running
    cast.browser("keeper").post(end, outcome | {f"end-{play.pk}-note": "A mistake"})
    assert Play.objects.get().state == "stopped"


def test_a_rescuer_is_asked_from_a_list(cast: Cast) -> None:
    play = start_play(cast.client, "save_mode", by=cast.keeper)
    address = f"/clients/{cast.client.pk}/plays/{play.pk}/rescuer/"

    for wrong in (cast.outsider.pk, cast.observer.pk, "x"):
        cast.browser("keeper").post(address, {"rescuer": wrong})
    assert page(cast).running[0].rescuer == ""
    cast.browser("keeper").post(address, {"rescuer": cast.boss.pk})
    assert page(cast).running[0].rescuer == "Boss"


def test_a_promise_to_pay_becomes_a_record(cast: Cast) -> None:
    invoice = InvoiceFactory(client=cast.client, due_on=day(-9))
    book = PlaybookFactory(signs=["late_payments"])
    start_play(cast.client, book.key, by=cast.keeper)
    line = page(cast).running[0].tasks[0]
    token = line.promise["token"].value()
    form = {"until": day(4).isoformat(), "amount": "500", "invoice": invoice.pk, "note": "By Friday", "token": token}
    data = {f"promise-{line.pk}-{name}": value for name, value in form.items()}

    task = Task.objects.get(pk=line.pk)
    for _ in range(2):
        do(cast, task, "promise", **data)
    promise = PaymentPromise.objects.get()
    assert (promise.client, promise.made_on, promise.until) == (cast.client, DAY, day(4))
    assert (promise.amount, promise.currency, promise.invoice) == (Decimal(500), "EUR", invoice)

    do(cast, task, "promise", **data | {f"promise-{line.pk}-until": day(-1).isoformat()})
    assert do(cast, task, "promise", name="teammate", **data) == 404  # what is owed weighs on the fire side
    assert PaymentPromise.objects.count() == 1


def test_other_playbooks_ask_for_no_promise(cast: Cast) -> None:
    start_play(cast.client, "save_mode", by=cast.keeper)

    assert {line.promise for line in page(cast).running[0].tasks} == {None}


def test_a_fire_play_is_invisible_without_fire_rights(cast: Cast) -> None:
    play = start_play(cast.client, PlaybookFactory(signs=["haggling"], name="The talk").key, by=cast.keeper)
    task = play.tasks.first()
    assert task is not None

    for name, refusal in (("teammate", 404), ("observer", 403)):
        assert "The talk" not in text(cast, name)
        assert do(cast, task, "done", name=name) == refusal
        assert cast.browser(name).post(f"/clients/{cast.client.pk}/plays/{play.pk}/end/").status_code == 404
    assert "The talk" in text(cast, "lead")


def test_a_fire_step_is_handed_to_nobody_who_may_not_see_it(cast: Cast) -> None:
    task = TaskFactory(play__client=cast.client, play__side="fire")
    assert [one.label for one in page(cast).running[0].tasks[0].people] == ["Boss", "Keeper", "Lead"]

    do(cast, task, "give", to=cast.teammate.pk)
    task.refresh_from_db()
    assert task.assigned_to is None


def start(cast: Cast, query: str = "", name: str = "keeper") -> Any:
    return cast.browser(name).get(f"/clients/{cast.client.pk}/plays/start/{query}")


def test_the_start_form_offers_what_is_made_for_the_sign_first(cast: Cast) -> None:
    shown = start(cast, "?sign=low_nps").context["page"]

    assert [book.key for book in shown.fitting] == ["save_mode"]
    assert shown.fitting[0].chosen
    assert not start(cast, "?sign=nonsense").context["page"].fitting


def test_what_runs_already_cannot_be_chosen(cast: Cast) -> None:
    PlayFactory(client=cast.client, playbook="save_mode")

    answer = start(cast, "?sign=low_nps")

    (book,) = answer.context["page"].fitting
    assert (book.running, book.chosen) == (True, False)
    assert 'value="save_mode" required disabled' in answer.content.decode()


def test_starting_from_an_alert(cast: Cast) -> None:
    alert = AlertFactory(client=cast.client, sign="low_nps")
    assert start(cast, f"?alert={alert.pk}").context["page"].fitting[0].key == "save_mode"

    data = {"playbook": "save_mode", "alert": alert.pk, "rescuer": cast.boss.pk}
    answer = cast.browser("keeper").post(f"/clients/{cast.client.pk}/plays/start/", data)
    assert answer.status_code == 302
    play = Play.objects.get()
    assert (play.alert, play.rescuer, play.started_by) == (alert, cast.boss, cast.keeper)


def test_starting_nothing_or_from_a_strangers_alert_is_refused(cast: Cast) -> None:
    address = f"/clients/{cast.client.pk}/plays/start/"
    assert cast.browser("keeper").post(address, {}).status_code == 422
    foreign = AlertFactory(client=cast.foreign)
    assert cast.browser("keeper").post(address, {"playbook": "save_mode", "alert": foreign.pk}).status_code == 404
    assert not Play.objects.exists()


def test_a_rescuer_is_suggested_for_a_large_client(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_large(cast.client)
    assert "One of our largest clients" not in start(cast).content.decode()

    monkeypatch.setattr("signals.views.play_start.is_large", lambda client: True)
    assert "One of our largest clients" in start(cast).content.decode()


def test_a_client_that_is_no_longer_served_is_offered_no_start(cast: Cast) -> None:
    cast.client.status, cast.client.ended_on = "ended", DAY
    cast.client.save()

    assert not page(cast).start_url


def test_pages_cost_the_same_for_one_play_and_for_25(cast: Cast) -> None:
    browser = cast.browser("keeper")
    book = PlaybookFactory(signs=["late_payments"])
    addresses = [f"/clients/{cast.client.pk}/plays/", f"/clients/{cast.client.pk}/plays/start/", "/playbooks/",
                 f"/playbooks/{book.key}/"]  # fmt: skip

    def counted() -> list[int]:
        found = []
        for address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    start_play(cast.client, book.key, by=cast.keeper)
    PlayFactory(client=cast.client, state="done", outcome="mended", ended_on=DAY, ended_by=cast.keeper)
    one = counted()
    for _ in range(24):
        start_play(cast.client, PlaybookFactory(signs=["late_payments"]).key, by=cast.keeper)
        PlayFactory(client=cast.client, state="done", outcome="mended", ended_on=DAY, ended_by=cast.boss)
        TaskFactory(play=None, client=cast.client, assigned_to=cast.boss)

    assert counted() == one
    assert max(one) < 35
