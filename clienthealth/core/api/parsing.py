"""Bodies are JSON, and so are answers, whatever is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from clienthealth.core.api.problems import Problem


class PlainJSON(JSONParser):
    """JSON without what is no JSON (NaN) or no text (half a character, the one that PostgreSQL cannot store)."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as deep:
            raise Problem(400, "malformed", _("The body is nested too deeply.")) from deep
        if any("\0" in text or not _encodable(text) for text in _texts(data)):
            raise Problem(400, "malformed", _("The body holds a character that no text has."))
        return data


class AlwaysJSON(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        """Ours for JSON, else none: the framework then says what it takes."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


def _texts(data: Any) -> Iterator[str]:
    """Every text inside, names included."""
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each


def _encodable(text: str) -> bool:
    """Half of a surrogate pair is no character."""
    return not any("\ud800" <= each <= "\udfff" for each in text) if not text.isascii() else True
