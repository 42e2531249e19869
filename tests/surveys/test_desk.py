"""The pages of our own people: who sees which answers, what counts, what a view exports, how many queries it costs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Client
from surveys.models import Answer, Campaign
from surveys.views import overview
from tests.cast import Cast
from tests.factories import (
    AnswerFactory,
    AskFactory,
    CampaignFactory,
    ClientFactory,
    ContactFactory,
    LoopFactory,
    SurveyInvitationFactory,
    SurveyResponseFactory,
)
from tests.factories.days import DAY, NOON

PAGES = ("surveys", "survey_answers", "campaigns", "survey_suppressions")


@pytest.fixture(autouse=True)
def noon(at: Callable[[dt.datetime], None]) -> None:
    at(NOON)


def answer(client: Client, score: int = 8, **more: object) -> Answer:
    return AnswerFactory(ask__contact=ContactFactory(client=client), score=score, **more)


def read(cast: Cast, who: str, address: str) -> str:
    return cast.browser(who).get(address).content.decode()


def downloaded(cast: Cast, who: str, kind: str, query: str = "") -> bytes:
    response = cast.browser(who).get(reverse("survey_answers_export", args=[kind]) + query)
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def table(cast: Cast, who: str, kind: str = "csv", query: str = "") -> list[list[str]]:
    return list(csv.reader(io.StringIO(downloaded(cast, who, kind, query).decode("utf-8-sig"))))


def fill(cast: Cast, count: int) -> None:
    """Clients with an answer here, an imported one, an asking and a reply that is owed."""
    for _number in range(count):
        client = ClientFactory(owner=cast.keeper)
        LoopFactory(answer=answer(client, 3, ask__campaign=Campaign.objects.first() or CampaignFactory()))
        SurveyInvitationFactory(client=client, sent_on=DAY)
        SurveyResponseFactory(client=client, answered_on=DAY)


def test_everyone_reads_the_answers_of_their_clients_and_no_others(cast: Cast) -> None:
    answer(cast.client, comment="From Aalborg")
    answer(cast.foreign, comment="From Zealand")
    SurveyResponseFactory(client=cast.foreign, comment="Brought in for Zealand")

    for address in (reverse("survey_answers"), reverse("surveys")):
        page = read(cast, "keeper", address)
        assert "From Aalborg" in page
        assert "Zealand" not in page
    assert [row[1] for row in table(cast, "keeper")[1:]] == ["Aalborg Bikes"]
    assert len(table(cast, "boss")) == 4


def test_figures_are_of_the_viewers_clients(cast: Cast) -> None:
    for _number in range(5):
        SurveyResponseFactory(client=ClientFactory(owner=cast.keeper), score=10)
        SurveyResponseFactory(client=ClientFactory(owner=cast.outsider), score=0)

    assert overview.build(cast.keeper, cast.agency).nps.value == 100
    assert overview.build(cast.outsider, cast.agency).nps.value == -100
    assert overview.build(cast.boss, cast.agency).nps.value == 0


def test_one_clients_answers_are_never_summed_up(cast: Cast) -> None:
    for _number in range(9):
        SurveyResponseFactory(client=cast.client, score=10)

    nps = overview.build(cast.boss, cast.agency).nps
    assert (nps.n, nps.clients, nps.value, nps.low) == (9, 1, None, None)


def test_the_response_rate_is_of_invitations(cast: Cast) -> None:
    asked = [SurveyInvitationFactory(client=cast.client, sent_on=DAY) for _number in range(6)]
    SurveyResponseFactory(client=cast.client, invitation=asked[0])
    SurveyResponseFactory(client=cast.client)  # by a short address: nobody was invited

    rate = overview.build(cast.boss, cast.agency).rate
    assert (rate.k, rate.n) == (1, 6)


def test_automatic_answers_stand_apart(cast: Cast) -> None:
    answer(cast.client, comment="By a person")
    answer(cast.client, comment="By a program", automatic=True)
    everything = reverse("survey_answers")

    page = read(cast, "keeper", everything)
    assert "By a person" in page
    assert "By a program" not in page
    assert "1 likely automatic answer is kept apart" in page
    assert "By a program" in read(cast, "keeper", f"{everything}?automatic=1")
    assert [row[8] for row in table(cast, "keeper")[1:]] == ["By a person"]


def test_satisfaction_counts_no_automatic_answer(cast: Cast) -> None:
    campaign = CampaignFactory(kind=Campaign.Kind.CSAT)
    for score, automatic in ((5, False), (1, True)):
        answer(cast.client, score, ask__campaign=campaign, automatic=automatic)

    csat = overview.build(cast.boss, cast.agency).csat
    assert (csat.k, csat.n) == (1, 1)


@pytest.mark.parametrize("query", [
    "?q=invoice", "?group=low", "?kind=nps&group=low", "?comment=1", f"?since={DAY:%Y-%m}", "?quote=1", "?sort=score",
    "?segment=Large",
])  # fmt: skip
def test_each_filter_finds_what_it_names(cast: Cast, query: str) -> None:
    """The wanted answer first, or alone; the other one, which none of the filters names, not at all."""
    cast.client.segment = "Large"
    cast.client.save()
    answer(cast.client, 2, comment="The invoice was wrong", may_quote=True, answered_at=NOON)
    other = ClientFactory(name="Other", owner=cast.keeper)
    answer(other, 10, answered_at=NOON - dt.timedelta(days=200))

    found = [row[1] for row in table(cast, "keeper", query=query)[1:]]
    assert found == (["Aalborg Bikes", "Other"] if query == "?sort=score" else ["Aalborg Bikes"])


def test_nonsense_in_the_address_is_ignored(cast: Cast) -> None:
    answer(cast.client)
    query = "?client=x&owner=-1&group=best&since=2026-13&sort=colour&page=99&q=%00&kind=mood"
    response = cast.browser("keeper").get(reverse("survey_answers") + query)

    assert response.status_code == 200
    assert "Aalborg Bikes" in response.content.decode()


def test_no_cell_is_a_formula(cast: Cast) -> None:
    answer(cast.client, comment="=HYPERLINK(1)")

    assert table(cast, "keeper")[1][8] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(io.BytesIO(downloaded(cast, "keeper", "xlsx")))
    cell = book.active["I2"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_no_more_for_many_than_for_one(cast: Cast, name: str) -> None:
    browser = cast.browser("keeper")
    counts = []
    for more in (1, 24):
        fill(cast, more)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse(name)).status_code == 200
        counts.append(len(queries))

    assert counts[1] <= counts[0]  # fewer, where the newest of many are all of one kind


def test_a_campaign_and_its_people_cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    browser, counts = cast.browser("boss"), []
    for more in (1, 24):
        fill(cast, more)
        campaign = Campaign.objects.get()
        for name in ("campaign", "campaign_people", "campaign_entries"):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(reverse(name, args=[campaign.pk])).status_code == 200
            counts.append(len(queries))

    assert counts[:3] == counts[3:]


def test_an_answer_shows_how_it_came(cast: Cast) -> None:
    ask = AskFactory(contact=ContactFactory(client=cast.client))
    given = AnswerFactory(ask=ask, score=4, comment="Slow")
    given.score = 9
    given.save()

    page = read(cast, "keeper", given.get_absolute_url())
    assert "9 of 10" in page
    assert "from 4 to 9" in page


@pytest.mark.parametrize(("who", "allowed"), [("keeper", True), ("teammate", False)])
def test_whoever_looks_after_the_client_notes_that_a_quote_is_withdrawn(cast: Cast, who: str, allowed: bool) -> None:
    given = answer(cast.client, may_quote=True)
    cast.browser(who).post(reverse("survey_answer_quote", args=[given.pk]))

    given.refresh_from_db()
    assert given.may_quote is not allowed


def test_an_imported_answer_has_a_page_and_one_given_here_leads_to_its_own(cast: Cast) -> None:
    imported = SurveyResponseFactory(client=cast.client, comment="Brought in")
    fact = SurveyResponseFactory(client=cast.client)
    given = answer(cast.client, response=fact)

    assert "Brought in" in read(cast, "keeper", reverse("survey_imported", args=[imported.pk]))
    response = cast.browser("keeper").get(reverse("survey_imported", args=[fact.pk]))
    assert response["Location"] == given.get_absolute_url()


def test_an_answer_given_here_is_listed_once(cast: Cast) -> None:
    answer(cast.client, response=SurveyResponseFactory(client=cast.client))

    assert len(table(cast, "keeper")) == 2
