"""The description for programs, and the same for people: a page of ours, without a script."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from clienthealth.core.api.views import ApiView

Told = Mapping[str, Any]


class Description(ApiView):
    """GET /api/v1/schema/: OpenAPI 3.1."""

    schema = None

    def get(self, request: Request) -> Response:
        self.known_parameters(request, set())
        return Response(description())


@cache
def description() -> dict[str, Any]:
    """The whole description: the same for everybody, for it tells of no record. Made once a process."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


@require_GET
@login_required
def reference(request: HttpRequest) -> HttpResponse:
    """GET /api/v1/docs/: the description as a page."""
    told = description()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            shown = _operation(path, method.upper(), operation, told["components"]["schemas"])
            groups.setdefault(operation["tags"][0], []).append(shown)
    context = {
        "version": told["info"]["version"],
        "description": told["info"]["description"],
        "groups": [{"name": name.capitalize(), "operations": each} for name, each in groups.items()],
    }
    return render(request, "api/reference.html", context)


def _operation(path: str, method: str, operation: Told, components: Told) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = body.get("examples", {}).get("usual", {}).get("value")
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "text": operation["description"],
        "parameters": [
            {"name": each["name"], "place": each["in"], "type": _type(each["schema"]), "text": each.get("description")}
            for each in operation.get("parameters", [])
        ],
        "body": list(_fields(body.get("schema", {}), components)),
        "statuses": list(operation["responses"]),
        "curl": curl(path, method, example),
    }


def curl(path: str, method: str, example: Any) -> str:
    """A command that can be run as it stands, once KEY is set."""
    address = settings.BASE_URL + path.replace("{id}", "1").replace("{source}", "crm").replace("{external_id}", "1")
    parts = ["curl", *(["-X", method] if method != "GET" else []), address]
    lines = [shlex.join(parts), '-H "Authorization: Bearer $KEY"']
    if example is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(example))}"]
    return " \\\n  ".join(lines)


def _fields(schema: Told, components: Told, before: str = "") -> Iterator[dict[str, Any]]:
    """The fields of a body, those of its rows included."""
    if "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    for name, each in schema.get("properties", {}).items():
        yield {"name": before + name, "type": _type(each), "text": each.get("description")}
        if each.get("type") == "array" and "$ref" in each.get("items", {}):
            yield from _fields(each["items"], components, f"{name}[].")


def _type(schema: Told) -> str:
    """“string or null”, “one of …”."""
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if "oneOf" in schema:
        return " | ".join(dict.fromkeys(_type(each) for each in schema["oneOf"]))
    kind = schema.get("type", "object")
    told = " | ".join(kind) if isinstance(kind, list) else str(kind)
    return f"{told} ({schema['format']})" if "format" in schema else told
