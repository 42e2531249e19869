"""The inbox: what is listed, in which order, what is held back, and what is done from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from signals.models import Alert, AlertEvent, Notice, NoticePreference
from tests.cast import Cast
from tests.factories import AlertFactory, ClientFactory
from tests.factories.days import DAY, NOON

HTMX = {"HX-Request": "true"}
IN_A_WEEK = (DAY + dt.timedelta(days=7)).isoformat()


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def noticed(cast: Cast, **fields: Any) -> Alert:
    """An alert that its keeper was told of."""
    fields = {"client": cast.client, "noticed_at": NOON, "noticed_to": cast.keeper} | fields
    return AlertFactory(**fields)


def page_of(cast: Cast, query: str = "", who: str = "keeper") -> Any:
    return cast.browser(who).get(f"/inbox/{query}").context["page"]


def listed(cast: Cast, query: str = "", who: str = "keeper") -> list[int]:
    return [row.pk for group in page_of(cast, query, who).groups for row in group.rows]


def test_new_ones_come_first_each_group_by_expected_loss(cast: Cast) -> None:
    taken = noticed(cast, sign="low_nps", state="acknowledged", loss_cents=9_000_000)
    small = noticed(cast, sign="budget_cut", loss_cents=100)
    large = noticed(cast, sign="gone_quiet", loss_cents=900_000)
    urgent = noticed(cast, sign="rival_agency", loss_cents=None, urgent=True)

    assert listed(cast) == [urgent.pk, large.pk, small.pk, taken.pk]
    assert [group.total for group in page_of(cast).groups] == [3, 1]


def test_states_are_lists_of_their_own(cast: Cast) -> None:
    new = noticed(cast, sign="low_nps")
    snoozed = noticed(cast, sign="budget_cut", state="snoozed", snoozed_until=DAY + dt.timedelta(days=3), why="Easter")
    resolved = noticed(cast, state="resolved", resolved_at=NOON, resolved_by=cast.keeper, outcome="benign", why="Fair")

    assert listed(cast, "?state=new") == [new.pk]
    assert listed(cast, "?state=snoozed") == [snoozed.pk]
    assert listed(cast, "?state=resolved") == [resolved.pk]
    assert "Easter" in page_of(cast, "?state=snoozed").groups[0].rows[0].note
    assert page_of(cast, "?state=resolved").groups[0].rows[0].note == "Harmless, says Keeper: Fair"


def test_filters_narrow_the_list_and_stay_in_the_address(cast: Cast) -> None:
    other = ClientFactory(name="Billund Books", owner=cast.teammate)
    own = noticed(cast)
    fire = noticed(cast, sign="haggling", side="fire")
    given = noticed(cast, client=other, sign="low_nps", assigned_to=cast.keeper)
    theirs = noticed(cast, client=other, sign="budget_cut")

    assert set(listed(cast, "?mine=1")) == {own.pk, fire.pk, given.pk}
    assert listed(cast, f"?owner={cast.teammate.pk}") == [theirs.pk]
    assert listed(cast, "?side=fire") == [fire.pk]
    assert listed(cast, "?sign=low_nps") == [given.pk]
    assert set(listed(cast, "?q=billund")) == {given.pk, theirs.pk}
    row = page_of(cast, "?q=billund&sign=low_nps").groups[0].rows[0]
    assert row.url == f"/inbox/{given.pk}/?sign=low_nps&q=billund"


@pytest.mark.parametrize("query", ["?page=999", "?page=x", "?owner=²", "?state=x&side=y", "?q=%00", "?sign=%00"])
def test_strange_values_never_fail(cast: Cast, query: str) -> None:
    noticed(cast)
    assert cast.browser("keeper").get(f"/inbox/{query}").status_code == 200


def test_long_lists_have_pages(cast: Cast) -> None:
    for n in range(27):
        noticed(cast, client=ClientFactory(owner=cast.keeper), loss_cents=1_000 * n)

    assert (len(listed(cast)), len(listed(cast, "?page=2"))) == (25, 2)
    assert page_of(cast, "?page=2").paging.previous_url == "/inbox/"


def test_what_is_held_back_is_counted_and_named_but_not_listed(cast: Cast) -> None:
    NoticePreference.objects.create(user=cast.keeper, weekly=2)
    told = noticed(cast)
    Notice.objects.create(user=cast.keeper, alert=told, made_at=NOON)
    held = noticed(cast, sign="low_nps", noticed_at=None, noticed_to=None)
    page = page_of(cast, "?mine=1")

    assert [row.pk for group in page.groups for row in group.rows] == [told.pk]
    assert (page.held.count, page.held.weekly, page.held.used) == (1, 2, 1)
    assert [used for _x, _width, used in page.held.slots] == [True, False]
    assert page.held.rows[0].client.label == held.client.name
    assert page_of(cast).held.weekly is None


def test_an_alert_shows_its_words_its_history_and_what_may_be_done(cast: Cast) -> None:
    alert = noticed(cast, reading={"y": 1, "low": 5, "high": 14, "last": None})
    AlertEvent.objects.create(alert=alert, what="noticed", at=NOON, detail={"to": [cast.keeper.pk]})
    detail = cast.browser("keeper").get(f"/inbox/{alert.pk}/").context["page"].detail

    assert detail.title == "Aalborg Bikes has gone quiet"
    assert "5 to 14 would be usual" in detail.sentence
    assert [step.what for step in detail.steps] == ["Told to Keeper"]
    assert detail.editable
    assert not cast.browser("observer").get(f"/inbox/{alert.pk}/").context["page"].detail.editable


def test_a_part_is_the_alert_or_both_panes(cast: Cast) -> None:
    alert = noticed(cast)
    browser = cast.browser("keeper")
    beside = browser.get(f"/inbox/{alert.pk}/", headers=HTMX | {"HX-Target": "alert"}).content.decode()
    panes = browser.get(f"/inbox/{alert.pk}/", headers=HTMX).content.decode()

    assert ('id="alert"' in beside, 'id="inbox"' in beside) == (True, False)
    assert ('id="inbox"' in panes, "<html" in panes) == (True, False)


def test_after_a_resolve_the_next_alert_is_shown_with_an_undo(cast: Cast) -> None:
    first, second = noticed(cast, loss_cents=900_000), noticed(cast, sign="low_nps", loss_cents=100)
    browser = cast.browser("keeper")
    answer = browser.post(f"/inbox/{first.pk}/resolve/?mine=1", {"outcome": "wrong", "resolve_why": "Old data"})

    assert answer["Location"] == f"/inbox/{second.pk}/?mine=1"
    shown = browser.get(answer["Location"]).content.decode()
    assert f'action="/inbox/{first.pk}/reopen/?mine=1"' in shown
    browser.post(f"/inbox/{first.pk}/reopen/?mine=1")
    first.refresh_from_db()
    assert first.state == "open"


def test_htmx_gets_both_panes_on_the_next_alert(cast: Cast) -> None:
    first, second = noticed(cast, loss_cents=900_000), noticed(cast, sign="low_nps", loss_cents=100)
    form = {"until": IN_A_WEEK, "snooze_why": "Holidays"}
    answer = cast.browser("keeper").post(f"/inbox/{first.pk}/snooze/", form, headers=HTMX)

    assert answer["HX-Push-Url"] == f"/inbox/{second.pk}/"
    assert answer.context["page"].detail.pk == second.pk
    assert "Snoozed: Aalborg Bikes." in answer.content.decode()
    first.refresh_from_db()
    assert (first.state, str(first.snoozed_until), first.why) == ("snoozed", IN_A_WEEK, "Holidays")


def test_snoozing_until_they_write_and_until_a_chosen_day(cast: Cast) -> None:
    alert = noticed(cast)
    browser = cast.browser("keeper")
    browser.post(f"/inbox/{alert.pk}/snooze/", {"until": "message", "snooze_why": "Waiting"})
    alert.refresh_from_db()
    assert (alert.wakes_on_message, alert.snoozed_until) == (True, DAY + dt.timedelta(days=28))

    browser.post(f"/inbox/{alert.pk}/snooze/", {"until": "day", "day": IN_A_WEEK, "snooze_why": "Waiting"})
    alert.refresh_from_db()
    assert (alert.wakes_on_message, str(alert.snoozed_until)) == (False, IN_A_WEEK)


PAST = {"until": "day", "day": "2020-01-01", "snooze_why": "They are at a fair in Milan."}


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["by script", "without"])
@pytest.mark.parametrize(
    ("what", "data", "says", "kept"),
    [
        ("snooze", PAST, "Choose a day to come.", "They are at a fair in Milan."),
        ("snooze", {"until": "message", "snooze_why": " "}, "Say why this can wait.", 'value="message" checked'),
        ("resolve", {"outcome": "wrong", "resolve_why": ""}, "Say why, so that", 'value="wrong" checked'),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_opens_again(
    cast: Cast, headers: dict[str, str], what: str, data: dict[str, str], says: str, kept: str
) -> None:
    alert = noticed(cast)

    answer = cast.browser("keeper").post(f"/inbox/{alert.pk}/{what}/", data, headers=headers)

    shown = answer.content.decode()
    form = shown[shown.index(f'id="{what}" popover data-refused') :]
    form = form[: form.index("</form>")]
    assert answer.status_code == 422
    assert says in form
    assert kept in form
    assert shown.count("data-refused") == 1


def test_a_refusal_says_why_and_changes_nothing(cast: Cast) -> None:
    alert = noticed(cast)
    answer = cast.browser("keeper").post(f"/inbox/{alert.pk}/resolve/", {"outcome": "benign"}, headers=HTMX)

    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    alert.refresh_from_db()
    assert alert.state == "open"


def test_taking_on_can_be_taken_back_and_a_due_day_taken_away(cast: Cast) -> None:
    alert = noticed(cast)
    browser = cast.browser("keeper")
    states = []
    for what in ("acknowledge", "wake"):
        browser.post(f"/inbox/{alert.pk}/{what}/")
        alert.refresh_from_db()
        states.append(alert.state)
    assert states == ["acknowledged", "open"]

    browser.post(f"/inbox/{alert.pk}/due/", {"on": IN_A_WEEK})
    browser.post(f"/inbox/{alert.pk}/give/", {"to": str(cast.teammate.pk)})
    alert.refresh_from_db()
    assert (str(alert.due_on), alert.assigned_to) == (IN_A_WEEK, cast.teammate)


def test_a_playbook_starts_from_an_alert(cast: Cast) -> None:
    alert = noticed(cast)
    browser = cast.browser("keeper")
    book = browser.get(f"/inbox/{alert.pk}/").context["page"].detail.starts.books[0]
    assert book.chosen
    assert book.steps

    browser.post(f"/inbox/{alert.pk}/play/", {"playbook": book.key})
    alert.refresh_from_db()
    detail = browser.get(f"/inbox/{alert.pk}/").context["page"].detail

    assert (alert.state, detail.plays[0].name) == ("acknowledged", book.name)
    assert book.key not in [left.key for left in (detail.starts.books if detail.starts else ())]
    assert detail.tasks


def test_for_a_large_client_somebody_else_is_suggested_as_the_rescuer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, browser = f"/inbox/{noticed(cast).pk}/", cast.browser("keeper")
    assert browser.get(address).context["page"].detail.starts.rescuer == ""

    monkeypatch.setattr("signals.views.playing.is_large", lambda client, revenue: True)
    assert browser.get(address).context["page"].detail.starts.rescuer == "Lead"


def test_the_clients_page_links_to_its_open_alerts(cast: Cast) -> None:
    alert = noticed(cast)
    fire = noticed(cast, sign="haggling", side="fire")
    address = f"/clients/{cast.client.pk}/"

    assert {one.url for one in cast.browser("keeper").get(address).context["page"].alerts} == {
        f"/inbox/{alert.pk}/", f"/inbox/{fire.pk}/",
    }  # fmt: skip
    assert f"/inbox/{fire.pk}/" not in cast.browser("observer").get(address).content.decode()


def states(*alerts: Alert) -> list[str]:
    return [Alert.objects.get(pk=alert.pk).state for alert in alerts]


def test_ticked_ones_are_resolved_and_brought_back(cast: Cast) -> None:
    one, two, three = noticed(cast), noticed(cast, sign="low_nps"), noticed(cast, sign="budget_cut")
    browser = cast.browser("keeper")
    browser.post("/inbox/all/", {"do": "resolve", "alert": [one.pk, two.pk], "outcome": "mended"})
    assert states(one, two, three) == ["resolved", "resolved", "open"]

    browser.post("/inbox/undo/")
    assert states(one, two, three) == ["open", "open", "open"]


def test_all_that_match_are_all_but_other_peoples(cast: Cast) -> None:
    own, other_side = noticed(cast, sign="low_nps"), noticed(cast, sign="haggling", side="fire")
    foreign = noticed(cast, client=cast.foreign, sign="low_nps", noticed_to=cast.outsider)
    teammates = noticed(cast, client=ClientFactory(owner=cast.teammate), sign="low_nps")
    held = noticed(cast, sign="budget_cut", noticed_at=None, noticed_to=None)

    cast.browser("keeper").post("/inbox/all/?side=churn", {"do": "acknowledge", "all": "1"})

    assert states(own, other_side, foreign, teammates, held) == ["acknowledged", "open", "open", "open", "open"]


def test_ticking_what_is_not_ones_own_does_nothing(cast: Cast) -> None:
    foreign = noticed(cast, client=cast.foreign)
    answer = cast.browser("keeper").post("/inbox/all/", {"do": "acknowledge", "alert": [foreign.pk]}, headers=HTMX)

    assert (answer.status_code, states(foreign)) == (422, ["open"])


def test_many_are_given_away_and_back_to_whom_they_were(cast: Cast) -> None:
    one, two = noticed(cast), noticed(cast, sign="low_nps", assigned_to=cast.lead)
    browser = cast.browser("keeper")
    browser.post("/inbox/all/", {"do": "give", "all": "1", "to": str(cast.boss.pk)})
    assert set(Alert.objects.values_list("assigned_to", flat=True)) == {cast.boss.pk}

    browser.post("/inbox/undo/")
    assert [Alert.objects.get(pk=a.pk).assigned_to for a in (one, two)] == [None, cast.lead]


def test_the_count_beside_the_inbox_is_of_ones_own_new_ones(cast: Cast) -> None:
    noticed(cast)
    noticed(cast, sign="low_nps", state="acknowledged")
    noticed(cast, sign="budget_cut", noticed_at=None, noticed_to=None)

    assert cast.browser("keeper").get("/inbox/").context["inbox_count"] == 1
    assert cast.browser("teammate").get("/inbox/").context["inbox_count"] == 0
