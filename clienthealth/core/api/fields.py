"""Serializers that show only what is asked for, take only what they know, and let null clear."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clienthealth.core.api.paging import wrong


class Text(serializers.CharField):
    """Text that may be missing: null for people outside, an empty string in the book. Null clears it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, "allow_blank": True, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return "" if data is None else super().run_validation(data)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


@extend_schema_field({"type": "array", "items": {"type": "string", "maxLength": 253}, "maxItems": 100})
class Words(serializers.ListField):
    """A list of words. Null clears it."""

    def __init__(self, **options: Any) -> None:
        child = serializers.CharField(max_length=253)
        super().__init__(**{"required": False, "allow_null": True, "max_length": 100, "child": child, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return [] if data is None else super().run_validation(data)


class Shown(serializers.Serializer[Any]):
    """A resource. Nothing is required of a change: what is left out stays as it is."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, partial=True, **options)

    def to_internal_value(self, data: Any) -> Any:
        """Refuse what is unknown: a misspelt name would otherwise be dropped in silence."""
        if isinstance(data, dict):
            known = {name for name, field in self.fields.items() if not field.read_only}
            if odd := {str(name): [self._odd(str(name))] for name in data if name not in known}:
                raise serializers.ValidationError(odd)
        return super().to_internal_value(data)

    def _odd(self, name: str) -> str:
        return _("This can be read, and not written.") if name in self.fields else _("There is no such field.")

    def only(self, names: Collection[str]) -> None:
        for name in set(self.fields) - set(names):
            self.fields.pop(name)


def wanted(text: str | None, known: Collection[str]) -> list[str] | None:
    """The fields named in `fields=`; None for all."""
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    if odd := [name for name in names if name not in known] or (not names):
        unknown = ", ".join(odd) if isinstance(odd, list) else ""
        raise wrong("fields", _("There is no field %(names)s.") % {"names": unknown or "“”"})
    return names
