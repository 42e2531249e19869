"""Prometheus metrics, for owners and for whoever holds METRICS_TOKEN. For everyone else there is no such page."""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from django_prometheus.exports import ExportToDjangoView

from accounts.permissions import Permission, may


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    if not (_holds_token(request) or may(request.user, Permission.VIEW_METRICS)):
        raise Http404
    exported: HttpResponse = ExportToDjangoView(request)
    return exported


def _holds_token(request: HttpRequest) -> bool:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    return bool(known) and kind == "Bearer" and compare_digest(token.encode(), known.encode())
