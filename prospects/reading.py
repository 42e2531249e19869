"""What came in with a form, cut down to what was asked. Nothing else of it is kept."""

from __future__ import annotations

from django.http import QueryDict

from prospects.content import LONGEST, Field, Questionnaire
from prospects.facts import FEES

MEDIA = ("0", "a", "b", "c")
Data = dict[str, str | list[str]]
LARGEST = 200_000  # bytes of a whole form


def read_form(asked: Questionnaire, sent: QueryDict) -> Data:
    """The answers by field; what was left empty, or is none of the choices, is not there."""
    found: Data = {}
    for name, one in asked.fields.items():
        value = _many(one, sent.getlist(name)) if one.kind == "many" else _single(one, sent.get(name, ""))
        if value:
            found[name] = value
    return found


def choices(one: Field) -> tuple[str, ...]:
    """The values that a choice may have; empty for a text."""
    match one.kind:
        case "fee":
            return (*FEES, "open")
        case "media":
            return (*MEDIA, "open")
        case "tick":
            return ("yes",)
    return one.options


def _single(one: Field, text: str) -> str:
    if one.kind in LONGEST:
        return text.replace("\x00", "").replace("\r\n", "\n").strip()[: LONGEST[one.kind]]
    return text if text in choices(one) else ""


def _many(one: Field, values: list[str]) -> list[str]:
    chosen = [option for option in one.options if option in values]
    return chosen[: one.most] if one.most else chosen
