"""Files that are sent in: send one, read what it would do, import it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.imports import jobs
from accounts.imports.forms import ImportForm
from accounts.imports.refused_csv import refused_rows
from accounts.imports.report import Report
from accounts.models import ImportBatch, User
from accounts.permissions import Permission, allowed
from accounts.tasks import run_import
from clienthealth.core.exports import csv_response
from clienthealth.core.htmx import go, respond

LISTED = 30
STATES = {
    ImportBatch.State.SENT: gettext_lazy("Reading the file"),
    ImportBatch.State.CHECKED: gettext_lazy("Nothing has been written yet"),
    ImportBatch.State.AGREED: gettext_lazy("Importing"),
    ImportBatch.State.DONE: gettext_lazy("Imported"),
    ImportBatch.State.FAILED: gettext_lazy("Nothing was imported"),
}


@require_http_methods(["GET", "POST"])
@allowed(Permission.IMPORT)
def index(request: HttpRequest) -> HttpResponse:
    """The files sent so far, and a form for the next one."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        assert isinstance(request.user, User)
        with transaction.atomic():
            batch = jobs.receive(
                form.cleaned_data["file"],
                by=request.user,
                source=form.cleaned_data["source"],
                as_known=form.cleaned_data["as_known"],
                only_whole=form.cleaned_data["only_whole"],
            )
            transaction.on_commit(lambda: run_import.delay(batch.pk))
        return redirect("import", pk=batch.pk)
    context = {"form": form, "batches": _batches()[:LISTED]}
    return render(request, "accounts/import_list.html", context, status=422 if form.is_bound else 200)


@require_GET
@allowed(Permission.IMPORT)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it is, what it would do or did. Asked again by htmx while a worker is at it."""
    batch = _batch(pk)
    report = Report.from_json(batch.report) if batch.report else None
    context = {"batch": batch, "report": report, "state": STATES[ImportBatch.State(batch.state)]}
    return respond(request, "accounts/import_detail.html", context, fragment="accounts/import_report.html")


@require_POST
@allowed(Permission.IMPORT)
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Import a file that was checked. Asked twice, it is imported once."""
    batch = _batch(pk)
    with transaction.atomic():
        if jobs.agree(batch):
            transaction.on_commit(lambda: run_import.delay(batch.pk))
    return go(request, batch.get_absolute_url())


@require_GET
@allowed(Permission.IMPORT)
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows, to mend and send again."""
    batch = _batch(pk)
    heading, rows = refused_rows(batch)
    return csv_response(f"refused-{batch.pk}", heading, rows)  # type: ignore[return-value]


def _batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("by").defer("report")


def _batch(pk: int) -> ImportBatch:
    batch = ImportBatch.objects.select_related("by").filter(pk=pk).first()
    if batch is None:
        raise Http404(_("There is no such import."))
    return batch
