"""The links of a deliverable: more of them, changed, archived, as a picture; and the agency's rules for all links."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import links as actions
from accounts.here import agency_of
from accounts.links import qr
from accounts.links.addresses import url_of
from accounts.models import Deliverable, DeliverableFile, Link, LinkTerms
from accounts.permissions import Permission, allowed
from accounts.sharing.forms import LinkForm, PlacedAddForm, RulesForm
from accounts.sharing.openings import whose
from accounts.views.deliverable import add_form, done, get_deliverable, get_editable, links_of, page
from accounts.views.deliverable_new import refuse
from accounts.views.listing import person

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /deliverables/<pk>/links/: more recipients, of the same thing at the same place."""
    user, agency = person(request), agency_of(request)
    deliverable = get_editable(user, pk)
    if agency is None:
        return redirect("first_hour")
    links, file = list(links_of(deliverable)), DeliverableFile.objects.filter(pk=pk).defer("content").first()
    form = add_form(deliverable, links, file, agency.today().date, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, agency, deliverable, form, status=422)
    data = form.cleaned_data
    try:
        if isinstance(form, PlacedAddForm):
            target = actions.place(deliverable, by=user, target=data["target"], file=data["file"])
        else:
            target = "" if file else next(link.target for link in links if link.target)
        made = actions.create_links(
            deliverable, by=user, contacts=list(data["contacts"]), target=target, terms=form.terms(), key=data["key"]
        )
    except ValidationError as refusal:
        refuse(form, refusal)
        return page(request, agency, deliverable, form, status=422)
    said = ngettext("%(n)s link is ready.", "%(n)s links are ready.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect(reverse("deliverable", args=[pk]) + "#links")


@require_http_methods(["GET", "POST"])
@allowed(Permission.VIEW_CLIENTS)
def edit(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """GET, POST /deliverables/<pk>/links/<link>/edit/"""
    user = person(request)
    deliverable = get_editable(user, pk)
    found = _link(deliverable, link)
    form = LinkForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.change_link(_link(deliverable, link), by=user, utm=found.utm, **form.changes())
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("deliverable", args=[pk]) + "#links")
    context = {"form": form, "deliverable": deliverable, "link": found, "whose": whose(found), "url": url_of(found)}
    return render(request, "accounts/link_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def archive(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """POST /deliverables/<pk>/links/<link>/archive/"""
    user = person(request)
    found = _link(get_editable(user, pk), link)
    return done(request, pk, "archive", actions.archive(Link.objects.filter(pk=found.pk), by=user))


@require_POST
@allowed(Permission.VIEW_CLIENTS)
def restore(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """POST /deliverables/<pk>/links/<link>/restore/"""
    user = person(request)
    found = _link(get_editable(user, pk), link)
    return done(request, pk, "restore", [found.pk] if actions.restore([found.pk], by=user) else [])


@require_GET
@allowed(Permission.VIEW_CLIENTS)
def picture(request: HttpRequest, pk: int, link: int, kind: str) -> HttpResponse:
    """GET /deliverables/<pk>/links/<link>/qr.svg or qr.png"""
    if kind not in PICTURES:
        raise Http404
    found = _link(get_deliverable(person(request), pk), link)
    address = url_of(found)
    content = qr.svg(address) if kind == "svg" else qr.png(address)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.{kind}"'}
    return HttpResponse(content, content_type=PICTURES[kind], headers=headers)


@require_http_methods(["GET", "POST"])
@allowed(Permission.ADMIN)
def rules(request: HttpRequest) -> HttpResponse:
    """GET, POST /deliverables/rules/: what holds for all links."""
    form = RulesForm(request.POST if request.method == "POST" else None, instance=LinkTerms.of_agency())
    if form.is_valid():
        actions.set_terms(by=person(request), **form.cleaned_data)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("link_rules")
    return render(request, "accounts/link_rules.html", {"form": form}, status=422 if form.is_bound else 200)


def _link(deliverable: Deliverable, pk: int) -> Link:
    found = deliverable.links.select_related("contact", "client").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such link."))
    return found
