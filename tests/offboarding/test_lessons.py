"""Which signs were there before an end, what is kept of it, who may read it, and what it adds up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Client
from offboarding.actions.lessons import Lesson, keep_lesson
from offboarding.causes import CAUSE_OF, suggested
from offboarding.lesson_sums import Past, boxes, sums
from offboarding.lessons import clients_without_lesson, confirmed_causes, departure_of
from offboarding.models import Cause, Retrospective
from offboarding.tracing import Departure, SignTrace, Traced, kept_trace, signs_json, trace, traces, weeks_json
from signals.bands import Band
from signals.detectors import BY_KEY
from signals.models import Alert, AlertEvent, Series
from tests.cast import Cast
from tests.factories import AlertFactory, ClientFactory, PartingFactory, PlayFactory, RetrospectiveFactory
from tests.factories.days import DAY, NOON, day
from tests.offboarding.weeks import week

pytestmark = pytest.mark.django_db
At = Callable[[dt.datetime], None]
SUNDAY = day(-1)  # the last week close before DAY


@pytest.fixture
def office(at: At, cast: Cast) -> Cast:
    """The keeper's client gave notice on DAY and was gone 60 days later; today is DAY + 70."""
    week(cast.foreign, day(-700), {})
    ended(cast.client)
    at(NOON + dt.timedelta(days=70))
    return cast


def ended(client: Client, **values: Any) -> Client:
    """As an import writes it."""
    usual = {"status": "ended", "notice_on": DAY, "notice_by": "client", "ended_on": day(60)}
    Client.objects.filter(pk=client.pk).update(**{**usual, **values})
    client.refresh_from_db()
    return client


def alert(client: Client, sign: str, on: dt.date, **values: Any) -> Alert:
    at = dt.datetime.combine(on, dt.time(9), dt.UTC)
    found: Alert = AlertFactory(client=client, sign=sign, opened_on=on, **{"opened_at": at, **values})
    return found


def scenario(client: Client) -> None:
    """Quiet from 8 February, gone again on 1 March; the budget cut on 1 March; High on 22 February."""
    week(client, day(-22), {"gone_quiet": 6_000})
    week(client, day(-15), {"gone_quiet": 5_000, "budget_cut": None})
    week(client, day(-8), {"gone_quiet": 8_000}, churn=Band.HIGH)
    week(client, SUNDAY, {"gone_quiet": 2_000, "budget_cut": 5_000})
    one = alert(client, "gone_quiet", day(-14))
    AlertEvent.objects.create(alert=one, what="acknowledged", at=NOON - dt.timedelta(days=12))
    PlayFactory(client=client, alert=one, started_on=day(-10), started_at=NOON - dt.timedelta(days=10))


def traced(office: Cast) -> Traced:
    return trace(office.keeper, departure_of(office.client))


def by_sign(found: Traced) -> dict[str, SignTrace]:
    return {one.sign: one for one in found.signs}


# --- which signs were there when --------------------------------------------------------------------------------------


def test_a_sign_is_traced_from_its_first_week_to_the_notice(office: Cast) -> None:
    scenario(office.client)
    found = by_sign(traced(office))
    assert found["gone_quiet"] == SignTrace(
        "gone_quiet", first=day(-22), strongest=8_000, weeks=3, at_notice=False, alerted=day(-14),
        acknowledged=day(-12), play=day(-10), weight=90,
    )  # fmt: skip
    assert found["budget_cut"] == SignTrace("budget_cut", SUNDAY, 5_000, 1, at_notice=True, weight=90)
    assert set(found) == {"gone_quiet", "budget_cut"}


def test_the_lead_time_runs_from_the_first_high_week_or_alert_to_the_notice(office: Cast) -> None:
    scenario(office.client)
    assert traced(office).warned_days == 14  # the alert; the week of High came 8 days before
    Alert.objects.all().delete()
    assert traced(office).warned_days == 8


def test_nobody_was_warned_by_weak_signs_alone(office: Cast) -> None:
    week(office.client, SUNDAY, {"gone_quiet": 4_999}, churn=Band.RAISED)
    found = traced(office)
    assert (found.signs, found.warned_days) == ([], None)


def test_fire_pressure_is_no_warning_of_their_leaving_but_of_ours(office: Cast) -> None:
    week(office.client, SUNDAY, {"fire_haggling": 9_000}, fire=Band.HIGH)
    assert traced(office).warned_days is None
    ended(office.client, notice_by="agency")
    assert traced(office).warned_days == 1


