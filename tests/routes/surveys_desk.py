"""Surveys: the pages of our own people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Contact
from surveys.models import Answer, Ask, Campaign, SurveyEntry
from tests.cast import Cast
from tests.factories import (
    AnswerFactory,
    AskFactory,
    CampaignFactory,
    ContactFactory,
    SuppressionFactory,
    SurveyEntryFactory,
    SurveyResponseFactory,
)
from tests.routes.table import ACTING, LOGGED_IN, ONE_CLIENT, OWNERS, OWNERS_ACT, Route

NUMBER = 7_100_001  # is no client's, so that nothing is mistaken for a client's page
OF_ONE_CLIENT_BY_OWNERS = (302, 403, 403, 403, 403, 403, 302)


def campaign(state: str = "running") -> Campaign:
    known = Campaign.objects.filter(pk=NUMBER).first()
    return known or CampaignFactory(pk=NUMBER, name="How are we doing?", state=state)


def of_campaign(state: str = "running", **more: Any) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"pk": campaign(state).pk, **more}


def person_at(cast: Cast) -> Contact:
    known = Contact.objects.filter(client=cast.client, email="petra@client.example").first()
    return known or ContactFactory(client=cast.client, email="petra@client.example")


def of_ask(cast: Cast) -> dict[str, Any]:
    known = Ask.objects.filter(pk=NUMBER).first()
    made = known or AskFactory(
        pk=NUMBER, campaign=campaign(), contact=person_at(cast), state=Ask.State.PLANNED, sent_at=None
    )
    return {"pk": made.pk}


def of_answer(cast: Cast) -> dict[str, Any]:
    known = Answer.objects.filter(pk=NUMBER).first()
    made = known or AnswerFactory(pk=NUMBER, ask__campaign=campaign(), ask__contact=person_at(cast))
    return {"pk": made.pk}


def of_imported(cast: Cast) -> dict[str, Any]:
    return {"pk": SurveyResponseFactory(client=cast.client).pk}


def of_entry(**more: Any) -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        known = SurveyEntry.objects.filter(pk=NUMBER).first()
        made = known or SurveyEntryFactory(pk=NUMBER, campaign=campaign(), client=cast.client)
        return {"pk": made.pk, **more}

    return args


def of_suppression(cast: Cast) -> dict[str, Any]:
    return {"pk": SuppressionFactory(contact=person_at(cast)).pk}


DESK = [
    Route("surveys", LOGGED_IN),
    Route("survey_answers", LOGGED_IN),
    Route("survey_answers_export", LOGGED_IN, lambda cast: {"kind": "csv"}),
    Route("survey_answers_export", (404,) * 6 + (302,), lambda cast: {"kind": "pdf"}),
    Route("survey_imported", ONE_CLIENT, of_imported),
    Route("survey_answer", ONE_CLIENT, of_answer),
    Route("survey_answer_count", ACTING, of_answer, post={"counts": "1"}),
    Route("survey_answer_quote", ACTING, of_answer, post={"may": "1"}),
    Route("campaigns", LOGGED_IN),
    Route("campaign_new", OWNERS),
    Route("campaign_new", (422, 403, 403, 403, 403, 403, 302), post={}),
    Route("campaign", LOGGED_IN, of_campaign()),
    Route("campaign_edit", OWNERS, of_campaign()),
    Route("campaign_move", OWNERS_ACT, of_campaign(), post={"to": "paused"}),
    Route("campaign_copy", OWNERS_ACT, of_campaign(), post={}),
    Route("campaign_planned", OWNERS, of_campaign()),
    Route("campaign_wording", OWNERS, of_campaign()),
    Route("campaign_preview", OWNERS, of_campaign()),
    Route("campaign_mail", OWNERS, of_campaign()),
    Route("campaign_question", OWNERS, of_campaign()),
    Route("campaign_test", OWNERS_ACT, of_campaign(), post={}),
    Route("campaign_people", LOGGED_IN, of_campaign()),
    Route("ask_skip", OF_ONE_CLIENT_BY_OWNERS, of_ask, post={}),
    Route("campaign_entries", LOGGED_IN, of_campaign()),
    Route("campaign_entries", OWNERS_ACT, of_campaign(), post={"all": "1"}),
    Route("campaign_entries_print", LOGGED_IN, of_campaign()),
    Route("survey_entry_edit", ONE_CLIENT, of_entry()),
    Route("survey_entry_edit", (302, 403, 403, 403, 403, 404, 302), of_entry(), post={"origins": "https://a.example"}),
    Route("survey_entry_end", OF_ONE_CLIENT_BY_OWNERS, of_entry(), post={}),
    Route("survey_entry_qr", ONE_CLIENT, of_entry(kind="svg")),
    Route("survey_suppressions", LOGGED_IN),
    Route("survey_suppressions", OWNERS_ACT, post={"email": "nobody@client.example", "scope": "stop"}),
    Route("survey_suppression_lift", OF_ONE_CLIENT_BY_OWNERS, of_suppression, post={}),
    Route("survey_terms", OWNERS),
]
