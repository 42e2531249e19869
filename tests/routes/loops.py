"""Replies owed, and the voice of a client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from surveys.models import Loop
from tests.cast import Cast
from tests.factories import AnswerFactory, AskFactory, ContactFactory, LoopFactory
from tests.routes.table import ACTING, LOGGED_IN, ONE_CLIENT, Route, of_client

REFUSED: tuple[int, ...] = (422, 422, 422, 403, 403, 404, 302)


def of_loop(**fields: Any) -> Callable[[Cast], dict[str, Any]]:
    """A loop of the cast's client. Its number is no client's, so that nothing is mistaken for a client's page."""

    def args(cast: Cast) -> dict[str, Any]:
        known = Loop.objects.filter(pk=7_000_001).first()
        if known is None:
            contact = ContactFactory(client=cast.client)
            known = LoopFactory(pk=7_000_001, answer=AnswerFactory(ask=AskFactory(contact=contact), score=2), **fields)
        return {"pk": known.pk}

    return args


LOOPS = [
    Route("survey_loops", LOGGED_IN),
    Route("survey_loops", LOGGED_IN, query="?whose=all&state=closed&cause=price&page=9"),
    Route("survey_loop", ONE_CLIENT, of_loop()),
    Route("loop_cause", ACTING, of_loop(), post={"cause": "price"}),
    Route("loop_cause", REFUSED, of_loop(), post={}),
    Route("loop_reply", REFUSED, of_loop(), post={"do": "talk"}),
    Route("loop_reply", REFUSED, of_loop(), post={"do": "send", "subject": "Thanks", "text": "Dear {name}"}),
    Route("loop_close", ACTING, of_loop(), post={}),
    Route("loop_reopen", ACTING, of_loop(), post={}),
    Route("loop_hand_over", ACTING, of_loop(), post={}),
    Route("client_voice", ONE_CLIENT, of_client),
]