def test_what_came_or_was_written_down_after_the_notice_does_not_count(office: Cast) -> None:
    scenario(office.client)
    before = traced(office)
    week(office.client, day(6), {"results_down": 9_000}, churn=Band.CRITICAL)
    week(office.client, DAY, {"results_down": 9_000})
    week(office.client, day(-29), {"results_down": 9_000}, closed=False)
    week(office.client, day(-365), {"results_down": 9_000}, churn=Band.HIGH)
    alert(office.client, "budget_cut", day(-20), opened_at=NOON + dt.timedelta(days=3))
    alert(office.client, "results_down", day(2))
    assert traced(office) == before


def test_what_somebody_did_only_after_the_notice_is_no_act(office: Cast) -> None:
    one = alert(office.client, "gone_quiet", day(-14))
    AlertEvent.objects.create(alert=one, what="acknowledged", at=NOON)
    PlayFactory(client=office.client, alert=one, started_on=DAY, started_at=NOON)
    sign = by_sign(traced(office))["gone_quiet"]
    assert (sign.alerted, sign.first, sign.acted_on) == (day(-14), None, False)


def test_the_live_series_goes_before_the_backfill(office: Cast) -> None:
    week(office.client, SUNDAY, {"gone_quiet": 9_000}, series=Series.BACKFILL)
    week(office.client, SUNDAY, {"gone_quiet": 6_000})
    assert by_sign(traced(office))["gone_quiet"].strongest == 6_000


def test_scores_that_ended_long_before_say_nothing_of_the_notice(office: Cast) -> None:
    week(office.client, day(-43), {"gone_quiet": 9_000})
    assert by_sign(traced(office))["gone_quiet"].at_notice is False


def test_many_are_traced_with_as_many_queries_as_one(office: Cast) -> None:
    everyone = [ended(ClientFactory(owner=office.keeper)) for _ in range(25)]
    for client in everyone:
        scenario(client)

    def asked(clients: list[Client]) -> int:
        with CaptureQueriesContext(connection) as queries:
            found = traces(office.keeper, [Departure(client.pk, "client", DAY) for client in clients])
        assert all(one.warned_days == 14 for one in found.values())
        return len(queries)

    asked(everyone[:1])  # scorecards are read once a process
    assert asked(everyone) == asked(everyone[:1])


def test_what_is_kept_reads_as_it_was_traced(office: Cast) -> None:
    scenario(office.client)
    found = traced(office)
    assert kept_trace(found.until, signs_json(found), weeks_json(found), found.warned_days) == found


# --- the cause ----------------------------------------------------------------------------------------------------


def test_every_suggestion_is_a_cause_and_every_sign_that_suggests_one_exists() -> None:
    assert set(CAUSE_OF.values()) <= set(Cause.values)
    assert set(CAUSE_OF) <= set(BY_KEY)


@pytest.mark.parametrize(
    ("side", "ending", "cause"),
    [("client", "", "results"), ("completed", "", "ran_out"), ("agency", "nonpayment", "payment")],
)
def test_the_strongest_signs_suggest_a_cause_unless_the_paper_says_it(side: str, ending: str, cause: str) -> None:
    signs = [
        SignTrace("results_down", strongest=8_000, at_notice=True, weight=60),
        SignTrace("budget_cut", strongest=9_000, at_notice=False, weight=90),
        SignTrace("gone_quiet", strongest=10_000, at_notice=True, weight=90),
    ]
    assert suggested(signs, side=side, ending=ending) == cause


def test_signs_that_say_that_and_not_what_suggest_nothing() -> None:
    assert suggested([SignTrace("gone_quiet", strongest=9_000, at_notice=True, weight=90)], side="client") == ""


# --- keeping it ---------------------------------------------------------------------------------------------------


def kept(office: Cast, cause: str = "results", **values: Any) -> Retrospective:
    return keep_lesson(by=office.keeper, client=office.client, lesson=Lesson(cause, **values))


def test_the_suggested_and_the_confirmed_cause_are_both_kept(office: Cast) -> None:
    scenario(office.client)
    found = kept(office, "results", done_differently=" Ask sooner. ")
    assert (found.cause, found.cause_suggested, found.side) == ("results", "price", "client")
    assert (found.warned_days, found.until, found.due_on) == (14, DAY, day(90))
    assert (found.confirmed_by, found.confirmed_on, found.done_differently) == (office.keeper, day(70), "Ask sooner.")


