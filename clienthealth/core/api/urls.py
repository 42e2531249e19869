"""The addresses of a resource, in one place for all of them."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from clienthealth.core.api.bulk import BulkUpsert
from clienthealth.core.api.resources import Resource
from clienthealth.core.api.views import ListView, OneView, ReadOnlyOneView, UpsertView


class SourceConverter(StringConverter):
    """The name of another system."""

    regex = "[a-z0-9][a-z0-9_-]{0,39}"


register_converter(SourceConverter, "source")


def urls_of(resource: Resource) -> list[URLPattern]:
    """A list and one of them; where rows can be written, one by its id elsewhere, and many at once."""
    name, label = resource.name, f"api_{resource.name}"
    one = OneView if resource.upsert else ReadOnlyOneView
    found = [
        path(name, ListView.as_view(resource=resource), name=label),
        path(f"{name}/<int:pk>", one.as_view(resource=resource), name=f"{label}_one"),
    ]
    if resource.upsert:
        found += [
            path(f"{name}/bulk", BulkUpsert.as_view(resource=resource), name=f"{label}_bulk"),
            path(
                f"{name}/by/<source:source>/<path:external_id>",
                UpsertView.as_view(resource=resource),
                name=f"{label}_by",
            ),
        ]
    return found
