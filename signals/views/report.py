"""A performance report for a client: the months and words that the manager chooses, as a page and as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Client
from accounts.permissions import Permission, allowed, get_client, may, may_edit
from accounts.report.asking import ReportForm, form_for, key_of, made
from accounts.report.composing import report as composed
from accounts.report.facts import Facts, gather
from accounts.report.period import QUARTER, YEAR, Period
from accounts.report.printing import printed
from clienthealth.core.typesetting import TypesettingError
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.shared import Desk, admin_url, desk_of


@allowed(Permission.VIEW_CLIENTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/report/?first=2026-01&last=2026-03&language=da&results=1200&cost=18&next_steps=…"""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    return _page(request, desk, client)


@allowed(Permission.VIEW_CLIENTS)
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /clients/<pk>/report.pdf, with the same choices as the page; wrong ones are shown there."""
    client = get_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    form = form_for(client, desk.today, request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('client_report', args=[pk])}?{request.GET.urlencode()}")
    document = made(client, desk.today, form.asked())
    try:
        return download(printed(document), document.name)
    except TypesettingError as fault:
        return _page(request, desk, client, fault=str(fault))


def download(content: bytes, name: str) -> HttpResponse:
    """A PDF under the report's own name, which says what it is and nothing else."""
    plain = slugify(name, allow_unicode=False) or "report"
    disposition = f"attachment; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _page(request: HttpRequest, desk: Desk, client: Client, fault: str = "") -> HttpResponse:
    form = form_for(client, desk.today, request.GET)
    asked = form.asked()
    facts = gather(client, asked.period, desk.today)
    if fault:
        form.add_error(None, _("The PDF was not made: %(fault)s") % {"fault": fault})
    page = c.ReportPage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "report"),
        log=log_of(desk, client),
        document=composed(facts, asked.language, asked.wishes),
        form=form,
        periods=periods_of(form, asked.period, reverse("client_report", args=[client.pk])),
        pdf_url=f"{reverse('client_report_pdf', args=[client.pk])}?{form.query}",
        share_url=share_url(desk, client, form),
        missing=_missing(desk, facts),
    )
    return render(request, "signals/client_report.html", {"page": page}, status=422 if fault else 200)


def share_url(desk: Desk, client: Client, form: ReportForm) -> str:
    """Where these very choices become a tracked link; nothing for those who only read, or once a client has left."""
    if not client.is_served or not (may(desk.user, Permission.LOG) and may_edit(desk.user, client)):
        return ""
    return f"{reverse('client_report_share', args=[client.pk])}?{form.query}"


def periods_of(form: ReportForm, current: Period, url: str) -> list[c.Choice]:
    """The months asked for most, each as a link that keeps the language."""
    found = []
    for period in form.relationship.presets:
        count = len(period.months)
        label = {QUARTER: _("Three months"), YEAR: _("Twelve months")}.get(count, _("%(n)s months") % {"n": count})
        choice = {"first": key_of(period.first), "last": key_of(period.last), "language": form.asked().language}
        found.append(c.Choice(label, f"{url}?{urlencode(choice)}", "", period == current))
    return found


def _missing(desk: Desk, facts: Facts) -> Sequence[c.Missing]:
    """What a good report has and this one lacks, each with the place to write it down."""
    client = facts.client
    found: Sequence[tuple[bool, str, str]] = (
        (
            not client.goals.strip(),
            _("The original goals are not on record."),
            admin_url(desk.user, "client", client.pk),
        ),
        (not facts.now, _("No figures of an ad account are on record for these months."), ""),
        (
            not facts.delivered,
            _("Nothing delivered is on record for these months."),
            admin_url(desk.user, "deliverable"),
        ),
        (not facts.wins, _("No win is on record for these months: log one with its figure."), ""),
    )
    return [c.Missing(words, url) for lacks, words, url in found if lacks]