def test_later_facts_change_nothing_of_what_was_kept(office: Cast, at: At) -> None:
    scenario(office.client)
    found = kept(office)
    signs, weeks = found.signs, found.weeks
    week(office.client, day(-29), {"results_down": 9_000}, churn=Band.CRITICAL)
    alert(office.client, "budget_cut", day(-20))
    at(NOON + dt.timedelta(days=80))
    again = keep_lesson(by=office.boss, client=office.client, lesson=Lesson("price", keep_doing="The reports."))
    again.refresh_from_db()
    assert (again.pk, again.signs, again.weeks, again.warned_days) == (found.pk, signs, weeks, 14)
    assert (again.cause, again.confirmed_by, again.confirmed_on) == ("price", office.boss, day(80))


def test_other_words_alone_are_no_new_confirmation(office: Cast) -> None:
    kept(office)
    again = keep_lesson(by=office.boss, client=office.client, lesson=Lesson("results", cause_note="They said so."))
    assert (again.confirmed_by, again.cause_note) == (office.keeper, "They said so.")


def test_the_database_refuses_other_signs(office: Cast) -> None:
    found = kept(office)
    with pytest.raises(DatabaseError, match="stays as it was kept"), transaction.atomic():
        Retrospective.objects.filter(pk=found.pk).update(warned_days=365)


@pytest.mark.parametrize("lesson", [Lesson("luck"), Lesson("other")])
def test_a_cause_must_say_something(office: Cast, lesson: Lesson) -> None:
    with pytest.raises(ValidationError):
        keep_lesson(by=office.keeper, client=office.client, lesson=lesson)


def test_who_ended_it_is_asked_where_the_book_does_not_say(office: Cast) -> None:
    ended(office.client, notice_on=None, notice_by="")
    with pytest.raises(ValidationError):
        kept(office)
    found = kept(office, side="agency")
    assert (found.side, found.until) == ("agency", day(60))


def test_its_closed_case_belongs_to_it(office: Cast) -> None:
    case = PartingFactory(client=office.client, state="closed", ended_on=day(65), ending="nonpayment")
    found = kept(office)
    assert (found.parting, found.cause_suggested) == (case, "payment")


def test_a_client_who_is_with_us_has_nothing_to_look_back_on(office: Cast) -> None:
    with pytest.raises(PermissionDenied):
        keep_lesson(by=office.outsider, client=office.foreign, lesson=Lesson("price"))


