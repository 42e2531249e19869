"""A page is asked for whole, or in part by htmx: the same view answers both from the same templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

UNPROCESSABLE = 422


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part. Restoring history wants the whole page back."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def respond(
    request: HttpRequest, page: str, context: Mapping[str, Any], *, fragment: str, status: int = 200
) -> HttpResponse:
    """Render ``fragment`` for htmx and ``page`` (which includes the fragment) for everyone else."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


def refused(request: HttpRequest, page: str, context: Mapping[str, Any], *, fragment: str) -> HttpResponse:
    """A form that came back with errors."""
    return respond(request, page, context, fragment=fragment, status=UNPROCESSABLE)


def go(request: HttpRequest, url: str) -> HttpResponse:
    """After a write: send the whole browser to ``url``, whichever way the form was posted."""
    if not wants_fragment(request):
        return HttpResponseRedirect(url)
    return HttpResponse(status=204, headers={"HX-Redirect": url})
