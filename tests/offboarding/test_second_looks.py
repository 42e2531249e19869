"""Half a year after a case somebody is asked again, without a name of anybody in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Client
from offboarding.actions.lessons import answer_second_look, ask_second_looks
from offboarding.models import Parting, SecondLook
from offboarding.views.second_look import summary
from tests.cast import Cast
from tests.factories import (
    ClientFactory,
    EvidenceItemFactory,
    PartingFactory,
    RepairFactory,
    ReviewFactory,
    SecondLookFactory,
)
from tests.factories.days import DAY, NOON, day

pytestmark = pytest.mark.django_db
At = Callable[[dt.datetime], None]


@pytest.fixture
def office(at: At, cast: Cast) -> Cast:
    at(NOON + dt.timedelta(days=182))
    return cast


def decided(office: Cast, **values: Any) -> Parting:
    usual = {
        "client": office.client, "state": "closed", "ended_on": DAY, "decision": "part", "decided_on": DAY,
        "decided_by": office.boss, "decision_why": "Aalborg Bikes never pay, says Keeper.",
    }  # fmt: skip
    found: Parting = PartingFactory(**{**usual, **values})
    return found


def test_half_a_year_after_a_decided_case_somebody_else_is_asked_once(office: Cast) -> None:
    case = decided(office)
    assert (ask_second_looks(), ask_second_looks()) == (1, 0)
    look = SecondLook.objects.get()
    assert (look.parting, look.due_on, look.asked_of, look.asked_on) == (case, day(182), office.lead, day(182))


def test_before_its_day_nobody_is_asked(office: Cast) -> None:
    decided(office, ended_on=day(1))
    assert ask_second_looks() == 0
    assert SecondLook.objects.get().asked_of is None


def test_a_case_that_was_kept_is_asked_of_too_and_one_without_a_decision_is_not(office: Cast) -> None:
    decided(office, state="kept", decision="keep")
    decided(office, client=office.foreign, decision="", decided_on=None, decided_by=None, decision_why="")
    assert ask_second_looks() == 1


def test_whoever_decided_is_asked_only_where_there_is_nobody_else(office: Cast) -> None:
    decided(office)
    type(office.lead).objects.filter(pk=office.lead.pk).update(is_active=False)
    ask_second_looks()
    assert SecondLook.objects.get().asked_of == office.boss
    type(office.lead).objects.filter(pk=office.lead.pk).update(is_active=True)
    assert ask_second_looks() == 1
    assert SecondLook.objects.get().asked_of == office.lead


def test_an_answer_is_given_once(office: Cast) -> None:
    look = SecondLookFactory(parting=decided(office), asked_of=office.lead)
    with pytest.raises(ValidationError):
        answer_second_look(by=office.lead, look=look, answer="otherwise")
    answer_second_look(by=office.lead, look=look, answer="otherwise", why="Talk first.")
    found = answer_second_look(by=office.lead, look=look, answer="otherwise", why="Sent twice.")
    assert found.why == "Talk first."
    assert (found.answer, found.answered_by, found.answered_on) == ("otherwise", office.lead, day(182))
    with pytest.raises(ValidationError):
        answer_second_look(by=office.lead, look=look, answer="same")


def test_nobody_answers_for_another(office: Cast) -> None:
    look = SecondLookFactory(parting=decided(office), asked_of=office.lead)
    with pytest.raises(PermissionDenied):
        answer_second_look(by=office.boss, look=look, answer="same")


def test_no_name_and_nothing_that_anybody_wrote_stands_on_the_page(office: Cast) -> None:
    Client.objects.filter(pk=office.client.pk).update(industry="Aalborg Bikes retail", city="Aalborg")
    case = decided(office, why="Aalborg Bikes again.", their_view="Says Birte.", opened_by=office.keeper)
    EvidenceItemFactory(parting=case, factor="fire_haggling", title="Aalborg Bikes haggle", sentence="Birte asked.")
    RepairFactory(parting=case, kind="talk", agreed="Birte promised.", outcome="not", judged_on=DAY)
    marks = {"payment": 4, "economics": 4, "conduct": 2, "fit": 3, "fault": 1, "mend": 5}
    ReviewFactory(parting=case, reviewer=office.keeper, why="Birte.", advice="part", handed_in_at=NOON, **marks)
    look = SecondLookFactory(parting=case, asked_of=office.lead)
    page = office.browser("lead").get(f"/lessons/second-look/{look.pk}/").content.decode()
    for word in ("Aalborg", "Birte", "Keeper", "Boss", "agency.example/clients", f"/partings/{case.pk}"):
        assert word not in page, word
    assert all(word in page for word in ("Part", "Open talk: No change", "View 1"))


def test_an_industry_is_named_only_where_several_share_it(office: Cast) -> None:
    Client.objects.filter(pk=office.client.pk).update(industry="Retail")
    look = SecondLookFactory(parting=decided(office), asked_of=office.lead)
    look.refresh_from_db()
    assert summary(office.lead, look).industry == ""
    ClientFactory.create_batch(2, industry="Retail")
    assert summary(office.lead, look).industry == "Retail"


def test_the_overview_lists_what_is_asked_of_its_reader_without_a_name(office: Cast) -> None:
    look = SecondLookFactory(parting=decided(office), asked_of=office.lead)
    address = f"/lessons/second-look/{look.pk}/"
    page = office.browser("lead").get("/lessons/").content.decode()
    assert address in page
    assert office.client.name not in page
    assert address not in office.browser("boss").get("/lessons/").content.decode()
