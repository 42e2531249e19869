"""The letters of a case, and their wording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from tests.factories import ContractFactory, LetterFactory, LetterPieceFactory, LetterSendingFactory
from tests.offboarding.final import final_letter
from tests.routes.offboarding import case_of, of_case
from tests.routes.table import CASE, CASE_ELSEWHERE, CASE_REFUSED, ONLY_POST, OWNERS, OWNERS_ACT, Route


def of_letter(**more: str) -> Callable[[Cast], dict[str, Any]]:
    """A draft of the keeper's case."""

    def args(cast: Cast) -> dict[str, Any]:
        return {"pk": LetterFactory(parting=case_of(cast)).pk, **more}

    return args


def of_terms(cast: Cast) -> dict[str, Any]:
    ContractFactory(client=cast.client)
    return of_letter()(cast)


def of_final_letter(cast: Cast) -> dict[str, Any]:
    return {"pk": final_letter(case_of(cast)).pk}


def of_sending(cast: Cast) -> dict[str, Any]:
    letter = final_letter(case_of(cast))
    return {"pk": letter.pk, "sending": LetterSendingFactory(letter=letter).pk}


def of_piece(cast: Cast) -> dict[str, Any]:
    return {"kind": "convenience", "language": "da", "key": "door"}


def of_wording(cast: Cast) -> dict[str, Any]:
    return {"kind": "convenience", "language": "da"}


def of_own_piece(cast: Cast) -> dict[str, Any]:
    LetterPieceFactory(language="da")
    return of_piece(cast)


LETTERS = [
    Route("parting_letters", CASE, of_case()),
    Route("parting_letters", CASE_REFUSED, of_case(), post={"kind": "nothing"}),
    Route("letter", CASE, of_letter()),
    Route("letter", CASE, of_final_letter),
    Route("letter_pdf", CASE, of_final_letter),
    Route("letter_docx", CASE, of_final_letter),
    Route("letter_docx", (404, 404, 404, 404, 403, 404, 302), of_letter()),
    Route("letter_answers", CASE_ELSEWHERE, of_letter(), post={}),
    Route("letter_answers", ONLY_POST, of_letter()),
    Route("letter_facts", CASE, of_letter()),
    Route("letter_table", CASE, of_letter(name="breach")),
    Route("letter_table", (404, 404, 404, 404, 403, 404, 302), of_letter(name="nothing")),
    Route("letter_settings", CASE_ELSEWHERE, of_letter(), post={}),
    Route("letter_settings", ONLY_POST, of_letter()),
    Route("letter_terms", CASE, of_terms),
    Route("letter_send", CASE, of_final_letter),
    Route("letter_delivered", CASE, of_final_letter),
    Route("letter_received", CASE, of_sending),
    Route("letter_script", CASE, of_letter()),
    Route("letter_change", CASE_ELSEWHERE, of_letter(what="withdraw"), post={}),
    Route("letter_change", (302, 403, 403, 404, 403, 404, 302), of_letter(what="final"), post={}),
    Route("letter_change", ONLY_POST, of_letter(what="final")),
    Route("letterhead", OWNERS),
    Route("wording", OWNERS),
    Route("wording_letter", OWNERS, of_wording),
    Route("wording_piece", OWNERS, of_piece),
    Route("wording_back", OWNERS_ACT, of_own_piece, post={"version": "0"}),
    Route("wording_back", ONLY_POST, of_piece),
    Route("wording_check", OWNERS_ACT, of_own_piece, post={"checked_by": "Lis Lund"}),
    Route("wording_check", ONLY_POST, of_piece),
]
