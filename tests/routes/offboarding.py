"""Cases for parting, from the first doubt to the lessons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import Client
from offboarding.models import Parting, SecondLook
from tests.cast import Cast
from tests.factories import (
    CaseFileFactory,
    CaseReportFactory,
    FaultReasonFactory,
    HandoverItemFactory,
    PartingFactory,
    RepairFactory,
    ReviewFactory,
    SecondLookFactory,
    WrittenWarningFactory,
)
from tests.factories.days import DAY
from tests.routes.table import CASE, CASE_ELSEWHERE, CASE_REFUSED, ONLY_POST, OWNERS, TAKING_PART, Route, of_client


def case_of(cast: Cast, state: str = "handover") -> Parting:
    """The one case about the keeper's client."""
    known = Parting.objects.filter(client=cast.client).first()
    return known or PartingFactory(client=cast.client, state=state)


def of_case(state: str = "opened") -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"pk": case_of(cast, state).pk}


def of_reason(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "reason": FaultReasonFactory(parting=case).pk}


def of_case_file(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "file": CaseFileFactory(parting=case).pk}


def of_case_report(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "one": CaseReportFactory(parting=case).pk}


def of_warning(what: str) -> Callable[[Cast], dict[str, Any]]:
    def args(cast: Cast) -> dict[str, Any]:
        case = case_of(cast)
        return {"pk": case.pk, "one": WrittenWarningFactory(parting=case).pk, "what": what}

    return args


def of_outcome(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "kind": "repairs", "one": RepairFactory(parting=case).pk}


def of_review(cast: Cast) -> dict[str, Any]:
    case = case_of(cast, "decision")
    return {"pk": case.pk, "one": (case.reviews.first() or ReviewFactory(parting=case)).pk}


def of_item(cast: Cast) -> dict[str, Any]:
    case = case_of(cast)
    return {"pk": case.pk, "item": (case.items.first() or HandoverItemFactory(parting=case)).pk}


def of_ended(cast: Cast) -> dict[str, Any]:
    """The keeper's client, gone since DAY without a case."""
    Client.objects.filter(pk=cast.client.pk).update(status="ended", ended_on=DAY, notice_on=DAY, notice_by="client")
    return of_client(cast)


def of_closed_case(cast: Cast) -> dict[str, Any]:
    of_ended(cast)
    known = Parting.objects.filter(client=cast.client).first()
    return {"pk": (known or PartingFactory(client=cast.client, state="closed", ended_on=DAY)).pk}


def of_second_look(cast: Cast) -> dict[str, Any]:
    """Asked of the lead."""
    known = SecondLook.objects.filter(parting__client=cast.client).first()
    return {"pk": (known or SecondLookFactory(parting__client=cast.client, asked_of=cast.lead)).pk}


OFFBOARDING = [
    Route("partings", TAKING_PART),
    Route("parting_begin", (200, 200, 200, 403, 403, 404, 302), of_client),
    Route("parting_begin", (422, 422, 422, 403, 403, 404, 302), of_client, post={}),
    Route("parting", CASE_ELSEWHERE, of_case()),
    Route("parting_step", CASE_ELSEWHERE, lambda cast: {**of_case()(cast), "key": "keep"}, post={"why": "Mended."}),
    Route("parting_step", ONLY_POST, lambda cast: {**of_case()(cast), "key": "keep"}),
    Route("parting_pause", CASE, of_case()),
    Route("parting_file", CASE, of_case_file),
    Route("parting_evidence", CASE, of_case()),
    Route("parting_evidence", CASE_ELSEWHERE, of_case(), post={}),
    Route("parting_fault", CASE, of_case("fault")),
    Route("parting_drop_reason", CASE_ELSEWHERE, of_reason, post={}),
    Route("parting_drop_reason", ONLY_POST, of_reason),
    Route("parting_repair", CASE, of_case("repair")),
    Route("parting_warning", CASE, of_warning("sent")),
    Route("parting_warning", (404, 404, 404, 404, 403, 404, 302), of_warning("nothing")),
    Route("parting_outcome", CASE, of_outcome),
    Route("parting_review", CASE, of_case("decision")),
    Route("parting_worth", CASE, of_case("decision")),
    Route("parting_worth", CASE_REFUSED, of_case("decision"), post={}),
    Route("parting_replace", CASE, of_review),
    Route("parting_decision", CASE, of_case("decision")),
    Route("parting_report", CASE, of_case("notice")),
    Route("parting_report", CASE_ELSEWHERE, of_case("notice"), post={}),
    Route("parting_report_file", CASE, of_case_report),
    Route("parting_date", CASE, of_case("notice")),
    Route("parting_date", CASE_REFUSED, of_case("notice"), post={}),
    Route("parting_handover", CASE, of_case("handover")),
    Route("parting_handover_item", CASE, of_item),
    Route("parting_handover_reopen", CASE_ELSEWHERE, of_item, post={}),
    Route("parting_handover_reopen", ONLY_POST, of_item),
    Route("handover_checklist", OWNERS),
    Route("parting_lessons", CASE, of_closed_case),
    Route("parting_lessons", CASE_ELSEWHERE, of_closed_case, post={"cause": "price"}),
    Route("parting_lessons", CASE_REFUSED, of_closed_case, post={"cause": "other"}),
    Route("lesson", CASE, of_ended),
    Route("lesson", (404, 404, 404, 404, 403, 404, 302), of_client),  # they are with us still
    Route("lesson", CASE_ELSEWHERE, of_ended, post={"cause": "price"}),
    Route("lessons", TAKING_PART),
    Route("second_look", (404, 200, 404, 404, 403, 404, 302), of_second_look),
    Route("second_look", (404, 302, 404, 404, 403, 404, 302), of_second_look, post={"answer": "same"}),
]
