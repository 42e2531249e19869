"""The agency whose pages these are, read once a request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Agency


def agency_of(request: HttpRequest) -> Agency | None:
    """None where no agency is set up yet."""
    kept: dict[str, Any] = request.__dict__
    if "_agency" not in kept:
        kept["_agency"] = Agency.objects.first()
    found: Agency | None = kept["_agency"]
    return found
