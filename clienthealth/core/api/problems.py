"""Every answer that is not a success, as RFC 9457 problem details.

`type` ends in a word that programs compare; `title` says it for people; `errors` lists what is wrong with the input,
each with a JSON pointer into the body or the name of the parameter. `request_id` finds the request in our log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:clienthealth:problem:"
DEADLOCK = "40P01"  # PostgreSQL's code for two writers that wait for each other
log = structlog.get_logger(__name__)

Errors = list[dict[str, str]]

WORDS: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "malformed",
    exceptions.AuthenticationFailed: "not-authenticated",
    exceptions.NotAuthenticated: "not-authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not-found",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.UnsupportedMediaType: "unsupported-media-type",
    exceptions.Throttled: "too-many-requests",
}


class Problem(exceptions.APIException):
    """A refusal: status, the word programs compare, a sentence, and whatever else helps."""

    def __init__(
        self, status: int, word: str, detail: str = "", *, errors: Errors | None = None, wait: int = 0, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status_code, self.word, self.errors, self.wait, self.more = status, word, errors, wait, more


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: any exception becomes a problem, and an unexpected one stands in the log."""
    problem = _as_problem(error)
    if problem is None:
        log.error("api request failed", error=type(error).__name__, exc_info=error)
        request = context.get("request")
        got_request_exception.send(sender=None, request=getattr(request, "_request", request))
        said = _("Something went wrong on our side. Tell us the request_id, and try again later.")
        problem = Problem(500, "internal-error", said)
    response = Response(body_of(problem), status=problem.status_code, content_type=MEDIA_TYPE)
    if problem.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = getattr(error, "auth_header", None) or 'Bearer realm="api"'
    if problem.wait:
        response["Retry-After"] = str(problem.wait)
    return response


def body_of(problem: Problem) -> dict[str, Any]:
    """The problem as JSON; members without a value are left out."""
    told = {
        "type": TYPES + problem.word,
        "title": HTTPStatus(problem.status_code).phrase,
        "status": problem.status_code,
        "detail": str(problem.detail),
        "errors": problem.errors,
        **problem.more,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _as_problem(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case Http404() | exceptions.NotFound():
            return Problem(404, "not-found", _("There is nothing here, or it is not yours to see."))
        case PermissionDenied():
            return Problem(403, "forbidden", str(error) or _("You may not do this."))
        case RequestDataTooBig():
            return Problem(413, "too-large", _("The body is too large. Send it in parts."))
        case ValidationError():
            return Problem(422, "invalid", _("Some of this cannot be taken."), errors=list(_of_django(error)))
        case exceptions.ValidationError():
            return Problem(422, "invalid", _("Some of this cannot be taken."), errors=list(pointed(error.detail)))
        case IntegrityError():
            said = _("Somebody else wrote the same at the same moment. Read it and try again.")
            return Problem(409, "conflict", said, wait=1)
        case OperationalError() if getattr(error.__cause__, "pgcode", "") == DEADLOCK:
            return Problem(409, "conflict", _("Somebody else wrote the same at the same moment. Try again."), wait=1)
        case exceptions.APIException():
            return _of_framework(error)
    return None


def _of_framework(error: exceptions.APIException) -> Problem:
    word = next((word for kind, word in WORDS.items() if isinstance(error, kind)), "refused")
    wait = int(getattr(error, "wait", 0) or 0)
    return Problem(error.status_code, word, str(error.detail), wait=wait)


def _of_django(error: ValidationError) -> Iterator[dict[str, str]]:
    if hasattr(error, "error_dict"):
        for name, said in error.message_dict.items():
            yield from ({"pointer": "" if name == "__all__" else f"/{escape(name)}", "detail": each} for each in said)
    else:
        yield from ({"pointer": "", "detail": each} for each in error.messages)


def pointed(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """DRF's nested errors as a flat list, each with its JSON pointer (RFC 6901)."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from pointed(inner, pointer if name == "non_field_errors" else f"{pointer}/{escape(str(name))}")
    elif isinstance(detail, list) and any(isinstance(each, Mapping | list) for each in detail):
        for index, inner in enumerate(detail):
            yield from pointed(inner, f"{pointer}/{index}")
    else:
        said = detail if isinstance(detail, list) else [detail]
        yield from ({"pointer": pointer, "detail": str(each)} for each in said)


def escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
