"""The OpenAPI description: operations from `describing`, components from the serializers, problems for all."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from clienthealth.core.api.describing import Operation, operation_of
from clienthealth.core.api.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "Ends in the word to compare: urn:clienthealth:problem:not-found"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "For people, in the language asked for."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body."},
                    "parameter": {"type": "string", "description": "Name of the parameter or header."},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string", "description": "Finds the request in our log."},
    },
}
SCHEMES = {
    "key": {"type": "http", "scheme": "bearer", "description": "A key of yours: ch_…"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "With a CSRF token to write."},
}


class Described(AutoSchema):
    """Reads what `describing` says of a view's method."""

    @property
    def told(self) -> Operation:
        found = operation_of(self.view, self.method)
        assert found is not None  # `only_described` left the others out
        return found

    def get_operation_id(self) -> str:
        return self.told.id

    def get_summary(self) -> str:
        return self.told.summary

    def get_description(self) -> str:  # type: ignore[override]
        return self.told.text

    def get_tags(self) -> list[str]:
        return [self.told.tag]

    def get_auth(self) -> list[dict[str, Any]]:
        return [{"key": []}, {"session": []}]

    def _get_parameters(self) -> list[dict[str, Any]]:
        return self.told.parameters

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any] | None:
        if self.told.request is None:
            return None
        schema = self._schema_of(self.told.request, "request")
        media: dict[str, Any] = {"schema": schema}
        if self.told.example is not None:
            media["examples"] = {"usual": {"value": self.told.example}}
        return {"required": True, "content": {"application/json": media}}

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        told = self.told
        found: dict[str, Any] = {}
        for status, shown in told.responses.items():
            content = {"application/json": {"schema": self._schema_of(shown, "response")}} if shown else None
            found[str(status)] = {"description": HTTPStatus(status).phrase} | ({"content": content} if content else {})
        ref = {"$ref": "#/components/schemas/Problem"}
        for status in told.problems:
            content = {MEDIA_TYPE: {"schema": ref}}
            found[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
        return found

    def _schema_of(self, shown: Any, direction: Any) -> dict[str, Any]:
        """A serializer as a reference to its component; `[Serializer]` as a page of them."""
        if isinstance(shown, dict):
            return shown
        if isinstance(shown, list):
            return _page(self._schema_of(shown[0], direction))
        component = self.resolve_serializer(shown(), direction)
        found: dict[str, Any] = component.ref
        return found


def _page(items: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["results", "next", "has_more"],
        "properties": {
            "results": {"type": "array", "items": items},
            "next": {"type": ["string", "null"], "description": "Address of the next page; of changes there is one."},
            "has_more": {"type": "boolean", "description": "Whether the next page has something already."},
        },
    }


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Named in every operation by `get_auth`."""

    target_class = "accounts.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return SCHEMES["key"]


def only_described(endpoints: list[Any]) -> list[Any]:
    """Hook: leave out what nobody described (the catch-all, the description itself)."""
    return [each for each in endpoints if operation_of(each[3].cls(**each[3].initkwargs), each[2]) is not None]


def with_problems(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Hook: the components that no serializer makes."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["securitySchemes"] = SCHEMES
    return result
