"""The report that goes with a parting: looked at, kept, handed out. It says nothing of the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission, allowed
from accounts.report.asking import ReportForm, form_for, made
from offboarding.actions.cases import today
from offboarding.actions.report import keep_report
from offboarding.models import CaseReport, Parting
from offboarding.permissions import get_parting
from offboarding.views.path import path_of, user_of
from signals.views.report import download, periods_of


@require_http_methods(["GET", "POST"])
@allowed(Permission.PART)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /partings/<pk>/report/?first=2026-01&last=2026-03&language=da: look at it; a POST keeps it."""
    parting = get_parting(request.user, pk)
    sent = request.method == "POST"
    form = form_for(parting.client, today(), request.POST if sent else _chosen(parting, request))
    if sent and form.is_valid():
        try:
            keep_report(by=user_of(request), parting=parting, asked=form.asked())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Kept with the case."))
            return redirect("parting_report", parting.pk)
    return _page(request, parting, form, status=422 if sent else 200)


@require_GET
@allowed(Permission.PART)
def report_file(request: HttpRequest, pk: int, one: int) -> HttpResponse:
    """GET /partings/<pk>/report/<one>.pdf: the bytes that were kept"""
    parting = get_parting(request.user, pk)
    kept = parting.reports.filter(pk=one).first()
    if kept is None:
        raise Http404(_("There is no such report."))
    return download(bytes(kept.pdf), kept.name)


def _page(request: HttpRequest, parting: Parting, form: ReportForm, status: int) -> HttpResponse:
    path = path_of(user_of(request), parting, "letters")
    asked = form.asked()
    context = {
        "path": path,
        "form": form,
        "document": made(parting.client, path.as_of, asked),
        "periods": periods_of(form, asked.period, reverse("parting_report", args=[parting.pk])),
        "kept": list(parting.reports.defer("pdf").select_related("made_by")),
        "open": path.may_work and parting.is_open,
    }
    return render(request, "offboarding/report.html", context, status=status)


def _chosen(parting: Parting, request: HttpRequest) -> Mapping[str, Any]:
    """What is asked for; else what the report was made of that was kept last."""
    last: CaseReport | None = None if request.GET else parting.reports.defer("pdf").first()
    if last is None:
        return request.GET
    months = {"first": f"{last.first:%Y-%m}", "last": f"{last.last:%Y-%m}"}
    return {**months, "language": last.language, "next_steps": last.note, **last.choices}
