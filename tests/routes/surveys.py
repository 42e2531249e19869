"""Surveys: the pages that clients answer on, for whoever holds the link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from clienthealth.core import clock
from surveys.links import answer_token, token_of
from tests.cast import Cast
from tests.factories import AnswerFactory, AskFactory, SurveyEntryFactory
from tests.routes.table import EVERYONE, NOT_HERE, Route

PRESS_AGAIN = (422,) * 7
GONE = (410,) * 7


def of_ask(cast: Cast) -> dict[str, Any]:
    return {"token": token_of(AskFactory())}


def of_closed_ask(cast: Cast) -> dict[str, Any]:
    return {"token": token_of(AskFactory(closes_at=clock.now() - dt.timedelta(days=1)))}


def of_answered_ask(cast: Cast) -> dict[str, Any]:
    ask = AskFactory()
    AnswerFactory(ask=ask)
    return {"token": token_of(ask)}


def of_entry(cast: Cast) -> dict[str, Any]:
    return {"slug": SurveyEntryFactory().slug}


def of_entry_answer(cast: Cast) -> dict[str, Any]:
    entry = SurveyEntryFactory()
    fields = {"campaign": entry.campaign, "client": entry.client, "kind": entry.campaign.kind}
    answer = AnswerFactory(ask=None, entry=entry, contact=None, answered_at=clock.now(), **fields)
    return {"slug": entry.slug, "token": answer_token(answer)}


def forged(cast: Cast) -> dict[str, Any]:
    return {"token": "forged.token"}


PUBLIC = [
    Route("survey", EVERYONE, of_ask, query="?score=0"),
    Route("survey", GONE, of_closed_ask),
    Route("survey", NOT_HERE, forged),
    Route("survey", PRESS_AGAIN, of_ask, post={"score": "9"}),
    Route("survey_thanks", EVERYONE, of_answered_ask),
    Route("survey_thanks", (302,) * 7, of_ask),
    Route("survey_thanks", NOT_HERE, forged),
    Route("survey_stop", EVERYONE, of_closed_ask),
    Route("survey_stop", EVERYONE, of_ask, post={"List-Unsubscribe": "One-Click"}),
    Route("survey_stop", PRESS_AGAIN, of_ask, post={"choice": "stop"}),
    Route("survey_entry", EVERYONE, of_entry),
    Route("survey_entry", GONE, lambda cast: {"slug": SurveyEntryFactory(ended_at=clock.now()).slug}),
    Route("survey_entry", NOT_HERE, lambda cast: {"slug": "nowhere"}),
    Route("survey_entry_thanks", EVERYONE, of_entry_answer),
    Route("survey_entry_thanks", NOT_HERE, lambda cast: {**of_entry(cast), **forged(cast)}),
    Route("survey_embed", EVERYONE, of_entry),
    Route("survey_embed_thanks", EVERYONE, of_entry_answer),
]
SURVEYS = [*PUBLIC]
