"""A performance report as a tracked link: made as a PDF, kept as it is now, with a link for each recipient."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.links import Upload
from accounts.actions.links import share as share_deliverable
from accounts.models import Client, Contact, Deliverable
from accounts.permissions import Permission, allowed, get_editable_client
from accounts.report.asking import Asked, ReportForm, form_for, made
from accounts.report.facts import reader_of
from accounts.report.period import Period
from accounts.report.printing import printed
from accounts.sharing.forms import ShareForm
from accounts.views.deliverable_new import present_contacts, refuse
from accounts.views.deliverables import rows_of
from clienthealth.core.typesetting import TypesettingError
from signals.views import contexts as c
from signals.views.client import header_of, log_of
from signals.views.shared import Desk, desk_of


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST /clients/<pk>/report/share/?first=2026-01&last=2026-03: with the choices of the report's page."""
    client = get_editable_client(request.user, pk)
    desk = desk_of(request)
    if desk is None:
        return redirect("first_hour")
    if not client.is_served:
        raise Http404(_("We no longer work for this client."))
    choices = form_for(client, desk.today, request.GET)
    if not choices.is_valid():
        return redirect(f"{reverse('client_report', args=[pk])}?{request.GET.urlencode()}")
    form = _form(request, desk, client, choices.asked())
    if form.is_valid():
        try:
            shared = _shared(desk, client, choices.asked(), form)
        except ValidationError as refusal:
            refuse(form, refusal)
        except TypesettingError as fault:
            form.add_error(None, _("The PDF was not made: %(fault)s") % {"fault": fault})
        else:
            messages.success(request, _("The report is kept as it is now. Send the text below with its link."))
            return redirect(reverse("deliverable", args=[shared.pk]) + "#links")
    page = _page(desk, client, choices, form)
    return render(request, "signals/report_share.html", {"page": page}, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, desk: Desk, client: Client, asked: Asked) -> ShareForm:
    contacts = present_contacts(client, desk.today)
    if request.method == "POST":
        return ShareForm(request.POST, contacts=contacts)
    reader: Contact | None = reader_of(client, desk.today)
    title = made(client, desk.today, asked).name
    return ShareForm(initial={"title": title, "contacts": [reader.pk] if reader else []}, contacts=contacts)


def _shared(desk: Desk, client: Client, asked: Asked, form: ShareForm) -> Deliverable:
    """The same key twice is one report, and its PDF is the first one's."""
    data = form.cleaned_data
    document = made(client, desk.today, asked)
    what = {
        "kind": Deliverable.Kind.REPORT, "title": data["title"], "delivered_on": desk.today,
        "period": (asked.period.first, asked.period.last),
    }  # fmt: skip
    return share_deliverable(
        by=desk.user, client=client, what=what, contacts=list(data["contacts"]), terms=form.terms(),
        key=data["key"], file=Upload(f"{document.name}.pdf", printed(document)),
    )  # fmt: skip


def _page(desk: Desk, client: Client, choices: ReportForm, form: ShareForm) -> c.SharePage:
    asked = choices.asked()
    existing = shared_before(client, asked.period)
    return c.SharePage(
        as_of=desk.today,
        header=header_of(desk, client, desk.scores.one(client, desk.today), "report"),
        log=log_of(desk, client),
        form=form,
        period=made(client, desk.today, asked).kicker,
        existing=rows_of(desk.user, [existing], desk.today)[0] if existing else None,
        back_url=f"{reverse('client_report', args=[client.pk])}?{choices.query}",
    )


def shared_before(client: Client, period: Period) -> Deliverable | None:
    """The newest report kept for the same days whose links are not all archived."""
    same = Deliverable.objects.of(client).filter(
        kind=Deliverable.Kind.REPORT, period_from=period.first, period_to=period.last, file__isnull=False,
        links__archived_at=None, links__isnull=False,
    )  # fmt: skip
    return same.select_related("client").order_by("-pk").first()