@pytest.mark.parametrize("name", ["teammate", "observer", "outsider"])
def test_nobody_else_keeps_one(office: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        keep_lesson(by=getattr(office, name), client=office.client, lesson=Lesson("price"))


# --- what is owed -------------------------------------------------------------------------------------------------


def test_every_ended_client_owes_one_with_or_without_a_case(office: Cast) -> None:
    [owed] = clients_without_lesson(office.keeper)
    assert (owed.client, owed.parting, owed.due_on) == (office.client, None, day(90))
    case = PartingFactory(client=office.client, state="closed", ended_on=day(65))
    assert clients_without_lesson(office.keeper)[0].parting == case
    kept(office)
    assert clients_without_lesson(office.keeper) == []


def test_who_comes_back_and_leaves_again_owes_another(office: Cast) -> None:
    kept(office)
    ended(office.client, ended_on=day(68))
    assert [owed.client for owed in clients_without_lesson(office.boss)] == [office.client]


@pytest.mark.parametrize("name", ["teammate", "observer", "outsider"])
def test_nobody_else_learns_of_it(office: Cast, name: str) -> None:
    assert clients_without_lesson(getattr(office, name)) == []
    page = office.browser(name).get("/lessons/")
    assert page.status_code == 403 or office.client.name not in page.content.decode()


# --- what it adds up to -------------------------------------------------------------------------------------------


def past(days: int | None, side: str = "client", cause: str = "price") -> Past:
    sign = {"sign": "gone_quiet", "at_notice": True, "alerted": None, "acknowledged": None, "play": None}
    return Past(side, cause, "price", days, [sign])


def test_nothing_is_said_of_fewer_than_five() -> None:
    [(_, share, median)] = sums([past(40)] * 4, ["client"]).warned
    assert (share.enough, median) == (False, None)


def test_the_share_warned_in_time_has_its_interval_and_the_lead_its_median() -> None:
    found = sums([past(28), past(27), past(60), past(90), past(35), past(None)], ["client", "agency"])
    (_, share, median), (_, none, _) = found.warned
    assert (share.k, share.n, share.low, share.high) == (4, 6, 30, 90)  # Wilson 1927, by hand
    assert (median, none.n) == (35.0, 0)


def test_an_end_of_which_no_score_is_on_record_is_no_missed_warning() -> None:
    untold = Past("client", "price", "", None, [], first_week=None)
    [(_, share, _)] = sums([past(40), untold], ["client"]).warned
    assert (share.k, share.n) == (1, 1)


def test_causes_are_counted_by_side_and_a_sign_nobody_took_up_is_missed() -> None:
    found = sums([past(1), past(2, "agency"), past(3, cause="rival")], [])
    assert found.causes == [("price", {"client": 1, "agency": 1}), ("rival", {"client": 1})]
    [sign] = found.signs
    assert (sign.there, sign.at_notice, sign.alerted, sign.missed) == (3, 3, 0, 3)
    assert (found.agreed.k, found.agreed.n) == (2, 3)


def test_a_week_is_drawn_as_high_as_its_sign_was_strong_and_ends_at_the_notice() -> None:
    [strong, faint, unknown] = boxes([day(-7), day(-14), day(-28)], [10_000, 2_000, None], DAY, 52)
    assert (strong.x, strong.y, strong.height, strong.kind) == (502.0, 0.0, 20.0, "strong")
    assert (faint.x, faint.height, faint.kind) == (492.0, 4.0, "faint")
    assert (unknown.x, unknown.kind) == (472.0, "unknown")


def test_the_newest_confirmed_cause_is_what_screening_learns(office: Cast) -> None:
    RetrospectiveFactory(client=office.client, cause="merger")
    RetrospectiveFactory(client=office.client, cause="payment", ended_on=day(300))
    assert confirmed_causes([office.client.pk, office.foreign.pk]) == {office.client.pk: "payment"}


# --- the pages ----------------------------------------------------------------------------------------------------


def test_the_overview_asks_as_often_for_many_as_for_one(office: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.browser("boss").get("/lessons/").status_code == 200
        return len(queries)

    RetrospectiveFactory(client=ended(ClientFactory(owner=office.keeper), ended_on=DAY))
    asked()
    one = asked()
    for _ in range(24):
        RetrospectiveFactory(client=ended(ClientFactory(owner=office.keeper), ended_on=DAY))
        PartingFactory(client=ended(ClientFactory(owner=office.keeper)), state="closed", ended_on=day(62))
    assert asked() == one


def test_an_end_without_a_case_is_confirmed_on_its_own_page(office: Cast) -> None:
    scenario(office.client)
    browser, address = office.browser("keeper"), f"/clients/{office.client.pk}/lesson/"
    page = browser.get(address).content.decode()
    assert "Warned 14 days before." in page
    assert "The signs suggest: Price." in page
    assert browser.post(address, {"cause": "rival", "cause_note": "Their mail of May."}).status_code == 302
    page = browser.get(address).content.decode()
    assert "Another agency" in page
    assert "The signs suggest: Price." in page


def test_a_closed_case_leads_to_its_lessons_and_is_done_when_they_are_kept(office: Cast) -> None:
    case = PartingFactory(client=office.client, state="closed", ended_on=day(65))
    browser = office.browser("keeper")
    shown = browser.get(case.get_absolute_url(), follow=True)
    assert shown.redirect_chain[-1][0] == f"/partings/{case.pk}/lessons/"
    assert shown.context["path"].stops[-1].state == "now"
    browser.post(f"/partings/{case.pk}/lessons/", {"cause": "payment"})
    assert browser.get(f"/partings/{case.pk}/lessons/").context["path"].stops[-1].state == "done"


def test_an_open_case_has_no_lessons_yet(office: Cast) -> None:
    case = PartingFactory(client=office.client, state="handover")
    browser = office.browser("keeper")
    assert "The lessons are drawn when it is closed." in browser.get(f"/partings/{case.pk}/lessons/").content.decode()
    assert browser.post(f"/partings/{case.pk}/lessons/", {"cause": "price"}).status_code == 403
