"""Pages of what clients told us: the list of replies owed, and the voice of one client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.drawing import plot
from surveys.voice import voice_of
from tests.cast import Cast
from tests.factories import (
    AnswerFactory,
    AskFactory,
    CampaignFactory,
    ContactFactory,
    LoopFactory,
    SuppressionFactory,
    SurveyInvitationFactory,
    SurveyResponseFactory,
)
from tests.factories.days import DAY, NOON, day

Clock = Callable[[dt.datetime], None]


@pytest.fixture(autouse=True)
def at_noon(cast: Cast, at: Clock) -> None:
    at(NOON)


def queries(cast: Cast, address: str) -> int:
    browser = cast.browser("keeper")
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast) -> None:
    def one() -> None:
        LoopFactory(answer=AnswerFactory(ask=AskFactory(contact__client=cast.client), score=2))

    one()
    before = queries(cast, "/surveys/loops/")
    for _number in range(24):
        one()
    assert queries(cast, "/surveys/loops/") == before


def test_the_list_has_who_waits_longest_first_and_counts_what_is_ones_own(cast: Cast) -> None:
    for name, hours, client in (("Late One", -5, cast.client), ("Due Soon", 5, cast.client), ("Far", 9, cast.foreign)):
        contact = ContactFactory(client=client, name=name)
        answer = AnswerFactory(ask=AskFactory(contact=contact), score=2)
        LoopFactory(answer=answer, due_at=NOON + dt.timedelta(hours=hours))
    page = cast.browser("keeper").get("/surveys/loops/").content.decode()
    assert page.index("Late One") < page.index("Due Soon")
    assert "Far" not in page
    assert "1 is overdue" in page
    assert "replies owed by you" in page
    everyone = cast.browser("boss").get("/surveys/loops/?whose=all").content.decode()
    assert "Far" in everyone
    assert "Late One" not in cast.browser("boss").get("/surveys/loops/").content.decode()


def test_the_page_of_an_answer_has_the_panel_of_its_loop(cast: Cast) -> None:
    contact = ContactFactory(client=cast.client, name="Anna Holm")
    loop = LoopFactory(answer=AnswerFactory(ask=AskFactory(contact=contact), score=2))
    page = cast.browser("keeper").get(f"/surveys/answers/{loop.answer_id}/").content.decode()
    assert f"/surveys/loops/{loop.pk}/reply/" in page
    assert "Closing the loop" in page


def test_the_overview_has_causes(cast: Cast) -> None:
    answer = AnswerFactory(ask=AskFactory(contact__client=cast.client), score=2)
    LoopFactory(answer=answer, cause="deadlines", opened_at=NOON)
    page = cast.browser("keeper").get("/surveys/").content.decode()
    assert "What low answers were about" in page
    assert "Deadlines" in page
    assert "Deadlines" not in cast.browser("outsider").get("/surveys/").content.decode()


def test_filters_are_in_the_address(cast: Cast) -> None:
    def one(name: str, **fields: object) -> None:
        contact = ContactFactory(client=cast.client, name=name)
        LoopFactory(answer=AnswerFactory(ask=AskFactory(contact=contact), score=2), **fields)

    one("Open One")
    one("Price Closed", cause="price", closed_at=NOON, quiet=True)
    one("People Closed", cause="people", closed_at=NOON, quiet=True)
    page = cast.browser("keeper").get("/surveys/loops/?state=closed&cause=price").content.decode()
    assert "Price Closed" in page
    assert "People Closed" not in page
    assert "Open One" not in page
    page = cast.browser("keeper").get("/surveys/loops/?state=all").content.decode()
    assert page.index("Open One") < page.index("Price Closed")


def test_the_voice_of_a_client_costs_the_same_for_one_answer_and_for_many(cast: Cast) -> None:
    def one() -> None:
        contact = ContactFactory(client=cast.client)
        invitation = SurveyInvitationFactory(client=cast.client, contact=contact)
        response = SurveyResponseFactory(client=cast.client, contact=contact, invitation=invitation, score=3)
        AnswerFactory(ask=AskFactory(contact=contact), response=response, score=3)
        LoopFactory(answer=AnswerFactory(ask=AskFactory(contact=contact, round="2"), score=2))
        SurveyResponseFactory(client=cast.client, contact=contact)

    one()
    before = queries(cast, f"/clients/{cast.client.pk}/voice/")
    for _number in range(24):
        one()
    assert queries(cast, f"/clients/{cast.client.pk}/voice/") == before


def test_two_invitations_in_a_row_without_an_answer_are_said(cast: Cast) -> None:
    anna, ben = ContactFactory(client=cast.client, name="Anna"), ContactFactory(client=cast.client, name="Ben")
    for contact in (anna, ben):
        for sent in (-200, -100, -3):
            SurveyInvitationFactory(client=cast.client, contact=contact, sent_on=day(sent))
    SurveyResponseFactory(client=cast.client, contact=ben, answered_on=day(-98), score=8)
    people = {one.contact.name: one for one in voice_of(cast.client, DAY).people if one.contact}
    assert (people["Anna"].missed, people["Anna"].silent) == (2, True)  # the one of three days ago still waits
    assert (people["Ben"].missed, people["Ben"].silent) == (0, False)
    page = cast.browser("keeper").get(f"/clients/{cast.client.pk}/voice/").content.decode()
    assert "2 surveys in a row without an answer" in page


def test_what_is_likely_automatic_stands_apart_and_what_was_brought_in_stands_beside_ours(cast: Cast) -> None:
    contact = ContactFactory(client=cast.client, name="Anna")
    AnswerFactory(ask=AskFactory(contact=contact), score=1, automatic=True)
    AnswerFactory(
        ask=AskFactory(contact=contact, campaign=CampaignFactory(kind="csat")), score=4, comment="Quick and clear.",
        may_quote=True,
    )  # fmt: skip
    SurveyResponseFactory(client=cast.client, contact=contact, score=6, source="delighted")
    found = voice_of(cast.client, DAY)
    assert [one.said.score for one in found.automatic] == [1]
    assert sorted(one.said.score for one in found.heard) == [4, 6]
    assert [one.said.comment for one in found.quotes] == ["Quick and clear."]


def test_the_next_question_is_said_unless_they_want_none(cast: Cast) -> None:
    anna, ben = ContactFactory(client=cast.client, name="Anna"), ContactFactory(client=cast.client, name="Ben")
    for contact in (anna, ben):
        AskFactory(contact=contact, state="planned", sent_at=None, due_at=NOON + dt.timedelta(days=4))
    SuppressionFactory(contact=ben)
    page = cast.browser("keeper").get(f"/clients/{cast.client.pk}/voice/").content.decode()
    assert page.count("asked next") == 1
    assert "No surveys" in page


def test_points_stand_where_their_day_and_score_are() -> None:
    drawn = plot([(day(-100), 0, "low"), (DAY, 10, "high")], day(-200), DAY)
    assert [(dot.x, dot.y) for dot in drawn.dots] == [(120.0, 58.0), (234.0, 6.0)]
    assert drawn.base > drawn.low > drawn.high
