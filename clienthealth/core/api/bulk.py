"""Many rows in one request, in one transaction, with a result for each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from clienthealth.core.api.fields import Shown
from clienthealth.core.api.idempotency import once
from clienthealth.core.api.problems import Errors, Problem, pointed
from clienthealth.core.api.views import ResourceView, pointer, refuse_own
from clienthealth.core.rows import REFUSED, Outcome, Row, counts

MOST_ROWS = 5_000
SOURCE = r"^[a-z0-9][a-z0-9_-]{0,39}$"


class Envelope(serializers.Serializer[Any]):
    """What stands around the rows."""

    source = serializers.RegexField(SOURCE)  # type: ignore[assignment]  # a field of this name, as DRF allows
    atomic = serializers.BooleanField(default=False, help_text="All rows or none.")
    rows = serializers.ListField(child=serializers.JSONField(), min_length=1, max_length=MOST_ROWS)


class BulkUpsert(ResourceView):
    """POST: up to 5,000 rows, each made or changed by the id that another system gave it."""

    @once
    def post(self, request: Request) -> Response:
        self.known_parameters(request, set())
        envelope = Envelope(data=request.data)
        envelope.is_valid(raise_exception=True)
        told = envelope.validated_data
        refuse_own(told["source"])
        outcomes = self._write(request, told["source"], told["rows"])
        if told["atomic"] and any(each.status == REFUSED for each in outcomes):
            errors = [error for index, each in enumerate(outcomes) for error in errors_of(index, each)]
            raise Problem(422, "rows-refused", _("Some rows cannot be taken, so none was."), errors=errors)
        results = [
            self._result(index, row, each) for index, (row, each) in enumerate(zip(told["rows"], outcomes, strict=True))
        ]
        return Response({**counts(outcomes), "results": results})

    def _write(self, request: Request, source: str, rows: list[Any]) -> list[Outcome]:
        """Check each row by itself, and hand what is sound to the action, all at once."""
        assert self.resource.upsert is not None
        checked = [self._check(row) for row in rows]
        sound = [row for row in checked if isinstance(row, Row)]
        done = iter(self.resource.upsert(by=request.user, source=source, rows=sound))
        return [each if isinstance(each, Outcome) else next(done) for each in checked]

    def _check(self, row: Any) -> Row | Outcome:
        try:
            values = dict(self._checker.run_validation(row))
        except serializers.ValidationError as error:
            told = {each["pointer"].removeprefix("/"): each["detail"] for each in pointed(error.detail)}
            return Outcome(REFUSED, word="invalid", errors=told)
        if not values.get("external_id"):
            return Outcome(REFUSED, word="invalid", errors={"external_id": _("Every row needs one.")})
        return Row(values.pop("external_id"), values)

    @cached_property
    def _checker(self) -> Shown:
        return row_serializer(self.resource.serializer)()

    def _result(self, index: int, row: Any, outcome: Outcome) -> dict[str, Any]:
        given = row.get("external_id") if isinstance(row, Mapping) else None
        return {
            "index": index, "external_id": given if isinstance(given, str) else None, "status": outcome.status,
            "id": outcome.id, "errors": errors_of(index, outcome),
        }  # fmt: skip


def errors_of(index: int, outcome: Outcome) -> Errors:
    row = f"/rows/{index}"
    return [{"pointer": pointer(name, row), "detail": said} for name, said in outcome.errors.items()]


def row_serializer(base: type[Shown]) -> type[Shown]:
    """The same fields, with the id under which the other system knows the record."""
    external_id = serializers.CharField(max_length=255, help_text="Its id in the other system.", trim_whitespace=False)
    return type(f"{base.__name__}Row", (base,), {"external_id": external_id})
