"""Prospects: those within, and the two pages that they answer on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prospects.links import token_of
from prospects.models import Prospect
from tests.cast import Cast
from tests.factories import EntryFactory, InvitationFactory, ProspectFactory
from tests.routes.table import ACCEPTING, DECIDING, EVERYONE, NOT_HERE, ON_A_PROSPECT, ONE_PROSPECT, SCREENING, Route


def of_prospect(state: str = "new", **more: Any) -> Callable[[Cast], dict[str, Any]]:
    """The keeper's prospect. Its number is no client's, so that nothing is mistaken for a client's page."""

    def args(cast: Cast) -> dict[str, Any]:
        known = Prospect.objects.filter(pk=7_000_001).first()
        fields = {"pk": 7_000_001, "owner": cast.keeper, "team": cast.team, "state": state}
        return {"pk": (known or ProspectFactory(**fields)).pk, **more}

    return args


def of_entry(cast: Cast) -> dict[str, Any]:
    return {"pk": EntryFactory(pk=7_000_001).pk}


def of_link(cast: Cast) -> dict[str, Any]:
    return {"token": token_of(InvitationFactory())}


PROSPECTS = [
    Route("prospects", SCREENING),
    Route("prospect_new", SCREENING),
    Route("prospect_new", (422, 422, 422, 422, 403, 422, 302), post={}),
    Route("prospect", ONE_PROSPECT, of_prospect()),
    Route("prospect_edit", ONE_PROSPECT, of_prospect()),
    Route("prospect_delete", (302, 403, 403, 403, 403, 403, 302), of_prospect(), post={}),
    Route("prospect_invite", ON_A_PROSPECT, of_prospect(), post={"language": "en"}),
    Route("prospect_revoke", ON_A_PROSPECT, of_prospect(), post={}),
    Route("prospect_marks", ON_A_PROSPECT, of_prospect(), post={"mark-goal": "2"}),
    Route("prospect_feeling", ON_A_PROSPECT, of_prospect(), post={"value": "4"}),
    Route("prospect_reveal", ON_A_PROSPECT, of_prospect(), post={}),
    Route("prospect_decide", DECIDING, of_prospect(), post={"kind": "accept", "why": "We like them"}),
    Route("prospect_agree", (404, 404, 404, 404, 403, 404, 302), of_prospect(), post={}),
    Route("prospect_letter", DECIDING, of_prospect()),
    Route("prospect_convert", ACCEPTING, of_prospect("accepted")),
    Route("prospect_convert", (302, 302, 403, 403, 403, 403, 302), of_prospect("new")),
    Route("prospect_questionnaires", SCREENING),
    Route("prospect_questionnaire", SCREENING, lambda cast: {"key": "seo"}),
    Route("prospect_questionnaire", (404, 404, 404, 404, 403, 404, 302), lambda cast: {"key": "none"}),
    Route("prospect_questionnaire_edit", ACCEPTING, lambda cast: {"key": "seo"}),
    Route("prospect_entry_new", DECIDING, post={"name": "Our website", "language": "en"}),
    Route("prospect_entry_switch", DECIDING, of_entry, post={"on": "1"}),
    Route("prospect_points", SCREENING),
    Route("prospect_right", SCREENING),
    Route("answer", EVERYONE, of_link),
    Route("answer", NOT_HERE, lambda cast: {"token": "forged:token"}),
    Route("ask", EVERYONE, lambda cast: {"slug": EntryFactory().slug}),
    Route("ask", NOT_HERE, lambda cast: {"slug": EntryFactory(is_on=False).slug}),
    Route("ask_confirm", (410,) * 7, lambda cast: {"token": "forged"}),
]
