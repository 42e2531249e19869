"""What each method of each view is for, in words and parameters: the source of the description and of its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from rest_framework import serializers

from clienthealth.core.api.bulk import MOST_ROWS, SOURCE, BulkUpsert, row_serializer
from clienthealth.core.api.idempotency import HEADER
from clienthealth.core.api.paging import MOST, USUAL
from clienthealth.core.api.resources import Resource
from clienthealth.core.api.views import ListView, OneView, ReadOnlyOneView, UpsertView
from clienthealth.core.rows import CREATED, REFUSED, UNCHANGED, UPDATED
from clienthealth.core.scopes import needed

READING = (400, 401, 403, 429)
WRITING = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)
Parameters = list[dict[str, Any]]


@dataclass(frozen=True)
class Operation:
    """`responses`: status -> a serializer, a list of one (a page of them), or None for no body."""

    id: str
    tag: str
    summary: str
    text: str
    parameters: Parameters
    responses: dict[int, Any]
    problems: tuple[int, ...]
    request: Any = None
    example: Any = None


def operation_of(view: Any, method: str) -> Operation | None:
    """What a view's method is for; None for one that is not told to anybody."""
    build = BUILDERS.get((type(view), method.upper()))
    if build is not None:
        return build(view.resource)
    own: dict[str, Operation] = getattr(view, "operations", {})
    return own.get(method.upper())


def parameter(name: str, place: str, schema: dict[str, Any], text: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "in": place, "schema": schema, "description": text}
    if place == "path":
        told["required"] = True
    return {key: value for key, value in told.items() if value != ""}


FIELDS = parameter("fields", "query", {"type": "string"}, "Only these fields, divided by commas.")
PK = parameter("id", "path", {"type": "integer", "minimum": 1, "maximum": 2**63 - 1})
KEY = parameter(
    HEADER, "header", {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    "Sent again with the same key within two days, the write happens once and is answered the same.",
)  # fmt: skip
IF_MATCH = parameter("If-Match", "header", {"type": "string"}, "The ETag you read: refused if it has changed since.")
IF_NONE_MATCH = parameter("If-None-Match", "header", {"type": "string"}, "The ETag you have: 304 if it still holds.")
BY = [
    parameter("source", "path", {"type": "string", "pattern": SOURCE}, "The system whose id it is: “crm”."),
    parameter("external_id", "path", {"type": "string", "minLength": 1, "maxLength": 255}, "Its id there."),
]
PAGING = [
    parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    parameter("cursor", "query", {"type": "string"}, "From `next` of the page before."),
    parameter(
        "updated_since", "query", {"type": "string", "format": "date-time"},
        "Only what we learnt since, in that order. `next` is then always there: ask it again later.",
    ),
]  # fmt: skip
_TYPES: dict[type, dict[str, Any]] = {
    django_filters.BooleanFilter: {"type": "boolean"},
    django_filters.DateFilter: {"type": "string", "format": "date"},
    django_filters.NumberFilter: {"type": "integer"},
}


def filters_of(resource: Resource) -> Parameters:
    """The filters of a list as parameters."""
    found = []
    for name, each in resource.filters.base_filters.items():
        schema = dict(next((told for kind, told in _TYPES.items() if isinstance(each, kind)), {"type": "string"}))
        if isinstance(each, django_filters.ChoiceFilter):
            schema["enum"] = [value for value, _label in each.extra["choices"]]
        found.append(parameter(name, "query", schema, str(each.extra.get("help_text", ""))))
    return found


def _told(resource: Resource, method: str) -> str:
    """The text of every operation begins with what the resource is, and ends with the scope it asks for."""
    return f"{resource.about}\n\nScope: `{needed(resource.area, method)}`.".strip()


def _list(resource: Resource) -> Operation:
    return Operation(
        f"list_{resource.name}", resource.name, f"List {resource.name}", _told(resource, "GET"),
        [*PAGING, FIELDS, *filters_of(resource)], {200: [resource.serializer]}, READING,
    )  # fmt: skip


def _get(resource: Resource) -> Operation:
    return Operation(
        f"get_{resource.one}", resource.name, f"Read one {resource.one}", _told(resource, "GET"),
        [PK, FIELDS, IF_NONE_MATCH], {200: resource.serializer, 304: None}, (*READING, 404),
    )  # fmt: skip


def _patch(resource: Resource) -> Operation:
    text = f"{_told(resource, 'PATCH')} What is left out stays as it is; null clears."
    return Operation(
        f"change_{resource.one}", resource.name, f"Change one {resource.one}", text, [PK, FIELDS, IF_MATCH, KEY],
        {200: resource.serializer}, WRITING, request=resource.serializer, example=resource.example,
    )  # fmt: skip


def _get_by(resource: Resource) -> Operation:
    return Operation(
        f"get_{resource.one}_by_external_id", resource.name, f"Read one {resource.one} by its id in another system",
        _told(resource, "GET"), [*BY, FIELDS, IF_NONE_MATCH], {200: resource.serializer, 304: None}, (*READING, 404),
    )  # fmt: skip


def _put_by(resource: Resource) -> Operation:
    text = (
        f"{_told(resource, 'PUT')} Made where there is none, changed where it differs. "
        "What is left out stays as it is; null clears. Sent twice, the second changes nothing."
    )
    return Operation(
        f"upsert_{resource.one}", resource.name, f"Write one {resource.one} by its id in another system", text,
        [*BY, FIELDS, IF_MATCH, KEY], {200: resource.serializer, 201: resource.serializer}, WRITING,
        request=resource.serializer, example=resource.example,
    )  # fmt: skip


def _bulk(resource: Resource) -> Operation:
    text = (
        f"{_told(resource, 'POST')} Up to {MOST_ROWS:,} rows in one transaction. Refused rows are told with the "
        "reason and leave the others alone; with `atomic`, none is written then, and the answer is 422."
    )
    row = row_serializer(resource.serializer)
    example = {"source": "crm", "rows": [{"external_id": "1", **(resource.example or {})}]}
    return Operation(
        f"upsert_{resource.name}", resource.name, f"Write many {resource.name} by their ids in another system", text,
        [KEY], {200: BulkResult}, WRITING, request=envelope(resource.title, row), example=example,
    )  # fmt: skip


def envelope(title: str, row: Any) -> type[serializers.Serializer[Any]]:
    """The body of a bulk write, with its rows described."""
    return type(
        f"{title}Rows",
        (serializers.Serializer,),
        {
            "source": serializers.RegexField(SOURCE, help_text="The system whose ids these are: “crm”."),
            "atomic": serializers.BooleanField(default=False, help_text="All rows or none."),
            "rows": serializers.ListField(child=row(), min_length=1, max_length=MOST_ROWS),
        },
    )


class RowError(serializers.Serializer[Any]):
    pointer = serializers.CharField(help_text="JSON pointer into the body that was sent.")
    detail = serializers.CharField()


class RowResult(serializers.Serializer[Any]):
    index = serializers.IntegerField()
    external_id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField([CREATED, UPDATED, UNCHANGED, REFUSED])
    id = serializers.IntegerField(allow_null=True)
    errors = RowError(many=True)  # type: ignore[assignment]


class BulkResult(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = RowResult(many=True)


BUILDERS: dict[tuple[type, str], Callable[[Resource], Operation]] = {
    (ListView, "GET"): _list,
    (OneView, "GET"): _get,
    (OneView, "PATCH"): _patch,
    (ReadOnlyOneView, "GET"): _get,
    (UpsertView, "GET"): _get_by,
    (UpsertView, "PUT"): _put_by,
    (BulkUpsert, "POST"): _bulk,
}
